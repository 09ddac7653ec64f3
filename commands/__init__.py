"""The command line's own parts: its two languages, what it says, and the run of a comparison."""
