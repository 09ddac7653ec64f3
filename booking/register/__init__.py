"""Keep the register: an append-only chain of entries in SQLite or PostgreSQL, and find any change to it."""
