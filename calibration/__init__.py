"""Estimate rates, with their uncertainty, from a municipality's case ledger or from published totals."""
