"""What people read: figures, tables, and the report as a page."""
