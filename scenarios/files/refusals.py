"""Refusals: what stops a run and can be said in a sentence."""

from typing import Any

from language.messages import Message


class RefusedError(Exception):
    """Something that whoever asked can put right; the message says what is wrong and what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how another process makes it anew, also a kind that takes something else than a message."""
        return _anew, (type(self), self.message)


class FoundError(RefusedError):
    """What was asked for rightly, and the answer is no."""


class GaveUpError(FoundError):
    """A run that was asked for rightly and could not be brought to its end."""


def _anew(kind: type[RefusedError], message: Message) -> RefusedError:
    error = kind.__new__(kind)
    RefusedError.__init__(error, message)
    return error
