"""Kill whoever enters something, at any time, again and again: `python -m tests.booking.killed PLACE ROUNDS`.

It forks, so it has a process of its own: one in which pytest runs has threads.
"""

import os
import random
import signal
import sys
import time
from pathlib import Path

from booking.register.register import register
from tests.booking.registers import draft

LONGEST = 0.08
"""Seconds that one may live, every other one from when it has entered something."""


def main(where: str, rounds: int) -> None:
    """Print after how many rounds, how many entries and how many that were left half done all is well."""
    chance = random.Random(rounds)  # noqa: S311  no secret
    seals: list[str] = []
    halves = 0
    for _ in range(rounds):
        seals += _killed(where, chance)
        halves += Path(f"{where}-journal").exists()
        with register(where, create=True) as book:
            findings = book.verify(seals)
            assert findings == (), findings
            assert len(book.entries()) >= len(seals), "something that was entered is gone"
    print(rounds, len(seals), halves)  # noqa: T201  read by the test


def _killed(where: str, chance: random.Random) -> list[str]:
    """Return the seals of what one entered before it was killed."""
    end, begin = os.pipe()
    child = os.fork()
    if child == 0:
        with register(where, create=True) as book:
            number = len(book.entries())
            while True:
                why = "x" * chance.choice([10, 1_000, 10_000, 100_000])
                entry = book.append(draft(number % 20, why=why), after=number)
                os.write(begin, f"{entry.number}:{entry.digest[:16]}\n".encode())
                number += 1
    os.close(begin)
    with os.fdopen(end, encoding="ascii") as told:
        seals = [told.readline()] if chance.random() < 0.5 else []
        time.sleep(chance.uniform(0, LONGEST))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return [seal.strip() for seal in [*seals, *told]]


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
