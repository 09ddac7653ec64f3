"""Records of lives, and what they amount to: counts, costs, reimbursement, key figures."""
