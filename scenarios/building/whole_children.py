"""Round expected numbers of children to whole ones."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

from model.expected.balance import Place


def whole_children(cells: Mapping[Place, float]) -> dict[Place, int]:
    """Round expected numbers to whole children so that their sum is right, and that of each step nearly.

    By largest remainders, first over the steps and then over the age bands of each.
    """
    steps: dict[str, dict[Place, float]] = {}
    for at, number in cells.items():
        steps.setdefault(at[0], {})[at] = number
    totals = _whole({step: sum(numbers.values()) for step, numbers in steps.items()})
    whole = [_whole(numbers, totals[step]) for step, numbers in steps.items()]
    return {at: number for numbers in whole for at, number in numbers.items()}


_Key = TypeVar("_Key", bound=Hashable)


def _whole(numbers: Mapping[_Key, float], total: int | None = None) -> dict[_Key, int]:
    """Return whole numbers that sum to a whole `total`, by default the nearest to the sum of all."""
    whole = {key: int(number) for key, number in numbers.items()}
    missing = (round(sum(numbers.values())) if total is None else total) - sum(whole.values())
    for key in sorted(numbers, key=lambda key: whole[key] - numbers[key])[:missing]:
        whole[key] += 1
    return whole
