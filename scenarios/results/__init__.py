"""Compare, tabulate, summarise and write results, and read them back with their provenance."""
