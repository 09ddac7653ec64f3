"""Add up promised and bookable amounts over payers, years and reasons.

Caveat. Each payer's amount in each year is sure by itself; that all of a sum is realised is less sure.
"""

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar, get_args

from booking.amounts.promised import Promised
from booking.decisions.bookable_lines import BookableLine
from booking.decisions.bridge import NOTHING, by_kind
from booking.decisions.case_status import CaseStatus
from booking.decisions.reasons import Reason, ReasonKind
from language.formatting import DASH, HARD_SPACE, KRONER, THOUSAND, Scale, out_of_ten
from language.messages import say
from scenarios.reading.titles import readable

Key = TypeVar("Key", int, str)
_WHOLE = 1e-9
"""Probabilities are sums of shares of the runs: so close to none or all is none or all."""


@dataclass(frozen=True, kw_only=True)
class Sum:
    """Promised amounts of some payers and years, added up; the caveat of the module holds."""

    gain_dkk: float
    """The mean, of the payers and years with a gain."""
    loss_dkk: float
    """The mean, of the payers and years with an extra cost; zero or below."""
    sure_dkk: float
    """What is realised with the policy's confidence, for each payer and year by itself."""


def total(some: Iterable[Promised]) -> Sum:
    """Return the sum of promised amounts."""
    promised = [*some]
    return Sum(
        gain_dkk=sum(max(each.mean_dkk, 0.0) for each in promised),
        loss_dkk=sum(min(each.mean_dkk, 0.0) for each in promised),
        sure_dkk=sum(each.sure.dkk for each in promised),
    )


@dataclass(frozen=True, kw_only=True)
class Sums:
    """Bookable lines added up."""

    lines: tuple[BookableLine, ...]

    @cached_property
    def _promised(self) -> Sum:
        return total(line.promised for line in self.lines)

    @property
    def gain_dkk(self) -> float:
        """The mean, of the payers and years with a gain."""
        return self._promised.gain_dkk

    @property
    def loss_dkk(self) -> float:
        """The mean, of the payers and years with an extra cost; zero or below."""
        return self._promised.loss_dkk

    @cached_property
    def cashable_dkk(self) -> float:
        """The mean of what is money in a budget."""
        return sum(max(line.promised.cashable_dkk, 0.0) for line in self.lines)

    @property
    def sure_dkk(self) -> float:
        """What is realised with the policy's confidence, for each payer and year by itself."""
        return math.fsum(line.sure_dkk for line in self.lines)

    @cached_property
    def bookable_dkk(self) -> float:
        """What may be booked now, on top of what is booked."""
        return sum(line.bookable_dkk for line in self.lines)

    @cached_property
    def booked_dkk(self) -> float:
        """What stands booked."""
        return sum(line.booked_dkk for line in self.lines)

    @cached_property
    def waiting_dkk(self) -> float:
        """What is sure enough and waits for something that must be in place first."""
        return sum(reason.dkk for line in self.lines for reason in line.hindrances)

    @cached_property
    def by_kind(self) -> dict[ReasonKind, float]:
        """Amount that each kind of reason takes off the gain, in the order of the rule.

        They and `bookable_dkk` add up to `gain_dkk`.
        """
        return by_kind(self.lines)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is expected, sure or booked."""
        return max(self.gain_dkk, self.sure_dkk, self.booked_dkk) < NOTHING and -self.loss_dkk < NOTHING

    @property
    def has_nothing_to_book(self) -> bool:
        """Whether there is no gain to take out of a budget, and none that was."""
        return max(self.gain_dkk, self.sure_dkk, self.booked_dkk) < NOTHING


@dataclass(frozen=True, kw_only=True)
class Obstacle:
    """One reason with its amount, years and payers."""

    reason: Reason
    dkk: float
    years: tuple[int, ...]
    payers: tuple[str, ...]


def own(status: CaseStatus) -> Sums:
    """Return the sums of the municipality's own payers."""
    payers = status.proposal.body.payers
    return Sums(lines=tuple(line for line in status.lines if payers[line.promised.payer].municipal))


def years_of(status: CaseStatus) -> tuple[int, ...]:
    """Return the budget years of the case."""
    return tuple(dict.fromkeys(line.promised.year for line in status.lines))


def by_year(status: CaseStatus) -> dict[int, Sums]:
    """Return the sums of the municipality's own payers by budget year."""
    return _split(own(status).lines, lambda line: line.promised.year)


def by_payer(status: CaseStatus) -> dict[str, Sums]:
    """Return the sums of every payer that are not empty, outsiders' too."""
    payers = _split(status.lines, lambda line: line.promised.payer)
    return {payer: sums for payer, sums in payers.items() if not sums.is_empty}


def obstacles(lines: Iterable[BookableLine]) -> list[Obstacle]:
    """Return each reason that a gain or booking meets, in the order in which the rule checks them."""
    occurrences: dict[tuple[ReasonKind, str], list[tuple[BookableLine, Reason]]] = {}
    for line in lines:
        if not Sums(lines=(line,)).has_nothing_to_book:
            for reason in line.reasons:
                occurrences.setdefault((reason.kind, str(reason.text)), []).append((line, reason))
    order = get_args(ReasonKind)
    return [
        Obstacle(
            reason=met[0][1],
            dkk=sum(reason.dkk for _, reason in met),
            years=tuple(dict.fromkeys(line.promised.year for line, _ in met)),
            payers=tuple(dict.fromkeys(line.promised.payer for line, _ in met)),
        )
        for (_, _), met in sorted(occurrences.items(), key=lambda item: order.index(item[0][0]))
    ]


def payer_name(status: CaseStatus, payer: str) -> str:
    """Return the title of a payer, or its name."""
    return str(status.proposal.body.payers[payer].title) or readable(payer)


def case_name(status: CaseStatus) -> str:
    """Return the title of the case, or its name."""
    return str(status.proposal.body.title) or readable(status.proposal.body.case)


def budget_scale(amounts_dkk: Iterable[float]) -> Scale:
    """Return kroner or thousands, the units of budgets: small bookable amounts must stay visible."""
    return THOUSAND if max(map(abs, amounts_dkk), default=0.0) >= 9_999.5 else KRONER


def habit_words(lines: Sequence[BookableLine]) -> str:
    """Return how often the gain is less than its mean, for the payer with the highest risk."""
    gains = [line.promised for line in lines if line.promised.mean_dkk >= NOTHING]
    return chance_words(max(each.habit.regret for each in gains)) if gains else DASH


def chance_words(probability: float) -> str:
    """Return a probability as "6 af 10" with hard spaces, or in words where it is none or all."""
    if probability < _WHOLE:
        return say("no runs")
    if probability > 1 - _WHOLE:
        return say("all runs")
    return re.sub(r"\d.*", lambda share: share[0].replace(" ", HARD_SPACE), out_of_ten(probability))


def listed(words: Sequence[str]) -> str:
    """Return words joined as "a, b og c"."""
    *first, last = words
    return f"{', '.join(first)} {say('and')} {last}" if first else last


def _split(lines: Iterable[BookableLine], by: Callable[[BookableLine], Key]) -> dict[Key, Sums]:
    parts: dict[Key, list[BookableLine]] = {}
    for line in lines:
        parts.setdefault(by(line), []).append(line)
    return {key: Sums(lines=tuple(some)) for key, some in parts.items()}
