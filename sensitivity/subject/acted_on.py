"""The steps that a case works on: those whose children it helps, moves, brings or keeps away."""

from collections.abc import Iterator

from scenarios.format.programmes import ProgrammeSpec
from scenarios.format.schema import Scenario
from scenarios.format.study import BASELINE, Study


def acted_on(study: Study, case: str) -> tuple[str, ...]:
    """Return the names of the steps a case works on, in the order of its staircase.

    They are those its programmes name, those it adds, and those whose rates it changes.
    """
    baseline, changed = study.case(BASELINE), study.case(case)
    named = {
        *changed.staircase.steps.keys() - baseline.staircase.steps.keys(),
        *(step for programme in _programmes(baseline, changed) for step in _named(programme)),
        *(
            step
            for step, rates in changed.rates.by_step.items()
            if rates != baseline.rates.by_step.get(step, rates)
        ),
    }
    return tuple(step for step in changed.staircase.steps if step in named)


def _programmes(baseline: Scenario, changed: Scenario) -> Iterator[ProgrammeSpec]:
    for name, programme in changed.programmes.items():
        if programme != baseline.programmes.get(name):
            yield programme


def _named(programme: ProgrammeSpec) -> Iterator[str]:
    for effect in programme.effects:
        yield from effect.from_steps
    for arrivals in programme.arrivals:
        yield from arrivals.steps
    for reroute in programme.reroutes:
        yield from (*reroute.from_steps, reroute.instead)
    if programme.enrolment is not None:
        yield from programme.enrolment.steps
        for effect in (*programme.enrolment.during, *programme.enrolment.lasting):
            yield from effect.from_steps
