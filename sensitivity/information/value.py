"""Value information on a case, and rank what to measure first, all from one set of draws."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from language.messages import Message
from model.world.arrays import Floats
from scenarios.files.refusals import RefusedError
from scenarios.format.assumption_use import assumption_limits
from scenarios.format.study import BASELINE
from scenarios.results.expected_gain import ExpectedGain, expected_gain
from scenarios.running.ensemble import RunContext
from sensitivity.information.evpi import Information, information
from sensitivity.information.indicators import Indicator, indicators
from sensitivity.information.sample_information import SampleInformation, sample_information
from sensitivity.methods.regression import LEAST_DRAWS
from sensitivity.points import plain_draws as draws
from sensitivity.points.early_figures import early_figures
from sensitivity.points.measure import CaseMeasure
from sensitivity.points.runner import PointRunner, PointWork
from sensitivity.subject.outcomes import NET
from sensitivity.subject.subject import Subject

BASE, CASE = "baseline", "case"
"""Groups: the assumptions of the baseline, and those of the case alone."""


@dataclass(frozen=True, kw_only=True)
class InformationRequest:
    """What a value-of-information analysis is asked to do."""

    draws: int
    replications: int
    children: tuple[int, ...]
    """How many children to follow up."""
    seed: int


@dataclass(frozen=True, kw_only=True)
class InformationValue:
    """The value of information on a case."""

    subject: Subject
    wanted: InformationRequest
    expected: ExpectedGain
    information: Information
    follow_up: SampleInformation | None
    """None when the case works on no step, so that there is nobody to follow up."""
    indicators: tuple[Indicator, ...]


def check_request(request: InformationRequest) -> None:
    """Raise RefusedError for what cannot be asked, before anything is run."""
    if request.draws < LEAST_DRAWS:
        raise RefusedError(
            Message(
                "--draws: {draws} are too few to tell what knowing is worth; give {least_draws}",
                draws=request.draws,
                least_draws=LEAST_DRAWS,
            )
        )


def about(request: InformationRequest, subject: Subject) -> dict[str, Any]:
    """Return a description of the run, for resuming it and for its digest."""
    return {
        "what": {"information": subject.case, "replications": request.replications},
        "scenario": subject.study.name,
        "scenario_digest": subject.study.digest,
        "draws": request.draws,
        "seed": request.seed,
    }


def work(request: InformationRequest, subject: Subject) -> PointWork:
    """Return the work of an analysis, without points yet."""
    measure = CaseMeasure(subject.study, subject.case, seed=request.seed, look_early=True)
    return PointWork.none(measure, subject.factors, about(request, subject))


def information_value(request: InformationRequest, subject: Subject, context: RunContext) -> InformationValue:
    """Return the value of information on a case.

    Raises RefusedError for a case whose net present gain is the same in every run, and as `PointRunner.run`.
    """
    points = draws.points(subject.study, subject.factors, draws=request.draws, seed=request.seed)
    runs = PointRunner(work(request, subject), subject.to_outcomes, context).run(
        points, replications=request.replications
    )
    scenario = subject.study.case(subject.case)
    gain_dkk = subject.to_outcomes(runs)[..., subject.outcome(NET)]
    if not np.ptp(gain_dkk) > 0.01:
        raise RefusedError(
            Message(
                "{case}: the gain is the same in every run; there is nothing to know more of",
                case=subject.case,
            )
        )
    worth = information(
        values=points.values, names=subject.factors.names, gain_dkk=gain_dkk, groups=_groups(subject)
    )
    expected = worth.denoised.expected_gain_dkk
    look = early_figures(subject.study, subject.case)
    return InformationValue(
        subject=subject,
        wanted=request,
        expected=expected_gain(gain_dkk, price_year=scenario.price_year),
        information=worth,
        follow_up=_follow_up(runs, expected, look.months, request) if look.acted_on else None,
        indicators=indicators(
            values=runs["indicators"],
            names=look.indicators,
            months=look.months,
            expected_gain_dkk=expected,
        ),
    )


def _groups(subject: Subject) -> dict[str, list[str]]:
    base = assumption_limits(subject.study.case(BASELINE))
    groups = {
        BASE: [name for name in subject.factors.names if name in base],
        CASE: [name for name in subject.factors.names if name not in base],
    }
    return {group: names for group, names in groups.items() if names}


def _follow_up(
    runs: dict[str, Floats], expected: Floats, months: Sequence[int], request: InformationRequest
) -> SampleInformation:
    return sample_information(
        expected_gain_dkk=expected,
        events=runs["events"],
        child_years=runs["child_years"],
        so_far_dkk=runs["so_far_dkk"],
        months=months,
        children=request.children,
        seed=request.seed,
    )
