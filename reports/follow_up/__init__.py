"""Page, tables and chart of a case under way."""
