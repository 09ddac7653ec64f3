"""Test that the tables of bookable amounts add up to the lines."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from booking.decisions.case_status import CaseStatus
from language.formatting import DASH
from reports.booking.sums import by_year, own
from reports.booking.tables import booking_grids, bridge_grid, numbers_grid, payer_grid, year_grid
from reports.shared.table import Grid, as_table
from tests.booking.booked import SKOLE, a_promise, a_proposal, analysed, approved, proposing
from tests.languages import said_in
from tests.reports.booked import YEARS, at_hand_of, booking, every_kind, followed, unproposed

KINDS = every_kind().items()


def amount(cell: str) -> float:
    return float(cell.replace(".", "").replace("\N{MINUS SIGN}", "-"))


def column(grid: Grid, head: str) -> list[str]:
    return [row[grid.head.index(head)] for row in grid.rows]


def thousands(dkk: float) -> float:
    return round(dkk / 1000)


@pytest.mark.parametrize(("name", "status"), KINDS)
def test_every_year_is_the_sum_of_the_municipalitys_own_lines(name: str, status: CaseStatus) -> None:
    grid = year_grid(status)
    divisor = 1 if name in {"small", "nothing"} else 1000
    for row, (year, sums) in zip(grid.rows, by_year(status).items(), strict=True):
        lines = [
            line
            for line in status.lines
            if line.promised.year == year and status.proposal.body.payers[line.promised.payer].municipal
        ]
        assert row[0] == str(year)
        assert sums.lines == tuple(lines)
        cells = dict(zip(grid.head, row, strict=True))
        for head, dkk in (
            ("Gevinst i snit", sum(max(line.promised.mean_dkk, 0) for line in lines)),
            ("Heraf penge i budgettet", sum(max(line.promised.cashable_dkk, 0) for line in lines)),
            ("Sikker nok", sum(line.promised.sure.dkk for line in lines)),
            ("Kan indlægges nu", sum(line.bookable_dkk for line in lines)),
            ("Merudgift i snit", sum(min(line.promised.mean_dkk, 0) for line in lines)),
            ("Allerede indlagt", sum(line.booked_dkk for line in lines)),
        ):
            if head in cells:
                assert amount(cells[head]) == round(dkk / divisor)
            else:
                assert not dkk


def test_the_total_is_of_the_kroner_and_not_of_what_is_rounded() -> None:
    status = every_kind()["open"]
    grid, sums = year_grid(status), own(status)
    total = dict(zip(grid.head, grid.total, strict=True))
    assert amount(total["Gevinst i snit"]) == thousands(sums.gain_dkk)
    assert amount(total["Kan indlægges nu"]) == thousands(sums.bookable_dkk) == 8406
    assert total["Risiko"] == ""


def test_what_was_never_booked_and_never_lost_has_no_column() -> None:
    assert year_grid(every_kind()["upside"]).head == (
        "Budgetår",
        *("Gevinst i snit", "Heraf penge i budgettet", "Sikker nok", "Kan indlægges nu"),
        *("Risiko", "Ikke endnu, fordi"),
    )
    assert "Allerede indlagt" in year_grid(every_kind()["booked"]).head
    assert "Merudgift i snit" in year_grid(every_kind()["open"]).head


def test_each_year_says_why_not_more_the_most_first() -> None:
    why = dict(zip(YEARS, column(year_grid(every_kind()["idle"]), "Ikke endnu, fordi"), strict=True))
    assert why[2027] == "ingen gevinst i gennemsnit"
    assert why[2036] == "ikke penge i budgettet; under 80\N{NO-BREAK SPACE}% sikkerhed m.m."
    assert column(year_grid(every_kind()["half_way"]), "Ikke endnu, fordi")[-1] == (
        "under 80\N{NO-BREAK SPACE}% sikkerhed; milepæl ikke nået"
    )
    (only,) = year_grid(unproposed(a_promise(mean=600))).rows
    assert only[-1] == "afventer følsomhedsanalyse"


def test_more_than_expected_is_no_reason_why_not() -> None:
    status = every_kind()["upside"]
    assert set(column(year_grid(status), "Ikke endnu, fordi")) == {DASH}
    grid = bridge_grid(status)
    assert grid is not None
    assert grid.rows[-1] == ("Mere end gennemsnittet er sikkert nok", "2.000", f"2027{DASH}2036")


def test_every_reason_has_a_row_with_its_kroner_and_years() -> None:
    grid = bridge_grid(every_kind()["half_way"])
    assert grid is not None
    assert [tuple(row) for row in grid.rows] == [
        ("Forventet gevinst, nutidsværdi", "13.950", f"2027{DASH}2036"),
        ("Et budget regner senere års kroner fuldt med", "1.550", f"2027{DASH}2036"),
        ("Merudgifter modregnes ikke i gevinsterne", "2.956", f"2027{DASH}2029"),
        ("Under 80 % sikkerhed", "\N{MINUS SIGN}10.050", f"2029{DASH}2036"),
        (
            "Milepæl 2 ikke nået: Alle pladser er i brug (1. marts 2029)",
            "\N{MINUS SIGN}8.400",
            f"2030{DASH}2036",
        ),
        (
            "Milepæl 3 ikke nået: Halvt så mange sager pr. rådgiver i alle distrikter (31. december 2031)",
            DASH,
            f"2032{DASH}2036",
        ),
        ("Betaleren har ikke godkendt: Skolerne", "\N{MINUS SIGN}6", f"2029{DASH}2036"),
    ]
    assert "Staten får i gennemsnit en gevinst på 1,5 mio. kr., som ikke er kommunens." in [
        note.replace("\N{NO-BREAK SPACE}", " ") for note in grid.notes
    ]


AMOUNT = st.integers(-900_000, 900_000).map(float)


@given(
    st.lists(st.tuples(AMOUNT, AMOUNT, AMOUNT, st.integers(0, 900_000).map(float)), min_size=1, max_size=4),
    st.booleans(),
)
def test_every_krone_of_the_gain_is_in_one_row(figures: list[tuple[float, ...]], is_open: bool) -> None:
    promises = [
        a_promise(2027 + i, mean=mean, at_average=average, cashable=cashable, sure=sure)
        for i, (average, mean, cashable, sure) in enumerate(figures)
    ]
    acts = [analysed(), approved()] if is_open else []
    status = at_hand_of(proposing(a_proposal(*promises)), *acts)
    sums, grid = own(status), bridge_grid(status)
    if grid is not None:
        shown = [amount(row[1]) for row in grid.rows if row[1] != DASH]
        assert sum(shown) == amount(grid.total[1])
    assert sums.bookable_dkk + sum(sums.by_kind.values()) == pytest.approx(sums.gain_dkk, abs=20)
    assert sums.waiting_dkk == pytest.approx(0 if is_open else sums.sure_dkk)


def test_a_table_of_payers_is_only_for_several_and_leaves_out_those_with_nothing() -> None:
    grid = payer_grid(every_kind()["half_way"])
    assert grid is not None
    assert [row[0] for row in grid.rows] == ["Familieafdelingen", "Skolerne", "Staten (ikke kommunens penge)"]
    assert column(grid, "Har godkendt") == ["ja", "nej", DASH]
    own_rows = [amount(row[2]) for row in grid.rows[:2]]
    assert amount(grid.total[2]) == pytest.approx(sum(own_rows), abs=1)
    assert payer_grid(unproposed(a_promise(), a_promise(payer=SKOLE, mean=0, sure=0))) is None


def test_the_terminal_has_a_row_for_every_payer_and_year_with_anything_to_tell() -> None:
    status = unproposed(a_promise(2027, mean=0, sure=0), a_promise(2028), a_promise(2028, SKOLE))
    grid = numbers_grid(status)
    assert grid is not None
    assert [row[0] for row in grid.rows] == ["2028 Familieafdelingen", "2028 Skolerne"]
    assert grid.total[1:4] == ("2.000", "2.000", "1.200")
    assert numbers_grid(every_kind()["nothing"]) is None
    assert booking_grids(every_kind()["nothing"]) == []


def test_that_each_amount_is_sure_by_itself_is_said_below() -> None:
    for grid in (year_grid(every_kind()["open"]), numbers_grid(every_kind()["open"])):
        assert grid is not None
        assert "Hvert beløb er sikkert for sig" in " ".join(grid.notes)
    assert "Merudgifter er ikke trukket fra" in " ".join(year_grid(every_kind()["open"]).notes)
    idle, free = (bridge_grid(every_kind()[name]) for name in ("idle", "open"))
    assert idle is not None
    assert free is not None
    assert "Egne tilbud lukkes kun 6 pladser ad gangen" in " ".join(idle.notes)
    assert "Egne tilbud" not in " ".join(free.notes)


def test_what_is_booked_too_much_is_told_with_whose_it_is() -> None:
    lost = followed(*(a_promise(year, mean=-1e6, sure=0) for year in YEARS))
    acts = (
        proposing(a_proposal(a_promise(2031, sure=600))),
        analysed(),
        approved(),
        booking(2031, 500),
        lost,
    )
    grid = bridge_grid(at_hand_of(*acts))
    assert grid is not None
    assert (
        "Mere er indlagt, end reglen nu tillader; tilbagefør: Familieafdelingen",
        "500",
        "2031",
    ) in (grid.rows)


@pytest.mark.parametrize("lang", ["da", "en"])
def test_tables_fit_a_terminal_of_eighty_columns_and_cut_no_number(lang: str) -> None:
    for status in every_kind().values():
        for grid in said_in(lang, booking_grids, status):
            console = Console(file=io.StringIO(), width=80)
            console.print(as_table(grid))
            assert isinstance(console.file, io.StringIO)
            lines = console.file.getvalue().splitlines()
            assert max(cell_len(line) for line in lines) <= 80
            assert not any("\N{HORIZONTAL ELLIPSIS}" in line for line in lines)
