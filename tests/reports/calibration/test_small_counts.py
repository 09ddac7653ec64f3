"""Work out small counts from the page about the checks, as somebody does who knows how it is made."""

from itertools import pairwise

import numpy as np
import pytest
from matplotlib.figure import Figure

from calibration.checks.checks import Checks
from calibration.checks.outputs import BANDS
from calibration.checks.stock import StockBands
from language.formatting import FEWEST_SHOWN
from reports.calibration.charts import step_chart, total_chart
from reports.calibration.check_tables import backtest_grid, stays_grid, step_whereabouts_grid, verdicts_grid
from reports.calibration.small_counts import HIDDEN, publishable
from tests.languages import said_in
from tests.reports.checked import EXAMPLES, Checked, many_steps, two_steps


@pytest.fixture(params=list(EXAMPLES))
def made(request: pytest.FixtureRequest) -> Checked:
    return EXAMPLES[request.param]()


def is_few(values: object) -> np.ndarray:
    children = np.asarray(values, dtype=float)
    return (children > 0) & (children < FEWEST_SHOWN)


def solved(bands: StockBands, exact: StockBands) -> int:
    """Return how many small stocks follow from those that are shown: themselves, or as the rest of a sum."""
    found = 0
    for shown, true in zip(bands.observed.astype(float), exact.observed, strict=True):
        *steps, total = shown
        small = np.flatnonzero(is_few(true[:-1]))
        found += sum(steps[at] == true[at] for at in small)
        others = sum(step for step in steps if step != HIDDEN)
        if len(small) == 1 and total != HIDDEN:
            found += total - others == true[small[0]] and total % 10 != 0
    return found


def drawn(checks: Checks) -> list[Figure]:
    return [total_chart(checks), *(step_chart(checks, column) for column in range(len(checks.stays)))]


def test_small_stocks_are_solved_for_unless_they_are_hidden(made: Checked) -> None:
    exact, shown = made.checks, publishable(made.checks)
    small = int(is_few(exact.stock.observed[:, :-1]).sum())
    assert solved(exact.stock, exact.stock) >= small
    assert not solved(shown.stock, exact.stock)
    if shown.backtest is not None and exact.backtest is not None:
        assert not solved(shown.backtest.bands, exact.backtest.bands)


def test_nothing_below_five_is_drawn_but_the_one_class(made: Checked) -> None:
    shown = publishable(made.checks)
    for bands in (shown.stock, *([shown.backtest.bands] if shown.backtest else [])):
        for name in BANDS:
            values = getattr(bands, name)
            assert {*values[is_few(values)].tolist()} <= {HIDDEN}
    for figure in drawn(shown):
        right = figure.axes[-1]
        across = [line for line in right.get_lines() if np.ptp(line.get_xdata())]  # not the rule at the cut
        for line in across:
            heights = np.asarray(line.get_ydata(), dtype=float)
            assert {*heights[is_few(heights)].tolist()} <= {HIDDEN}


def test_a_curve_falls_only_where_five_more_have_ended(made: Checked) -> None:
    for exact, shown in zip(made.checks.stays, publishable(made.checks).stays, strict=True):
        if exact.curve is None or shown.curve is None:
            continue
        so_far = dict(zip(exact.curve.years.tolist(), np.cumsum(exact.curve.ended).tolist(), strict=True))
        ended = [so_far[year] for year in shown.curve.years.tolist()]
        assert all(later - before >= FEWEST_SHOWN for before, later in pairwise(ended))


def test_shares_of_few_children_are_hidden_with_enough_others(made: Checked) -> None:
    for exact, shown in zip(made.checks.where, publishable(made.checks).where, strict=True):
        if exact.observed is None or shown.observed is None:
            continue
        counts = np.round(exact.observed.probability * exact.observed.followed[:, None])
        hidden = np.isnan(shown.observed.probability)
        assert hidden[is_few(counts)].all()
        for row, is_hidden in zip(counts, hidden, strict=True):
            together = row[is_hidden]
            assert not together.any() or is_hidden[row > 0].all() or together.sum() >= FEWEST_SHOWN


def test_no_table_of_the_page_has_a_small_count(made: Checked) -> None:
    shown = publishable(made.checks)
    grids = [stays_grid(made.calibration, shown), verdicts_grid(made.calibration, shown)]
    small = {f"{count}" for count in range(1, FEWEST_SHOWN)}
    assert not small & {cell for grid in grids for row in grid.rows for cell in row}
    for stay in shown.stays:
        assert stay.observed.sum() in {HIDDEN, *range(0, 10_000, FEWEST_SHOWN)}
    for where in shown.where:
        grid = said_in("en", step_whereabouts_grid, made.calibration, where)
        assert grid is None or not any(f"Where {count} children" in grid.caption for count in small)


def test_the_errors_of_a_step_with_few_children_do_not_follow_from_that_of_all() -> None:
    made = many_steps()
    shown = publishable(made.checks)
    assert shown.backtest is not None
    hidden = np.isnan(shown.backtest.mean_error)
    assert hidden[:-1].any()
    assert hidden[-1]
    backtest_grid(made.calibration, shown.backtest)


def test_moves_a_year_apart_differ_by_fives_and_grades_stay() -> None:
    made = two_steps()
    for exact, shown in zip(made.checks.verdicts, publishable(made.checks).verdicts, strict=True):
        assert shown.moves % FEWEST_SHOWN == 0
        assert 0 <= exact.moves - shown.moves < FEWEST_SHOWN
        assert shown.grade == exact.grade
