"""What it is worth to know more of a case, and what to measure first: one set of draws, and the answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from language.messages import Message
from scenarios.files.refusals import RefusedError
from scenarios.format.assumption_use import limits
from scenarios.results.comparison import BASELINE
from sensitivity.information.evpi import Information, information
from sensitivity.information.indicators import Indicator, indicators
from sensitivity.information.sample_information import SampleInformation, sample_information
from sensitivity.methods.regression import LEAST_DRAWS
from sensitivity.points import plain_draws as draws
from sensitivity.points.early_figures import early_figures
from sensitivity.points.measure import CaseMeasure
from sensitivity.points.runner import Laboratory, PointWork, Running
from sensitivity.subject.outcomes import NET
from sensitivity.subject.subject import Subject

Figures = NDArray[np.float64]

BASE, CASE = "baseline", "case"
"""Groups: what the baseline rests on, and what only the case brings."""


@dataclass(frozen=True, kw_only=True)
class InformationRequest:
    """What is asked of a case."""

    draws: int
    replications: int
    children: tuple[int, ...]
    """How many children to follow up."""
    seed: int


@dataclass(frozen=True, kw_only=True)
class InformationValue:
    """The answers."""

    subject: Subject
    wanted: InformationRequest
    information: Information
    follow_up: SampleInformation | None
    """None when the case works on no step, so that there is nobody to follow up."""
    indicators: tuple[Indicator, ...]


def check(wanted: InformationRequest) -> None:
    """Raise RefusedError for what cannot be asked, before anything is run."""
    if wanted.draws < LEAST_DRAWS:
        raise RefusedError(
            Message(
                "--draws: {draws} are too few to tell what knowing is worth; give {least_draws}",
                draws=wanted.draws,
                least_draws=LEAST_DRAWS,
            )
        )


def about(wanted: InformationRequest, subject: Subject) -> dict[str, Any]:
    """Return what is run, for the folder of a run that goes on and for its digest."""
    return {
        "what": {"information": subject.case, "replications": wanted.replications},
        "scenario": subject.study.name,
        "scenario_digest": subject.study.digest,
        "draws": wanted.draws,
        "seed": wanted.seed,
    }


def work(wanted: InformationRequest, subject: Subject) -> PointWork:
    """Return the kind of work it is, without points yet."""
    measure = CaseMeasure(subject.study, subject.case, seed=wanted.seed, look_early=True)
    return PointWork.none(measure, subject.factors, about(wanted, subject))


def knowledge(wanted: InformationRequest, subject: Subject, running: Running) -> InformationValue:
    """Return what it is worth to know more.

    Raises RefusedError for a case whose net present gain is the same in every run, and as `Laboratory.run`.
    """
    points = draws.points(subject.study, subject.factors, draws=wanted.draws, seed=wanted.seed)
    found = Laboratory(work(wanted, subject), subject.judge, running).run(
        points, replications=wanted.replications
    )
    gain_dkk = subject.judge(found)[..., subject.outcome(NET)]
    if not np.ptp(gain_dkk) > 0.01:
        raise RefusedError(
            Message(
                "{case}: the gain is the same in every run; there is nothing to know more of",
                case=subject.case,
            )
        )
    told = information(
        values=points.values, names=subject.factors.names, gain_dkk=gain_dkk, groups=_groups(subject)
    )
    expected = told.denoised.expected_gain_dkk
    look = early_figures(subject.study, subject.case)
    return InformationValue(
        subject=subject,
        wanted=wanted,
        information=told,
        follow_up=_follow_up(found, expected, look.months, wanted) if look.acted_on else None,
        indicators=indicators(
            values=found["indicators"],
            names=look.indicators,
            months=look.months,
            expected_gain_dkk=expected,
        ),
    )


def _groups(subject: Subject) -> dict[str, list[str]]:
    base = limits(subject.study.case(BASELINE))
    groups = {
        BASE: [name for name in subject.factors.names if name in base],
        CASE: [name for name in subject.factors.names if name not in base],
    }
    return {group: names for group, names in groups.items() if names}


def _follow_up(
    found: dict[str, Figures], expected: Figures, months: Sequence[int], wanted: InformationRequest
) -> SampleInformation:
    return sample_information(
        expected_gain_dkk=expected,
        events=found["events"],
        child_years=found["child_years"],
        so_far_dkk=found["so_far_dkk"],
        months=months,
        children=wanted.children,
        seed=wanted.seed,
    )
