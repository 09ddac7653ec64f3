"""What may be taken out of the budget: the section of the report, letters, tables of the register."""
