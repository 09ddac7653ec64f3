"""Try damaged inputs one after another, by chance from a seed, until the time is up."""

import shutil
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.fuzz import originals, readers
from tests.fuzz.judgement import complaints
from tests.fuzz.readers import Command
from tests.fuzz.sandbox import Outcome, Running


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One damaged input and a command that reads it: all of it follows from the seed and the number."""

    seed: int
    number: int
    kind: str
    command: Command

    def damage(self, home: Path) -> None:
        """Damage what is damaged in a folder of honest files; what no file can hold is left out."""
        with suppress(ValueError, TypeError, OverflowError):
            if self.kind == readers.CALL:
                return
            readers.KINDS[self.kind][0](home, Random(f"{self.seed}:{self.number}:damage"))

    @property
    def name(self) -> str:
        """What it is called: the command without its options, and the number."""
        return f"{self.kind}-{self.command[0]}-{self.number}".replace(" ", "-").replace(".", "")


@dataclass(kw_only=True)
class Tally:
    """What was tried and what held, by kind of input and by command."""

    tried: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    """How many of those that held were told that their input is bad."""

    def count(self, attempt: Attempt, outcome: Outcome, *, held: bool) -> None:
        """Count an attempt."""
        words = [word for word in attempt.command[:2] if word.isascii() and word.replace("-", "").isalpha()]
        whole = " ".join(words if words[0] in {"book", "register", "key"} else words[:1])
        for name in (f"input: {attempt.kind}", f"command: {whole}", "all"):
            self.tried[name] += 1
            self.failed[name] += not held
            self.refused[name] += held and outcome.code != 0

    def lines(self) -> Iterator[str]:
        """Yield a line for each kind and command: tried, survived, refused."""
        for name in sorted(self.tried):
            tried, survived = self.tried[name], self.tried[name] - self.failed[name]
            yield f"{name:32} {tried:6} tried {survived:6} survived {self.refused[name]:6} refused"


_OFTEN = {
    "scenario": 8,
    "town": 5,
    "shipped scenario": 2,
    "mapping": 2,
    "rule": 2,
    "totals": 2,
    "run": 3,
    "analysis": 2,
    "ledger .csv": 4,
    "ledger .xlsx": 2,
    "ledger .ods": 2,
    "ledger .parquet": 2,
    "register": 5,
    readers.CALL: 4,
}
"""How often a kind is tried for each time that others are."""


def attempt_of(seed: int, number: int, only: str = "") -> Attempt:
    """Return the attempt of a number; `only` of a kind of input."""
    chance = Random(f"{seed}:{number}")
    kinds = [kind for kind in (*readers.KINDS, readers.CALL) for _ in range(_OFTEN.get(kind, 1))]
    kind = only or chance.choice(kinds)
    if kind == readers.CALL:
        command = readers.strange_call(chance.choice(readers.commands()), chance)
    else:
        command = chance.choice(readers.KINDS[kind][1])
    if kind not in {readers.CALL, "key", "pseudonym key"} and chance.random() < 0.25:
        command = (*command, "--lang", "en")
    return Attempt(seed=seed, number=number, kind=kind, command=command)


@dataclass(kw_only=True)
class Campaign:
    """Attempts from a folder of honest files, two or more at a time."""

    honest: Path
    place: Path
    """A folder for what is damaged."""
    loaded: int
    """Bytes of memory of this process."""

    def findings(
        self,
        seed: int,
        *,
        until: float,
        tally: Tally,
        at_once: int,
        first: int = 0,
        last: int | None = None,
        only: str = "",
    ) -> Iterator[tuple[Attempt, list[str], Outcome]]:
        """Yield what fails, with what is wrong with it, until a time of the monotonic clock."""
        running: dict[int, tuple[Attempt, Running]] = {}
        number = first
        while True:
            more = time.monotonic() < until and (last is None or number <= last)
            if more and len(running) < at_once:
                attempt = attempt_of(seed, number, only)
                running[number] = attempt, self.start(attempt)
                number += 1
                continue
            if not running:
                return
            for key, (attempt, process) in [*running.items()]:
                outcome = process.ended()
                if outcome is None:
                    continue
                del running[key]
                wrong = self.judged(attempt, outcome)
                tally.count(attempt, outcome, held=not wrong)
                if wrong:
                    yield attempt, wrong, outcome
                shutil.rmtree(process.home, ignore_errors=True)
            time.sleep(0.002)

    def start(self, attempt: Attempt) -> Running:
        """Start an attempt in a copy of the honest files."""
        home = self.place / str(attempt.number)
        shutil.copytree(self.honest, home, symlinks=True)
        attempt.damage(home)
        return Running(attempt.command, home, prepare=originals.at(originals.NOW))

    def judged(self, attempt: Attempt, outcome: Outcome) -> list[str]:
        """Return what is wrong with what a command did."""
        return [*complaints(attempt.command, outcome, loaded=self.loaded, kept=originals.REGISTER)]
