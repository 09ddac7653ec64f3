"""Page, tables and charts of the year's account against the frame."""
