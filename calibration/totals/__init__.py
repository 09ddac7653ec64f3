"""Fit rates to published totals instead of a ledger; the shipped files of totals lie beside."""
