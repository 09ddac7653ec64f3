"""From a municipality's own case ledger, or from published totals, to rates with honest uncertainty."""
