"""Test the chart of an indicator: both bands over the plan, observations, and readable text."""

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.axes import Axes

from reports.follow_up.bands_chart import bands_chart, course
from reports.follow_up.formatting import MAIN
from reports.shared.figure_style import NARROW, WIDE, svg_bytes
from tests.languages import said_in
from tests.reports.drawn import assert_readable, in_sight
from tests.reports.followed_up import case, early, lived, outside, right, shipped


def lines_of(axes: Axes) -> list[np.ndarray[tuple[int, int], np.dtype[np.float64]]]:
    return [np.array(line.get_xydata(), dtype=float) for line in axes.get_lines()]


LATER = ((WIDE, "da"), (WIDE, "en"), (NARROW, "en"))


@pytest.mark.parametrize(
    ("width", "lang"),
    [(NARROW, "da"), *(pytest.param(*each, marks=pytest.mark.long) for each in LATER)],
)
def test_no_text_is_cut_off_small_or_on_top_of_another(width: float, lang: str) -> None:
    for follow_up in (right(), early(), outside(), shipped()):
        for name in MAIN:
            figure = said_in(lang, bands_chart, follow_up, name, width=width)
            assert_readable(figure, in_sight(figure))


@pytest.mark.parametrize("name", MAIN)
def test_what_is_drawn_is_what_was_found_and_lies_within_the_axes(name: str) -> None:
    for follow_up in (right(), outside(), shipped()):
        made = course(follow_up, name)
        (axes,) = bands_chart(follow_up, name).axes
        low, high, middle, seen, last = lines_of(axes)
        assert low[:, 1].tolist() == made.baseline[0].tolist()
        assert high[:, 1].tolist() == made.baseline[1].tolist()
        assert middle[:, 1].tolist() == made.middle.tolist()
        assert seen[:, 0].tolist() == [*range(1, follow_up.months_observed + 1)]
        assert last.tolist() == [[follow_up.months_observed, seen[-1, 1]]]
        (band,) = (np.array(path.vertices) for each in axes.collections for path in each.get_paths())
        assert {*made.case[0].tolist(), *made.case[1].tolist()} <= {*band[:, 1].tolist()}
        heights = np.concatenate([band[:, 1], *(line[:, 1] for line in lines_of(axes))])
        assert axes.get_ylim()[0] <= heights.min()
        assert heights.max() <= axes.get_ylim()[1]
        says_so = "aksen begynder" in axes.get_title(loc="left").replace("\n", " ")
        assert says_so == (axes.get_ylim()[0] > 0)


def test_kroner_are_drawn_by_month_so_that_the_same_months_lie_outside() -> None:
    follow_up = outside()
    i, made = follow_up.known.watch.indicators.index("cost"), course(follow_up, "cost")
    assert made.seen[-1] == pytest.approx(follow_up.seen[-1, i] / 18)
    above = made.seen > made.case[1][:18]
    assert above.tolist() == (follow_up.case.outside(follow_up.seen)[:, i] == 1).tolist()


def test_the_whole_plan_is_on_the_axis_and_the_last_month_is_marked() -> None:
    (axes,) = bands_chart(right(), "number").axes
    assert axes.get_xlim() == (0.5, 24.5)
    assert [label.get_text() for label in axes.get_xticklabels()][-1] == "24"
    assert axes.get_lines()[-1].get_marker() == "o"
    assert axes.get_xlabel().replace("\N{NO-BREAK SPACE}", " ") == (
        "måned fra start (januar 2023 er måned 1)"
    )


def test_a_plan_of_one_month_is_drawn_as_wide_as_the_month() -> None:
    follow_up = lived(case(), 1, {}, months=1)
    figure = bands_chart(follow_up, "number")
    (axes,) = figure.axes
    assert_readable(figure, in_sight(figure))
    assert lines_of(axes)[0][:, 0].tolist() == [0.5, 1.5]


def test_nothing_at_all_is_a_figure_too() -> None:
    follow_up = right()
    none = replace(follow_up, seen=np.zeros_like(follow_up.seen))
    figure = bands_chart(none, "moved_down", width=NARROW)
    assert_readable(figure, in_sight(figure))


def test_the_same_figure_is_the_same_bytes() -> None:
    once, again = (svg_bytes(bands_chart(right(), "cost", width=NARROW)) for _ in range(2))
    assert once == again
