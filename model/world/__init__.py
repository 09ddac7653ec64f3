"""Describe a world: staircase, programmes, arrivals, parameters, and the keyed random numbers."""
