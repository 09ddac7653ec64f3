"""Scenario files, the shipped library, ensembles and comparison."""

VERSION = "0.1.0"
"""Of trappe; part of every run digest."""
