"""Simulate cases under way and make their pages."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from booking.amounts.bookable import Odds
from booking.amounts.promised import Promised
from booking.follow_up.bands import IndicatorVerdict, Verdict
from booking.follow_up.document import document
from booking.follow_up.follow_up import FollowUp
from reports.follow_up.page import follow_up_html
from scenarios.building.draws import draw
from scenarios.running.limits import MOST_REPLICATIONS
from sensitivity.subject.subject import Subject, subject
from tests.booking.followed import followed, ledger_of, months_later, request, town
from tests.languages import said_in

EFFECT = "programmes.hjælp.effects.0.multiplier"
NUMBER = 900
OTHERS = (
    ("staten: {title: Staten, municipal: false}", "staten: {title: Staten}"),
    (
        "udslusning:\n    distribution",
        "udslusning:\n    title: <i>Vej & ud</i>\n    unit: gange\n    distribution",
    ),
)
"""Everybody is a payer of the municipality's own, and a title looks like markup."""


@cache
def case(*changes: tuple[str, str]) -> Subject:
    """Return the case of the small town."""
    with TemporaryDirectory() as folder:
        return town(Path(folder), *changes)


def lived(case: Subject, known: int, truth: dict[str, float], **changes: Any) -> FollowUp:
    """Return the follow-up of a case after so many months of a truth that is a draw with some values set."""
    last = months_later(case.study.case(case.case).start, known)
    values = draw(case.study, seed=1, number=NUMBER) | truth
    ledger = ledger_of(
        case.study, case.case, values, seed=1, replication=NUMBER * MOST_REPLICATIONS, last=last
    )
    return followed(request(last=last, **changes), case, ledger)


@cache
def right() -> FollowUp:
    """Return a case that goes as the scenario has it."""
    return lived(case(), 18, {}, draws=200)


@cache
def strong() -> FollowUp:
    """Return a case whose effect is at the strong end of what was believed, at the end of the plan."""
    return lived(case(), 24, {EFFECT: 0.45}, draws=200)


@cache
def weak() -> FollowUp:
    """Return a case that does nothing."""
    return lived(case(), 18, {EFFECT: 1.0}, draws=200)


@cache
def early() -> FollowUp:
    """Return a case after a single month."""
    return lived(case(), 1, {})


@cache
def outside() -> FollowUp:
    """Return a case that is much worse than the scenario holds possible."""
    return lived(case(), 18, {EFFECT: 3.0, "udslusning": 0.8}, draws=200)


@cache
def several() -> FollowUp:
    """Return a case with two payers of the municipality's own, and titles that look like markup."""
    return lived(case(*OTHERS), 18, {})


@cache
def one_payer() -> FollowUp:
    """Return a case with a single payer who has anything of it."""
    return lived(case(("payers: {familie: 0.75, staten: 0.25}", "payers: {familie: 1}")), 18, {})


@cache
def shipped() -> FollowUp:
    """Return a case of the shipped example that brings a step of its own."""
    return lived(subject("kolding", "alternativ"), 24, {}, months=36)


def thin(follow_up: FollowUp) -> FollowUp:
    """Return the same with weights that are worth very few draws."""
    made = follow_up.reweighted
    assert made is not None
    weights = np.zeros(len(made.weights))
    weights[:3] = 1 / 3
    return replace(follow_up, reweighted=replace(made, weights=weights, rarity=0.5))


def untaught(follow_up: FollowUp) -> FollowUp:
    """Return the same where nothing is learnt."""
    return replace(follow_up, reweighted=None, learnt=(), promised_after=follow_up.promised_before)


def judged(follow_up: FollowUp, *verdicts: tuple[str, Verdict, int, bool]) -> FollowUp:
    """Return the same with these verdicts; the other indicators cannot be told."""
    told = {
        name: IndicatorVerdict(indicator=name, told=how, month=month, still=still)
        for name, how, month, still in verdicts
    }
    silent = [
        IndicatorVerdict(indicator=each.indicator, told="cannot_tell", month=None, still=True)
        for each in follow_up.verdicts
    ]
    return replace(follow_up, verdicts=tuple(told.get(each.indicator, each) for each in silent))


def paid(follow_up: FollowUp, *, before: Sequence[float], after: Sequence[float]) -> FollowUp:
    """Return the same with these sure amounts of the first payer, year by year; the others have none."""
    first = follow_up.promised_before[0].payer

    def with_sure(some: Sequence[Promised], amounts: Sequence[float]) -> tuple[Promised, ...]:
        left = iter(amounts)
        return tuple(
            replace(
                each, sure=Odds(dkk=next(left) if each.payer == first else 0.0, shortfall_dkk=0, regret=0)
            )
            for each in some
        )

    return replace(
        follow_up,
        promised_before=with_sure(follow_up.promised_before, before),
        promised_after=with_sure(follow_up.promised_after, after),
    )


def page_of(follow_up: FollowUp, lang: str = "da") -> str:
    """Return the page of a follow-up with its document."""
    return said_in(lang, follow_up_html, follow_up, document(follow_up))


@cache
def page(lang: str) -> str:
    """Return the page of the case with two payers of its own."""
    return page_of(several(), lang)
