"""Forecast the account of the current year against its frame: spent, running and still to come."""
