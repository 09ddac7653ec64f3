"""Read a file of totals: the published totals, how well they are known, and the parameters to fit.

A date is the beginning of that day, so that 2019-01-01 is the end of 2018. What becomes of those who stand
on some steps (`left`, `changed`) is followed from the scenario's start date.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError

from language.messages import Message
from scenarios.files.faults import Fault, ScenarioError
from scenarios.files.form_files import ShippedFiles
from scenarios.files.forms import Form, Text
from scenarios.files.pydantic_faults import fault_of, faults_of
from scenarios.files.yaml_tree import Located, Unreadable, read
from scenarios.format.assumption_use import assumption_limits
from scenarios.format.assumptions import plain_number
from scenarios.format.distributions import LARGEST, AboveZero, Interval90
from scenarios.format.fields import KnownName, StepName
from scenarios.format.study import Study
from scenarios.library import catalogue as library
from scenarios.reading import load as reading
from scenarios.reading.checks.problem import Problem, end_date

_SHIPPED = ShippedFiles(folder=Path(__file__).parent, what=Message("file of totals"))


class TotalsError(ScenarioError):
    """A file of totals that cannot be used; `faults` says everything that is wrong with it."""


AssumptionName = Annotated[str, KnownName("assumption of a number")]
Steps = Annotated[list[StepName], Field(min_length=1)]
Kinds = Annotated[list[StepName], Field(min_length=2)]
_Children = Annotated[float, BeforeValidator(plain_number), Field(ge=0, le=LARGEST)]
_Share = Annotated[float, Field(gt=0, lt=1)]


class Total(Form):
    """A published figure, and its error apart from chance."""

    title: Text
    source: Text
    rationale: Text = Text(da="")
    steps: Steps

    def spread(self) -> float:
        """Return the standard error due to rounding and definition, in the unit of the figure."""
        error, rounded_to = getattr(self, "error", 0.0), getattr(self, "rounded_to", 0.0)
        return math.sqrt(
            error * error + rounded_to * rounded_to / 12.0
        )  # rounded: anywhere within it, all alike


class _Count(Total):
    value: _Children
    error: _Children = 0.0
    """Standard error due to a definition that differs from the model's."""
    rounded_to: Annotated[_Children, Field(gt=0)] = 1.0


class _Fraction(Total):
    value: _Share
    error: Annotated[float, Field(ge=0, lt=1)] = 0.0
    rounded_to: _Share
    """0.01 for whole per cent."""


class Present(_Count):
    """Children on the steps at a date."""

    kind: Literal["present"]
    at: date


class InflowTotal(_Count):
    """Number of times that a child came to the steps from elsewhere, on the staircase or outside it."""

    kind: Literal["inflow"]
    also: Annotated[dict[StepName, Annotated[float, Field(gt=0, le=1)]], Field(default_factory=dict)]
    """Of those who move to these steps from others of the steps, the share that is counted too."""
    since: date = Field(alias="from")
    until: date = Field(alias="to")


class Mix(_Fraction):
    """The share on the steps among those on the steps `of`, at a date."""

    kind: Literal["mix"]
    of: Steps
    at: date


class Left(_Fraction):
    """Of those on the steps at the start date, the share that is on none of them at a date."""

    kind: Literal["left"]
    at: date


class Changed(_Fraction):
    """Of those on the steps both at the start date and at another, the share that has changed kind.

    That is: then on one step of `kinds`, now on another of them. Moves between other steps do not count.
    """

    kind: Literal["changed"]
    kinds: Kinds
    at: date


AnyTotal = Annotated[Present | InflowTotal | Mix | Left | Changed, Field(discriminator="kind")]


class ParameterPrior(Interval90):
    """Lognormal; nine times in ten between `p05` and `p95`."""

    p05: AboveZero
    p95: AboveZero


class Parameter(Form):
    """An assumption of the scenario that is fitted to the totals, and its prior.

    Its value in the scenario plays no part.
    """

    prior: ParameterPrior
    title: Text = Text(da="")
    """Left out, the title of the assumption."""
    rationale: Text = Text(da="")


class TotalsForm(Form):
    """Form of the file."""

    title: Text
    scenario: str
    """A scenario file beside this one, or an entry of the library; its baseline is fitted."""
    totals: Annotated[dict[str, AnyTotal], Field(min_length=1)]
    parameters: Annotated[dict[AssumptionName, Parameter], Field(min_length=1)]


@dataclass(frozen=True, kw_only=True)
class Totals:
    """Published totals as read from a file, and the scenario that they are about."""

    name: str
    form: TotalsForm
    study: Study


def shipped() -> list[str]:
    """Return the names of the files of totals that come with the project."""
    return _SHIPPED.names()


def shipped_titles() -> dict[str, Text]:
    """Return the title of each shipped file of totals, by name."""
    return _SHIPPED.titles()


def load(source: str | Path) -> Totals:
    """Return the totals in a file, or the shipped ones of that name.

    Raises TotalsError with every fault that was found, ScenarioError for faults of the scenario, and
    RefusedError if there is neither file nor name.
    """
    name, path = str(source), _SHIPPED.find(source)
    tree, faults = read(path, name)
    if tree is None:
        raise TotalsError(faults)
    study = _study(tree, path, faults)
    try:
        form = TotalsForm.model_validate(tree.plain(), context=_context(study))
    except ValidationError as errors:
        raise TotalsError(faults + faults_of(tree, errors, TotalsForm)) from errors
    if study is not None:
        problems = [*_dates(form, study), *_steps(form), *_priors(form, study)]
        faults += [fault_of(tree, each.kind, each.loc, each.facts, TotalsForm) for each in problems]
    if faults or study is None:
        raise TotalsError(faults)
    return Totals(name=path.stem, form=_titled(form, study), study=study)


def _study(tree: Located, path: Path, faults: list[Fault]) -> Study | None:
    """Return the scenario that the file names; None, and perhaps a fault, if it names none."""
    node = tree.get("scenario")
    if node is None or not isinstance(node.value, str) or isinstance(node.value, Unreadable):
        return None
    beside = path.parent / node.value
    if not beside.is_file() and library.path_of(node.value) is None:
        known = ", ".join(library.entries())
        faults.append(Fault(spot=node.spot, kind="unknown_base", found=node.value, allowed=known))
        return None
    return reading.load(beside if beside.is_file() else node.value)


def _context(study: Study | None) -> dict[str, Any]:
    """Return the names that the file may use; None where there is no scenario to check them by."""
    if study is None:
        return {"step": None, "assumption of a number": None}
    used = assumption_limits(study.scenario)
    return {
        "step": [*study.scenario.staircase.steps],
        "assumption of a number": [name for name in study.scenario.assumptions if name in used],
    }


def _dates(form: TotalsForm, study: Study) -> Iterator[Problem]:
    """Yield a problem for every date that the scenario does not reach, or that comes too early."""
    first, last = study.scenario.start, end_date(study.scenario)
    for name, total in form.totals.items():
        if isinstance(total, InflowTotal):
            request = [("from", first, total.since), ("to", total.since + timedelta(days=1), total.until)]
        else:
            later = isinstance(total, Left | Changed)
            request = [("at", first + timedelta(days=later), total.at)]
        for key, earliest, when in request:
            if not earliest <= when <= last:
                facts = {"found": str(when), "allowed": f"{earliest} - {last}"}
                yield Problem(kind="date_outside", loc=("totals", name, total.kind, key), facts=facts)


def _steps(form: TotalsForm) -> Iterator[Problem]:
    """Yield a problem for every step of a part that is not in the whole."""
    for name, total in form.totals.items():
        parts: tuple[tuple[str, list[str], list[str]], ...] = ()
        if isinstance(total, Mix):
            parts = (("steps", total.steps, total.of),)
        elif isinstance(total, Changed):
            parts = (("kinds", total.kinds, total.steps),)
        elif isinstance(total, InflowTotal):
            parts = (("also", [*total.also], total.steps),)
        for key, part, whole in parts:
            for i, step in enumerate(part):
                if step not in whole:
                    loc = ("totals", name, total.kind, key, step if key == "also" else i)
                    facts = {"found": step, "known": ", ".join(whole)}
                    yield Problem(kind="unknown_name", loc=loc, facts=facts)


def _priors(form: TotalsForm, study: Study) -> Iterator[Problem]:
    """Yield a problem for every end of a prior outside the limits of the assumption."""
    allowed = assumption_limits(study.scenario)
    for name, parameter in form.parameters.items():
        low, high = allowed[name]
        for end in ("p05", "p95"):
            if not low <= (request := getattr(parameter.prior, end)) <= high:
                facts = {"found": f"{request:g}", "low": low, "high": high}
                yield Problem(kind="number_outside", loc=("parameters", name, "prior", end), facts=facts)


def _titled(form: TotalsForm, study: Study) -> TotalsForm:
    """Return the form with a title for every parameter: its own, or the assumption's."""
    parameters = {}
    for name, parameter in form.parameters.items():
        title = parameter.title if parameter.title.da else study.scenario.assumptions[name].title
        parameters[name] = parameter.model_copy(update={"title": title})
    return form.model_copy(update={"parameters": parameters})
