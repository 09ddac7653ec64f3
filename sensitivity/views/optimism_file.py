"""Read the corrections for optimism: how much gains are reduced and delayed, grade by grade."""

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from scenarios.files.faults import ScenarioError
from scenarios.files.form_files import load_form
from scenarios.files.forms import Form, Text
from scenarios.format.assumptions import Grade
from sensitivity.views.optimism import Correction

_SHIPPED = Path(__file__).parents[1] / "optimism.yaml"


class OptimismError(ScenarioError):
    """A file of corrections that cannot be used; `faults` says everything that is wrong with it."""


class GradeForm(Form):
    """The correction of one grade."""

    reduction: Annotated[float, Field(ge=0, le=1)]
    """Share of a gain that is taken off."""
    delay_years: Annotated[float, Field(ge=0, le=60)]
    """How much later the rest comes."""


class GradesForm(Form):
    """A correction for every grade."""

    registered: GradeForm
    published: GradeForm
    randomised: GradeForm
    controlled: GradeForm
    before_after: GradeForm
    assumption: GradeForm


class Optimism(Form):
    """The form of the file."""

    title: Text
    source: Text
    """Where the corrections are from."""
    rationale: Text = Text(da="")
    grades: GradesForm

    def correction(self, grade: Grade) -> Correction:
        """Return the correction of a grade."""
        form: GradeForm = getattr(self.grades, grade)
        return Correction(grade=grade, reduction=form.reduction, delay_years=form.delay_years)


@cache
def shipped() -> Optimism:
    """Return the corrections that come with the project."""
    return load(_SHIPPED)


def load(source: str | Path) -> Optimism:
    """Return the corrections in a file; raises OptimismError with every fault that was found."""
    return load_form(source, Optimism, OptimismError)
