"""Read scenario files, build worlds of them, and run cases against their baseline.

Begin with `reading/load.py`. `files` reads YAML and places every fault; `format` is the language of a
scenario file; `library` holds the shipped files; `reading` lays a file over its bases and checks it;
`building` makes a world of a scenario under one draw of its assumptions; `running` runs draws and
replications on threads, processes or a cluster; `results` compares, tabulates and writes. `clock.py` tells
what day it is.
"""

VERSION = "0.1.0"
"""Of trappe; part of every run digest."""
