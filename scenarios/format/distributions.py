"""Define the distributions an assumption may have: their forms in a file, quantiles and shares.

`scipy.stats` knows these distributions too, but its last digits differ from processor to processor.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Literal, Self, TypeVar

import numpy as np
from numpy.typing import ArrayLike
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from model.arithmetic.functions import (
    beta_below,
    beta_quantile,
    exp,
    gamma_below,
    gamma_quantile,
    log,
    normal_below,
    normal_quantile,
)
from model.world.arrays import Floats
from scenarios.files.forms import Form

P = TypeVar("P", bound="Form")

LARGEST = 1e15
"""No number in a scenario is larger; beyond it, arithmetic begins to lose single kroner."""

Number = Annotated[float, Field(ge=-LARGEST, le=LARGEST)]
AboveZero = Annotated[float, Field(ge=1e-9, le=LARGEST)]


_NINETY_FIVE = float(normal_quantile(0.95))
"""Standard deviations from the mean of a normal distribution to its 95th percentile."""


@dataclass(frozen=True, kw_only=True)
class Law:
    """A probability distribution: `loc` plus `scale` times a standard one, which may have shapes."""

    value_below: Callable[..., Any]
    share_below: Callable[..., Any]
    """Both of the standard distribution; they take its shapes and then a share or a value."""
    shapes: tuple[float, ...] = ()
    ends: tuple[float, float]
    """Of the standard distribution."""
    loc: float = 0.0
    scale: float = 1.0

    def ppf(self, share: ArrayLike) -> Floats:
        """Return the value below which lies a share, from 0 to 1."""
        return np.asarray(self.value_below(*self.shapes, np.asarray(share)) * self.scale + self.loc)

    def cdf(self, value: ArrayLike) -> Floats:
        """Return the share that lies below a value."""
        standard = np.clip((np.asarray(value) - self.loc) / self.scale, *self.ends)
        return np.asarray(self.share_below(*self.shapes, standard))

    @property
    def support(self) -> tuple[float, float]:
        """The least and the largest value; either may be infinite."""
        low, high = self.ends
        return low * self.scale + self.loc, high * self.scale + self.loc


def normal(mean: float, sd: float) -> Law:
    """Return the normal distribution."""
    return Law(
        value_below=normal_quantile, share_below=normal_below, ends=(-np.inf, np.inf), loc=mean, scale=sd
    )


def lognormal(median: float, sd: float) -> Law:
    """Return the distribution of a number whose logarithm is normal with a standard deviation."""
    return Law(
        value_below=_lognormal_value,
        share_below=_lognormal_share,
        shapes=(sd,),
        ends=(0.0, np.inf),
        scale=median,
    )


def uniform(low: float, high: float) -> Law:
    """Return the distribution of a number that is anywhere between two others, all alike."""
    return Law(value_below=np.positive, share_below=np.positive, ends=(0.0, 1.0), loc=low, scale=high - low)


def beta(a: float, b: float, *, low: float = 0.0, width: float = 1.0) -> Law:
    """Return the beta distribution, moved to `low` and stretched to `width`."""
    return Law(
        value_below=beta_quantile,
        share_below=beta_below,
        shapes=(a, b),
        ends=(0.0, 1.0),
        loc=low,
        scale=width,
    )


def gamma(shape: float, scale: float) -> Law:
    """Return the gamma distribution."""
    return Law(
        value_below=gamma_quantile,
        share_below=gamma_below,
        shapes=(shape,),
        ends=(0.0, np.inf),
        scale=scale,
    )


def _lognormal_value(sd: float, share: Floats) -> Floats:
    return np.asarray(exp(sd * normal_quantile(share)))


def _lognormal_share(sd: float, value: Floats) -> Floats:
    return np.asarray(normal_below(log(value) / sd))


class Interval90(Form):
    """The central 90 % interval: nine times in ten the number lies between `p05` and `p95`."""

    p05: Number
    p95: Number

    @model_validator(mode="after")
    def _rises(self) -> Self:
        return _rising(self, "p05", "p95")


class Lognormal(Interval90):
    """Above zero; nine times in ten between `p05` and `p95`."""

    kind: Literal["lognormal"]
    p05: AboveZero
    p95: AboveZero

    @cached_property
    def law(self) -> Law:
        """The probability distribution."""
        spread = log(self.p95 / self.p05) / (2 * _NINETY_FIVE)
        return lognormal(math.sqrt(self.p05 * self.p95), spread)


class Normal(Interval90):
    """Any number; nine times in ten between `p05` and `p95`."""

    kind: Literal["normal"]

    @cached_property
    def law(self) -> Law:
        """The probability distribution."""
        return normal((self.p05 + self.p95) / 2, (self.p95 - self.p05) / (2 * _NINETY_FIVE))


class Uniform(Form):
    """Any number from `low` to `high`, all alike."""

    kind: Literal["uniform"]
    low: Number
    high: Number

    @model_validator(mode="after")
    def _rises(self) -> Self:
        return _rising(self, "low", "high")

    @cached_property
    def law(self) -> Law:
        """The probability distribution."""
        return uniform(self.low, self.high)


class Pert(Form):
    """From `low` to `high`, most likely near `mode` (a beta distribution; Malcolm et al. 1959)."""

    kind: Literal["pert"]
    low: Number
    mode: Number
    high: Number

    @model_validator(mode="after")
    def _rises(self) -> Self:
        _rising(self, "low", "high")
        if not self.low <= self.mode <= self.high:
            raise PydanticCustomError("mode_outside", "mode outside", {"mode": self.mode})
        return self

    @cached_property
    def law(self) -> Law:
        """The probability distribution."""
        width = self.high - self.low
        alpha = 1 + 4 * (self.mode - self.low) / width
        return beta(alpha, 6 - alpha, low=self.low, width=width)


class Beta(Form):
    """A share between 0 and 1 with a mean and a standard deviation."""

    kind: Literal["beta"]
    mean: float = Field(ge=1e-5, le=1 - 1e-5)
    sd: float = Field(ge=1e-5)

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.sd * self.sd >= self.mean * (1 - self.mean):
            raise PydanticCustomError("sd_too_large", "sd too large", {"sd": self.sd})
        return self

    @cached_property
    def law(self) -> Law:
        """The probability distribution."""
        size = self.mean * (1 - self.mean) / (self.sd * self.sd) - 1
        return beta(self.mean * size, (1 - self.mean) * size)


class Gamma(Form):
    """Above zero, with a mean and a standard deviation: what is known of a rate after some events."""

    kind: Literal["gamma"]
    mean: AboveZero
    sd: AboveZero

    @cached_property
    def law(self) -> Law:
        """The probability distribution."""
        return gamma(self.mean / self.sd * (self.mean / self.sd), self.sd * self.sd / self.mean)


Distribution = Annotated[Lognormal | Normal | Uniform | Pert | Beta | Gamma, Field(discriminator="kind")]


def _rising(part: P, low: str, high: str) -> P:
    if not getattr(part, low) < getattr(part, high):
        raise PydanticCustomError("upside_down", "upside down", {"low_field": low, "high_field": high})
    return part
