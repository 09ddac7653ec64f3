"""Take decisions on cases: propose, approve, book, reverse, and the status of each case with its reasons."""
