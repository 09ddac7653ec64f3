"""Methods: Morris, Sobol', PAWN and delta, break-even, regression, one at a time."""
