"""List the numbers by which a case changes what happens to children, apart from what it costs.

`EFFECTS` and `NOT_EFFECTS` between them name every field of a programme. All that asks for a case's effects
reads them by these: the grade of its evidence, the view "only what others repeated", the steps it works on.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from language.messages import Fact, Message
from scenarios.files.forms import Text
from scenarios.format.assumption_use import numbers
from scenarios.format.assumptions import Grade, Quantity, fixed
from scenarios.format.fields import FROM_OUTSIDE
from scenarios.format.programmes import EffectSpec, EnrolmentSpec, ProgrammeSpec, RerouteSpec
from scenarios.format.reviews import StaffSpec
from scenarios.format.schema import Scenario
from scenarios.format.study import BASELINE, Study

Kind = Literal["move", "stay", "arrivals", "share", "rate", "inflow", "review"]
"""Multiplies moves; planned stays; arrivals; share sent elsewhere; rate of a move; children who arrive; how
often children are reviewed, or by how many."""
NO_EFFECT = fixed(1.0)
"""A multiplier that changes nothing."""


@dataclass(frozen=True, kw_only=True)
class EffectNumber:
    """One number, and what a reader knows it by."""

    kind: Kind
    number: Quantity
    title: Text | Message
    """The title of its assumption, or else where the number stands."""
    grade: Grade | None = None
    """Of the table in which a plain number stands, where it has one of its own."""


@dataclass(frozen=True, kw_only=True)
class EffectReader:
    """Read the effects in one field of a programme."""

    kind: Kind
    number: str
    """The field of an effect with its number."""
    steps: Callable[[Any], Sequence[str]]
    """The steps whose children an effect concerns."""
    title: Callable[["_Titles", Any, ProgrammeSpec], Message]
    untried: Literal["no effect", "no effect unless only more children", "kept"]
    """What becomes of it in the view "only what others repeated" where no trial elsewhere has found it."""


def _steps_rerouted(reroute: RerouteSpec) -> list[str]:
    """Return the steps whose children a reroute sends elsewhere, or those who come to them, and where."""
    coming = reroute.to if FROM_OUTSIDE in reroute.from_steps else []
    return [*(step for step in reroute.from_steps if step != FROM_OUTSIDE), *coming, reroute.instead]


_MOVES = EffectReader(
    kind="move",
    number="multiplier",
    steps=lambda effect: effect.from_steps,
    title=lambda titles, effect, programme: titles.moves(effect, programme),
    untried="no effect",
)
EFFECTS: Mapping[str, EffectReader] = {
    "effects": _MOVES,
    "enrolment.during": _MOVES,
    "enrolment.lasting": _MOVES,
    "stays": EffectReader(
        kind="stay",
        number="times",
        steps=lambda effect: effect.steps,
        title=lambda titles, effect, programme: titles.stays(effect.steps, programme),
        untried="no effect",
    ),
    "arrivals": EffectReader(
        kind="arrivals",
        number="multiplier",
        steps=lambda effect: effect.steps,
        title=lambda titles, effect, programme: titles.arrivals(effect.steps, programme),
        untried="no effect unless only more children",
    ),
    "reroutes": EffectReader(
        kind="share",
        number="share",
        steps=_steps_rerouted,
        title=lambda titles, effect, programme: titles.rerouted(effect, programme),
        untried="kept",
    ),
}
"""The fields of a programme that hold effects, in the order in which their numbers are listed."""
_OFFERED = "says what is offered and to how many, not what comes of it"
NOT_EFFECTS: Mapping[str, str] = {
    "title": "a name",
    "start": "says when",
    "full_from": "says when",
    "end": "says when",
    "costs": "money, which the gain has already",
    "enrolment.steps": "says to whom help is offered; `acted_on` reads it",
    "enrolment.ages": "says to whom help is offered",
    "enrolment.groups": "says to whom help is offered",
    "enrolment.first_groups": "says to whom help is offered first",
    "enrolment.take_up": _OFFERED,
    "enrolment.slots": _OFFERED,
    "enrolment.months": _OFFERED,
    "enrolment.drop_out_per_year": _OFFERED,
    "enrolment.follows": _OFFERED,
    "enrolment.by": "says to whom help is offered: a child or a household as one",
    "enrolment.at_least": "says to whom help is offered",
    "enrolment.lasting_months": "says how long an effect lasts, not how large it is",
}
"""The other fields of a programme, and why none of them is an effect."""


def unlisted_fields(form: type[ProgrammeSpec]) -> set[str]:
    """Return the fields of a programme that neither `EFFECTS` nor `NOT_EFFECTS` names: none, or a mistake."""
    inner = {f"enrolment.{name}" for name in EnrolmentSpec.model_fields}
    return (set(form.model_fields) - {"enrolment"} | inner) - EFFECTS.keys() - NOT_EFFECTS.keys()


def effects_of(programme: ProgrammeSpec | None) -> dict[str, list[Any]]:
    """Return the effects in each field of `EFFECTS`, in that order; none where there is no programme.

    Raises AssertionError for a programme with a field that is in neither list.
    """
    if programme is not None and (unlisted := unlisted_fields(type(programme))):
        raise AssertionError(f"neither an effect nor excluded: {', '.join(sorted(unlisted))}")
    enrolment = None if programme is None else programme.enrolment
    parts = {"": programme, "enrolment": enrolment}
    split = {field: field.rpartition(".") for field in EFFECTS}
    return {
        field: [] if parts[part] is None else getattr(parts[part], name)
        for field, (part, _, name) in split.items()
    }


def with_effects(programme: ProgrammeSpec, effects: Mapping[str, list[Any]]) -> ProgrammeSpec:
    """Return a programme with other effects, given as `effects_of` returns them."""
    update: dict[str, Any] = {field: each for field, each in effects.items() if "." not in field}
    if programme.enrolment is not None:
        inner = {field.rpartition(".")[2]: each for field, each in effects.items() if "." in field}
        update["enrolment"] = programme.enrolment.model_copy(update=inner)
    return programme.model_copy(update=update)


def effect_numbers(baseline: Scenario, case: Scenario) -> list[EffectNumber]:
    """Return the numbers by which a case changes the lives of children, in the order of the file.

    What the baseline says too is no change. `NOT_EFFECTS` says what of a programme is left out and why.
    Places, ages, and what happens at an age limit are left out too. A move or an inflow that the case takes
    away counts with the number 0.
    """
    titles = _Titles(case)
    return [
        *_programmes(baseline, case, titles),
        *_rates(baseline, case, titles),
        *_stays(baseline, case, titles),
        *_reviews(baseline, case, titles),
        *_inflows(baseline, case, titles),
    ]


def _programmes(baseline: Scenario, case: Scenario, titles: "_Titles") -> Iterator[EffectNumber]:
    for name, programme in case.programmes.items():
        known = effects_of(baseline.programmes.get(name))
        for field, effects in effects_of(programme).items():
            reader = EFFECTS[field]
            for effect in effects:
                if effect not in known[field]:
                    title = reader.title(titles, effect, programme)
                    yield titles.number(reader.kind, getattr(effect, reader.number), title)


def _rates(baseline: Scenario, case: Scenario, titles: "_Titles") -> Iterator[EffectNumber]:
    ours, known = case.rates.by_step, baseline.rates.by_step
    for origin, row in ours.items():
        for to, spec in row.items():
            if spec == known.get(origin, {}).get(to):
                continue
            for number, _ in numbers(spec):
                if number != NO_EFFECT or number is not spec.shape:  # a shape of 1 is what is left out
                    yield titles.number("rate", number, titles.between([origin], [to]))
    for origin, row in known.items():
        for to in row:
            if to not in ours.get(origin, {}):
                yield titles.number("rate", fixed(0.0), titles.between([origin], [to]))


def _stays(baseline: Scenario, case: Scenario, titles: "_Titles") -> Iterator[EffectNumber]:
    for step in {**case.stays, **baseline.stays}:
        spec = case.stays.get(step)
        if spec == baseline.stays.get(step):
            continue
        yield titles.number("stay", fixed(0.0) if spec is None else spec.times, titles.stays([step]))
        moves = {} if spec is None else {**spec.then, **spec.worsens}
        for to, number in moves.items():
            yield titles.number("rate", number, titles.between([step], [to]))


def _reviews(baseline: Scenario, case: Scenario, titles: "_Titles") -> Iterator[EffectNumber]:
    for name in {**case.reviews, **baseline.reviews}:
        review, known = case.reviews.get(name), baseline.reviews.get(name)
        if review is None and known is not None:
            yield titles.number("review", fixed(0.0), titles.reviews(known.steps))
        if review is None or review == known:
            continue
        before = [] if known is None else [number for number, _ in numbers(known)]
        changed = [number for number, _ in numbers(review) if number not in before]
        # Other moves or steps under review are a change without a number.
        for number in changed or [fixed(1.0)]:
            made = titles.number("review", number, titles.reviews(review.steps))
            yield replace(made, grade=review.grade)
    for name, staff in case.staff.items():
        before_case = baseline.staff.get(name)
        for field in ("number", "cases_each"):
            ours, theirs = getattr(staff, field), getattr(before_case, field, {})
            for number in ours.values() if ours != theirs else ():
                if number not in theirs.values():
                    yield replace(titles.number("review", number, titles.staff(staff)), grade=staff.grade)


def _inflows(baseline: Scenario, case: Scenario, titles: "_Titles") -> Iterator[EffectNumber]:
    ours, known = case.arrivals, baseline.arrivals
    for step in {**ours.by_step, **known.by_step}:
        mine, before = ours.by_step.get(step, {}), known.by_step.get(step, {})
        for band in {**mine, **before}:
            if mine.get(band) != before.get(band):
                yield titles.number("inflow", mine.get(band, fixed(0.0)), titles.arrivals([step]))
    if ours.trend_per_year != known.trend_per_year:
        title = Message("Trend of arrivals a year")
        yield titles.number("inflow", ours.trend_per_year, title)
    for step in {**ours.trend_by_step, **known.trend_by_step}:
        trend = ours.trend_by_step.get(step, ours.trend_per_year)
        if trend != known.trend_by_step.get(step, known.trend_per_year):
            yield titles.number("inflow", trend, titles.arrivals([step]))


class _Titles:
    """Name the numbers of a case for a reader."""

    def __init__(self, case: Scenario) -> None:
        self.case = case

    def number(self, kind: Kind, number: Quantity, where: Message) -> EffectNumber:
        assumption = self.case.assumptions.get(number.name)
        title = assumption.title if assumption is not None and assumption.title.da else where
        return EffectNumber(kind=kind, number=number, title=title)

    def moves(self, effect: EffectSpec, programme: ProgrammeSpec) -> Message:
        return _under(programme, self.between(effect.from_steps, effect.to))

    def rerouted(self, reroute: RerouteSpec, programme: ProgrammeSpec) -> Message:
        to = [reroute.instead]
        return _under(programme, Message("share sent to {steps}", steps=self.listed(to)))

    def arrivals(self, steps: Sequence[str], programme: ProgrammeSpec | None = None) -> Message:
        where = Message("arrivals to {steps}", steps=self.listed(steps))
        return where if programme is None else _under(programme, where)

    def stays(self, steps: Sequence[str], programme: ProgrammeSpec | None = None) -> Message:
        where = Message("planned stays on {steps}", steps=self.listed(steps))
        return where if programme is None else _under(programme, where)

    def reviews(self, steps: Sequence[str]) -> Message:
        return Message("reviews on {steps}", steps=self.listed(steps))

    @staticmethod
    def staff(staff: StaffSpec) -> Message:
        return Message("{programme}: {where}", programme=staff.title, where=Message("number and cases"))

    def between(self, origins: Sequence[str], to: Sequence[str]) -> Message:
        return Message("{origins} → {to}", origins=self.listed(origins), to=self.listed(to))

    def listed(self, places: Sequence[str]) -> Fact:
        staircase = self.case.staircase
        titles = {name: step.title for name, step in staircase.steps.items()}
        titles |= {name: way_out.title for name, way_out in staircase.exits.items()}
        return Fact(_joined, tuple(titles.get(place, place) for place in places))


def _joined(titles: Sequence[Text | str]) -> str:
    return ", ".join(map(str, titles))


def _under(programme: ProgrammeSpec, where: Message) -> Message:
    return Message("{programme}: {where}", programme=programme.title, where=where)


def acted_on(study: Study, case: str) -> tuple[str, ...]:
    """Return the names of the steps a case works on, in the order of its staircase.

    They are those its programmes name, those it adds, and those whose rates, reviews or staff it changes.
    """
    baseline, changed = study.case(BASELINE), study.case(case)
    named = {
        *changed.staircase.steps.keys() - baseline.staircase.steps.keys(),
        *(step for programme in _changed_programmes(baseline, changed) for step in _steps_named(programme)),
        *(
            step
            for step, rates in changed.rates.by_step.items()
            if rates != baseline.rates.by_step.get(step, rates)
        ),
        *_reviewed_otherwise(baseline, changed),
    }
    return tuple(step for step in changed.staircase.steps if step in named)


def _reviewed_otherwise(baseline: Scenario, changed: Scenario) -> Iterator[str]:
    for name, review in changed.reviews.items():
        same_staff = review.by is None or changed.staff[review.by] == baseline.staff.get(review.by)
        if review != baseline.reviews.get(name) or not same_staff:
            yield from review.steps


def _changed_programmes(baseline: Scenario, changed: Scenario) -> Iterator[ProgrammeSpec]:
    for name, programme in changed.programmes.items():
        if programme != baseline.programmes.get(name):
            yield programme


def _steps_named(programme: ProgrammeSpec) -> Iterator[str]:
    for field, effects in effects_of(programme).items():
        for effect in effects:
            yield from EFFECTS[field].steps(effect)
    if programme.enrolment is not None:
        yield from programme.enrolment.steps
