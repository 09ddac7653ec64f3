"""Page, tables and charts of what a case hangs on."""
