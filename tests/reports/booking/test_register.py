"""Test the register in words, entry by entry, and the sums of what stands booked."""

import io
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from rich.console import Console

from booking.decisions.booking_acts import commit
from booking.register.books import Books
from reports.booking.formatting import clock_words, entered_day
from reports.booking.register import (
    concerns,
    entries_grid,
    entry_words,
    exact_kroner,
    register_grids,
    standing_grid,
)
from reports.shared.table import as_table
from tests.booking.booked import (
    FAMILIE,
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
from tests.reports.booked import CASE, every_kind, half_way, worse


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def told(books: Books, lang: str = "da") -> list[str]:
    return [plain(said_in(lang, entry_words, books, record)) for record in books.records]


def test_every_kind_of_entry_is_told_in_words() -> None:
    assert told(books_of(*worse())) == [
        "forslag: Tættere hjælp",
        "følsomhedsanalyse af Tættere hjælp",
        "betaleren Familieafdelingen godkender forslaget (post 1)",
        "betaleren Skolerne godkender forslaget (post 1)",
        "100 tusind kr. taget ud af budgettet for 2030 hos Familieafdelingen",
        "400 tusind kr. taget ud af budgettet for 2031 hos Familieafdelingen",
        "500 tusind kr. taget ud af budgettet for 2032 hos Familieafdelingen",
        "tilbageført: 400 tusind kr. af post 6",
        "opfølgning på Tættere hjælp til og med 30. juni 2028",
    ]
    assert told(books_of(*half_way()))[-1] == "milepæl nået: Alle rådgivere er ansat"
    assert told(books_of(*worse()), "en")[:4] == [
        "proposal: Closer help",
        "sensitivity analysis of Closer help",
        "the payer Familieafdelingen approves the proposal (entry 1)",
        "the payer Skolerne approves the proposal (entry 1)",
    ]


def test_an_analysis_of_a_case_that_is_not_proposed_is_told_by_its_name() -> None:
    books = books_of(analysed("en anden"))
    assert told(books) == ["følsomhedsanalyse af En anden"]
    assert concerns(books, books.records[0]) == "en anden"


def test_every_entry_has_a_row_with_who_when_and_why() -> None:
    grid = entries_grid(books_of(*worse()))
    assert len(grid.rows) == 9
    assert [plain(cell) for cell in grid.rows[4]] == [
        "5",
        "22.11.2026 13.00",
        "Økonomichefen",
        "100 tusind kr. taget ud af budgettet for 2030 hos Familieafdelingen",
        "Byrådets møde",
    ]
    assert re.search("seglet 9:[0-9a-f]{64}", grid.notes[0])


def test_an_empty_register_says_so() -> None:
    (grid,) = register_grids(Books([]))
    assert (grid.rows, grid.notes) == ((), ("Registeret er tomt.",))


def test_what_stands_booked_adds_up_and_leaves_out_what_was_taken_back() -> None:
    grid = standing_grid(books_of(*worse()))
    assert grid is not None
    assert grid.rows == (
        ("Tættere hjælp: Familieafdelingen", "2030", "100.000", "5"),
        ("Tættere hjælp: Familieafdelingen", "2032", "500.000", "7"),
    )
    assert grid.total == ("I alt", "", "600.000", "")
    assert standing_grid(books_of(*half_way())) is None


def test_two_bookings_of_one_year_are_one_sum_with_both_numbers() -> None:
    acts = [proposing(a_proposal(a_promise(sure=600))), analysed(), approved()]
    acts += [commit(FAMILIE, 2028, dkk, case=CASE, **WHO, on=TODAY) for dkk in (100, 250)]
    grid = standing_grid(books_of(*acts))
    assert grid is not None
    assert grid.rows == (("Tættere hjælp: Familieafdelingen", "2028", "350", "4, 5"),)


@pytest.mark.parametrize(
    ("dkk", "words"),
    [(1_200_000, "1,2 mio. kr."), (1_234_567, "1.234.567 kr."), (250_000, "250 tusind kr."), (99, "99 kr.")],
)
def test_an_amount_is_short_only_where_that_cuts_nothing(dkk: float, words: str) -> None:
    assert plain(exact_kroner(dkk)) == words


def test_the_clock_is_danish_also_over_midnight() -> None:
    record = every_kind()["open"].proposal
    late = replace(record.entry, at=datetime(2027, 7, 1, 22, 30, tzinfo=UTC))
    assert clock_words(late) == "02.07.2027 00.30"
    assert entered_day(late) == "2. juli 2027"
    assert said_in("en", clock_words, late) == "02/07/2027, 00:30"


@pytest.mark.parametrize("lang", ["da", "en"])
def test_the_tables_fit_a_terminal_and_break_words_into_no_columns(lang: str) -> None:
    for grid in said_in(lang, register_grids, books_of(*worse())):
        console = Console(file=io.StringIO(), width=80)
        console.print(as_table(grid))
        assert isinstance(console.file, io.StringIO)
        text = console.file.getvalue()
        assert max(map(len, text.splitlines())) <= 80
        assert "\N{HORIZONTAL ELLIPSIS}" not in text
    assert len(text.splitlines()) < 15
