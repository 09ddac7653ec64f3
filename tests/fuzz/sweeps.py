"""Try the faults of the disk on commands that write, in several processes, until the time is up."""

import json
import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from tests.fuzz.readers import Command
from tests.fuzz.writers import Fault, Sweep


def sweep(
    commands: Sequence[Command],
    *,
    honest: Path,
    place: Path,
    loaded: int,
    seed: int,
    until: float,
    at_once: int,
) -> Iterator[tuple[str, int, int, int, list[str]]]:
    """Yield of each command its name, how many faults there are, were tried and fired, and what is wrong.

    The faults are tried in an order by chance from the seed, those that take little time before others, as
    many as the time allows.
    """
    readers = []
    for number in range(at_once):
        reading, writing = os.pipe()
        if os.fork() == 0:
            os.close(reading)
            mine = [
                Sweep(command=command, honest=honest, place=_folder(place / f"disk-{number}"), loaded=loaded)
                for command in commands[number::at_once]
            ]
            code = 1
            try:
                with os.fdopen(writing, "w", encoding="utf-8") as told:
                    for line in _tried(mine, Random(f"{seed}:{number}"), until):
                        told.write(json.dumps(line) + "\n")
                code = 0
            finally:
                os._exit(code)
        os.close(writing)
        readers.append(reading)
    for reading in readers:
        with os.fdopen(reading, encoding="utf-8") as lines:
            yield from map(json.loads, lines)
        _, status = os.wait()
        assert status == 0, "a process that tried faults of the disk failed"


def _tried(
    sweeps: Sequence[Sweep], chance: Random, until: float
) -> Iterator[tuple[str, int, int, int, list[str]]]:
    tasks: list[tuple[Sweep, Fault]] = []
    totals: dict[str, int] = {}
    wrong: dict[str, list[str]] = {}
    for each in sweeps:
        faults = each.begin()
        tasks += [(each, fault) for fault in faults]
        totals[each.name] = len(faults)
        wrong[each.name] = []
    for each, fault in sorted(tasks, key=lambda task: chance.random() * task[0].seconds):
        if time.monotonic() > until:
            break
        wrong[each.name] += [f"{fault}: {complaint}" for complaint in each.wrong(fault)]
    for each in sweeps:
        yield each.name, totals[each.name], each.tried, each.fired, wrong[each.name]


def _folder(path: Path) -> Path:
    path.mkdir(exist_ok=True)
    return path
