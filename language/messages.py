"""Say messages in the language that is set; the code holds them in English, the catalogues in the others."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from language.catalogues import ENGLISH, catalogue
from language.visible import visible

DANISH = "da"

_language: ContextVar[str] = ContextVar("language", default=DANISH)


def language() -> str:
    """Return the language that is set, Danish from the start."""
    return _language.get()


def set_language(name: str) -> None:
    """Set the language of everything said from now on; ValueError where there is no catalogue for it."""
    catalogue(name)
    _language.set(name)


@contextmanager
def in_language(name: str) -> Iterator[None]:
    """Say everything inside in one language; ValueError where there is no catalogue for it."""
    catalogue(name)
    before = _language.set(name)
    try:
        yield
    finally:
        _language.reset(before)


def mark(text: str) -> str:
    """Return the text as it is; it stands in the catalogues, and whoever shows it says it."""
    return text


def say(text: str, /, **facts: object) -> str:
    """Return a message in the language that is set, with its facts; the text stands in English in the code.

    Without facts the text is taken as it is, braces and all. What nobody sees in a fact is shown as a mark.
    """
    told = catalogue(language()).gettext(text) if text else text
    return told.format(**{name: _shown(fact) for name, fact in facts.items()}) if facts else told


def _shown(fact: object) -> object:
    """Return a fact that is a text, or is told as one, in one line and with nothing unseen in it."""
    if isinstance(fact, str):
        return visible(fact)
    return visible(str(fact)) if isinstance(fact, PurePath | BaseException) else fact


@dataclass(frozen=True, init=False, slots=True)
class Fact:
    """A fact of a message that is worked out in the language in which the message is said."""

    work_out: Callable[..., object]
    arguments: tuple[Any, ...]

    def __init__(self, work_out: Callable[..., object], /, *arguments: Any) -> None:
        object.__setattr__(self, "work_out", work_out)
        object.__setattr__(self, "arguments", arguments)

    def __str__(self) -> str:
        return visible(str(self.work_out(*self.arguments)))

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)


@dataclass(frozen=True, init=False, slots=True)
class Message:
    """A message that is said when it is shown, and not where it is made: `str(message)`.

    It goes between processes as it is.
    """

    text: str
    facts: Mapping[str, Any]

    def __init__(self, text: str, /, **facts: Any) -> None:
        object.__setattr__(self, "text", text)
        object.__setattr__(self, "facts", facts)

    def __str__(self) -> str:
        return say(self.text, **self.facts)

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)


def in_both(message: object) -> dict[str, str]:
    """Return a message in Danish and English, as a scenario file holds it."""
    texts = {}
    for name in (DANISH, ENGLISH):
        with in_language(name):
            texts[name] = str(message)
    return texts
