"""The distributions of uncertain numbers: the value below which a share lies, and the share below a value.

Only that. `scipy.stats` knows these distributions too, and the numbers here are bit for bit the same; but it
takes half a second to import, which every command and every worker process would wait for.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Figures = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Law:
    """A distribution: `loc` and `scale` times a standard one, which may have shapes."""

    value_below: Callable[..., Any]
    share_below: Callable[..., Any]
    """Both of the standard distribution, of its shapes and then of what is asked for."""
    shapes: tuple[float, ...] = ()
    ends: tuple[float, float]
    """Of the standard distribution."""
    loc: float = 0.0
    scale: float = 1.0

    def ppf(self, share: ArrayLike) -> Figures:
        """Return the value below which lies a share, from 0 to 1."""
        return np.asarray(self.value_below(*self.shapes, np.asarray(share)) * self.scale + self.loc)

    def cdf(self, value: ArrayLike) -> Figures:
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
        value_below=special.ndtri, share_below=special.ndtr, ends=(-np.inf, np.inf), loc=mean, scale=sd
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
        value_below=special.betaincinv,
        share_below=special.betainc,
        shapes=(a, b),
        ends=(0.0, 1.0),
        loc=low,
        scale=width,
    )


def gamma(shape: float, scale: float) -> Law:
    """Return the gamma distribution."""
    return Law(
        value_below=special.gammaincinv,
        share_below=special.gammainc,
        shapes=(shape,),
        ends=(0.0, np.inf),
        scale=scale,
    )


def _lognormal_value(sd: float, share: Figures) -> Figures:
    return np.asarray(np.exp(sd * special.ndtri(share)))


def _lognormal_share(sd: float, value: Figures) -> Figures:
    with np.errstate(divide="ignore"):  # the logarithm of nothing: below it lies nothing
        return np.asarray(special.ndtr(np.log(value) / sd))
