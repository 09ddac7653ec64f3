"""How many draws and replications there may be."""

MOST_DRAWS = 100_000
"""Of one study, whatever precision is asked for."""

MOST_REPLICATIONS = 2**20
"""Of one draw: each has a chance of its own, and draws must not share them."""
