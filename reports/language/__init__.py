"""The texts of the pages and how numbers are written, in each language."""
