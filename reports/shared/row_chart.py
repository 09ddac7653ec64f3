"""Lay out figures with a row for each assumption: its title in full above its bars."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from model.world.arrays import Floats
from reports.shared.figure_style import GREY, INK, SMALL, bare_axes, new_figure, verbatim, wrapped

BAR = 0.13
"""Inches of one bar."""
_LINE = 0.165
"""Inches of a line of text."""
_BELOW_TITLE, _BETWEEN, _APART = 0.03, 0.11, 0.2


@dataclass(frozen=True, kw_only=True)
class Rows:
    """An empty figure whose vertical axis is in inches from the top, with the place of each row's bars."""

    figure: Figure
    axes: Axes
    at: Floats
    """Upper end of the first bar; [row]."""
    inches: float
    """How high the axes are to be."""

    def bar(self, row: int, nth: int) -> float:
        """Return the middle of a bar; the first of a row is 0."""
        return float(self.at[row]) + (nth + 0.5) * BAR

    def whole(self, row: int, bars: int) -> tuple[float, float]:
        """Return both ends of all bars of a row."""
        return float(self.at[row]), float(self.at[row]) + bars * BAR

    def fitted(self) -> Figure:
        """Return the figure, as high as titles and bars take, so that text keeps its size."""
        self.figure.draw_without_rendering()
        has = self.axes.get_window_extent().height / self.figure.dpi
        self.figure.set_figheight(self.figure.get_figheight() + self.inches - has)
        return self.figure


def titled_rows(titles: Sequence[str], *, width: float, bars: int, apart: int = 0) -> Rows:
    """Return a figure with `bars` bars in each row; the last `apart` rows stand below a rule."""
    figure = new_figure(width, 2.0 + len(titles) * (4 * _LINE + bars * BAR))
    axes = figure.subplots()
    bare_axes(axes)
    axes.set_yticks([])
    top, at = 0.02, []
    for number, title in enumerate(titles):
        if apart and number == len(titles) - apart:
            axes.axhline(top + 0.02, color=GREY, linewidth=0.8)
            top += _APART
        label = wrapped(title, width - 0.35, SMALL)
        top += _LINE * (label.count("\n") + 1)
        shown = axes.text(
            0.0,
            top,
            label,
            transform=axes.get_yaxis_transform(),
            size=SMALL,
            color=INK,
            va="bottom",
            zorder=4,
        )
        shown.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.6})
        shown.set_in_layout(False)
        verbatim(shown)
        at.append(top + _BELOW_TITLE)
        top += _BELOW_TITLE + bars * BAR + _BETWEEN
    axes.set_ylim(top, 0.0)
    return Rows(figure=figure, axes=axes, at=np.array(at), inches=top)
