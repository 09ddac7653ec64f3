"""Test what may be booked now and why not more: every reason by hand, every krone in one place."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.amounts.policy import Cashable, Milestone
from booking.amounts.promised import Promised
from booking.decisions.bookable_lines import BookableLine, bookable_lines
from booking.decisions.booking_acts import commit, reverse
from booking.decisions.case_acts import reach, record_follow_up
from booking.decisions.drafts import Act
from booking.register.books import Books
from booking.register.entry_kinds import FollowUpEntry, PromisedForm
from scenarios.files.forms import Text
from tests.booking.booked import (
    FAMILIE,
    SCENARIO,
    SKOLE,
    STATEN,
    TODAY,
    WHO,
    a_promise,
    a_proposal,
    analysed,
    approved,
    books_of,
    proposing,
    rule,
)
from tests.languages import said_in


def line_of(*acts: Act, year: int = 2028, payer: str = FAMILIE, on: date = TODAY) -> BookableLine:
    books = books_of(*acts)
    return of(books, year=year, payer=payer, on=on)


def of(books: Books, *, year: int = 2028, payer: str = FAMILIE, on: date = TODAY) -> BookableLine:
    (found,) = (
        each
        for each in bookable_lines(books, books.proposal("tættere"), on)
        if (each.promised.year, each.promised.payer) == (year, payer)
    )
    return found


def told(line: BookableLine, lang: str = "da") -> list[tuple[str, float]]:
    return [(said_in(lang, str, reason.text), reason.dkk) for reason in line.reasons]


READY = (analysed(), approved(FAMILIE, "tættere"))


def ready(*promises: Promised, **changes: Any) -> tuple[Act, ...]:
    return (proposing(a_proposal(*promises, **changes)), *READY)


def followed(
    last: date,
    *promises: Promised,
    case: str = "tættere",
    scenario: str = SCENARIO,
    usable: bool = True,
) -> Act:
    found = {(each.year, each.payer): PromisedForm.of(each) for each in promises}
    return record_follow_up(
        lambda proposal: FollowUpEntry(
            proposal=proposal.number,
            ledger_digest="f" * 64,
            last=last,
            verdicts={"moved_down": "as_promised"},
            effective_draws=180.0,
            usable=usable,
            promised=[found.get((each.year, each.payer), each) for each in proposal.body.promised],
        ),
        case=case,
        **WHO,
        scenario_digest=scenario,
        run_digest="9" * 64,
    )


def test_when_all_is_in_place_the_sure_amount_may_be_booked() -> None:
    line = line_of(*ready())
    assert line.bookable_dkk == 600
    assert line.odds == line.promised.sure
    assert told(line) == [("under 80 % sikkerhed", 400)]
    assert told(line, "en") == [("below 80% confidence", 400)]


def test_before_anything_is_in_place_the_amount_waits_for_the_first_of_what_is_lacking() -> None:
    line = line_of(proposing(a_proposal()))
    assert line.bookable_dkk == 0
    assert line.odds.regret == 0
    assert told(line) == [
        ("under 80 % sikkerhed", 400),
        ("afventer følsomhedsanalyse", 600),
        ("betaleren har ikke godkendt", 0),
    ]


def test_an_analysis_of_another_scenario_or_case_does_not_count() -> None:
    other = line_of(proposing(a_proposal()), analysed(scenario_digest="0" * 64), approved())
    another = line_of(proposing(a_proposal()), analysed(case="en anden"), approved())
    assert [each.hindrances[0].kind for each in (other, another)] == ["sensitivity", "sensitivity"]


def test_only_the_payer_who_approved_may_be_booked() -> None:
    both = (a_promise(), a_promise(payer=SKOLE, mean=200, sure=100))
    assert line_of(*ready(*both)).bookable_dkk == 600
    assert told(line_of(*ready(*both), payer=SKOLE))[-1] == ("betaleren har ikke godkendt", 100)


def test_an_approval_is_of_one_proposal_and_not_of_the_next() -> None:
    line = line_of(*ready(), proposing(a_proposal()))
    assert [each.kind for each in line.hindrances] == ["approval"]


def test_a_gain_at_average_prices_that_no_house_closes_for_is_no_gain() -> None:
    line = line_of(*ready(a_promise(mean=0, at_average=1000, sure=0)))
    assert (line.bookable_dkk, told(line)) == (0, [])


def test_what_the_rule_does_not_count_as_money_is_told_with_its_why() -> None:
    half = rule(
        cashable=[Cashable(payers=[FAMILIE], share=0.5, why=Text(da="En klasse ad gangen.")).model_dump()]
    )
    line = line_of(*ready(a_promise(cashable=500, sure=300), policy=half))
    assert told(line) == [("ikke penge i budgettet: En klasse ad gangen", 500), ("under 80 % sikkerhed", 200)]


def test_a_payer_outside_the_municipality_is_never_booked() -> None:
    acts = (proposing(a_proposal(a_promise(payer=STATEN))), analysed(), approved(STATEN))
    assert told(line_of(*acts, payer=STATEN))[-1] == ("betaleren er ikke kommunens", 600)


def test_a_year_that_is_over_is_not_booked() -> None:
    assert line_of(*ready(), on=date(2028, 12, 31)).bookable_dkk == 600
    assert told(line_of(*ready(), on=date(2029, 1, 1)))[-1] == ("budgetåret er slut", 600)


def test_weak_evidence_is_told_with_what_the_rule_asks_for() -> None:
    strict = rule(minimum_grade="controlled")
    assert line_of(*ready(policy=strict)).bookable_dkk == 600
    line = line_of(*ready(policy=strict, grade="assumption"))
    assert told(line)[-1] == (
        "evidensen er for svag: antagelse; reglen kræver mindst undersøgelser med kontrolgruppe",
        600,
    )


def test_the_first_years_of_a_case_may_be_left_alone() -> None:
    both = (a_promise(2027), a_promise(2028))
    later = ready(*both, policy=rule(first_year=2))
    assert told(line_of(*later, year=2027))[-1] == ("først fra casens 2. budgetår", 600)
    assert line_of(*later, year=2028).bookable_dkk == 600


MILESTONES = {
    "ansat": Milestone(title=Text(da="Alle er ansat", en="All are hired"), by=date(2027, 6, 30)),
    "fuld": Milestone(title=Text(da="Alle pladser i brug"), by=date(2028, 3, 1)),
}


def with_milestones(*years: int) -> tuple[Act, ...]:
    return ready(*(a_promise(year) for year in years), policy=rule(milestones=MILESTONES))


def test_a_milestone_before_a_budget_year_must_be_reached_to_reduce_it() -> None:
    acts = with_milestones(2027, 2028, 2029)
    reached = reach("ansat", case=None, **WHO)
    assert line_of(*acts, year=2027).bookable_dkk == 600
    assert told(line_of(*acts, year=2028))[-1] == ("milepæl 1 ikke nået: Alle er ansat (30. juni 2027)", 600)
    assert line_of(*acts, reached, year=2028).bookable_dkk == 600
    assert told(line_of(*acts, reached, year=2029))[-1] == (
        "milepæl 2 ikke nået: Alle pladser i brug (1. marts 2028)",
        600,
    )


def test_a_milestone_that_is_due_closes_every_year() -> None:
    acts = with_milestones(2027, 2028)
    assert line_of(*acts, year=2027, on=date(2027, 6, 29)).bookable_dkk == 600
    assert line_of(*acts, year=2027, on=date(2027, 6, 30)).hindrances[0].kind == "milestone"


def test_a_milestone_stays_reached_when_the_case_is_proposed_anew() -> None:
    acts = with_milestones(2028)
    again = (reach("ansat", case=None, **WHO), *acts)
    assert line_of(*acts[:1], *again).bookable_dkk == 600


def test_a_run_that_is_older_than_the_newest_ledger_is_not_booked() -> None:
    other = proposing(a_proposal(case="en anden", shared={"tættere": 0.0}), "7" * 64)
    acts = (*ready(shared={"en anden": 0.0}), other)
    newer = followed(date(2027, 6, 30), case="en anden", scenario="7" * 64)
    line = line_of(*acts, newer)
    assert told(line)[-1] == (
        "kørslen kender til 31. december 2026 og er ældre end den nyeste sagsliste (30. juni 2027)",
        600,
    )
    assert line_of(*acts, newer, followed(date(2027, 6, 30))).bookable_dkk == 600
    assert line_of(*acts, followed(date(2027, 5, 31)), newer).hindrances[0].kind == "newest_ledger"


def test_after_a_follow_up_its_amounts_hold() -> None:
    line = line_of(*ready(), followed(date(2027, 6, 30), a_promise(mean=500, sure=200)))
    assert line.bookable_dkk == 200


def test_a_follow_up_outside_what_the_scenario_holds_possible_bears_nothing() -> None:
    line = line_of(*ready(), followed(date(2027, 6, 30), usable=False))
    assert [each.kind for each in line.hindrances] == ["outside"]
    assert (
        line_of(*ready(), followed(date(2027, 6, 30), usable=False), followed(date(2027, 7, 31))).bookable_dkk
        == 600
    )


def booking(dkk: float, case: str | None = "tættere", year: int = 2028) -> Act:
    return commit(FAMILIE, year, dkk, case=case, **WHO, on=TODAY)


def test_what_is_booked_is_taken_off_and_comes_back_when_reversed() -> None:
    line = line_of(*ready(), booking(450))
    assert (line.bookable_dkk, line.booked_dkk) == (150, 450)
    assert told(line)[-1] == ("allerede indlagt", 450)
    assert line_of(*ready(), booking(450), reverse(4, **WHO)).bookable_dkk == 600


def test_when_a_follow_up_finds_less_than_is_booked_it_says_reverse() -> None:
    line = line_of(*ready(), booking(450), followed(date(2027, 6, 30), a_promise(sure=100)))
    assert line.bookable_dkk == 0
    assert told(line)[-1] == ("mere er indlagt, end reglen nu tillader; tilbagefør", -350)


def test_two_cases_that_reach_the_same_children_are_not_booked_one_by_one() -> None:
    mine = ready(shared={"en anden": 0.25})
    other = (proposing(a_proposal(case="en anden", shared={"tættere": 0.5})), analysed("en anden"))
    acts = (*mine, booking(100), *other, approved(FAMILIE, "en anden"))
    books = books_of(*acts)
    (line, *_) = bookable_lines(books, books.proposal("en anden"), TODAY)
    assert str(line.hindrances[0].text) == (
        "»Tættere hjælp« er indlagt og når de samme børn; de to skal foreslås samlet"
    )
    free = books_of(*acts, reverse(4, **WHO))
    assert bookable_lines(free, free.proposal("en anden"), TODAY)[0].bookable_dkk == 600


@pytest.mark.parametrize(
    ("shared", "municipality", "free"),
    [({"tættere": 0.0}, "Lilleby", True), ({}, "Lilleby", False), ({}, "Storby", True)],
)
def test_of_a_case_nothing_is_known_of_it_may_be_the_same_children(
    shared: dict[str, float], municipality: str, free: bool
) -> None:
    other = proposing(a_proposal(case="en anden", shared=shared, municipality=municipality), "7" * 64)
    acts = (*ready(), booking(100), other, analysed("en anden", "7" * 64), approved(FAMILIE, "en anden"))
    books = books_of(*acts)
    assert (bookable_lines(books, books.proposal("en anden"), TODAY)[0].bookable_dkk == 600) is free


AMOUNT = st.integers(-1000, 1000).map(float)


@given(
    average=AMOUNT, mean=AMOUNT, cashable=AMOUNT, sure=st.integers(0, 900).map(float), booked=st.booleans()
)
def test_every_krone_of_the_gain_is_in_one_place(
    average: float, mean: float, cashable: float, sure: float, booked: bool
) -> None:
    promise = a_promise(mean=mean, at_average=average, cashable=cashable, sure=sure)
    acts = [*ready(promise)]
    if booked and sure > 1:
        acts.append(booking(float(sure // 2)))
    later = replace(promise, sure=replace(promise.sure, dkk=sure / 4))
    for more in ([], [followed(date(2027, 6, 30), later)]):
        line = line_of(*acts, *more)
        assert line.bookable_dkk + sum(each.dkk for each in line.reasons) == pytest.approx(
            max(mean, 0), abs=0.05
        )
        assert 0 <= line.bookable_dkk <= sure


def test_nothing_is_said_twice_of_a_proposal_of_nothing() -> None:
    line = line_of(*ready(a_promise(mean=0, sure=0)))
    assert line.reasons == ()
