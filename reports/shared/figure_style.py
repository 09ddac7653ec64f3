"""Style figures: sizes, greys that survive a copier, Danish axes, text that fits, output."""

import base64
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text
from matplotlib.textpath import text_to_path
from matplotlib.ticker import Formatter, MaxNLocator

from language.formatting import Scale, number

WIDE, NARROW = 6.6, 3.4
"""Inches: the text of an A4 page, and of a telephone of 360 points."""
SMALL, NORMAL = 9.0, 10.0
INK, GREY, PALE = "#1a1a1a", "#6b7280", "#eef1f4"
DARK, MIDDLE, LIGHT = "#143a5a", "#6f9fc4", "#cddfec"
YEAR_LABEL = 0.58
"""Inches of the axis for each year that is written."""
PNG_DPI = 160
HINTING = 1.05
"""How much wider a line can become when its letters are moved to whole pixels."""


def new_figure(width: float, height: float) -> Figure:
    """Return an empty white figure, sizes in inches."""
    return Figure(figsize=(width, height), facecolor="white", layout="constrained")


def svg_bytes(figure: Figure) -> bytes:
    """Return the figure as SVG; the same figure gives the same bytes."""
    buffer = io.BytesIO()
    with mpl.rc_context({"svg.hashsalt": "trappe", "svg.fonttype": "path"}):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return buffer.getvalue()


def png_bytes(figure: Figure) -> bytes:
    """Return the figure as PNG at 160 dots per inch."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=PNG_DPI, metadata={"Software": None})
    return buffer.getvalue()


@cache
def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of one line of text in inches, at the widest it is drawn."""
    font = FontProperties(size=size, weight="bold" if bold else "normal")
    width, _height, _descent = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return HINTING * float(width) / 72


def wrapped(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """Return the text broken into lines no wider than `width` inches; a longer word is broken inside."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if text_width(longer, size, bold=bold) <= width:
            lines[-1] = longer
            continue
        pieces = _pieces(word, width, size, bold=bold)
        lines = [*lines, *pieces] if lines[-1] else [*lines[:-1], *pieces]
    return "\n".join(lines)


def add_title(figure: Figure, title: str, heading: str, width: float) -> None:
    """Write the title top left, below a heading where the figure stands alone."""
    lines = [wrapped(line, width - 0.2, NORMAL, bold=True) for line in (heading, title) if line]
    figure.suptitle(
        "\n".join(lines), x=0.01, ha="left", size=NORMAL, weight="bold", color=INK, parse_math=False
    )


def bare_axes(axes: Axes) -> None:
    """Take away the frame and the ticks."""
    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.tick_params(labelsize=SMALL, length=0, colors=INK)


def plain_axes(axes: Axes, years: tuple[int, ...], width: float, words: Callable[[int], str] = str) -> None:
    """Remove axes and grid lines that carry no number, and mark whole years only, by their `words`."""
    bare_axes(axes)
    axes.set_xlim(years[0] - 0.6, years[-1] + 0.6)
    labelled = years[:: 1 + (len(years) - 1) // int(width / YEAR_LABEL)]
    axes.set_xticks(labelled, [words(year) for year in labelled])


def money_axis(axes: Axes, scale: Scale, *, along: Literal["x", "y"] = "y", most: int = 6) -> None:
    """Write at most so many amounts on an axis in the unit of `scale`, with rules in light grey."""
    axis = axes.yaxis if along == "y" else axes.xaxis
    axis.set_major_locator(MaxNLocator(nbins=most, steps=[1, 2, 2.5, 5, 10]))
    axis.set_major_formatter(_MoneyFormatter(scale))
    axes.grid(axis=along, color="#d5d9de", linewidth=0.6)
    axes.set_axisbelow(True)


def add_legend(
    figure: Figure, handles: Sequence[Line2D | Patch], labels: Iterable[str], width: float
) -> None:
    """Put the legend below the figure, in as many columns as fit."""
    mark = 0.55
    lines = [wrapped(label, width - mark, SMALL) for label in labels]
    widest = max(text_width(part, SMALL) for line in lines for part in line.split("\n"))
    columns = max(1, min(len(lines), int(width / (widest + mark))))
    legend = figure.legend(
        handles,
        lines,
        loc="outside lower left",
        ncols=columns,
        fontsize=SMALL,
        frameon=False,
        handlelength=1.8,
        columnspacing=1.2,
        borderpad=0.2,
        labelcolor=INK,
    )
    for text in legend.get_texts():
        verbatim(text)


def verbatim(text: Text) -> Text:
    """Show a dollar sign as one, not as the start of a formula."""
    text.set_parse_math(False)
    return text


class _MoneyFormatter(Formatter):
    """Ticks in one unit with just the decimals that tell them apart."""

    def __init__(self, scale: Scale) -> None:
        self.scale = scale

    def __call__(self, x: float, pos: int | None = None) -> str:  # noqa: ARG002  the base class says so
        return self.scale.number(x)

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        gaps = np.diff(np.asarray(values, dtype=float)) / self.scale.divisor
        gap = float(gaps.min()) if gaps.size else 1.0
        decimals = next((d for d in range(6) if abs(round(gap, d) - gap) < 1e-6 * gap), 6)
        return [number(value / self.scale.divisor, decimals) for value in values]


def _pieces(word: str, width: float, size: float, *, bold: bool) -> list[str]:
    """Cut a word into lines that fit, with a hyphen where it is cut."""
    pieces = []
    while text_width(word, size, bold=bold) > width and len(word) > 2:
        cut = len(word) - 1
        while cut > 1 and text_width(word[:cut] + "-", size, bold=bold) > width:
            cut -= 1
        pieces.append(word[:cut] + "-")
        word = word[cut:]
    return [*pieces, word]


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A figure in two widths, for page and telephone, as data URIs, with words for who cannot see it."""

    wide: str
    narrow: str
    alt: str
    caption: str


def picture(draw: Callable[[float], Figure], *, alt: str, caption: str) -> Picture:
    """Return a picture of what `draw` makes of each width in inches."""
    return Picture(wide=_data_uri(draw(WIDE)), narrow=_data_uri(draw(NARROW)), alt=alt, caption=caption)


def _data_uri(figure: Figure) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg_bytes(figure)).decode("ascii")
