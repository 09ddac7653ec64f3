"""Work out amounts: the council's rule, the gain in kroner, what of it is cashable, sure enough and open."""
