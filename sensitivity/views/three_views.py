"""Compute a case's net present gain in three views, never mixed: raw, corrected, only what is repeated."""

from dataclasses import dataclass, replace

from model.world.arrays import Floats
from model.world.months import Months
from scenarios.results.comparison import Gain
from scenarios.running.chunk_store import temporary_store
from scenarios.running.ensemble import RunContext
from sensitivity.points import plain_draws as draws
from sensitivity.points.measure import CaseMeasure
from sensitivity.points.runner import PointRunner, PointWork
from sensitivity.subject.factors import factors
from sensitivity.subject.subject import Subject
from sensitivity.views.optimism import Correction, View, corrected, grade_of, view
from sensitivity.views.optimism_file import Optimism
from sensitivity.views.repeated import RepeatedStudy, only_repeated

DRAWS, REPLICATIONS = 200, 4


def planned() -> int:
    """Return how many cells the first two views take."""
    return DRAWS * REPLICATIONS


@dataclass(frozen=True, kw_only=True)
class Views:
    """The three views, and what the second and the third rest on."""

    views: tuple[View, ...]
    correction: Correction
    repeated: RepeatedStudy


def views(
    subject: Subject, optimism: Optimism, runner: PointRunner, context: RunContext, *, seed: int
) -> Views:
    """Return the views of a case, all of them under the same draws and the same chance."""
    points = draws.points(subject.study, subject.factors, draws=DRAWS, seed=seed)
    raw = runner.run(points, replications=REPLICATIONS)
    own_dkk = raw["own_dkk"]
    correction = optimism.correction(grade_of(subject.study, subject.case))
    repeated = only_repeated(subject.study, subject.case)
    return Views(
        views=(
            view("raw", _gain(subject, raw["gain_dkk"])),
            view("corrected", _gain(subject, corrected(raw["gain_dkk"] + own_dkk, own_dkk, correction))),
            view("repeated", _gain(subject, _elsewhere(repeated, context, seed))),
        ),
        correction=correction,
        repeated=repeated,
    )


def _elsewhere(repeated: RepeatedStudy, context: RunContext, seed: int) -> Floats:
    """Return the gain of the case with what others have found; [draw, replication, year, payer]."""
    subject = Subject(
        study=repeated.study, case=repeated.case, factors=factors(repeated.study, repeated.case)
    )
    work = PointWork.none(CaseMeasure(subject.study, subject.case, seed=seed), subject.factors, {})
    points = draws.points(subject.study, subject.factors, draws=DRAWS, seed=seed)
    with temporary_store() as store:
        quietly = replace(context, store=store, progress=lambda _done, _total: None)
        return PointRunner(work, subject.to_outcomes, quietly).run(points, replications=REPLICATIONS)[
            "gain_dkk"
        ]


def _gain(subject: Subject, dkk: Floats) -> Gain:
    scenario = subject.study.scenario
    return Gain(
        dkk=dkk,
        months=Months.of(scenario.start, scenario.years),
        municipal=tuple(payer.municipal for payer in scenario.payers.values()),
    )
