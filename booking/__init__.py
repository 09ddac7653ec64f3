"""Decide how much of a gain may be taken out of a budget and when, and keep on record who decided it."""
