"""Say of every kind of input how it is damaged, and which commands read it."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random

from tests.fuzz import originals as o
from tests.fuzz.judgement import OUT
from tests.fuzz.mutations import binaries, folders, registers, tables, texts

Command = tuple[str, ...]
Damage = Callable[[Path, Random], None]
"""Damages something in a folder of honest files."""

_BOOK = ("--register", o.REGISTER)
_FEW = ("--draws", "2", "--replications", "2")
_FOLLOWED = ("--draws", "100", "--replications", "1", "--months", "12", "--workers", "1")
_LOCAL = ("--method", "local", "--samples", "2", "--replications", "2", "--no-break-even", "--workers", "1")
_COMPARE = ("compare", *_FEW, "--workers", "1")
_NEW = ("--out", OUT)


def yaml_file(name: str) -> Damage:
    """Return what damages a YAML file."""

    def damage(home: Path, chance: Random) -> None:
        path = home / name
        if chance.random() < 0.08:
            path.write_bytes(binaries.anything(path.read_bytes(), chance))
            return
        change = texts.yaml_of_size if chance.random() < 0.03 else texts.yaml
        text = change(path.read_text(encoding="utf-8"), chance)
        path.write_text(text, encoding="utf-8", errors="surrogatepass")

    return damage


def ledger(name: str) -> Damage:
    """Return what damages a ledger: as a table, or as what it is written in."""

    def damage(home: Path, chance: Random) -> None:
        path = home / name
        if chance.random() < (0.3 if path.suffix == ".csv" else 0.5):
            folders.damage_file(path, chance)
            return
        text = (home / o.LEDGERS[0]).read_text(encoding="utf-8")
        lines = tables.damaged([line.split(";") for line in text.splitlines()][:120], chance)
        if path.suffix == ".ods":
            path.write_bytes(tables.as_opendocument(lines, home))
            (home / "ledger.ods").unlink()
            return
        written = {".csv": tables.as_csv, ".xlsx": tables.as_workbook, ".parquet": tables.as_parquet}
        path.write_bytes(written[path.suffix](lines, chance))

    return damage


def file(name: str) -> Damage:
    """Return what damages any file."""
    return lambda home, chance: folders.damage_file(home / name, chance)


def folder(name: str) -> Damage:
    """Return what damages a folder."""
    return lambda home, chance: folders.damage(home / name, chance)


def _register(home: Path, chance: Random) -> None:
    change = registers.entered_anew if chance.random() < 0.4 else registers.damage
    change(home / o.REGISTER, chance)


def _unfinished(home: Path, chance: Random) -> None:
    """Put into the folder that a new run would use what an unfinished run, or anybody, may have left."""
    inner = home / OUT / ".unfinished"
    inner.mkdir(parents=True)
    for path in sorted((home / o.ANALYSIS).iterdir()):
        if path.is_file() and chance.random() < 0.5:
            shutil.copy(path, inner / chance.choice((path.name, "run.json", "0.0-2.2.0123456789abcdef.npz")))
    if any(inner.iterdir()):
        folders.damage(inner, chance)


def _letter(home: Path) -> str:
    return f"{o.LETTERS}/{next(path.name for path in sorted((home / o.LETTERS).glob('*.html')))}"


def _of_letters(home: Path, chance: Random) -> None:
    folders.damage_file(home / chance.choice((_letter(home), o.PROOF)), chance)


def _arguments(_home: Path, _chance: Random) -> None:
    """Leave the files as they are: it is the call that is strange."""


KINDS: Mapping[str, tuple[Damage, Sequence[Command]]] = {
    "scenario": (
        yaml_file(o.SMALL),
        (
            ("check", o.SMALL),
            (*_COMPARE, o.SMALL),
            (*_COMPARE, o.SMALL, "--json"),
            (*_COMPARE, o.SMALL, *_NEW),
            ("sensitivity", o.SMALL, *_LOCAL),
            ("information", o.SMALL, "--draws", "20", "--replications", "2", "--workers", "1"),
            ("check", o.BUILT),
            (*_COMPARE, o.BUILT),
        ),
    ),
    "shipped scenario": (yaml_file(o.SHIPPED), (("check", o.SHIPPED), (*_COMPARE, o.SHIPPED))),
    "town": (
        yaml_file(o.SCENARIO),
        (
            ("check", o.LEDGERS[0], "--scenario", o.SCENARIO),
            ("calibrate", o.LEDGERS[0], "--scenario", o.SCENARIO),
            ("calibrate", o.LEDGERS[0], "--scenario", o.SCENARIO, "--reference", o.SMALL),
            ("forecast", o.SCENARIO, "--ledger", o.LEDGERS[0], "--frame", "30 mio", *_FEW),
            ("follow-up", o.SCENARIO, "--ledger", o.LEDGERS[0], *_FOLLOWED),
            ("book", "propose", o.SCENARIO, "--case", "tættere", "--run", o.RUN, *_BOOK, *o.ME),
            ("book", "sensitivity", o.SCENARIO, "--analysis", o.ANALYSIS, *_BOOK, *o.ME),
            ("example-ledger", f"{OUT}.csv", "--scenario", o.SCENARIO, "--rows", "50"),
        ),
    ),
    "mapping": (
        yaml_file(o.MAPPING),
        (
            ("check", o.LEDGERS[0], "--mapping", o.MAPPING),
            ("calibrate", o.LEDGERS[0], "--mapping", o.MAPPING, "--scenario", o.SCENARIO),
        ),
    ),
    "rule": (
        yaml_file(o.RULE),
        (
            (*_COMPARE, o.SMALL, "--policy", o.RULE),
            ("register", "rule", o.RULE, *_BOOK, *o.ME),
            (
                "register",
                "new",
                "--municipality",
                "X",
                "--policy",
                o.RULE,
                "--register",
                f"{OUT}.sqlite",
                *o.ME,
            ),
        ),
    ),
    "optimism": (yaml_file(o.OPTIMISM), (("sensitivity", o.SMALL, *_LOCAL, "--optimism", o.OPTIMISM),)),
    "totals": (yaml_file(o.TOTALS), (("calibrate", "--totals", o.TOTALS),)),
    "frame": (
        file(o.FRAME),
        (
            (
                "forecast",
                o.SCENARIO,
                "--ledger",
                o.LEDGERS[0],
                "--frame",
                o.FRAME,
                "--rates",
                "scenario",
                *_FEW,
            ),
        ),
    ),
    **{
        f"ledger {Path(name).suffix}": (
            ledger(name),
            (
                ("check", name),
                ("check", name, *_NEW),
                ("check", name, "--scenario", o.SCENARIO, "--pseudonymise", o.PSEUDONYMS, *_NEW),
                ("calibrate", name, "--scenario", o.SCENARIO, *_NEW),
                ("calibrate", name, "--check", "--json"),
                ("forecast", o.SCENARIO, "--ledger", name, "--frame", "30 mio", *_FEW, *_NEW),
                ("forecast", o.SCENARIO, "--ledger", name, "--frame", "30 mio", *_FEW, "--rates", "scenario"),
                ("follow-up", o.SCENARIO, "--ledger", name, *_FOLLOWED),
            ),
        )
        for name in o.LEDGERS
    },
    "run": (
        folder(o.RUN),
        (
            ("book", "propose", o.SCENARIO, "--case", "tættere", "--run", o.RUN, *_BOOK, *o.ME),
            ("sensitivity", o.SCENARIO, "--method", "pawn", "--run", o.RUN),
            ("information", o.SCENARIO, "--run", o.RUN, "--workers", "1"),
            (*_COMPARE, o.SCENARIO, "--out", o.RUN),
        ),
    ),
    "analysis": (
        folder(o.ANALYSIS),
        (("book", "sensitivity", o.SCENARIO, "--analysis", o.ANALYSIS, *_BOOK, *o.ME),),
    ),
    "unfinished run": (_unfinished, ((*_COMPARE, o.SMALL, *_NEW), ("sensitivity", o.SMALL, *_LOCAL, *_NEW))),
    "register": (
        _register,
        (
            ("register", "verify", *_BOOK),
            ("register", "show", *_BOOK),
            ("register", "show", "--json", *_BOOK),
            ("register", "export", *_NEW, *_BOOK),
            ("register", "prove", "--entry", "2", "--out", f"{OUT}.txt", *_BOOK),
            ("register", "countersign", "--who", "Revisor", "--why", "x", *_BOOK),
            ("register", "countersign", "--file", o.COUNTERSIGNED, *_BOOK, *o.ME),
            ("register", "request-time", *_NEW, *_BOOK),
            ("register", "check-letter", o.PROOF, "--against", o.REGISTER),
            ("book", "amount", *_BOOK),
            ("book", "amount", "--json", *_BOOK),
            ("book", "approve", "familie", *_BOOK, *o.YOU),
            ("book", "commit", "--payer", "familie", "--year", "2024", "--dkk", "1", *_BOOK, *o.ME),
            ("book", "reverse", "5", *_BOOK, *o.ME),
            (*_COMPARE, o.SCENARIO, "--register", o.REGISTER, *_NEW),
        ),
    ),
    "letter": (
        _of_letters,
        (
            ("register", "check-letter", o.PROOF),
            ("register", "check-letter", o.PROOF, "--against", o.REGISTER, "--json"),
            ("register", "check-letter", f"{o.LETTERS}/brev-tættere.html"),
            ("register", "check-letter", f"{o.LETTERS}/brev-tættere.html", "--against", o.REGISTER),
        ),
    ),
    "key": (
        file(o.KEY),
        (
            ("key", "show", o.KEY),
            ("key", "sign", f"1:{'0' * 64}", "--who", "x", "--key", o.KEY, "--out", f"{OUT}.json"),
            ("register", "countersign", "--key", o.KEY, "--who", "Revisoren", "--why", "x", *_BOOK),
        ),
    ),
    "pseudonym key": (file(o.PSEUDONYMS), (("check", o.LEDGERS[0], "--pseudonymise", o.PSEUDONYMS),)),
    "countersignature": (
        file(o.COUNTERSIGNED),
        (("register", "countersign", "--file", o.COUNTERSIGNED, *_BOOK, *o.ME),),
    ),
    "time stamp": (
        file(o.STAMP),
        (("register", "time-stamp", o.STAMP, "--authority", o.AUTHORITY, *_BOOK, *o.ME),),
    ),
    "authority": (
        file(o.AUTHORITY),
        (("register", "time-stamp", o.STAMP, "--authority", o.AUTHORITY, *_BOOK, *o.ME),),
    ),
}
"""Of each kind of input what damages it, and the commands that read it."""

CALL = "call"
"""The kind of which not a file is damaged but the call."""


def commands() -> list[Command]:
    """Return every command of every kind, each once."""
    return [*dict.fromkeys(command for _, commands in KINDS.values() for command in commands)]


def strange_call(command: Command, chance: Random) -> Command:
    """Return a command of which one argument or option has another value."""
    at = chance.randrange(1, len(command))
    values = (
        *texts.NUMBERS,
        *texts.DATES,
        *texts.WORDS,
        *texts.PERSON,
        "x" * 5000,
        "a\nb",
        *chance.sample(command, 1),
    )
    changed = [*command]
    other = chance.choice(_COUNTS) if command[at - 1] in _COUNTED else chance.choice(values)
    changed[at] = other.replace("\0", "")
    if chance.random() < 0.2:
        changed += [
            chance.choice(("--to", "--from", "--seed", "--exit", "--on", "--seal")),
            chance.choice(values),
        ]
    return tuple(changed)


_COUNTED = ("--draws", "--replications", "--samples", "--rows", "--months")
_COUNTS = ("0", "-1", "", "x", "2.5", "1e3", "3", "9" * 30, "\N{ARABIC-INDIC DIGIT THREE}")
"""Whoever asks for much waits for it; that is no fault."""
