"""Test the sentences on what is bookable now, and what the rest waits for."""

import re
from datetime import date
from typing import Any

import pytest

from booking.amounts.policy import Cashable
from booking.decisions.case_status import CaseStatus
from reports.booking.rule import rule_words
from reports.booking.sentences import answer, closed_gates, overbooked_words
from reports.booking.standing import register_words
from reports.booking.sums import chance_words, habit_words, own
from scenarios.files.forms import Text
from tests.booking.booked import (
    FAMILIE,
    SKOLE,
    STATEN,
    a_promise,
    a_proposal,
    analysed,
    approved,
    proposing,
    rule,
)
from tests.languages import said_in
from tests.reports.booked import (
    LONG,
    YEARS,
    at_hand_of,
    booking,
    every_kind,
    followed,
    gains,
    open_for_all,
    unproposed,
)


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{EN DASH}", "-")


def said(status: CaseStatus, lang: str = "da") -> list[str]:
    return [plain(sentence) for sentence in said_in(lang, answer, status)]


def one(**changes: Any) -> CaseStatus:
    return at_hand_of(proposing(a_proposal(a_promise(**changes))), analysed(), approved())


def test_before_anything_is_in_place_nothing_may_be_taken_out_and_it_says_what_it_waits_for() -> None:
    expected, first, losses = said(every_kind()["unproposed"])
    assert expected == (
        "Den forventede gevinst er 13,9 ± 0,7 mio. kr. (gennemsnit af 400 forløb ± regneusikkerheden; "
        "nutidsværdi i 2027-priser)."
    )
    assert first == (
        "0 kr. kan indlægges i budgetterne for 2027-2036 nu; 8,4 mio. kr. er sikre nok, men afventer "
        "følsomhedsanalyse og betalernes godkendelse."
    )
    assert losses == (
        "I 2027-2029 er der i gennemsnit merudgifter på i alt 3,0 mio. kr.; de er ikke trukket fra det, "
        "der kan indlægges."
    )


def test_in_english_it_says_the_same() -> None:
    expected, first, _ = said(every_kind()["unproposed"], "en")
    assert expected == (
        "The expected gain is DKK 13.9 ± 0.7 million (mean of 400 runs ± its computing error; present "
        "value in 2027 prices)."
    )
    assert first == (
        "DKK 0 may be taken out of the budgets of 2027-2036 now; DKK 8.4 million is sure enough but awaits "
        "the sensitivity analysis and the payers' approval."
    )


def test_when_all_is_in_place_the_sure_amount_may_be_taken_out() -> None:
    _, first, *_ = said(every_kind()["open"])
    assert first == "8,4 mio. kr. kan indlægges i budgetterne for 2027-2036 nu."


def test_what_is_booked_is_told_and_what_is_booked_too_much_before_it() -> None:
    assert "600 tusind kr. er allerede indlagt i budgettet." in said(every_kind()["booked"])
    worse = said(every_kind()["worse"])
    assert worse[2] == (
        "Der er indlagt 511 tusind kr. mere, end reglen nu tillader (2030, 2032); det skal tilbageføres."
    )
    first, second = (plain(each) for each in overbooked_words(every_kind()["worse"]))
    assert first == (
        "Familieafdelingen, 2030: 100 tusind kr. er indlagt, men reglen tillader nu 0 kr.; 100 tusind kr. "
        "for meget er indlagt og skal tilbageføres."
    )
    assert second.startswith("Familieafdelingen, 2032: 500 tusind kr. er indlagt, men reglen tillader nu 89 ")
    assert overbooked_words(every_kind()["booked"]) == ()


def test_a_case_that_only_loses_says_so() -> None:
    expected, losses = said(every_kind()["losses"])
    assert "er \N{MINUS SIGN}9,0 ± 0,5 mio. kr." in expected
    assert expected.endswith("nutidsværdi i 2027-priser, minus er tab).")
    assert losses == (
        "I gennemsnit giver casen ikke kommunen en gevinst i noget budgetår, så der er intet at indlægge i "
        "budgettet; over 2027-2036 er merudgifterne 10,0 mio. kr., ikke tilbagediskonteret."
    )
    _, nothing = said(every_kind()["nothing"])
    assert "hverken kommunen gevinst eller merudgift" in nothing


def test_a_gain_that_nothing_of_is_sure_or_money_says_which() -> None:
    assert said(one(mean=1000, sure=0))[1].endswith("nu; ingen del af gevinsten er sikker nok.")
    assert said(one(mean=1000, cashable=0, sure=0))[1].endswith(
        "ingen del af gevinsten er penge, som budgettet kan undvære."
    )


def test_what_does_not_come_with_time_is_told_apart_from_what_does() -> None:
    weak = at_hand_of(
        proposing(a_proposal(policy=rule(minimum_grade="randomised"), grade="assumption")), approved()
    )
    assert "er sikre nok, men afventer følsomhedsanalyse og hviler på for svag evidens." in said(weak)[1]
    over = at_hand_of(proposing(a_proposal()), analysed(), approved(), on=date(2029, 1, 1))
    assert "er sikre nok, men ligger i budgetår, der er slut." in said(over)[1]


def test_a_loss_that_nevertheless_is_booked_is_not_passed_over() -> None:
    lost = followed(
        *(a_promise(year, payer, mean=-1e6, sure=0) for year in YEARS for payer in (FAMILIE, SKOLE, STATEN))
    )
    status = at_hand_of(*open_for_all(), booking(2031, 4e5), lost, on=date(2028, 7, 1))
    sentences = said(status)
    assert sentences[1].startswith("I gennemsnit er der ingen gevinst over 2027-2036; 0 kr. kan indlægges")
    assert sentences[2].startswith("Der er indlagt 400 tusind kr. mere, end reglen nu tillader (2031)")


def test_the_states_gain_is_no_part_of_what_the_municipality_may_take_out() -> None:
    only = unproposed(a_promise(payer=STATEN))
    assert own(only).gain_dkk == 0
    assert "intet at indlægge" in said(only)[1]


def test_the_gates_that_are_shut_are_told_with_their_years_and_payers() -> None:
    second, third, approval = (plain(each) for each in closed_gates(every_kind()["half_way"]))
    assert second == "Milepæl 2 ikke nået: Alle pladser er i brug (1. marts 2029) (gælder 2030-2036)"
    assert third.endswith("i alle distrikter (31. december 2031) (gælder 2032-2036)")
    assert approval == "Godkendelse fra Skolerne"
    assert closed_gates(every_kind()["open"]) == ()
    assert closed_gates(every_kind()["unproposed"]) == (
        "Følsomhedsanalyse af netop denne beregning",
        "Godkendelse fra Familieafdelingen og Skolerne",
    )


def test_the_rule_is_told_in_words() -> None:
    text = plain(" ".join(rule_words(every_kind()["half_way"])))
    for words in (
        "»Forsigtig regel«: Antagelse; et byråd vedtager sin egen.",
        "i mindst 80 % af de beregnede forløb",
        "Evidensen skal mindst være: før- og eftermåling uden kontrolgruppe. Det svageste, casen hviler på,",
        "Først casens 2. budgetår (2028) må sættes ned.",
        "Hos Skolerne regnes 50 % af gevinsten som penge i budgettet fra 2029 og intet før: en lærer spares",
        "På lærere regnes 60 % af gevinsten som penge i budgettet: normeringen ligger fast.",
        "For Familieafdelingen er det Økonomichefen, der godkender.",
        "Casens milepæle skal være nået",
        "Gladsaxe og Silkeborg",
    ):
        assert words in text
    shipped = plain(" ".join(rule_words(every_kind()["open"])))
    assert "Reglen stiller ikke krav til evidensen" in shipped
    assert "budgetår (" not in shipped
    assert "milepæle" not in shipped


def test_a_rule_for_all_payers_is_told_as_one() -> None:
    half = rule(cashable=[Cashable(share=0.5, why=Text(da="Halvdelen")).model_dump()])
    assert "For alle betalere regnes 50" in " ".join(rule_words(unproposed(policy=half)))


def test_where_the_case_stands_in_the_register_is_told_with_the_seal_of_the_newest_entry() -> None:
    assert re.fullmatch(
        "Casen står i registeret som post 1, foreslået 22. november 2026 af Børnechefen. Den nyeste post "
        "har seglet 8:[0-9a-f]{64}.",
        register_words(every_kind()["booked"]),
    )
    assert register_words(every_kind()["unproposed"]).startswith("Casen er ikke foreslået i registeret")


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (0.0, "ingen forløb"),
        (1e-12, "ingen forløb"),
        (0.02, "færre end 1 af 20"),
        (0.6, "6 af 10"),
        (0.97, "flere end 19 af 20"),
        (1 + 1e-12, "alle forløb"),
    ],
)
def test_a_risk_is_so_many_of_ten_and_the_ends_are_words(probability: float, words: str) -> None:
    assert plain(chance_words(probability)) == words


def test_the_risk_of_several_payers_is_that_of_the_worst_and_of_none_a_dash() -> None:
    lines = unproposed(a_promise(), a_promise(payer=SKOLE, mean=-5, sure=0)).lines
    assert plain(habit_words(lines)) == "5 af 10"
    assert habit_words(lines[1:]) == "\N{EN DASH}"


def test_every_kind_of_case_is_told_in_both_languages_without_a_hole() -> None:
    for status in every_kind().values():
        for lang in ("da", "en"):
            text = " ".join(
                [
                    *said_in(lang, answer, status),
                    *said_in(lang, rule_words, status),
                    *said_in(lang, closed_gates, status),
                ]
            )
            assert "{" not in text
            assert ".." not in text
            assert "None" not in text


def test_a_payer_with_a_long_name_and_one_without_a_title_have_a_name() -> None:
    assert LONG in " ".join(closed_gates(every_kind()["long"]))
    body = a_proposal(*gains())
    payers = {name: form.model_copy(update={"title": Text(da="")}) for name, form in body.payers.items()}
    nameless = at_hand_of(proposing(body.model_copy(update={"payers": payers})))
    assert f"Godkendelse fra {FAMILIE.capitalize()} og {SKOLE.capitalize()}" in closed_gates(nameless)
