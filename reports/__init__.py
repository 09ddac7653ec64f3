"""Reports: one page, one folder; sentences, tables and figures, in the language that is set."""
