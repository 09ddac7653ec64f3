"""What is analysed: the factors, the outcomes, and the effects of the case."""
