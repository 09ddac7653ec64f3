"""Tell which of the cells of a table rest on so few children that no page may show a number of them."""

from collections.abc import Sequence

from language.formatting import FEWEST_SHOWN


def too_few(counts: Sequence[int]) -> list[bool]:
    """Return for each cell whether its number is hidden: it counts too few, or gives away those that do.

    What is hidden together counts none or at least `FEWEST_SHOWN`, so that nothing is won by taking the
    others from a sum; where that needs more cells, the smallest of the others are hidden too.
    """
    hidden = [count < FEWEST_SHOWN for count in counts]
    others = sorted((at for at, is_few in enumerate(hidden) if not is_few), key=lambda at: counts[at])
    for at in others:
        together = [count for count, is_few in zip(counts, hidden, strict=True) if is_few]
        is_safe = sum(together) >= FEWEST_SHOWN and sum(map(bool, together)) > 1
        if not any(together) or is_safe:
            break
        hidden[at] = True
    return hidden
