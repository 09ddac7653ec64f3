"""Read tables from CSV, Excel and Parquet, and the dates and amounts in them."""
