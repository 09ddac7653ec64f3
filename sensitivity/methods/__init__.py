"""Apply the methods: Morris, Sobol', PAWN and delta, break-even, regression, one at a time."""
