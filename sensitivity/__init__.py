"""Analyse what an investment case hangs on: sensitivity, break-even and the value of information.

Begin with `analysis/analysis.py`. `subject` is the case with its uncertain assumptions and its outcomes;
`points` runs the model at points of the assumptions, with chance held apart; `methods` are the methods;
`views` corrects the gain for optimism and for what nobody else has shown; `analysis` carries it out;
`information` works out what it is worth to know more.
"""
