"""Name cases, payers and steps, and gather what a report needs of each case."""

from dataclasses import dataclass
from string import ascii_uppercase

import numpy as np

from language.visible import visible
from scenarios.format.study import BASELINE, Study
from scenarios.reading.titles import readable
from scenarios.results.comparison import Comparison, Gain
from scenarios.results.expected_gain import ExpectedGain


@dataclass(frozen=True, kw_only=True)
class CaseInReport:
    """A case with its letter in tables and figures, and its gain."""

    name: str
    letter: str
    title: str
    description: str
    gain: Gain
    expected: ExpectedGain
    idle: bool
    """Whether no child and no payer notices the case in any run."""


def cases_in_report(study: Study, comparison: Comparison) -> tuple[CaseInReport, ...]:
    """Return the cases in the order of the comparison."""
    return tuple(
        CaseInReport(
            name=name,
            letter=_letter(index),
            title=_case_text(study, name, "title") or readable(name),
            description=_case_text(study, name, "description"),
            gain=comparison.gain(name),
            expected=comparison.gain(name).expected(study.scenario.price_year),
            idle=_idle(comparison, name),
        )
        for index, name in enumerate(comparison.cases)
    )


def payer_title(study: Study, payer: str) -> str:
    """Return the title of a payer, in the baseline or in the case that brings it in."""
    for scenario in (study.scenario, *study.cases.values()):
        if payer in scenario.payers:
            return str(scenario.payers[payer].title) or readable(payer)
    return readable(payer)


def _case_text(study: Study, case: str, field: str) -> str:
    spec = study.scenario.cases.get(case)
    return "" if spec is None else str(getattr(spec, field))


def _letter(index: int) -> str:
    return ascii_uppercase[index] if index < len(ascii_uppercase) else str(index + 1)


def _idle(comparison: Comparison, case: str) -> bool:
    if comparison.gain(case).dkk.any():
        return False
    steps = {*comparison.runs[BASELINE].steps, *comparison.runs[case].steps}
    return all(
        np.array_equal(comparison.full_year_persons(BASELINE, step), comparison.full_year_persons(case, step))
        for step in steps
    )


def step_title(study: Study | None, name: str) -> str:
    """Return the title of a step or exit; its name in the ledger where there is no scenario."""
    if study is None:
        return visible(name)
    staircase = study.scenario.staircase
    part = staircase.steps.get(name) or staircase.exits.get(name)
    return str(part.title) if part is not None else visible(name)
