"""Carry out each command: read what it is given, compute, write and print."""
