"""Measure what it takes to check a ledger and to calibrate from it, and how that grows with its rows.

Each command runs in a process of its own. Its seconds are those it computed, so that other work of the
machine counts little; its memory is the highest, with some 250 MB that every command takes.

`python -m bench.ledger COMMAND LEDGER` runs one and prints both.
"""

import contextlib
import io
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import cli
from bench import Bench, Document, Figures
from bench.own_process import figures_of, highest_megabytes
from calibration.example.ledger import example_ledger
from scenarios.reading.load import load

_COMMANDS = ("check", "calibrate")
_TIMES = 10
"""So many times as many rows has the larger of the two ledgers."""
_WANTED = {"check": "13 s and 600 MB at 500,000", "calibrate": "25 s and 700 MB at 500,000"}


def measure(size: int) -> Document:
    """Return what ledgers of `size` rows and of a tenth of them take, and the ratios of the two."""
    study = load("kolding")
    figures: dict[str, Any] = {"rows": size, "wanted": _WANTED}
    with tempfile.TemporaryDirectory() as folder:
        taken: dict[str, list[dict[str, float]]] = {command: [] for command in _COMMANDS}
        for number in (max(1, size // _TIMES), size):
            ledger = Path(folder) / f"{number}.csv"
            example_ledger(study, seed=1, rows=number).write_csv(ledger)
            for command in _COMMANDS:
                taken[command].append(figures_of(__name__, command, str(ledger)))
    for command, (few, many) in taken.items():
        figures[command] = many | {
            "seconds_over_tenth": round(many["seconds"] / few["seconds"], 2),
            "megabytes_over_tenth": round(many["megabytes"] / few["megabytes"], 2),
        }
    return {"ledger": figures}


def run(command: str, ledger: str) -> None:
    """Run a command as the command line does, what it prints thrown away; whatever it finds is in order."""
    sys.argv = ["trappe", command, ledger]
    with (
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
        contextlib.suppress(SystemExit),
    ):
        cli.main()


def rows(document: Document) -> list[Figures]:
    """Return one row for each command."""
    return [{"command": command, **document["ledger"][command]} for command in _COMMANDS]


BENCH = Bench(
    name="ledger",
    question="What does it take to check a ledger, and to calibrate from it?",
    size=500_000,
    size_is="rows",
    measure=measure,
    rows=rows,
)


if __name__ == "__main__":
    run(sys.argv[1], sys.argv[2])
    print(json.dumps({"seconds": round(time.process_time(), 2), "megabytes": round(highest_megabytes())}))
