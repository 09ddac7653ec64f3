"""Early figures, and what may be said of them, in words."""

from reports.language.texts_booking import booking_texts
from reports.language.texts_information import information_texts

_OF_LEDGERS = ("number", "length", "cost")
"""Figures that only a follow-up reads."""


def verdict_words(told: str, lang: str) -> str:
    """Return a verdict; one that is not known is told as it stands."""
    return booking_texts(lang).get(f"verdict_{told}", told)


def indicator_words(name: str, lang: str) -> str:
    """Return an early figure in words; the register knows no scenario, so a step stands by its name."""
    kind, _, step = name.partition(":")
    if kind in _OF_LEDGERS:
        return booking_texts(lang)[f"indicator_{kind}"]
    return information_texts(lang).get(kind, name).format(step=step)
