"""Forecast the account of the current year against its frame: spent, running and still to come.

Begin with `year.py`. `spent_so_far.py` adds up what the ledger tells, `rest_of_year.py` simulates the rest
with services like those seen (`service_packages.py`), and `overrun.py` parts what is over into volume and
price.
"""
