"""Let the disk fail at every write of every command that writes: nothing may be lost or left half done."""

import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tests.fuzz import originals as o
from tests.fuzz.disk import ERRORS, KILLED, BrokenDisk, limited
from tests.fuzz.judgement import OUT, complaints
from tests.fuzz.readers import Command
from tests.fuzz.sandbox import Outcome, contents, finished

_BOOK = ("--register", o.REGISTER)
_FEW = ("--draws", "2", "--replications", "2")
_NEW = ("--out", OUT)
_LOCAL = ("--method", "local", "--samples", "2", "--replications", "2", "--no-break-even", "--workers", "1")

WRITERS: tuple[Command, ...] = (
    ("compare", o.SMALL, *_FEW, "--workers", "1", *_NEW),
    ("sensitivity", o.SMALL, *_LOCAL, *_NEW),
    ("information", o.SMALL, "--draws", "20", "--replications", "2", "--workers", "1", *_NEW),
    ("calibrate", o.LEDGERS[0], "--scenario", o.SCENARIO, *_NEW),
    ("check", o.LEDGERS[0], *_NEW),
    ("forecast", o.SCENARIO, "--ledger", o.LEDGERS[0], "--frame", "30 mio", *_FEW, *_NEW),
    (
        *("follow-up", o.SCENARIO, "--ledger", o.LEDGERS[0], "--draws", "100", "--replications", "1"),
        *("--months", "12", "--workers", "1", *_NEW),
    ),
    ("example-ledger", f"{OUT}.csv", "--scenario", o.SCENARIO, "--rows", "50"),
    ("example-ledger", f"{OUT}.xlsx", "--scenario", o.SCENARIO, "--rows", "50"),
    ("example-ledger", f"{OUT}.parquet", "--scenario", o.SCENARIO, "--rows", "50"),
    ("key", "new", f"{OUT}.key"),
    ("key", "new", f"{OUT}.key", "--for", "pseudonyms"),
    ("key", "sign", f"1:{'0' * 64}", "--who", "x", "--key", o.KEY, "--out", f"{OUT}.json"),
    ("register", "new", "--municipality", "X", "--register", f"{OUT}.sqlite", *o.ME),
    ("register", "export", *_NEW, *_BOOK),
    ("register", "request-time", *_NEW, *_BOOK),
    ("register", "prove", "--entry", "2", "--out", f"{OUT}.txt", *_BOOK),
    ("register", "rule", o.RULE, *_BOOK, *o.ME),
    ("register", "countersign", "--who", "Revisor", "--why", "x", *_BOOK),
    ("register", "name-key", "--key", o.OTHER_KEY, "--who", "D. Olsen", "--why", "x", *_BOOK),
    ("book", "propose", o.SCENARIO, "--case", "tættere", "--run", o.RUN, *_BOOK, *o.ME),
    ("book", "sensitivity", o.SCENARIO, "--analysis", o.ANALYSIS, *_BOOK, *o.ME),
    ("book", "commit", "--payer", "familie", "--year", "2024", "--dkk", "7", *_BOOK, *o.ME),
    ("book", "reverse", "5", *_BOOK, *o.ME),
)
"""Commands that write; of those that enter something, the register is the file that they may change."""
SHORT = (WRITERS[4], WRITERS[10], WRITERS[13], WRITERS[14], WRITERS[17])
"""Those that take little time."""
_SIZES = (0, 1, 100, 512, 1_000, 4_096, 20_000, 100_000)


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One way for the disk to fail."""

    number: int
    """The number of the write that fails; 0: no file becomes larger than `size`."""
    error: int
    size: int = 0

    def __str__(self) -> str:
        how = "killed" if self.error == KILLED else os.strerror(self.error)
        return f"{how} at {f'write {self.number}' if self.number else f'{self.size} bytes'}"


@dataclass(kw_only=True)
class Sweep:
    """One command, and what comes of it where nothing fails."""

    command: Command
    honest: Path
    place: Path
    loaded: int
    tried: int = 0
    fired: int = 0
    seconds: float = 0.0
    """It takes where nothing fails."""

    @property
    def name(self) -> str:
        """The command, as it is called."""
        return " ".join(self.command)

    def begin(self) -> Sequence[Fault]:
        """Run it where nothing fails; return the faults that are to be tried."""
        home = self._home()
        broken = self._broken(Fault(number=0, error=KILLED))
        outcome = self._run(home, broken.install)
        assert outcome.code == 0, f"{self.command}: {outcome.err}"
        numbers = _of_each_kind(self._log().splitlines())
        self._made = _new(outcome)
        self.seconds = outcome.seconds
        self._stood, self._entered = self._entries(self.honest), self._entries(home)
        size = (home / o.REGISTER).stat().st_size
        sizes = (
            {*_SIZES, *range(max(0, size - 9_000), size, 1_024)} if o.REGISTER in self.command else {*_SIZES}
        )
        return [
            *(
                Fault(number=number, error=error)
                for number in numbers
                for error in (ERRORS[number % len(ERRORS)], KILLED)
            ),
            *(
                Fault(number=0, error=error, size=size)
                for size in sorted(sizes)
                for error in (ERRORS[0], KILLED)
            ),
        ]

    def wrong(self, fault: Fault) -> Iterator[str]:
        """Yield what is wrong with what the command does where the disk fails so, and when it runs again."""
        home = self._home()
        self.tried += 1
        prepare = (
            self._broken(fault).install if fault.number else limited(fault.size, killed=fault.error == KILLED)
        )
        outcome = self._run(home, prepare)
        is_killed = outcome.code < 0 and fault.error == KILLED
        self.fired += is_killed or outcome.code != 0 or (fault.number > 0 and bool(self._log()))
        # What was computed is kept; SQLite clears up a journal when the register is opened next, and an empty
        # file is no register.
        lasting: tuple[str, ...] = (f"{OUT}/.unfinished", o.REGISTER, f"{OUT}.sqlite")
        if f"{OUT}/.unfinished" in outcome.after:
            lasting += (f"{OUT} is new",)
        if not is_killed:
            yield from (
                each
                for each in complaints(self.command, outcome, loaded=self.loaded, kept=o.REGISTER)
                if not each.startswith(lasting)
            )
        yield from self._half_done(outcome, is_killed=is_killed)
        entries = self._entries(home)
        if entries not in {self._stood, self._entered}:
            yield f"the register has {entries} entries"
        if (
            not is_killed
            and (entries == self._entered) != (outcome.code == 0)
            and self._stood != self._entered
        ):
            yield f"it ended with {outcome.code}, and the register has {entries} entries of {self._entered}"
        if outcome.code == 0:
            return
        earlier = contents(self.honest)
        again = self._run(home, lambda: None)
        told = again.code == 1 and entries == self._entered != self._stood
        # Killed between the names of its two files; nothing is written over the first.
        told |= is_killed and self.command[0] == "example-ledger" and self.command[1] in outcome.after
        if again.code != 0 and not told:
            yield f"again, it ended with {again.code}: {again.err.strip()[:200]}"
        elif again.code == 0 and (
            strange := {name for name in again.after if name not in earlier} ^ self._made
        ):
            yield f"again, there are other files: {', '.join(sorted(strange)[:5])}"
        if (entries := self._entries(home)) != self._entered:
            yield f"again, the register has {entries} entries instead of {self._entered}"

    def _half_done(self, outcome: Outcome, *, is_killed: bool) -> Iterator[str]:
        new = {
            name
            for name in _new(outcome)
            if "/.unfinished" not in name and not name.endswith(("-journal", ".part"))
        }
        made = self._made
        if outcome.code == 0 and new != made:
            yield f"it ended well, but for {', '.join(sorted(new ^ made)[:5])}"
        elif is_killed and (strange := new - made or {f"{OUT}/manifest.json"} & new) and new != made:
            yield f"half is there: {', '.join(sorted(strange)[:5])}"
        for name, digest in outcome.before.items():
            if outcome.after.get(name) != digest and name != o.REGISTER:
                yield f"{name} is changed or gone"

    def _entries(self, home: Path) -> int:
        """Return how many entries the register has; -1 where it is not in order, 0 where none is used."""
        if o.REGISTER not in self.command:
            return 0
        copy = self.place / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        copy.mkdir()
        for path in home.glob(f"{o.REGISTER}*"):
            shutil.copy(path, copy)
        outcome = finished(("register", "verify", *_BOOK), copy, prepare=o.at(o.NOW))
        if outcome.code != 0:
            return -1
        with closing(sqlite3.connect(copy / o.REGISTER)) as connection:
            return int(connection.execute("SELECT count(*) FROM trappe_entry").fetchone()[0])

    def _home(self) -> Path:
        home = self.place / "home"
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(self.honest, home, symlinks=True)
        return home

    def _broken(self, fault: Fault) -> BrokenDisk:
        return BrokenDisk(place=self.place, fails=fault.number, error=fault.error, log=self._log_file)

    def _log(self) -> str:
        return self._log_file.read_text(encoding="utf-8")

    @property
    def _log_file(self) -> Path:
        return self.place.with_name(f"{self.place.name}-log")

    def _run(self, home: Path, install: Callable[[], object]) -> Outcome:
        def prepare() -> None:
            o.at(o.NOW)()
            install()

        return finished(self.command, home, prepare=prepare)


def _of_each_kind(writes: Sequence[str]) -> list[int]:
    """Return the numbers of the first two and the last of all writes that are alike but for numbers."""
    alike: dict[str, list[int]] = {}
    for number, write in enumerate(writes, start=1):
        alike.setdefault(re.sub(r"(?:trappe-|tmp)\w{8}|[\d.]+", "", write), []).append(number)
    return sorted({number for numbers in alike.values() for number in (*numbers[:2], numbers[-1])})


def _new(outcome: Outcome) -> set[str]:
    return {name for name in outcome.after if name not in outcome.before}
