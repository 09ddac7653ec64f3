"""Parse the command line and print, one file a command; what is computed is in `api`.

Begin with `compare.py`. `shared` holds options, help texts, errors and progress, and the printing.
"""
