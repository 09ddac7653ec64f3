"""Estimate rates, with their uncertainty, from a municipality's case ledger or from published totals.

Begin with `rates/calibrate.py`. `tables` reads CSV, Excel and Parquet; `rows` makes rows of a ledger of one
file; `ledger` lays files together and makes histories of children of them; `rates` estimates;
`calibrated_file` writes what scenarios build on; `checks` holds the estimates against what happened; `totals`
fits a scenario to published totals instead; `example` makes a ledger to try things on. `mappings/` translates
the columns of known sources.
"""
