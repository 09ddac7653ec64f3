"""Check that listed children stand where their age lets them when the scenario starts later than the list."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenarios.building.draws import corners
from scenarios.building.listed_stock import listed_stock
from scenarios.building.world import build
from scenarios.format.study import Study
from scenarios.reading.notes import warnings
from tests.languages import said_in
from tests.scenarios.small import faults_of, study_of, with_change

START = date(2027, 1, 1)


def text_of(children: list[tuple[str, date]], as_of: date | None) -> str:
    rows = "".join(
        f"    - {{step: {step}, birth_date: {born}, since: 2026-01-01}}\n" for step, born in children
    )
    day = "" if as_of is None else f"  as_of: {as_of}\n"
    lines = "  by_step:\n    hjemme: {0-17: 20}\n    pleje: {0-17: 8}\n  years_on_step: {pleje: 2}\n"
    return with_change(lines, f"{day}  children:\n{rows}")


def listed(folder: Path, children: list[tuple[str, date]], as_of: date | None) -> Study:
    return study_of(text_of(children, as_of), folder)


def born(years: int, days: int = 0) -> date:
    """Return the birth date of a child that is so old at the start."""
    return START - timedelta(days=round(years * 365.25) + days)


def test_who_passes_an_age_limit_goes_where_the_step_sends_them(tmp_path: Path) -> None:
    children = [("pleje", born(18, days)) for days in (5, 40, 100, 150)] + [("hjemme", born(18, 1))]
    study = listed(tmp_path, [*children, ("pleje", born(17))], START - timedelta(days=180))
    stock, moves = listed_stock(study.scenario, corners(study)[0])
    assert [child.step for child in stock] == ["efter", "efter", "pleje"]
    assert moves == {("pleje", "efter"): 2, ("pleje", "slut"): 2, ("hjemme", "slut"): 1}
    assert stock[0].since_day == pytest.approx(-5, abs=1)
    assert build(study.scenario, corners(study)[0]).parameters.stock == tuple(stock)
    told = [said_in("en", lambda: " ".join(warnings(study)))]
    # The sentence stands on pages: numbers under five are hidden, and so is the sum that would tell them.
    assert "some children of the stock pass the age limit of their step before the scenario starts" in told[0]
    assert "Foster care → After-care: under\N{NO-BREAK SPACE}5" in told[0]
    assert "who came and who left in between is not known" in told[0]


def test_a_list_of_the_start_itself_says_nothing_and_a_wrong_age_is_still_a_fault(tmp_path: Path) -> None:
    study = listed(tmp_path, [("pleje", born(17))], START)
    assert not any("stock" in note for note in said_in("en", lambda: warnings(study)))
    assert ".children.0.birth_date" in faults_of(text_of([("pleje", born(18, 1))], None), tmp_path)[0]
    too_old_then = text_of([("pleje", born(19))], START - timedelta(days=100))
    assert ".children.0.birth_date" in faults_of(too_old_then, tmp_path)[0]


def test_a_scenario_cannot_start_before_its_list(tmp_path: Path) -> None:
    (fault,) = faults_of(text_of([("pleje", born(17))], date(2027, 2, 1)), tmp_path, "en")
    assert fault.endswith(
        "stock.as_of: the scenario starts 2027-01-01, before the day of the list, 2027-02-01; let it start "
        "later, or take the list of an earlier day"
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(
    st.lists(
        st.tuples(st.sampled_from(["hjemme", "pleje", "efter"]), st.integers(0, 1700)),
        min_size=1,
        max_size=12,
    ),
    st.integers(0, 2000),
)
def test_every_child_is_on_a_step_that_admits_it_or_counted_out(
    tmp_path: Path, of: list[tuple[str, int]], days: int
) -> None:
    as_of = START - timedelta(days=days)
    children = [
        (step, as_of - timedelta(days=(18 if step == "efter" else 13) * 366 + since)) for step, since in of
    ]
    text = text_of(children, as_of).replace("since: 2026-01-01", f"since: {as_of}")
    study = study_of(text, tmp_path)
    stock, moves = listed_stock(study.scenario, corners(study)[0])
    out = sum(count for (_, to), count in moves.items() if to == "slut")
    assert len(stock) + out == len(children)
    build(study.scenario, corners(study)[0])  # which refuses a child that its step does not admit
