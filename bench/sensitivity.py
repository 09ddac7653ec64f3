"""Measure how long Sobol' indices of twelve assumptions take, and compare that with the runs alone."""

from collections.abc import Sequence
from dataclasses import replace

from bench import Bench, Document, Figures
from bench.ratios import timed
from bench.worlds import SEED
from model.compiled_engine import engine as compiled_engine
from scenarios.building.world import build
from scenarios.format.distributions import Uniform
from scenarios.format.study import BASELINE, Study
from scenarios.reading.load import load
from scenarios.running.chunk_store import temporary_store
from scenarios.running.dispatch import Dispatcher
from scenarios.running.ensemble import RunContext
from scenarios.running.simulate import simulate_world
from scenarios.running.workers import threads
from sensitivity.methods.variance import Design, design, indices
from sensitivity.points.measure import CaseMeasure
from sensitivity.points.runner import PointRunner, PointWork
from sensitivity.subject.factors import factors
from sensitivity.subject.subject import Subject

REPLICATIONS = 8
CASE, TWELFTH = "alternativ", "rådgiver_løn"
_FEW = 8
"""Rows of which every world is run by itself, for the ratio."""


def twelve() -> Subject:
    """Return Kolding's alternative to placement over ten years with one more of its assumptions uncertain."""
    study = load("kolding")
    uncertain = study.assumptions[TWELFTH].model_copy(
        update={"value": None, "distribution": Uniform(kind="uniform", low=500_000.0, high=700_000.0)}
    )
    both = {
        name: study.case(name).model_copy(
            update={"assumptions": study.case(name).assumptions | {TWELFTH: uncertain}}
        )
        for name in (BASELINE, CASE)
    }
    study = Study(name=study.name, scenario=both[BASELINE], cases={CASE: both[CASE]}, digest=study.digest)
    return Subject(study=study, case=CASE, factors=factors(study, CASE))


def measure(size: int) -> Document:
    """Return the time of an analysis of so many rows, and of the worlds of a few of them run one by one."""
    compiled_engine.prepare()
    subject = twelve()
    made = design(subject.factors, rows=size, second=False, seed=SEED)
    seconds, _ = timed(lambda: _analysis(subject, made))
    few = replace(made, scores=made.scores[: min(_FEW, size)])
    alone, _ = timed(lambda: _one_by_one(subject, few))
    per_row, alone_per_row = seconds / made.rows, alone / few.rows
    return {
        "sobol_12": {
            "assumptions": len(subject.factors.names),
            "points": made.points.count,
            "replications": REPLICATIONS,
            "runs": made.points.count * REPLICATIONS,
            "analysis_seconds": round(seconds, 1),
            "seconds_of_512_rows": round(512 * per_row, 1),
            "value": alone_per_row / per_row,
            "compares": "seconds per row: every world run alone on one thread, over the whole analysis",
            "wanted": "512 rows in 180 s on two cores",
        }
    }


def rows(document: Document) -> list[Figures]:
    """Return the figures of the analysis."""
    return [{"key": key, **figures} for key, figures in document.items()]


def _analysis(subject: Subject, made: Design) -> None:
    empty = PointWork.none(CaseMeasure(subject.study, subject.case, seed=SEED), subject.factors, {})
    with temporary_store() as store, Dispatcher(threads()) as dispatcher:
        running = RunContext(store=store, dispatcher=dispatcher, progress=lambda _done, _total: None)
        outcomes = PointRunner(empty, subject.to_outcomes, running).outcomes(
            made.points, replications=REPLICATIONS
        )
    indices(made, outcomes, seed=SEED)


def _one_by_one(subject: Subject, made: Design) -> None:
    """Run the baseline and the case of every point, as without a shared baseline."""
    points = made.points
    for values, chance in zip(points.values.tolist(), points.chance.tolist(), strict=True):
        known = {**subject.factors.fixed, **dict(zip(subject.factors.names, values, strict=True))}
        chances: Sequence[int] = range(chance * REPLICATIONS, (chance + 1) * REPLICATIONS)
        for case in (BASELINE, CASE):
            simulate_world(build(subject.study.case(case), known), seed=SEED, replications=chances)


BENCH = Bench(
    name="sensitivity",
    question="How long do Sobol' indices of twelve assumptions take, over ten years and in 8 replications?",
    size=512,
    size_is="rows",
    measure=measure,
    rows=rows,
)
