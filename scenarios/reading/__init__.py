"""Load a scenario with its bases and cases, check it, and note what a user should know."""
