"""The fast engine: the world as arrays, and machine code that lives the children's lives."""
