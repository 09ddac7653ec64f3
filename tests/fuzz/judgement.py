"""Say what a command did that it may not do, whatever it was given."""

import json
import re
from collections.abc import Iterator, Sequence

from tests.fuzz.sandbox import MEMORY, SECONDS, Outcome

OUT = "ud"
"""Where a command is told to write what is new, if it is told so."""
PERSON = re.compile(r"(?<!\w)(?:010112\W{0,3}1234|01\.01\.12-1234)(?!\w)")
"""The personal number that mutations plant, however it is written; glued to letters it is none."""
_SIGNS = re.compile(
    r"Traceback \(most recent call last\)|\b[A-Z]\w+(?:Error|Warning|Exception)\b", re.MULTILINE
)
"""What Python, and no sentence of ours, says."""
_UNSEEN = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_UNFINISHED = re.compile(rf"{OUT}/\.unfinished(?:/|$)")
"""What a run that was broken off left is gone on from, or put aside."""
_CODES = {0, 1, 2}


def complaints(arguments: Sequence[str], outcome: Outcome, *, loaded: int, kept: str = "") -> Iterator[str]:
    """Yield what is wrong with what a command did.

    `loaded` is the memory that it had from the start; `kept` the register that it may enter something in.
    """
    if outcome.code == -9 and outcome.seconds >= SECONDS:
        yield f"it had not ended after {SECONDS:g} seconds"
    elif outcome.code not in _CODES:
        yield f"it ended by {outcome.code}"
    if outcome.peak - loaded > MEMORY:
        yield f"it took {(outcome.peak - loaded) / 1e6:.0f} MB"
    for name, text in (("stdout", outcome.out), ("stderr", outcome.err)):
        if signs := _SIGNS.search(text):
            yield f"{name} has what Python says: {signs[0]}"
        if unseen := _UNSEEN.search(text):
            yield f"{name} has the character {ord(unseen[0]):#x}"
        if PERSON.search(text):
            yield f"{name} has a personal number"
    if outcome.code and not (outcome.err + (outcome.out if outcome.code == 1 else "")).strip():
        yield f"it ended with {outcome.code} and no sentence"
    if outcome.code == 0 and "--json" in arguments:
        yield from _of_json(outcome.out)
    yield from _of_files(arguments, outcome, kept)


def _of_json(text: str) -> Iterator[str]:
    try:
        json.loads(text, parse_constant=_refused)
    except ValueError as error:
        yield f"--json prints no JSON: {error}"


def _refused(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


def _of_files(arguments: Sequence[str], outcome: Outcome, kept: str) -> Iterator[str]:
    was_unfinished = any(map(_UNFINISHED.match, outcome.before))
    for name, digest in outcome.before.items():
        if was_unfinished and _UNFINISHED.match(name):
            continue
        if outcome.after.get(name) != digest and not (name == kept and outcome.code == 0):
            yield f"{name} is changed or gone"
    news = [name for name in outcome.after if name not in outcome.before]
    for name in news:
        first = name.split("/")[0]
        if was_unfinished and _UNFINISHED.match(name):
            continue
        if first.partition(".")[0] != OUT and first not in arguments:
            yield f"{name} is new, and nobody asked for it"
        elif outcome.code == 2 and arguments[0] != "check":
            yield f"{name} is new, though the command failed"
        elif "/.unfinished" in name:
            yield f"{name} is left unfinished"
    if outcome.left:
        yield f"left among temporary files: {', '.join(outcome.left[:3])}"
