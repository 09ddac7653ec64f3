"""Estimate rates, with their uncertainty, from a municipality's case ledger or from published totals.

Begin with `rates/calibrate.py`. `tables` reads CSV, Excel and Parquet; `ledger` makes histories of children
of it; `rates` estimates; `checks` holds the estimates against what happened; `totals` fits a scenario to
published totals instead; `example` makes a ledger to try things on. `mappings/` translates the columns of
known sources.
"""
