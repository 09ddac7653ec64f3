"""Simulate children on a staircase, and count what that costs; knows no files, no pictures and no reports.

Begin with `world`, which describes what is simulated (staircase, programmes, arrivals, keyed random numbers).
`simpy_engine` says in readable code what happens to a child; `compiled_engine` does the same event for event,
some hundred times faster, and is what every command uses; `expected` gives exact expected numbers of worlds
without places. `results` counts records of lives and works out money from them. All numbers are
worked out with `arithmetic`, the same on every processor.
"""
