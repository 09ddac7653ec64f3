"""Name what is found wrong with a register."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Self

from language.messages import Message
from scenarios.files.refusals import NegativeAnswerError

What = Literal[
    "beginning", "bytes", "changed", "damaged", "definition", "link", "missing", "moved", "seal", "signature"
]


@dataclass(frozen=True, kw_only=True)
class Tampering:
    """One thing that is not as it was left."""

    what: What
    message: Message

    def __str__(self) -> str:
        return str(self.message)


@dataclass(frozen=True, kw_only=True)
class Examination:
    """The findings on a whole register, and notes of what could not be checked."""

    findings: tuple[Tampering, ...] = ()
    notes: tuple[Tampering, ...] = ()


class TamperedError(NegativeAnswerError):
    """A register that is not as it was left."""

    @classmethod
    def of(cls, where: str, findings: Sequence[Tampering]) -> Self:
        """Return the error that names the first of the findings and counts the others."""
        first, *others = findings
        if not others:
            return cls(Message("{where}: {finding}", where=where, finding=first.message))
        return cls(
            Message(
                "{where}: {finding}; and {count} more",
                where=where,
                finding=first.message,
                count=len(others),
            )
        )


class ChangedError(NegativeAnswerError):
    """Something was entered that whoever appends has not seen."""
