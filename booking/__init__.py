"""How much of a gain may be taken out of a budget, when, and who said so."""
