"""Households in the compiled engine: who arrives with whom, is enrolled with whom, and moves with whom."""
