"""Carry out a sensitivity analysis: the chosen method, the tornado, break-even and the three views."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from language.messages import Message
from model.world.arrays import Floats
from scenarios.files.refusals import RefusedError
from scenarios.results.expected_gain import ExpectedGain, expected_gain
from scenarios.running.ensemble import RunContext
from sensitivity.analysis.request import LEAST, SensitivityRequest, about
from sensitivity.methods import break_even, screening, variance
from sensitivity.methods import one_at_a_time as local
from sensitivity.methods.break_even import BreakEven, Map
from sensitivity.methods.densities import Densities, densities
from sensitivity.methods.one_at_a_time import Tornado
from sensitivity.methods.screening import Screening
from sensitivity.methods.variance import Indices
from sensitivity.points import plain_draws as draws
from sensitivity.points.measure import CaseMeasure
from sensitivity.points.runner import PointRunner, PointWork
from sensitivity.subject.outcomes import NET
from sensitivity.subject.subject import Method, Subject
from sensitivity.views import three_views as of_views
from sensitivity.views.three_views import Views, views

_TORNADO_CHANCES = 16
_LEAST_SD = {"dkk": 0.01, "children": 1e-9}
"""An outcome that varies by less is constant: what differs is rounding."""


@dataclass(frozen=True, kw_only=True)
class Sensitivity:
    """A sensitivity analysis; of the methods, the one that was asked for and the tornado."""

    subject: Subject
    request: SensitivityRequest
    chosen: int
    """The number of the outcome that was asked for."""
    level: float
    """Its mean over the points of the method."""
    drawn: ExpectedGain | None = None
    """The expected gain over the points; None where they are no plain draws of the assumptions."""
    indices: Indices | None = None
    screening: Screening | None = None
    densities: Densities | None = None
    tornado: Tornado | None = None
    crossings: tuple[BreakEven, ...] = ()
    """Break-even of each assumption."""
    maps: tuple[Map, ...] = ()
    views: Views | None = None

    @property
    def expected_gain(self) -> ExpectedGain | None:
        """The expected gain, over the draws of the method or else of the three views; None without either."""
        if self.drawn is not None or self.views is None:
            return self.drawn
        (raw,) = (each for each in self.views.views if each.name == "raw")
        return ExpectedGain(
            dkk=raw.mean_dkk,
            mc_error_dkk=None if np.isnan(raw.mc_error_dkk) else raw.mc_error_dkk,
            runs=of_views.planned(),
            price_year=self.subject.study.case(self.subject.case).price_year,
        )

    @property
    def weights(self) -> Floats:
        """How much each assumption matters, in the measure of the method; [assumption]."""
        if self.indices is not None:
            return self.indices.total.value[:, self.chosen]
        if self.screening is not None:
            return self.screening.mu_star.value[:, self.chosen]
        if self.densities is not None:
            return self.densities.distance.value
        return _swings(self.tornado, self.chosen)

    @property
    def order(self) -> list[int]:
        """The numbers of the assumptions, those that matter most first."""
        return [*map(int, np.argsort(-np.nan_to_num(self.weights), kind="stable"))]

    @property
    def chance(self) -> tuple[float, float, float]:
        """Share of chance, with its interval; nan where it cannot be estimated."""
        if self.indices is not None:
            return self.indices.chance[self.chosen]
        if self.screening is not None:
            return self.screening.chance[self.chosen]
        if self.densities is not None:
            return self.densities.chance, np.nan, np.nan
        share = np.nan if self.tornado is None else float(self.tornado.chance[self.chosen])
        return share, np.nan, np.nan


def work(request: SensitivityRequest, subject: Subject) -> PointWork:
    """Return the work of an analysis, without points yet."""
    measure = CaseMeasure(subject.study, subject.case, seed=request.seed)
    return PointWork.none(measure, subject.factors, about(request, subject))


def analyse(request: SensitivityRequest, subject: Subject, context: RunContext) -> Sensitivity:
    """Return the sensitivity of a case.

    Raises RefusedError for an outcome that is the same at every point, and as `PointRunner.run` does.
    """
    runner = PointRunner(work(request, subject), subject.to_outcomes, context)
    if request.run is not None:
        drawn = draws.read_draws(request.run, subject.study, subject.case, subject.factors)
        return _of_draws(request, subject, drawn.values, subject.to_outcomes(drawn.measured))
    runner.planned = planned(request, subject)
    analysis = _METHODS[request.method](request, subject, runner)
    if analysis.tornado is None:
        analysis = replace(analysis, tornado=_tornado(request, subject, runner, _TORNADO_CHANCES))
    if request.with_break_even:
        alone, maps = break_even.break_even(
            runner,
            break_even_outcome(analysis),
            confidence=request.confidence,
            pairs=pairs(analysis),
            seed=request.seed,
        )
        analysis = replace(analysis, crossings=alone, maps=maps)
    three_views = views(subject, request.optimism, runner, context, seed=request.seed)
    return replace(analysis, views=three_views)


def planned(request: SensitivityRequest, subject: Subject) -> int:
    """Return how many cells an analysis usually takes."""
    number = len(subject.factors.names)
    width = {"sobol": number + 3 + len(subject.factors.joints), "morris": number + 1, "local": 0}
    if request.second:
        width["sobol"] += len(subject.factors.alone) + len(subject.factors.joints)
    cells = request.samples * request.replications * width.get(request.method, 1)
    chances = request.samples if request.method == "local" else _TORNADO_CHANCES
    cells += (2 * number + 3) * chances * request.replications
    if request.with_break_even:
        mapped = min(request.pairs, number)
        cells += break_even.planned(number, mapped * (mapped - 1) // 2)
    return cells + of_views.planned()


def break_even_outcome(analysis: Sensitivity) -> int:
    """Return the number of the outcome by which it is judged whether the case pays its way.

    The one that was asked for if it is a gain, otherwise the net present gain.
    """
    outcome = analysis.subject.outcomes[analysis.chosen]
    is_gain = outcome.unit == "dkk" and outcome.more_is_better
    return analysis.chosen if is_gain else analysis.subject.outcome(NET)


def pairs(analysis: Sensitivity) -> list[tuple[int, int]]:
    """Return the pairs that are mapped, (across, up), those that matter most first."""
    first = analysis.order[: analysis.request.pairs]
    return [(other, one) for i, one in enumerate(first) for other in first[i + 1 :]]


def _sobol(request: SensitivityRequest, subject: Subject, runner: PointRunner) -> Sensitivity:
    design = variance.design(subject.factors, rows=request.samples, second=request.second, seed=request.seed)
    outcomes = runner.outcomes(design.points, replications=request.replications)
    begun = _begun(request, subject, outcomes)
    return replace(begun, indices=variance.indices(design, outcomes, seed=request.seed))


def _morris(request: SensitivityRequest, subject: Subject, runner: PointRunner) -> Sensitivity:
    trajectories = screening.trajectories(subject.factors, number=request.samples, seed=request.seed)
    outcomes = runner.outcomes(trajectories.points, replications=request.replications)
    begun = _begun(request, subject, outcomes)
    return replace(begun, screening=screening.screening(trajectories, outcomes, seed=request.seed))


def _local(request: SensitivityRequest, subject: Subject, runner: PointRunner) -> Sensitivity:
    tornado = _tornado(request, subject, runner, request.samples)
    chosen = subject.outcome(request.outcome)
    if not np.abs(_swings(tornado, chosen)).max() > _LEAST_SD[subject.outcomes[chosen].unit]:
        raise _constant(request, subject, float(tornado.middle[chosen]))
    return Sensitivity(
        subject=subject, request=request, chosen=chosen, level=float(tornado.middle[chosen]), tornado=tornado
    )


def _drawn(request: SensitivityRequest, subject: Subject, runner: PointRunner) -> Sensitivity:
    points = draws.points(subject.study, subject.factors, draws=request.samples, seed=request.seed)
    outcomes = runner.outcomes(points, replications=request.replications)
    return _of_draws(request, subject, points.values, outcomes)


_METHODS: dict[Method, Callable[[SensitivityRequest, Subject, PointRunner], Sensitivity]] = {
    "sobol": _sobol,
    "morris": _morris,
    "local": _local,
    "pawn": _drawn,
    "delta": _drawn,
}


def _of_draws(request: SensitivityRequest, subject: Subject, values: Floats, outcomes: Floats) -> Sensitivity:
    measure: Literal["pawn", "delta"] = "pawn" if request.method == "pawn" else "delta"
    if len(values) < LEAST[measure]:
        raise RefusedError(
            Message(
                "{run}: {count} draws are too few for {measure}; give at least {least}",
                run=request.run,
                count=len(values),
                measure=measure,
                least=LEAST[measure],
            )
        )
    begun = _begun(request, subject, outcomes)
    price_year = subject.study.case(subject.case).price_year
    expected = expected_gain(outcomes[..., subject.outcome(NET)], price_year=price_year)
    distances = densities(measure, subject.factors, values, outcomes[..., begun.chosen], seed=request.seed)
    return replace(begun, densities=distances, drawn=expected)


def _begun(request: SensitivityRequest, subject: Subject, outcomes: Floats) -> Sensitivity:
    """Return the analysis without results of a method; `outcomes` is [point, replication, outcome]."""
    chosen = subject.outcome(request.outcome)
    level = float(outcomes[..., chosen].mean())
    if not np.ptp(outcomes[..., chosen]) > _LEAST_SD[subject.outcomes[chosen].unit]:
        raise _constant(request, subject, level)
    return Sensitivity(subject=subject, request=request, chosen=chosen, level=level)


def _tornado(request: SensitivityRequest, subject: Subject, runner: PointRunner, chances: int) -> Tornado:
    at = subject.outcome(request.outcome)
    return local.tornado(runner, subject.outcomes[at], at, chances=chances, replications=request.replications)


def _swings(tornado: Tornado | None, outcome: int) -> Floats:
    if tornado is None:
        return np.zeros(0)
    return np.maximum(np.abs(tornado.at_low), np.abs(tornado.at_high))[:, outcome]


def _constant(request: SensitivityRequest, subject: Subject, level: float) -> RefusedError:
    at = f"{level:.6g}"
    return RefusedError(
        Message(
            "{case}: {outcome} is {at} at every point; there is nothing that it hangs on",
            case=subject.case,
            outcome=request.outcome,
            at=at,
        )
    )
