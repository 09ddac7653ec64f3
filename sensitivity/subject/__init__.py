"""Describe what is analysed: a case, its uncertain assumptions, its outcomes and its effects."""
