"""The door for notebooks."""
