"""What stops a run and can be said in a sentence, in Danish or English."""

from functools import partial
from typing import Any


class RefusedError(Exception):
    """Something that whoever asked can put right; the sentence says what is wrong and what to do."""

    def __init__(self, *, da: str, en: str) -> None:
        super().__init__(en)
        self._sentences = {"da": da, "en": en}

    def sentence(self, lang: str) -> str:
        """Return what is wrong and what to do, in `lang` ("da" or "en")."""
        return self._sentences[lang]

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how another process makes it anew: exceptions pickle their message alone."""
        return partial(type(self), **self._sentences), ()


class FoundError(RefusedError):
    """What was asked for rightly, and the answer is no."""


class GaveUpError(FoundError):
    """A run that was asked for rightly and could not be brought to its end."""
