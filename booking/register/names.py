"""Compare names as people mean them: of people, municipalities and cases."""

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=4096)
def label(name: str) -> str:
    """Return a name as a label: composed letters, one space between words, no case, nothing invisible."""
    composed = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
    seen = "".join(letter for letter in composed if unicodedata.category(letter) != "Cf")
    return " ".join(seen.split())


def same_person(one: str, other: str) -> bool:
    """Return whether two names are of one person: case, spaces and marks do not tell people apart."""
    return person(one) == person(other)


@lru_cache(maxsize=4096)
def person(name: str) -> str:
    """Return what the names of one person have in common."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(letter for letter in folded if letter.isalnum())
