"""Name early figures in words."""

from language.messages import mark, say

_WORDS = {
    "placement_days": mark("days in placement"),
    "starts": mark("new stays on the step “{step}”"),
    "ends": mark("stays ended on the step “{step}”"),
    "moved_up": mark("moves to a more intrusive step"),
    "moved_down": mark("moves to a less intrusive step"),
    "average_price": mark("the cost per placed full-year person"),
}


def early_figure_words(kind: str, step: str) -> str:
    """Return an early figure in words, without a capital; an unknown one by its name."""
    return say(_WORDS[kind], step=step) if kind in _WORDS else kind
