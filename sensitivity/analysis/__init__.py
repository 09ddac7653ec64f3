"""Carry out a sensitivity analysis and write it down."""
