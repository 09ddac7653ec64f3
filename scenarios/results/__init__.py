"""The results of a comparison: tables, summary, provenance, and the folder that holds them."""
