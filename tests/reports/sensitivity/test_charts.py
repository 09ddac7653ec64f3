"""Test charts of a sensitivity analysis: nothing cut off, text that fits, values as computed."""

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from reports.sensitivity.assumption_charts import (
    densities_chart,
    indices_chart,
    screening_chart,
    tornado_chart,
)
from reports.sensitivity.break_even_chart import break_even_chart, is_blank, sides
from reports.shared.figure_style import NARROW, WIDE, svg_bytes
from sensitivity.analysis.analysis import Sensitivity
from tests.languages import said_in
from tests.reports.drawn import assert_readable, in_sight
from tests.reports.sensed import DOWN, drowned, many, maps, sensed, town


def rows_of(axes: Axes) -> list[list[Rectangle]]:
    """Return the bars of each row from the top."""
    bars = [bar for bar in axes.patches if isinstance(bar, Rectangle)]
    by_height: dict[float, list[Rectangle]] = {}
    for bar in bars:
        by_height.setdefault(round(bar.get_y(), 6), []).append(bar)
    return [by_height[height] for height in sorted(by_height)]


def tornado_of(analysis: Sensitivity, lang: str, width: float) -> Figure:
    assert analysis.tornado is not None
    return said_in(lang, tornado_chart, analysis, analysis.tornado, width=width)


def indices_of(analysis: Sensitivity, lang: str, width: float) -> Figure:
    assert analysis.indices is not None
    return said_in(lang, indices_chart, analysis, analysis.indices, width=width)


def screening_of(analysis: Sensitivity, lang: str, width: float) -> Figure:
    assert analysis.screening is not None
    return said_in(lang, screening_chart, analysis, analysis.screening, width=width)


def densities_of(analysis: Sensitivity, lang: str, width: float) -> Figure:
    assert analysis.densities is not None
    return said_in(lang, densities_chart, analysis, analysis.densities, width=width)


def drawn(lang: str, width: float) -> list[Figure]:
    large = many()
    return [
        tornado_of(large, lang, width),
        indices_of(large, lang, width),
        screening_of(many("morris"), lang, width),
        densities_of(sensed("pawn"), lang, width),
        said_in(lang, break_even_chart, large, large.maps[0], width=width),
        said_in(lang, break_even_chart, sensed(), maps(town())[1], width=width),
    ]


@pytest.mark.parametrize(("width", "lang"), [(WIDE, "en"), (NARROW, "da")])
def test_no_text_is_cut_off_small_or_on_top_of_another(width: float, lang: str) -> None:
    for figure in drawn(lang, width):
        assert_readable(figure, in_sight(figure))


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_no_title_of_a_row_lies_on_a_bar(width: float) -> None:
    figure = tornado_of(many(), "da", width)
    (axes,) = figure.axes
    in_sight(figure)
    titles = [text.get_window_extent() for text in axes.texts]
    bars = [bar.get_window_extent() for row in rows_of(axes) for bar in row]
    assert len(titles) == 16
    assert not any(one.y0 < bar.y1 - 0.5 and bar.y0 < one.y1 - 0.5 for one in titles for bar in bars)


def test_the_tornado_begins_in_the_middle_and_has_the_longest_bars_on_top() -> None:
    analysis = sensed()
    assert analysis.tornado is not None
    (axes,) = tornado_of(analysis, "da", WIDE).axes
    rows = rows_of(axes)
    low, high = rows[0][0], rows[1][0]
    middle, at = analysis.tornado.middle[analysis.chosen], analysis.chosen
    assert low.get_x() + low.get_width() == pytest.approx(middle + analysis.tornado.at_low[DOWN, at])
    assert high.get_x() + high.get_width() == pytest.approx(middle + analysis.tornado.at_high[DOWN, at])
    lengths = [abs(row[0].get_width()) for row in rows[::2]]
    assert lengths == sorted(lengths, reverse=True)
    assert low.get_hatch() != high.get_hatch()


def test_the_bars_are_the_shares_and_chance_is_the_last_and_looks_another_way() -> None:
    (axes,) = indices_of(sensed(), "da", WIDE).axes
    rows = rows_of(axes)
    assert rows[0][0].get_width() == pytest.approx(0.83)
    assert rows[1][0].get_width() == pytest.approx(0.87)
    assert rows[-1][0].get_width() == pytest.approx(0.0025)
    assert rows[-2][0].get_width() == pytest.approx(0.11)
    assert rows[-1][0].get_hatch() not in {row[0].get_hatch() for row in rows[:-1]}
    assert min(bar.get_width() for row in rows for bar in row) >= 0
    assert axes.texts[-1].get_text() == "Tilfældigheder i gennemsnittet af 8 gentagelser (holdt for sig)"


def test_where_no_share_can_be_told_only_chance_has_a_bar() -> None:
    (axes,) = indices_of(drowned(), "da", WIDE).axes
    assert len(rows_of(axes)) == 1


def test_the_level_of_chance_is_drawn_over_each_effect() -> None:
    analysis = sensed("morris")
    assert analysis.screening is not None
    (axes,) = screening_of(analysis, "da", WIDE).axes
    assert rows_of(axes)[0][0].get_width() == pytest.approx(87e6)
    lines = [path for drawn_lines in axes.collections for path in drawn_lines.get_paths()]
    at = {round(float(np.array(path.vertices)[0, 0])) for path in lines}
    assert 2_500_000 in at


def test_the_hatched_side_is_where_it_pays_and_all_or_nothing_where_there_is_no_border() -> None:
    paying = sides(maps(town())[1], 0.5, 2.0)
    assert paying.lower.tolist() == [2.0, 1.5, 1.2, 0.9, 0.5]
    assert paying.upper.tolist() == [2.0] * 5
    (axes,) = break_even_chart(sensed(), maps(town())[1]).axes
    curve = np.array(axes.get_lines()[0].get_xydata())
    assert curve[:, 1].tolist() == [1.5, 1.2, 0.9]
    marks = [(line.get_marker(), float(np.array(line.get_ydata())[0])) for line in axes.get_lines()]
    bottom, top = axes.get_ylim()
    assert ("x", top) in marks
    assert ("v", bottom) in marks


def test_a_map_that_pays_below_the_border_is_hatched_below_it() -> None:
    made = maps(town())[0]
    below = sides(type(made)(**{**made.__dict__, "pays_above": (False,) * 5}), 0.5, 2.0)
    assert below.lower.tolist() == [0.5] * 5
    assert below.upper.tolist() == list(made.values)


def test_only_a_map_without_a_border_is_left_to_words() -> None:
    assert [is_blank(made) for made in maps(town())] == [False, False, True]


def test_the_same_figure_is_the_same_bytes() -> None:
    once, again = (svg_bytes(tornado_of(sensed(), "da", NARROW)) for _ in range(2))
    assert once == again
