"""A scenario under one draw of its assumptions: numbers, days and schedules instead of names and dates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from model.world.schedule import Schedule
from scenarios.format.assumptions import Quantity
from scenarios.format.schema import Scenario


@dataclass(frozen=True)
class Under:
    """A scenario and the value of every assumption in it."""

    scenario: Scenario
    values: Mapping[str, float]

    def number(self, quantity: Quantity) -> float:
        """Return the number that a quantity stands for."""
        return quantity.under(self.values)

    def day(self, when: date) -> float:
        """Return days since the start date."""
        return float((when - self.scenario.start).days)

    def schedule(self, changing: Mapping[date, Quantity]) -> Schedule:
        """Return places or slots from dates on; before the first date there are none.

        A number is rounded to a whole one: an assumption may fall in between, a place cannot.
        """
        days = {
            0.0 if when == date.min else self.day(when): float(round(self.number(number)))
            for when, number in sorted(changing.items())
        }
        first = min(days)
        if first > 0:
            days = {min(0.0, first - 1): 0.0, **days}
        return Schedule(times=tuple(days), values=tuple(days.values()))
