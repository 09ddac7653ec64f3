"""A figure as a page holds it: as data, in two widths, with words."""

import base64
from collections.abc import Callable
from dataclasses import dataclass

from matplotlib.figure import Figure

from reports.shared.figure_style import NARROW, WIDE, svg_bytes


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A figure for a page and one for a telephone, as data URIs, with words for who cannot see it."""

    wide: str
    narrow: str
    alt: str
    caption: str


def picture(draw: Callable[[float], Figure], *, alt: str, caption: str) -> Picture:
    """Return what `draw` makes of each width in inches."""
    return Picture(wide=_data_uri(draw(WIDE)), narrow=_data_uri(draw(NARROW)), alt=alt, caption=caption)


def _data_uri(figure: Figure) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg_bytes(figure)).decode("ascii")
