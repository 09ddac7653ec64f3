"""The value of information: perfect, of a sample, and of early indicators."""
