"""Test the letter to the committee: promises, bookings, events, what is lacking, and how to check it."""

import re
from datetime import date

import pytest

from booking.decisions.booking_acts import reverse
from booking.register.books import Books
from language.messages import in_language
from reports.booking.formatting import indicator_words, verdict_words
from reports.booking.letter import letter_html
from scenarios.files.forms import Text
from scenarios.files.refusals import RefusedError
from tests.booking.booked import (
    TODAY,
    WHO,
    a_promise,
    a_proposal,
    analysed,
    approved,
    books_of,
    proposing,
)
from tests.languages import said_in
from tests.reports.booked import (
    CASE,
    booking,
    every_kind,
    followed,
    gains,
    half_way,
    open_for_all,
    some_booked,
    worse,
)
from tests.reports.outline import Outline

LATER = date(2028, 7, 1)


def text_of(books: Books, *, on: date = LATER, lang: str = "da") -> str:
    return Outline(said_in(lang, letter_html, books, CASE, on=on)).text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture(scope="module")
def letter() -> str:
    return text_of(books_of(*worse()))


def test_the_letter_says_to_whom_on_what_and_when(letter: str) -> None:
    assert "Brev til udvalget · Lilleby · 1. juli 2028" in letter
    assert "Opfølgning på Tættere hjælp" in letter


def test_what_was_promised_is_what_was_proposed_and_not_what_is_now(letter: str) -> None:
    promised = letter[letter.index("Hvad der blev lovet") :]
    assert (
        "Casen blev foreslået 22. november 2026 af Børnechefen (post 1 i registeret): Byrådets møde."
        in promised
    )
    assert "I forslaget: Den forventede gevinst er 13,9 ± 0,7 mio. kr. (gennemsnit af 400 forløb" in promised
    assert (
        "Over 2027\N{EN DASH}2036 var 8,4 mio. kr. sikre nok efter reglen (mindst 80 % af forløbene)"
        in promised
    )
    assert promised[promised.index("I alt") :].startswith("I alt18.4568.4069.4562.056")


def test_every_booking_is_told_with_by_whom_when_and_why_and_whether_it_stands(letter: str) -> None:
    booked = letter[letter.index("Hvad der er indlagt i budgettet") : letter.index("Hvad der er sket siden")]
    assert booked.count("Familieafdelingen 203") == 3
    assert booked.count("22.11.2026 13.00") == 3
    assert (
        "nej; 400 tusind kr. tilbageført 22. november 2026 af Økonomichefen (post 8): Byrådets møde" in booked
    )


def test_what_is_booked_above_the_rule_is_said_plainly(letter: str) -> None:
    start = letter[: letter.index("Hvad der blev lovet")]
    assert "Familieafdelingen, 2032: 500 tusind kr. er indlagt, men reglen tillader nu 89 tusind kr." in start
    assert "Tilbageførsel af det, der er indlagt for meget" in letter[letter.index("Det mangler") :]
    assert "tilbageføres" not in text_of(books_of(*some_booked()), on=TODAY)


def test_a_follow_up_is_told_in_verdicts_and_kroner_before_and_after(letter: str) -> None:
    followed_up = letter[letter.index("Hvad der er sket siden") : letter.index("Hvad der må tages ud")]
    for words in (
        "Opfølgning på Tættere hjælp til og med 30. juni 2028",
        "hvad der svarer til 137 sæt antagelser",
        "Den forventede gevinst var 13,9 ± 0,7 mio. kr. før opfølgningen. Nu: Den forventede gevinst er",
        "Det, der er sikkert nok, var 8,4 mio. kr. og er nu 2,1 mio. kr.",
        "22. november 2026: betaleren Skolerne godkender forslaget (post 1) (Økonomichefen: Byrådets møde).",
        "22. november 2026: tilbageført: 400 tusind kr. af post 6",
        "afsluttede ophold på trinnet »familiepleje«",
    ):
        assert words in followed_up
    rows = [line for line in followed_up.splitlines() if line.startswith(("Lavere", "Højere", "Som", "Kan"))]
    assert [row[:12] for row in rows] == ["Lavere end v", "Højere end v", "Som lovetfly", "Kan ikke afg"]
    assert "flytninger til et mindre indgribende trin" in rows[0]
    assert "antal børn i anbringelse, i gennemsnit" in rows[1]


def test_a_second_follow_up_is_held_against_the_first() -> None:
    later = followed(*gains(most=3e6, sure=0.1), last=date(2028, 12, 31))
    letter = text_of(books_of(*worse(), later), on=date(2029, 1, 1))
    second = letter[letter.index("til og med 31. december 2028") :]
    assert "mio. kr. før opfølgningen. Nu: Den forventede gevinst er" in second
    assert "13,9" not in second


def test_the_seal_of_the_newest_entry_and_how_to_check_it_are_at_the_end(letter: str) -> None:
    end = letter[letter.index("Sådan kan brevet efterprøves") :]
    (seal,) = re.findall(r"registeret til og med post 9, hvis segl er (9:[0-9a-f]{64})", end)
    assert f"trappe register verify --seal {seal}" in end


def test_a_case_without_bookings_and_follow_ups_says_so() -> None:
    letter = text_of(books_of(*half_way()), on=TODAY)
    assert "Der er ikke indlagt noget i budgettet." in letter
    assert "Der er ikke fulgt op på casen endnu." in letter
    assert "milepæl nået: Alle rådgivere er ansat" in letter
    assert "Godkendelse fra Skolerne" in letter


def test_when_all_is_in_place_that_is_said() -> None:
    assert "Alt, hvad reglen kræver, er på plads." in text_of(books_of(*open_for_all()), on=TODAY)


def test_a_case_that_loses_has_a_letter_too() -> None:
    letter = text_of(every_kind()["losses"].books, on=TODAY)
    assert "intet at indlægge i budgettet" in letter
    assert "Hvad der må tages ud af budgettet nu" not in letter


def test_earlier_proposals_and_their_bookings_are_told() -> None:
    again = proposing(a_proposal(*gains(most=3e6)))
    letter = text_of(books_of(*open_for_all(), booking(2031, 4e5), again), on=TODAY)
    assert "Casen har også været foreslået tidligere: post 1, 22. november 2026." in letter
    assert "(post 6 i registeret)" in letter
    assert "Familieafdelingen 2031: 400 tusind kr." in letter


def test_only_the_case_asked_for_is_told() -> None:
    other = a_proposal(a_promise(), case="en anden", title=Text(da="En helt anden"))
    acts = (
        *some_booked(),
        proposing(other, "7" * 64),
        analysed("en anden"),
    )
    books = books_of(*acts, approved(case="en anden"), reverse(5, **WHO))
    assert "En helt anden" not in text_of(books, on=TODAY)
    assert "post 5" in text_of(books, on=TODAY)
    assert "Opfølgning på En helt anden" in letter_html(books, "en anden", on=TODAY)


def test_a_case_that_is_not_proposed_has_no_letter() -> None:
    with in_language("en"), pytest.raises(RefusedError, match="has not been proposed"):
        letter_html(books_of(*half_way()), "en anden", on=TODAY)


def test_what_is_not_known_is_told_as_it_stands() -> None:
    assert verdict_words("strange") == "strange"
    assert indicator_words("strange") == "strange"
    assert indicator_words("starts:institution") == "nye ophold på trinnet »institution«"
    assert said_in("en", indicator_words, "cost") == "cost of all steps"
