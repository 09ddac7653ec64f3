"""Make an invented ledger to try out, with the faults that were planted in it."""
