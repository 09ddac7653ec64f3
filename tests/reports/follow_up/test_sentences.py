"""Test the answer of a follow-up: how it goes, what the ledger teaches, what may be booked, and when not."""

import re
from dataclasses import replace
from datetime import date

import pytest

from booking.follow_up.follow_up import FollowUp
from language.formatting import kroner
from reports.booking.sums import total
from reports.follow_up.formatting import own, promised_told
from reports.follow_up.sentences import answer, caveats, dated_verdict
from tests.languages import said_in
from tests.reports.followed_up import (
    early,
    judged,
    outside,
    paid,
    right,
    shipped,
    strong,
    thin,
    untaught,
    weak,
)


def words(follow_up: FollowUp, lang: str = "da") -> list[str]:
    return [sentence.replace("\N{NO-BREAK SPACE}", " ") for sentence in said_in(lang, answer, follow_up)]


def test_nothing_tellable_is_neither_good_nor_bad() -> None:
    first, effect, expected, amounts = words(judged(early()))
    assert expected.startswith("Før sagslisten: Den forventede gevinst er ")
    assert first.startswith("Efter 1 af 24 måneder kan det endnu ikke afgøres, om casen holder")
    assert "alle 13 målepunkter" in first
    assert effect == "Sagslisten ændrer ikke, hvad vi må tro om casens virkning."
    assert re.search(r"sagslisten (var|er) \d,\d mio. kr. af gevinsten", amounts)


def test_less_than_promised_names_what_left_the_band_and_when() -> None:
    follow_up = judged(
        right(), ("moved_up", "over", 5, True), ("number", "over", 9, False), ("length", "over", 11, True)
    )
    first = words(follow_up)[0]
    assert first == (
        "Efter 18 af 24 måneder giver casen mindre end lovet: højere, end casen lader vente, er antal børn i "
        "anbringelse, i gennemsnit (første gang i september 2023, ikke i juni 2024), flytninger til et mere "
        "indgribende trin (første gang i maj 2023) og 1 målepunkt mere."
    )


def test_more_than_promised_is_on_the_side_that_the_case_promises() -> None:
    first = words(judged(right(), ("moved_up", "under", 7, True)), "en")[0]
    assert first == (
        "After 18 of 24 months the case gives more than promised: lower than the case lets expect are moves "
        "to a more intrusive step (first in July 2023)."
    )


@pytest.mark.parametrize(
    "verdicts",
    [
        (("moved_up", "under", 7, True), ("number", "over", 8, True)),
        (("average_price", "over", 3, True),),
    ],
)
def test_both_ways_and_what_nothing_was_promised_of_is_only_otherwise(verdicts: tuple[()]) -> None:
    first = words(judged(right(), *verdicts))[0]
    assert first.startswith("Efter 18 af 24 måneder går det anderledes end ventet: ")


def test_as_promised_says_what_stood_out_and_whether_it_still_does() -> None:
    still = words(judged(right(), ("moved_up", "as_promised", 7, True)))[0]
    assert still == (
        "Efter 18 af 24 måneder går det som lovet: flytninger til et mere indgribende trin (første gang i "
        "juli 2023) har skilt sig ud fra et forløb uden casen, og intet målepunkt har været uden for det, "
        "casen lader vente."
    )
    was = words(judged(right(), ("moved_up", "as_promised", 7, False)))[0]
    assert was.startswith(
        "Efter 18 af 24 måneder har det set ud til at gå som lovet, men i juni 2024 kan det"
    )


def test_a_step_that_only_the_case_has_shows_that_it_is_used_and_not_that_it_works() -> None:
    follow_up = judged(shipped(), ("starts:alternativ", "as_promised", 14, True))
    first = words(follow_up)[0]
    assert first.startswith("Efter 24 af 36 måneder er casen taget i brug som lovet: nye ophold på trinnet ")
    assert "Om den virker, kan endnu ikke afgøres" in first
    both = judged(
        shipped(), ("starts:alternativ", "as_promised", 14, True), ("number", "as_promised", 20, True)
    )
    assert words(both)[0].startswith("Efter 24 af 36 måneder går det som lovet: antal børn i anbringelse")
    assert "alternativ" not in words(both)[0].lower()


def test_an_effect_that_is_not_there_is_told_and_takes_the_amount_away() -> None:
    _, effect, expected, amounts = words(weak())
    assert expected.count("Den forventede gevinst er ") == 2
    assert effect.startswith("Sagslisten ændrer, hvad vi må tro om virkningen: »Hjælp: Hjemme → Pleje« var ")
    before, after = (total(own(weak(), some)).sure_dkk for some in promised_told(weak()))
    assert after < before
    was, now = (said_in("da", kroner, dkk).replace("\N{NO-BREAK SPACE}", " ") for dkk in (before, after))
    assert f"var {was} af gevinsten" in amounts
    assert f"nu er det {now}" in amounts
    assert ".." not in amounts


def test_a_stronger_effect_makes_more_sure() -> None:
    before, after = (
        total(own(strong(), some)).sure_dkk for some in (strong().promised_before, strong().promised_after)
    )
    assert after > before
    assert "er nu 0,5" in words(strong())[1]


@pytest.mark.parametrize("lang", ["da", "en"])
def test_a_ledger_outside_the_scenario_gives_no_amount(lang: str) -> None:
    first, trouble, expected, amounts = words(outside(), lang)
    assert expected.startswith({"da": "Den forventede gevinst er ", "en": "The expected gain is "}[lang])
    assert {"da": "mindre end lovet", "en": "less than promised"}[lang] in first
    assert {
        "da": "Sagslisten ligger uden for det, scenariet holder muligt; regn scenariet efter, før noget "
        "lægges ind.",
        "en": "The ledger lies outside what the scenario holds possible; go over the scenario before "
        "anything is booked.",
    }[lang] == trouble
    assert {"da": "kan ikke siges", "en": "cannot be told"}[lang] in amounts


def test_thin_weights_give_no_amount_and_say_what_helps() -> None:
    _, trouble, _, amounts = words(thin(right()))
    assert "de svarer til 3 sæt antagelser, og der skal være mindst 100" in trouble
    assert trouble.endswith("flere trækninger.")
    assert amounts.endswith("hvor meget det er nu, kan ikke siges.")


def test_where_nothing_is_learnt_the_amounts_are_the_same() -> None:
    _, trouble, _, amounts = words(untaught(right()))
    assert trouble.startswith("Sagslisten lærer os intet om antagelserne")
    assert re.search(r"sagslisten (var|er) \d,\d mio. kr. af gevinsten", amounts)
    assert len(caveats(untaught(right()))) == len(caveats(right())) - 2


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            (0, 0, 0),
            (0, 0, 0),
            "Som før sagslisten er ingen del af gevinsten i 2023\N{EN DASH}2025 sikker nok",
        ),
        ((0, 0, 0), (0, 2e6, 0), "Før sagslisten var ingen del af gevinsten"),
        ((1e6, 0, 0), (0, 0, 0), "nu er det 0 kr."),
    ],
)
def test_no_amount_is_said_in_words(before: tuple[float, ...], after: tuple[float, ...], said: str) -> None:
    assert said in words(paid(right(), before=before, after=after))[-1]


def test_a_verdict_has_its_month_and_says_when_it_no_longer_holds() -> None:
    follow_up = judged(right(), ("cost", "over", 3, False), ("length", "under", 18, True))
    told = {each.indicator: dated_verdict(follow_up, each) for each in follow_up.verdicts}
    assert told["cost"] == "højere end ventet, første gang i marts 2023, ikke i juni 2024"
    assert told["length"] == "lavere end ventet, første gang i juni 2024"
    assert told["moved_up"] == "kan ikke afgøres endnu"


def test_what_the_ledger_lacks_is_told() -> None:
    seen = replace(
        right().known.observed,
        complete=date(2023, 6, 1),
        after_plan=3,
        without_price=12,
        without_price_dkk=1.2e6,
        unpriced=("pleje",),
        carried_years=(2026, 2027),
    )
    told = "\n".join(caveats(replace(right(), known=replace(right().known, observed=seen))))
    for said in (
        "først ud til at have alt fra 1. juni 2023",
        "rækker 3 måneder længere end de 24 planlagte",
        "12 ydelser i sagslisten har ingen pris",
        "ingen pris på Pleje",
        "prisniveauet i 2026, 2027",
    ):
        assert said in told
    assert ".." not in told
    assert "rækker 3" not in "\n".join(caveats(right()))
