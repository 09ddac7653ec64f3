"""Lay the files of a ledger together: extracts of one system, planned ends, and each child's history."""
