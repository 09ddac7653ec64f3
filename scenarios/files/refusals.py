"""Define refusals: errors that stop a command and can be said in a sentence."""

from typing import Any

from language.messages import Message


class RefusedError(Exception):
    """A request that cannot be met as it is; the message says what is wrong and what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how another process makes it anew, also where a subclass takes no message."""
        return _anew, (type(self), self.message)


class NegativeAnswerError(RefusedError):
    """A valid request whose answer is no, as when a check finds something or a precision is not reached."""


class DifferentFiguresError(RefusedError):
    """Figures that were kept are not those that the same runs give again: nothing kept is gone on from."""


class GaveUpError(NegativeAnswerError):
    """A valid run that could not be brought to its end."""


def _anew(kind: type[RefusedError], message: Message) -> RefusedError:
    error = kind.__new__(kind)
    RefusedError.__init__(error, message)
    return error
