"""Analyse what an investment case hangs on: sensitivity, break-even and the value of information."""
