"""Move one assumption at a time: the tornado between the 10th and the 90th percentile.

Caveat. The others stand at their medians, also those that are drawn together with it, and what two
assumptions do together is not seen. So all are moved at once too: what that gives beyond the sum is the
interaction.
"""

from dataclasses import dataclass

import numpy as np

from model.world.arrays import Floats
from sensitivity.points.points import Points
from sensitivity.points.runner import PointRunner
from sensitivity.subject.outcomes import Outcome

LOW, HIGH = 0.1, 0.9


@dataclass(frozen=True, kw_only=True)
class Corner:
    """All assumptions at once where each is best, or worst, for one outcome; in the unit of the outcome."""

    change: float
    """From the middle."""
    summed: float
    """The sum of the changes of each alone."""

    @property
    def interaction(self) -> float:
        """The change beyond the sum of the changes of each alone."""
        return self.change - self.summed


@dataclass(frozen=True, kw_only=True)
class Tornado:
    """What moving one assumption at a time changes."""

    low_values: Floats
    """The 10th percentile; [assumption]."""
    high_values: Floats
    """The 90th percentile; [assumption]."""
    middle: Floats
    """Mean with all at their medians; [outcome]."""
    at_low: Floats
    """Change from the middle; [assumption, outcome]."""
    at_high: Floats
    """Change from the middle; [assumption, outcome]."""
    error: Floats
    """Standard error of the larger of the two changes; [assumption, outcome]."""
    chance: Floats
    """Share of chance in the mean square of the changes; [outcome]."""
    best: Corner
    """Of the chosen outcome."""
    worst: Corner


def tornado(runner: PointRunner, outcome: Outcome, at: int, *, chances: int, replications: int) -> Tornado:
    """Return the tornado; every point is run under the same `chances`, each in so many replications.

    The corners are those of `outcome`, whose number is `at`.
    """
    number = len(runner.factors.names)
    shares = np.full((2 * number + 1, number), 0.5)
    shares[1 : number + 1][np.diag_indices(number)] = LOW
    shares[number + 1 :][np.diag_indices(number)] = HIGH
    runs = _run(runner, shares, chances, replications)
    changes = runs[1:] - runs[0]
    mean = changes.mean(axis=1)
    error = changes.std(axis=1, ddof=1) / np.sqrt(changes.shape[1])
    low, high = mean[:number], mean[number:]
    sign = 1.0 if outcome.more_is_better else -1.0
    is_high_better = sign * (high - low)[:, at] > 0
    corners = np.where(np.stack([is_high_better, ~is_high_better]), HIGH, LOW)
    both = _run(runner, corners, chances, replications)[..., at] - runs[0][:, at]
    best, worst = both.mean(axis=1).tolist()
    square = np.square(mean).mean(axis=0)
    return Tornado(
        low_values=runner.factors.quantiles(np.full((1, number), LOW))[0],
        high_values=runner.factors.quantiles(np.full((1, number), HIGH))[0],
        middle=runs[0].mean(axis=0),
        at_low=low,
        at_high=high,
        error=np.where(np.abs(low) > np.abs(high), error[:number], error[number:]),
        chance=np.divide(
            np.square(error).mean(axis=0), square, out=np.full_like(square, np.nan), where=square > 0
        ),
        best=Corner(change=best, summed=float(np.where(is_high_better, high[:, at], low[:, at]).sum())),
        worst=Corner(change=worst, summed=float(np.where(is_high_better, low[:, at], high[:, at]).sum())),
    )


def _run(runner: PointRunner, shares: Floats, chances: int, replications: int) -> Floats:
    """Return the outcomes at each point under the same chances; [point, run, outcome]."""
    values = np.repeat(runner.factors.quantiles(shares), chances, axis=0)
    points = Points(values=values, chance=np.tile(np.arange(chances), len(shares)))
    outcomes = runner.outcomes(points, replications=replications)
    return outcomes.reshape(len(shares), chances * replications, -1)
