"""Decide how much of a gain may be taken out of a budget and when, and keep on record who decided it.

Begin with `amounts/policy.py`, the council's rule. `amounts` works out what is expected, cashable and sure
enough; `register` keeps entries that nobody can change unseen; `decisions` proposes, approves and books, each
with its reasons; `follow_up` holds a case under way against what was expected of it.
"""
