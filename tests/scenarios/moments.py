"""Mean and spread of a law, by integrating it."""

from collections.abc import Callable

from scipy.integrate import quad

from scenarios.format.distributions import Law


def moments(law: Law) -> tuple[float, float]:
    """Return mean and standard deviation, to nine digits or so."""

    def expected(of: Callable[[float], float]) -> float:
        found, _ = quad(lambda share: of(float(law.ppf(share))), 0, 1, epsabs=0, epsrel=1e-9, limit=500)
        return float(found)

    mean = expected(lambda value: value)
    return mean, float(expected(lambda value: (value - mean) ** 2) ** 0.5)
