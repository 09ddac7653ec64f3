"""Limit the counts of draws and replications; alone here, so that `--help` need not import numpy for them."""

MOST_DRAWS = 100_000
"""Of one study, whatever precision is asked for."""

MOST_REPLICATIONS = 2**20
"""Of one draw: each has a chance of its own, and draws must not share them."""
