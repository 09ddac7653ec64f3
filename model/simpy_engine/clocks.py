"""Race competing transitions off a step, exactly also when a hazard changes in the middle of a stay.

The modified next reaction method (Anderson 2007, "A modified next reaction method for simulating chemical
systems with time dependent propensities and delays", J. Chem. Phys. 127, 214107): each destination owns a
unit-exponential number and is reached when its cumulative hazard has used the number up. A change of
hazard keeps what has been used and rescales the rest.
"""

import math

from model.arithmetic.functions import power_of_numbers


class Clock:
    """One destination's clock during one stay.

    `exponential` is its number, `shape` the Weibull shape, `years` the time already spent on the step when
    the clock starts; what passed before then is taken as survived.
    """

    __slots__ = ("_left", "_speed", "_years", "shape")

    def __init__(self, *, exponential: float, shape: float, years: float) -> None:
        self.shape = shape
        self._left = exponential
        self._years = years
        self._speed = 0.0

    def set_speed(self, speed: float, *, years: float) -> None:
        """Change the rate (per child-year, as in `Transition`) at `years` on the step.

        The same speed again changes nothing, not even the last bit: a child that a case does not touch must
        live the same life when its rates are looked up again.
        """
        if speed == self._speed:
            return
        used = self._speed * (self._powered(years) - self._powered(self._years))
        self._left = max(0.0, self._left - used)
        self._years = years
        self._speed = speed

    def rings_at(self) -> float:
        """Return the years on the step at which the number is used up if nothing changes; may be inf."""
        if self._speed == 0.0:
            return math.inf
        used = self._powered(self._years) + self._left / self._speed
        return used if self.shape == 1.0 else power_of_numbers(used, 1.0 / self.shape)

    def _powered(self, years: float) -> float:
        return years if self.shape == 1.0 else power_of_numbers(years, self.shape)
