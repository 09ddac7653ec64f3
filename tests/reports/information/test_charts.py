"""Test charts of the value of information: nothing cut off, text that fits, values as computed."""

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from reports.information.charts import (
    MOST_CURVES,
    MOST_DRAWN,
    SPREAD,
    early_figures_chart,
    follow_up_chart,
    worth_chart,
)
from reports.information.sentences import READABLE, Curve, curves
from reports.shared.figure_style import NARROW, WIDE, svg_bytes
from sensitivity.information.sample_information import SampleInformation
from sensitivity.information.value import InformationValue
from tests.languages import said_in
from tests.reports.drawn import assert_readable, in_sight
from tests.reports.known import known, many, together


def follow_up(analysis: InformationValue) -> SampleInformation:
    assert analysis.follow_up is not None
    return analysis.follow_up


def long_curves(analysis: InformationValue, number: int) -> list[Curve]:
    """Return so many curves with long titles."""
    long = "afsluttede ophold på trinnet »Familiebehandlingskonsulentbistand, $penge$ og eget værelse«"
    best = curves(analysis)[0]
    points = tuple(replace(point, explained=0.9, auc=0.97) for point in best.points)
    return [replace(best, title=f"{long} {place}", points=points) for place in range(number)]


def readable(figure: Figure) -> None:
    assert_readable(figure, in_sight(figure))


@pytest.mark.parametrize(("width", "lang"), [(WIDE, "en"), (NARROW, "da")])
def test_no_text_is_cut_off_small_or_on_top_of_another(width: float, lang: str) -> None:
    analysis = known()
    readable(said_in(lang, worth_chart, many(analysis, MOST_DRAWN), width=width, heading="$ og $"))
    readable(said_in(lang, worth_chart, analysis, width=width))
    readable(said_in(lang, follow_up_chart, follow_up(analysis), width=width, heading="Opfølgning"))
    readable(said_in(lang, follow_up_chart, follow_up(known("loss")), width=width))
    readable(said_in(lang, early_figures_chart, long_curves(analysis, MOST_CURVES + 2), width=width))
    readable(said_in(lang, early_figures_chart, said_in(lang, curves, known("sure loss")), width=width))


def bars(figure: Figure) -> list[float]:
    return [bar.get_width() for bar in figure.axes[0].patches if isinstance(bar, Rectangle)]


def test_the_bars_are_the_worths_largest_first_below_that_of_everything() -> None:
    analysis = many(known(), MOST_DRAWN + 4)
    told = analysis.information
    figure = worth_chart(analysis)
    expected = sorted((each.evppi_dkk for each in told.singles), reverse=True)[:MOST_DRAWN]
    assert bars(figure) == pytest.approx([told.evpi_dkk, *expected])
    tops = [bar.get_y() for bar in figure.axes[0].patches if isinstance(bar, Rectangle)]
    assert tops == sorted(tops, reverse=True)
    assert bars(worth_chart(together(known()))) == pytest.approx([known().information.evpi_dkk])


def test_the_errors_of_the_bars_hold_nine_of_ten_and_none_is_below_nothing() -> None:
    analysis = many(known(), 12)
    (errors,) = (
        each for each in worth_chart(analysis).axes[0].collections if isinstance(each, LineCollection)
    )
    ends = np.array([segment[:, 0] for segment in errors.get_segments()])
    told = analysis.information
    assert ends[0, 1] == pytest.approx(told.evpi_dkk + SPREAD * told.mc_error_dkk)
    assert ends[1] == pytest.approx(told.evpi_dkk * (1 + SPREAD * np.array([-0.1, 0.1])))
    assert ends[-1, 0] == 0


def test_the_curves_of_following_are_the_net_worths_and_stand_apart() -> None:
    told = follow_up(known())
    axes = follow_up_chart(told).axes[0]
    lines = [np.array(line.get_xydata()) for line in axes.get_lines() if len(np.array(line.get_xdata())) == 5]
    assert len(lines) == 3
    for size, line in zip((100, 50, 25), lines, strict=True):
        nets = [told.look(children=size, month=month).net_dkk for month in told.months]
        assert line[:, 1] == pytest.approx(nets)
        assert abs(line[:, 0] - np.array(told.months)).max() < 1
    assert len({tuple(line[:, 0].tolist()) for line in lines}) == 3
    errors = [each.get_segments() for each in axes.collections if isinstance(each, LineCollection)]
    low, high = np.array(errors[0][-1])[:, 1]
    assert (low, high) == pytest.approx((960e3 - SPREAD * 1e5, 960e3 + SPREAD * 1e5))
    words = [text.get_text() for text in axes.figure.legends[0].get_texts()]
    assert words == ["100 børn (flere, end der er)", "50 børn", "25 børn"]


def test_no_more_sizes_are_drawn_than_there_are_looks_and_the_ends_are_among_them() -> None:
    told = follow_up(known("enough children"))
    sizes = range(10, 90, 10)
    looks = tuple(
        replace(look, children=size) for look in told.looks if look.children == 25 for size in sizes
    )
    figure = said_in("en", follow_up_chart, replace(told, looks=looks))
    words = [text.get_text() for text in figure.legends[0].get_texts()]
    assert len(words) == 5
    assert (words[0], words[-1]) == ("80 children", "10 children")


def test_the_curves_of_early_figures_are_what_they_tell() -> None:
    told = curves(known())
    explained, hits = early_figures_chart(told).axes
    lines = [
        np.array(line.get_xydata()) for line in explained.get_lines() if len(np.array(line.get_xdata())) == 5
    ]
    right = [np.array(line.get_xydata()) for line in hits.get_lines() if len(np.array(line.get_xdata())) == 5]
    for curve, line, rating in zip(reversed(told), lines, right, strict=True):  # the best is drawn on top
        assert line[:, 0].tolist() == [point.month for point in curve.points]
        assert line[:, 1] == pytest.approx([point.explained for point in curve.points])
        assert rating[:, 1] == pytest.approx([100 * (point.auc or 0) for point in curve.points])
    assert explained.get_ylim()[0] == 0
    assert hits.get_ylim() == (50, 100)
    assert [100 * READABLE] * 2 in [np.array(line.get_ydata()).tolist() for line in hits.get_lines()]


def test_a_case_that_never_pays_has_no_panel_of_being_right() -> None:
    assert len(early_figures_chart(curves(known("sure loss"))).axes) == 1


def test_curves_differ_in_more_than_colour() -> None:
    axes = early_figures_chart(long_curves(known(), MOST_CURVES)).axes[0]
    looks = {(str(line.get_marker()), str(line.get_linestyle())) for line in axes.get_lines()[:MOST_CURVES]}
    markers = {str(line.get_marker()) for line in axes.get_lines()[:MOST_CURVES]}
    assert len(looks) == len(markers) == MOST_CURVES


def test_the_same_figure_is_the_same_bytes() -> None:
    analysis = known()
    once, again = (
        [
            svg_bytes(worth_chart(analysis, width=NARROW)),
            svg_bytes(follow_up_chart(follow_up(analysis), width=NARROW)),
        ]
        for _ in range(2)
    )
    assert once == again
