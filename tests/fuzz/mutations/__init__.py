"""Ways to damage a file, by what it consists of."""
