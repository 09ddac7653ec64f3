"""The world of children on a staircase, its engine and its money; knows no files and no reports."""
