"""What all pages share: HTML, tables, figure style, the basis of a result."""
