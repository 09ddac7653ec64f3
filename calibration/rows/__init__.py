"""Read the rows of one file: mapping of columns, identities, dates and names, faults, pseudonyms."""
