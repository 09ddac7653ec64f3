"""Define the scenario language: the forms of a file and the assumptions in it."""
