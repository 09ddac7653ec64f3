"""Describe faults in a file: what is wrong, where, and what to do, one sentence each."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from language.messages import say
from language.visible import visible
from scenarios.files.fault_sentences import SENTENCES, WORDS


@dataclass(frozen=True, kw_only=True, order=True)
class Spot:
    """A place in a file; lines and columns count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, kw_only=True, order=True)
class Fault:
    """One fault: its kind, its place, what was found there and what is allowed."""

    spot: Spot
    kind: str
    key: str = ""
    """The key it is about."""
    found: str = ""
    allowed: str = ""

    def __str__(self) -> str:
        """Return `file:line:column: what, what was found, what is allowed`."""
        found, allowed = _words(self.found), _words(self.allowed)
        sentence = say(SENTENCES[self.kind], key=self.key, found=_short(found), allowed=_few(allowed))
        meant = self._meant()
        place = visible(str(self.spot))
        return f"{place}: {sentence}" + (say("; did you mean '{meant}'?", meant=meant) if meant else "")

    def _meant(self) -> str:
        """Return the allowed name that a wrong one looks like, if there is one."""
        wrong = {"extra_forbidden": self.key, "unknown_name": self.found, "unknown_assumption": self.found}
        close = get_close_matches(wrong.get(self.kind, ""), self.allowed.split(", "), n=1, cutoff=0.75)
        return close[0] if close else ""


class ScenarioError(Exception):
    """A file that cannot be used; `faults` says everything that is wrong with it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(set(faults))
        super().__init__(self.faults)

    def __str__(self) -> str:
        return "\n".join(map(str, self.faults))


def _words(text: str) -> str:
    return say(WORDS[text]) if text in WORDS else text


def _few(names: str) -> str:
    """Return a list with the first of its names, if they are very many."""
    parts = names.split(", ")
    return names if len(parts) <= _MOST_NAMES else f"{', '.join(parts[:_MOST_NAMES])}, ... ({len(parts)})"


_MOST_NAMES = 40


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."
