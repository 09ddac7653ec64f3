"""Share what all pages use: HTML, tables, figure style, the basis of a result."""
