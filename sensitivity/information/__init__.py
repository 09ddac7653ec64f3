"""Value information: perfect, of a sample, and of early indicators."""
