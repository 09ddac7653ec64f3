"""Test charts of the checks: nothing cut off, text that fits, values as computed."""

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from calibration.checks.length_of_stay import stay_curves
from calibration.ledger.histories import day_number
from reports.calibration.charts import step_chart, total_chart
from reports.shared.figure_style import NARROW, WIDE, svg_bytes
from tests.languages import said_in
from tests.reports.checked import EXAMPLES, Checked, missed, two_steps
from tests.reports.drawn import assert_readable, in_sight


def drawn(made: Checked, width: float, lang: str) -> list[Figure]:
    last = len(made.checks.stays) - 1
    return [
        said_in(lang, total_chart, made.checks, width=width, heading="Alle trin under ét"),
        said_in(lang, step_chart, made.checks, 0, width=width, heading="Et langt navn på et trin med $ i"),
        *([said_in(lang, step_chart, made.checks, last, width=width)] if last else []),
    ]


def holds_all_and_says_where_it_begins(axes: Axes, lang: str) -> None:
    low, high = axes.get_ylim()
    assert low >= 0
    words = {"da": "aksen begynder ved", "en": "the axis begins at"}[lang]
    assert (words in axes.get_title(loc="left").replace("\n", " ")) == (low > 0)
    bands = [path for band in axes.collections for path in band.get_paths()]
    heights = [np.array(path.vertices)[:, 1] for path in bands]
    heights += [np.array(line.get_ydata(), dtype=float) for line in axes.get_lines()]
    assert low <= min(each.min() for each in heights)
    assert max(each.max() for each in heights) <= high


@pytest.mark.parametrize(("width", "lang"), [(WIDE, "en"), (NARROW, "da")])
@pytest.mark.parametrize("example", EXAMPLES)
def test_all_is_within_the_axes_and_no_text_is_cut_off_small_or_on_top_of_another(
    width: float, lang: str, example: str
) -> None:
    for figure in drawn(EXAMPLES[example](), width, lang):
        for axes in figure.axes:
            holds_all_and_says_where_it_begins(axes, lang)
        assert_readable(figure, in_sight(figure))


def test_the_bands_after_the_cut_are_those_of_the_backtest_and_begin_with_who_was_there() -> None:
    made = missed()
    ahead = made.checks.backtest
    assert ahead is not None
    (axes,) = total_chart(made.checks).axes
    _, before, after, _ = (np.array(line.get_xydata()) for line in axes.get_lines())
    cut = day_number(ahead.cut)
    assert before[-1, 0] <= cut
    assert after[1:, 0].tolist() == ahead.bands.days.tolist()
    assert after[1:, 1] == pytest.approx(ahead.bands.expected[:, -1])
    there = made.checks.stock.observed[made.checks.stock.days == cut, -1]
    assert after[0].tolist() == [cut, there[0]]


def test_the_curves_are_those_that_were_found() -> None:
    stay = two_steps().checks.stays[1]
    curves = stay_curves(stay)
    assert curves is not None
    left = step_chart(two_steps().checks, 1).axes[0]
    fitted, observed = (np.array(line.get_xydata()) for line in left.get_lines())
    assert observed[:, 0].tolist() == curves.years.tolist()
    assert observed[:, 1].tolist() == curves.observed.tolist()
    assert fitted[:, 1].tolist() == curves.fitted.tolist()


def test_the_same_figure_is_the_same_bytes() -> None:
    once, again = ([svg_bytes(figure) for figure in drawn(missed(), NARROW, "da")] for _ in range(2))
    assert once == again
