"""Read case ledgers: mapping of columns, rows, faults, pseudonyms, and each child's history."""
