"""Check what pydantic cannot: the parts of a scenario against each other, and its worlds."""
