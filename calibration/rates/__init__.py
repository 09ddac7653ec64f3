"""Estimate rates, arrivals and prices with their uncertainty, and write them as a scenario file."""
