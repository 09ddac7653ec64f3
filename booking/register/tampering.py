"""What is found wrong with a register."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Self

from scenarios.files.refusals import FoundError

What = Literal["beginning", "bytes", "changed", "damaged", "definition", "link", "missing", "moved", "seal"]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that is not as it was left."""

    what: What
    da: str
    en: str

    def in_language(self, lang: str) -> str:
        """Return the sentence in `lang` ("da" or "en")."""
        return self.en if lang == "en" else self.da


@dataclass(frozen=True, kw_only=True)
class Examination:
    """What was found in a whole register, and what could not be looked at."""

    findings: tuple[Finding, ...] = ()
    notes: tuple[Finding, ...] = ()


class TamperedError(FoundError):
    """A register that is not as it was left."""

    @classmethod
    def of(cls, where: str, findings: Sequence[Finding]) -> Self:
        """Return the error that names the first of the findings and counts the others."""
        first, *others = findings
        more_da = f"; og {len(others)} fejl til" if others else ""
        more_en = f"; and {len(others)} more" if others else ""
        return cls(da=f"{where}: {first.da}{more_da}", en=f"{where}: {first.en}{more_en}")


class ChangedError(FoundError):
    """Something was entered that whoever appends has not seen."""
