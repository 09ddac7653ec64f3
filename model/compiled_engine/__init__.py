"""Simulate fast: the world as arrays, and machine code that lives the children's lives."""
