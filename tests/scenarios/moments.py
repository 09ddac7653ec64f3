"""Integrate a law numerically: its mean and its spread."""

from collections.abc import Callable

from scipy.integrate import quad

from scenarios.format.distributions import Law


def moments(law: Law) -> tuple[float, float]:
    """Return mean and standard deviation, to nine digits or so."""

    def expected(of: Callable[[float], float]) -> float:
        integral, _ = quad(lambda share: of(float(law.ppf(share))), 0, 1, epsabs=0, epsrel=1e-9, limit=500)
        return float(integral)

    mean = expected(lambda value: value)
    return mean, float(expected(lambda value: (value - mean) ** 2) ** 0.5)
