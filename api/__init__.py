"""Carry out what the commands and notebooks ask for, one file each; `trappe.py` is the door to it.

Begin with `compare`. Each function reads, computes, tells by `tell` what a user should know, writes to `out`
if that is given, and returns a `results.Result`.
"""
