"""Read the texts of a figure as it is drawn."""

import io
from collections.abc import Sequence
from itertools import combinations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

from reports.shared.figure_style import PNG_DPI, SMALL


def texts_of(figure: Figure) -> list[Text]:
    figure.set_dpi(PNG_DPI)
    figure.savefig(io.BytesIO(), format="png", dpi=PNG_DPI)
    unseen = {id(label) for axes in figure.axes for label in ticks_out_of_sight(axes)}
    texts = [text for text in figure.findobj(Text) if isinstance(text, Text) and id(text) not in unseen]
    return [text for text in texts if text.get_visible() and text.get_text().strip()]


def ticks_out_of_sight(axes: Axes) -> list[Text]:
    """Return labels that exist but are not drawn: of ticks beyond the ends of an axis, or of no axis."""
    low, high = axes.get_ylim()
    rows, columns = axes.get_yticklabels(), axes.get_xticklabels()
    if not axes.axison:
        return [*rows, *columns]
    return [label for label in rows if not low <= label.get_position()[1] <= high]


def in_sight(figure: Figure) -> list[Text]:
    """Return the texts that are drawn, without ticks beyond the right end of an axis."""
    texts = texts_of(figure)
    beyond = {
        id(label)
        for axes in figure.axes
        for label in axes.get_xticklabels()
        if not axes.get_xlim()[0] <= label.get_position()[0] <= axes.get_xlim()[1]
    }
    return [text for text in texts if id(text) not in beyond]


def assert_readable(figure: Figure, shown: Sequence[Text]) -> None:
    """Assert that no text is small, cut off by the edge, or on top of another."""
    boxes = []
    for text in shown:
        box = text.get_window_extent()
        assert float(text.get_fontsize()) >= SMALL
        assert box.x0 >= 0, text.get_text()
        assert box.y0 >= 0, text.get_text()
        assert box.x1 <= figure.bbox.x1, text.get_text()
        assert box.y1 <= figure.bbox.y1, text.get_text()
        boxes.append((text.get_text(), box))
    for (first, one), (second, other) in combinations(boxes, 2):
        overlap_x = min(one.x1, other.x1) - max(one.x0, other.x0)
        overlap_y = min(one.y1, other.y1) - max(one.y0, other.y0)
        assert overlap_x <= 1 or overlap_y <= 1.5, (first, second)
