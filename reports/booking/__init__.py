"""Report what may be taken out of the budget: section of the report, letters, tables of the register."""
