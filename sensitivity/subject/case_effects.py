"""The numbers by which a case changes what happens to children, apart from what it costs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from language.messages import Fact, Message
from scenarios.format.assumption_use import numbers
from scenarios.format.assumptions import Form, Quantity, Text, fixed
from scenarios.format.schema import EffectSpec, ProgrammeSpec, RerouteSpec, Scenario
from scenarios.format.study import Study
from scenarios.results.comparison import BASELINE

AnyEffect = TypeVar("AnyEffect", bound=Form)
NO_EFFECT = fixed(1.0)
"""A multiplier that changes nothing."""


@dataclass(frozen=True, kw_only=True)
class EffectNumber:
    """One number, and what a reader knows it by."""

    kind: Literal["move", "arrivals", "share", "rate", "inflow"]
    """Multiplies moves; multiplies arrivals; share sent elsewhere; rate of a move; children who arrive."""
    number: Quantity
    title: Text | Message
    """The title of its assumption, or else where the number stands."""


def effect_numbers(baseline: Scenario, case: Scenario) -> list[EffectNumber]:
    """Return the numbers by which a case changes the lives of children, in the order of the file.

    What the baseline says too is no change. Slots, take-up and lengths of help are left out, as they say what
    is offered and not what comes of it; so are places, ages, and what happens at an age limit. A move or an
    inflow that the case takes away counts with the number 0.
    """
    said = _Words(case)
    return [
        *_programmes(baseline, case, said),
        *_rates(baseline, case, said),
        *_inflows(baseline, case, said),
    ]


def lists_of_effects(programme: ProgrammeSpec | None) -> dict[str, list[EffectSpec]]:
    """Return the effects on moves in a programme, if there is one: for everyone, during help and after it."""
    if programme is None:
        return {"effects": [], "during": [], "lasting": []}
    enrolment = programme.enrolment
    during, lasting = (enrolment.during, enrolment.lasting) if enrolment is not None else ([], [])
    return {"effects": programme.effects, "during": during, "lasting": lasting}


def _programmes(baseline: Scenario, case: Scenario, said: "_Words") -> Iterator[EffectNumber]:
    for name, programme in case.programmes.items():
        before = baseline.programmes.get(name)
        known = lists_of_effects(before)
        for key, effects in lists_of_effects(programme).items():
            for effect in _new(effects, known[key]):
                yield said.number("move", effect.multiplier, said.moves(effect, programme))
        for arrival in _new(programme.arrivals, before.arrivals if before is not None else []):
            yield said.number("arrivals", arrival.multiplier, said.arrivals(arrival.steps, programme))
        for reroute in _new(programme.reroutes, before.reroutes if before is not None else []):
            yield said.number("share", reroute.share, said.sent(reroute, programme))


def _rates(baseline: Scenario, case: Scenario, said: "_Words") -> Iterator[EffectNumber]:
    ours, known = case.rates.by_step, baseline.rates.by_step
    for origin, row in ours.items():
        for to, spec in row.items():
            if spec == known.get(origin, {}).get(to):
                continue
            for number, _ in numbers(spec):
                if number != NO_EFFECT or number is not spec.shape:  # a shape of 1 is what is left out
                    yield said.number("rate", number, said.between([origin], [to]))
    for origin, row in known.items():
        for to in row:
            if to not in ours.get(origin, {}):
                yield said.number("rate", fixed(0.0), said.between([origin], [to]))


def _inflows(baseline: Scenario, case: Scenario, said: "_Words") -> Iterator[EffectNumber]:
    ours, known = case.arrivals, baseline.arrivals
    for step in {**ours.by_step, **known.by_step}:
        mine, before = ours.by_step.get(step, {}), known.by_step.get(step, {})
        for band in {**mine, **before}:
            if mine.get(band) != before.get(band) or ours.unit != known.unit:
                yield said.number("inflow", mine.get(band, fixed(0.0)), said.arrivals([step]))
    if ours.trend_per_year != known.trend_per_year:
        title = Message("Trend of arrivals a year")
        yield said.number("inflow", ours.trend_per_year, title)


def _new(ours: Sequence[AnyEffect], known: Sequence[AnyEffect]) -> list[AnyEffect]:
    return [effect for effect in ours if effect not in known]


class _Words:
    """What the numbers of a case are called."""

    def __init__(self, case: Scenario) -> None:
        self.case = case

    def number(
        self, kind: Literal["move", "arrivals", "share", "rate", "inflow"], number: Quantity, where: Message
    ) -> EffectNumber:
        made = self.case.assumptions.get(number.name)
        title = made.title if made is not None and made.title.da else where
        return EffectNumber(kind=kind, number=number, title=title)

    def moves(self, effect: EffectSpec, programme: ProgrammeSpec) -> Message:
        return _under(programme, self.between(effect.from_steps, effect.to))

    def sent(self, reroute: RerouteSpec, programme: ProgrammeSpec) -> Message:
        to = [reroute.instead]
        return _under(programme, Message("share sent to {steps}", steps=self.listed(to)))

    def arrivals(self, steps: Sequence[str], programme: ProgrammeSpec | None = None) -> Message:
        where = Message("arrivals to {steps}", steps=self.listed(steps))
        return where if programme is None else _under(programme, where)

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

    They are those its programmes name, those it adds, and those whose rates it changes.
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
    }
    return tuple(step for step in changed.staircase.steps if step in named)


def _changed_programmes(baseline: Scenario, changed: Scenario) -> Iterator[ProgrammeSpec]:
    for name, programme in changed.programmes.items():
        if programme != baseline.programmes.get(name):
            yield programme


def _steps_named(programme: ProgrammeSpec) -> Iterator[str]:
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
