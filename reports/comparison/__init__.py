"""Page, tables and charts of a comparison of cases with the baseline."""
