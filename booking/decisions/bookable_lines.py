"""Compute what may be booked on a day, by payer and budget year, and why not more of it."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from booking.amounts.bookable import Odds
from booking.amounts.promised import Promised, has_few_draws, is_too_rough
from booking.decisions import reasons
from booking.decisions.reasons import Reason
from booking.register.books import Books, Record
from booking.register.entry_kinds import ProposalEntry
from booking.register.names import label

_ORE = 0.005
"""Kroner; less is nothing."""


@dataclass(frozen=True, kw_only=True)
class BookableLine:
    """What may be booked of one payer's gain in one budget year.

    The kroner of `reasons` and `bookable_dkk` add up to `promised.mean_dkk`, or to zero where that is a loss.
    """

    promised: Promised
    bookable_dkk: float
    """On top of what is booked."""
    booked_dkk: float
    odds: Odds
    """Of all that is booked when this is booked too."""
    reasons: tuple[Reason, ...]

    @property
    def hindrances(self) -> tuple[Reason, ...]:
        """The reasons that wait for something to be in place first."""
        return tuple(reason for reason in self.reasons if reason.kind not in _OF_THE_AMOUNT)

    @property
    def sure_dkk(self) -> float:
        """What is realised with the policy's confidence; nothing where the run is too small to tell."""
        unknown = any(reason.kind in _TOO_SMALL for reason in self.reasons)
        return 0.0 if unknown else self.promised.sure.dkk


_TOO_SMALL = ("draws", "error")
_OF_THE_AMOUNT = ("policy", "confidence", *_TOO_SMALL, "booked", "booked_elsewhere", "overbooked")
_NOTHING = Odds(dkk=0.0, shortfall_dkk=0.0, regret=0.0)


def bookable_lines(books: Books, proposal: Record[ProposalEntry], on: date) -> tuple[BookableLine, ...]:
    """Return what may be booked of a proposed case on a day, year by year and payer by payer."""
    _, _, amounts = books.basis(proposal)
    return tuple(bookable_line(books, proposal, each.promised, on) for each in amounts)


def bookable_line(
    books: Books, proposal: Record[ProposalEntry], promised: Promised, on: date
) -> BookableLine:
    """Return what may be booked on a day of what is promised to one payer for one budget year."""
    booked = books.booked(proposal.body.case, year=promised.year, payer=promised.payer)
    elsewhere = _booked_elsewhere(books, proposal, promised)
    left = max(promised.sure.dkk - booked, 0.0)
    free = max(left - elsewhere, 0.0)
    small = [*_too_small(books, proposal, promised, free)]
    missing = [*hindrances(books, proposal, promised.year, promised.payer, on)]
    if missing and not small and free > _ORE:
        missing[0] = replace(missing[0], dkk=free)
    return BookableLine(
        promised=promised,
        bookable_dkk=0.0 if small or missing else free,
        booked_dkk=booked,
        odds=_NOTHING if small or missing else promised.sure,
        reasons=(*_of_the_amount(proposal.body, promised, booked, left - free, small), *missing),
    )


def _booked_elsewhere(books: Books, proposal: Record[ProposalEntry], promised: Promised) -> float:
    """Return what others have booked of the case in the year, before this proposal and beyond its sure gain.

    A proposal that gives a gain to another payer than the one before cannot be booked again for that payer:
    the children are the same, and so is the gain.
    """
    before = books.booked_before(proposal)
    if not before:
        return 0.0
    _, _, amounts = books.basis(proposal)
    sure = {(each.year, each.payer): each.sure.dkk for each in amounts}
    return math.fsum(
        min(max(dkk - sure.get(at, 0.0), 0.0), before[at])
        for at, dkk in books.booked_of(proposal.body.case).items()
        if at[0] == promised.year and at[1] != promised.payer
    )


def _of_the_amount(
    body: ProposalEntry, promised: Promised, booked: float, elsewhere: float, small: Iterable[Reason]
) -> Iterator[Reason]:
    """Yield what takes kroner off the mean until that which is sure enough, and what is booked."""
    policy = body.policy
    gain, cashable = (max(dkk, 0.0) for dkk in (promised.mean_dkk, promised.cashable_dkk))
    if abs(kept := gain - cashable) > _ORE:
        whys = policy.whys(year=promised.year - body.first_year + 1, payer=promised.payer)
        yield Reason(kind="policy", text=reasons.policy(whys), dkk=kept)
    if abs(unsure := cashable - promised.sure.dkk) > _ORE:
        yield Reason(kind="confidence", text=reasons.confidence(policy.confidence), dkk=unsure)
    yield from small
    if booked > 0:
        yield Reason(kind="booked", text=reasons.BOOKED, dkk=booked)
    if elsewhere > _ORE:
        yield Reason(kind="booked_elsewhere", text=reasons.BOOKED_ELSEWHERE, dkk=elsewhere)
    if booked > promised.sure.dkk + _ORE:
        yield Reason(kind="overbooked", text=reasons.OVERBOOKED, dkk=promised.sure.dkk - booked)


def _too_small(
    books: Books, proposal: Record[ProposalEntry], promised: Promised, free: float
) -> Iterator[Reason]:
    """Yield why a run is too small to tell how much is sure enough; the first takes all that is free."""
    policy, draws = proposal.body.policy, books.draws(proposal)
    if not proposal.body.payers[promised.payer].municipal:
        return
    if few := has_few_draws(policy, draws):
        followed_up = books.follow_up(proposal) is not None
        text = reasons.draws(draws, policy.least_draws, is_followed_up=followed_up)
        yield Reason(kind="draws", text=text, dkk=free, wanted_draws=policy.least_draws)
    error, most = promised.sure_error_dkk, policy.largest_error
    if most is not None and free > _ORE and is_too_rough(promised, policy):
        share = None if error is None else error / promised.sure.dkk
        wanted = reasons.draws_for(share, most, draws=proposal.body.draws, least=policy.least_draws)
        text = reasons.error(most, wanted=wanted)
        yield Reason(kind="error", text=text, dkk=0.0 if few else free, wanted_draws=wanted)


def hindrances(
    books: Books, proposal: Record[ProposalEntry], year: int, payer: str, on: date
) -> Iterator[Reason]:
    """Yield what must be in place before a payer's gain of a budget year may be booked."""
    body, rule = proposal.body, books.rule
    if not body.payers[payer].municipal:
        yield Reason(kind="not_municipal", text=reasons.NOT_MUNICIPAL)
        return
    if year < on.year:
        yield Reason(kind="year_over", text=reasons.YEAR_OVER)
    if rule is not None and rule.digest != body.policy.digest:
        yield Reason(kind="rule", text=reasons.RULE)
    if books.sensitivity(proposal) is None:
        yield Reason(kind="sensitivity", text=reasons.SENSITIVITY)
    _, known_until, _ = books.basis(proposal)
    newest = books.newest_ledger
    if newest is not None and newest > known_until:
        yield Reason(kind="newest_ledger", text=reasons.newest_ledger(known_until, newest))
    follow_up = books.follow_up(proposal)
    if follow_up is not None and not follow_up.body.usable:
        yield Reason(kind="outside", text=reasons.OUTSIDE)
    yield from _of_the_rule(books, proposal, year, on)
    if books.approval(proposal, payer) is None:
        yield Reason(kind="approval", text=reasons.APPROVAL)
    for other in _booked_of_the_same_children(books, proposal):
        yield Reason(kind="same_children", text=reasons.same_children(other.title))


def _of_the_rule(books: Books, proposal: Record[ProposalEntry], year: int, on: date) -> Iterator[Reason]:
    body, policy = proposal.body, proposal.body.policy
    if not policy.admits(body.grade):
        yield Reason(kind="evidence", text=reasons.evidence(body.grade, policy.minimum_grade))
    if year < body.first_year + policy.first_year - 1:
        yield Reason(kind="first_year", text=reasons.first_year(policy.first_year))
    reached, before = books.reached(proposal), max(on, date(year - 1, 12, 31))
    for number, (name, milestone) in enumerate(policy.milestones.items(), start=1):
        if milestone.by <= before and name not in reached:
            text = reasons.milestone(number, milestone.title, milestone.by)
            yield Reason(kind="milestone", text=text)


def _booked_of_the_same_children(books: Books, proposal: Record[ProposalEntry]) -> Iterator[ProposalEntry]:
    """Yield the other cases that are booked and reach, or may reach, the same children."""
    for case in books.booked_cases:
        if case == label(proposal.body.case):
            continue
        for other in _bearers(books, case):
            if share_of_children(proposal.body, other) > 0:
                yield other
                break


def _bearers(books: Books, case: str) -> list[ProposalEntry]:
    """Return the proposals that what is booked of a case rests on.

    The newest alone where it bears all that is booked; otherwise those that it was booked on, too. A case
    that only bears the name of the booked one bears nothing.
    """
    newest = books.proposals(case)[-1]
    _, _, amounts = books.basis(newest)
    sure = {(each.year, each.payer): each.sure.dkk for each in amounts}
    if all(dkk <= sure.get(at, 0.0) + _ORE for at, dkk in books.booked_of(case).items()):
        return [newest.body]
    return [record.body for record in books.bearing(case)]


def share_of_children(body: ProposalEntry, other: ProposalEntry) -> float:
    """Return the share of the children whom a proposed case reaches that another reaches too; 1 if unknown.

    They are known by the lives that the other changes, never by its name: of a case of another scenario, in
    which other children live, nothing is known.
    """
    if not other.lives_digest:  # of an earlier edition, which knew cases by their names
        is_of_the_same = label(body.municipality) == label(other.municipality)
        return body.shared.get(other.case, 1.0) if is_of_the_same else 0.0
    if other.lives_digest == body.lives_digest:
        return 1.0
    return body.overlap.get(other.lives_digest, 1.0)
