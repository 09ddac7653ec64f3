"""Page, tables and charts of what it is worth to know more."""
