"""Hold a number that changes at known times: places, slots, ramps, inflows."""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """A step function of time: `values[i]` holds from `times[i]` until `times[i + 1]`.

    Before `times[0]` the first value holds too. Raises ValueError unless the times rise.
    """

    times: tuple[float, ...]
    """Days since the start date."""
    values: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.times or len(self.times) != len(self.values):
            raise ValueError(
                f"schedule: {len(self.times)} times and {len(self.values)} values; give as many, at least one"
            )
        if any(later <= earlier for earlier, later in pairwise(self.times)):
            raise ValueError(f"schedule: times must rise, found {self.times}")

    @classmethod
    def constant(cls, value: float) -> "Schedule":
        """Return the schedule that is `value` always."""
        return cls(times=(0.0,), values=(value,))

    @classmethod
    def ramp(cls, *, start: float, end: float, pieces: int) -> "Schedule":
        """Return a share that climbs from 0 before `start` to 1 at `end` in `pieces` equal steps.

        It takes the middle value of each piece, so that the area under it is that of the straight line;
        with `end == start` it jumps.
        """
        if end <= start:
            return cls(times=(min(0.0, start - 1.0), start), values=(0.0, 1.0))
        width = (end - start) / pieces
        times = (min(0.0, start - 1.0), *(start + width * i for i in range(pieces)), end)
        return cls(times=times, values=(0.0, *((i + 0.5) / pieces for i in range(pieces)), 1.0))

    def at(self, time: float) -> float:
        """Return the value that holds at `time` (days)."""
        return self.values[max(0, bisect_right(self.times, time) - 1)]

    def highest(self, *, before: float) -> float:
        """Return the largest value that holds at some time from 0 until `before` (days)."""
        later = [v for t, v in zip(self.times, self.values, strict=True) if 0.0 < t < before]
        return max([self.at(0.0), *later])

    def changes(self, *, before: float) -> tuple[tuple[float, float], ...]:
        """Return (time, new value) for every change after 0 and before `before` (days)."""
        steps = zip(self.times[1:], pairwise(self.values), strict=True)
        return tuple((time, new) for time, (old, new) in steps if new != old and 0.0 < time < before)
