"""Fit parameters of a scenario to published totals, with uncertainty, where there is no ledger.

Caveat. A handful of totals fix a handful of numbers. All else stays as in the scenario and counts as certain;
what the totals say little of is decided by the priors. The result holds for a world whose other rates, and
whose time already spent on the steps, are right.

The totals y are normal about what the model expects, with chance, rounding and definition as covariance C;
the logarithms of the parameters have normal priors. The mode is found by least squares in these logarithms,
the covariance about it by the derivatives there (Laplace), and both are corrected by importance sampling from
t distributions, each adapted to the draws from those before, all weighted as one mixture (Cornuet et al.
2012, "Adaptive multiple importance sampling", Scandinavian Journal of Statistics 39). C is that of the mode.

Whether the totals contradict each other is tested by the least sum of squares, priors included: if everything
were linear and the file right, it would be chi-square with as many degrees of freedom as there are totals.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from calibration.totals.expected_totals import DAYS_PER_CELL, TotalsWorld, make_world
from calibration.totals.file import InflowTotal, Parameter, Present, Totals
from calibration.totals.student_t import StudentT
from language.formatting import number
from language.messages import Message, say
from model.arithmetic.functions import chi_square_above, exp, log, log_sum_exp, normal_quantile
from model.arithmetic.products import correlation, dot, product
from model.arithmetic.search import least_sum_of_squares
from model.arithmetic.systems import cholesky, inverse, solve
from model.world.arrays import Floats
from scenarios.files.forms import Text
from scenarios.files.refusals import RefusedError
from scenarios.format.assumption_use import assumption_limits

Progress = Callable[[int, int], None]

DRAWS = 300
"""From each t distribution."""
GOOD_SHARE = 0.15
"""Least effective sample size, as a share of the draws, for a posterior that may be called good."""
CONTRADICTION = 0.01
"""Probability of so poor a fit below which the totals contradict each other."""
FAR = 2.0
"""Standard errors beyond which a total is named as not met."""
_ENOUGH = 0.5
"""Effective sample size, as a share of the draws of one round, at which the rounds stop."""
_ROUNDS = 5
_WIDER = 1.5
"""Factor on the variance at the mode, for the first proposal: better too wide than too narrow."""
_STEP = 0.01
"""Step to either side in a logarithm, for derivatives by differences."""
_SEARCHES = 13
"""Times that the search for a mode commonly takes all derivatives, to estimate progress."""
_MOST_TRIES = 200
"""Times that as many draws as are wanted are made, before it is given up that enough of them are allowed."""
_FAR = 1e12
"""An expected total further from any that is published than values that make a world can be."""
_TINY = 1e-9
_KEPT = 2_000
"""Joint draws that are kept, resampled from all by their weights."""


@dataclass(frozen=True, kw_only=True)
class FittedTotal:
    """A published total and the total that the fitted model expects, in the same unit."""

    name: str
    title: Text
    is_count: bool
    published: float
    error: float
    """Standard error of the published figure: chance, rounding and definition."""
    fitted: float
    """Posterior mean of what the model expects."""
    fitted_sd: float
    numerical_error: float
    """Estimated error of the numerical solution."""

    @property
    def z(self) -> float:
        """Standard errors by which the fitted total lies above the published."""
        return (self.fitted - self.published) / self.error


@dataclass(frozen=True, kw_only=True)
class TotalsFit:
    """Posterior of the parameters; n parameters."""

    totals: Totals
    names: tuple[str, ...]
    """[n]"""
    mode: Floats
    """The values whose logarithms are the most probable; [n]."""
    laplace_log_sd: Floats
    """Standard deviations of the logarithms by the derivatives at the mode (Laplace); [n]."""
    draws: Floats
    """Joint draws of the values, of equal weight; [draw, n]."""
    effective_share: float
    """Effective sample size as a share of the weighted draws."""
    evaluations: int
    """How many times the expected totals of the model were computed."""
    rows: tuple[FittedTotal, ...]
    misfit: float
    """Least sum of squares of totals and priors."""

    @cached_property
    def mean(self) -> Floats:
        """Posterior mean of each parameter; [n]."""
        return np.asarray(self.draws.mean(axis=0))

    @cached_property
    def sd(self) -> Floats:
        """Posterior standard deviation of each parameter; [n]."""
        return np.asarray(self.draws.std(axis=0))

    @cached_property
    def correlation(self) -> Floats:
        """Of the logarithms of the parameters; [n, n]."""
        return correlation(log(self.draws))

    @property
    def is_good(self) -> bool:
        """Whether the effective sample size is large enough."""
        return self.effective_share >= GOOD_SHARE

    @property
    def probability(self) -> float:
        """The probability of a fit as poor as this, or poorer, if file and model are right."""
        return float(chi_square_above(self.misfit, len(self.rows)))

    @property
    def contradicts(self) -> bool:
        """Whether the totals contradict each other, or the priors, under the model."""
        return self.probability < CONTRADICTION

    @property
    def pulled(self) -> tuple[tuple[str, float], ...]:
        """Parameters whose mode is far out in their prior, and by how many standard deviations."""
        centre, spread = _priors(self.totals.form.parameters.values())
        far = (log(self.mode) - centre) / spread
        return tuple(
            (name, float(z))
            for name, z in zip(self.names, far, strict=True)
            if abs(z) > normal_quantile(0.95)
        )

    def verdict(self) -> str:
        """Return a verdict in a few sentences: whether the totals fit together, and the draws suffice."""
        sentences = []
        if self.contradicts:
            by_distance = sorted(self.rows, key=lambda row: -abs(row.z))
            missed = [row for row in by_distance if abs(row.z) >= FAR] or by_distance[:1]
            sentences.append(
                say(
                    "The totals contradict each other in this model: {totals}",
                    totals="; ".join(map(_fitted_and_published, missed)),
                )
            )
            if pulled := ", ".join(f"{name} ({z:+.1f})" for name, z in self.pulled):
                sentences.append(
                    say("Pulled far out in what was thought before: {parameters}", parameters=pulled)
                )
        else:
            sentences.append(say("The totals can be met at once within their uncertainty"))
        if not self.is_good:
            sentences.append(
                say(
                    "The uncertainty is not well enough determined ({share} effective draws); do not use it",
                    share=f"{self.effective_share:.0%}",
                )
            )
        return "".join(f"{sentence}. " for sentence in sentences).rstrip()


def _fitted_and_published(row: FittedTotal) -> str:
    def shown(value: float) -> str:
        return number(value) if row.is_count else f"{number(100 * value, 1)} %"

    return say(
        "'{total}' model {fitted}, published {published}",
        total=row.title,
        fitted=shown(row.fitted),
        published=shown(row.published),
    )


def fit(
    totals: Totals,
    *,
    seed: int = 1,
    draws: int = DRAWS,
    days_per_cell: float = DAYS_PER_CELL,
    progress: Progress | None = None,
) -> TotalsFit:
    """Fit the parameters of a file of totals.

    The same arguments give the same answer. `draws` are made in each of at most five rounds. `progress` is
    called with the evaluations of the model done and those planned; a further round adds to them.
    Raises RefusedError for a scenario whose expected numbers cannot be computed (see `make_world`).
    """
    world = replace(make_world(totals), days_per_cell=days_per_cell)
    search = _Search(totals, world, progress or (lambda _done, _total: None))
    return search.run(np.random.Generator(np.random.Philox(key=seed)), draws)


def _priors(parameters: Iterable[Parameter]) -> tuple[Floats, Floats]:
    """Return mean and standard deviation of the logarithms; two of [n]."""
    ends = log([[parameter.prior.p05, parameter.prior.p95] for parameter in parameters])
    return ends.mean(axis=1), (ends[:, 1] - ends[:, 0]) / (2 * normal_quantile(0.95))


class _Search:
    """Search of the posterior in the coordinates x = (log value - prior mean) / prior standard deviation."""

    def __init__(self, totals: Totals, world: TotalsWorld, progress: Progress) -> None:
        self.totals = totals
        self.world = world
        self.names = tuple(totals.form.parameters)
        self.centre, self.spread = _priors(totals.form.parameters.values())
        self.published = np.array([total.value for total in world.totals])
        self.definition = np.diag([np.square(total.spread()) for total in world.totals])
        allowed = assumption_limits(totals.study.scenario)
        ends = np.array([allowed[name] for name in self.names])
        self.least, self.largest = log(np.maximum(ends, _TINY)).T
        self.progress = progress
        self.evaluations = 0
        self.planned = 0
        self.covariance: Floats = np.eye(len(self.published))
        self.root: Floats = np.eye(len(self.published))

    def values(self, x: Floats) -> dict[str, float]:
        logs = np.clip(self.centre + self.spread * x, self.least, self.largest)
        return dict(zip(self.names, exp(logs).tolist(), strict=True))

    def update_covariance(self, x: Floats) -> None:
        """Set the covariance of the totals to that at `x`."""
        self.covariance = self.world.chance(self.values(x)) + self.definition
        self.root = cholesky(self.covariance)

    def expected(self, x: Floats) -> Floats:
        try:
            totals = self.world.expected(self.values(x))
        except ValueError:  # no population is in balance there: nothing speaks for such values
            totals = np.full(len(self.published), _FAR)
        self.evaluations += 1
        self.planned = max(self.planned, self.evaluations)
        self.progress(self.evaluations, self.planned)
        return totals

    def residuals(self, x: Floats, totals: Floats | None = None) -> Floats:
        expected = self.expected(x) if totals is None else totals
        return np.concatenate([solve(self.root, expected - self.published), x])

    def slopes(self, x: Floats) -> Floats:
        """Return the derivatives of the residuals by central differences; [residual, n]."""
        columns = []
        for parameter, size in enumerate(_STEP / self.spread):
            step = np.zeros(len(x))
            step[parameter] = size
            columns.append((self.residuals(x + step) - self.residuals(x - step)) / (2 * size))
        return np.array(columns).T

    def mode(self, x: Floats) -> tuple[Floats, Floats]:
        """Return where the sum of squares is least, and the covariance by the slopes there."""
        mode, slopes = least_sum_of_squares(self.residuals, self.slopes, x, tolerance=1e-6)
        return mode, inverse(product(slopes.T, slopes))

    def run(self, rng: np.random.Generator, draws: int) -> TotalsFit:
        mode = np.zeros(len(self.centre))
        self.planned = _SEARCHES * (2 * len(mode) + 1) + draws
        for _ in range(2):  # chance differs between worlds, and is taken as it is where the totals lead
            self.update_covariance(mode)
            mode, laplace = self.mode(mode)
        misfit = float(np.square(self.residuals(mode)).sum())
        points, expected, weight = self.sample(mode, _WIDER * laplace, rng, draws)
        kept = np.searchsorted(np.cumsum(weight), (np.arange(_KEPT) + rng.random()) / _KEPT)
        kept = rng.permutation(np.minimum(kept, len(points) - 1))
        return TotalsFit(
            totals=self.totals,
            names=self.names,
            mode=np.array(list(self.values(mode).values())),
            laplace_log_sd=self.spread * np.sqrt(np.diag(laplace)),
            draws=np.array([[*self.values(point).values()] for point in points])[kept],
            effective_share=_effective(weight) / len(points),
            evaluations=self.evaluations,
            rows=self.rows(expected[kept], mode),
            misfit=misfit,
        )

    def sample(
        self, middle: Floats, scale: Floats, rng: np.random.Generator, draws: int
    ) -> tuple[Floats, Floats, Floats]:
        """Return draws, the expected totals of each, and their weights under the posterior."""
        proposals: list[StudentT] = []
        points: Floats = np.zeros((0, len(middle)))
        expected: Floats = np.zeros((0, len(self.published)))
        weight: Floats = np.zeros(0)
        for _ in range(_ROUNDS):
            proposals.append(StudentT.of(middle, scale))
            new = self.possible(proposals[-1], rng, draws)
            self.planned = self.evaluations + draws
            points = np.concatenate([points, new])
            expected = np.concatenate([expected, [self.expected(point) for point in new]])
            squares = [np.square(self.residuals(x, y)).sum() for x, y in zip(points, expected, strict=True)]
            mixture = log_sum_exp(np.stack([each.log_density(points) for each in proposals]), axis=0)
            logs = -0.5 * np.array(squares) - mixture
            weight = _weights(logs)
            if _effective(weight) >= _ENOUGH * draws:
                break
            middle, scale = _tempered_moments(points, logs)
        return points, expected, weight

    def possible(self, proposal: StudentT, rng: np.random.Generator, draws: int) -> Floats:
        """Return draws in which every value lies within the limits of the scenario.

        Raises RefusedError where next to none does.
        """
        points = np.zeros((0, len(self.centre)))
        for _ in range(_MOST_TRIES):
            new = proposal.draw(draws, rng)
            at = self.centre + self.spread * new
            points = np.concatenate([points, new[((at >= self.least) & (at <= self.largest)).all(axis=1)]])
            if len(points) >= draws:
                return points[:draws]
        raise RefusedError(
            Message(
                "the totals are met by values alone that the scenario does not allow ({names}); look at the "
                "totals, or at the priors",
                names=", ".join(self.names),
            )
        )

    def rows(self, expected: Floats, mode: Floats) -> tuple[FittedTotal, ...]:
        finer = self.world.expected(self.values(mode), days_per_cell=self.world.days_per_cell / 2)
        off = np.abs(finer - self.world.expected(self.values(mode))) * 4 / 3  # Richardson
        return tuple(
            FittedTotal(
                name=name,
                title=total.title,
                is_count=isinstance(total, Present | InflowTotal),
                published=total.value,
                error=float(np.sqrt(self.covariance[i, i])),
                fitted=float(expected[:, i].mean()),
                fitted_sd=float(expected[:, i].std()),
                numerical_error=float(off[i]),
            )
            for i, (name, total) in enumerate(self.totals.form.totals.items())
        )


def _weights(logs: Floats) -> Floats:
    weight = exp(logs - logs.max())
    return np.asarray(weight / weight.sum())


def _effective(weight: Floats) -> float:
    """Return the effective sample size of weights that sum to 1."""
    return 1.0 / dot(weight, weight)


def _tempered_moments(points: Floats, logs: Floats) -> tuple[Floats, Floats]:
    """Return mean and covariance of weighted points, the weights tempered until enough of them count.

    Otherwise a single point that outweighs all others would become the whole of the next proposal.
    """
    heat = 1.0
    while _effective(_weights(logs * heat)) < 4 * points.shape[1] and heat > 1e-3:
        heat *= 0.8
    weight = _weights(logs * heat)
    middle = product(weight, points)
    return middle, product((points - middle).T, (points - middle) * weight[:, None])
