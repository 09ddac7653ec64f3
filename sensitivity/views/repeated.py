"""Build the view "only what others have repeated": a case with only the effects that trials have found.

That no one has tried a measure is no proof that it does not work: then the view says what the measure costs,
not what it is worth. What others found was found in other places, with other children.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from language.messages import Message, mark, say
from scenarios.files.forms import Form, Text
from scenarios.format.assumption_use import assumption_limits, numbers, with_assumptions
from scenarios.format.assumptions import Assumption, Quantity, Repeated
from scenarios.format.programmes import ProgrammeSpec
from scenarios.format.schema import ArrivalsSpec, RatesSpec, Scenario
from scenarios.format.study import Study
from sensitivity.subject.case_effects import (
    EFFECTS,
    NO_EFFECT,
    EffectNumber,
    EffectReader,
    effect_numbers,
    effects_of,
    with_effects,
)


@dataclass(frozen=True, kw_only=True)
class NamedNumber:
    """A number of the case, by its name and the title that a reader knows it by."""

    name: str
    """Of its assumption; empty for a plain number."""
    title: Text | Message
    found: Repeated | None = None
    """What others found, if that is what is drawn from."""


@dataclass(frozen=True, kw_only=True)
class RepeatedStudy:
    """A study of one case with only what others have repeated, and what became of its numbers."""

    study: Study
    """The baseline and the one case; to be simulated by who asked for it."""
    case: str
    taken: tuple[NamedNumber, ...]
    """Drawn from what trials elsewhere found."""
    no_effect: tuple[NamedNumber, ...]
    """Without effect here, since no one else has shown one."""
    kept: tuple[NamedNumber, ...]
    """As the scenario has them: what is offered to how many, and the rates of steps that the case adds."""

    def sentences(self) -> list[str]:
        """Return what became of the numbers, one sentence for each group that is not empty."""
        sorts = (self.taken, self.no_effect, self.kept)
        titles = [dict.fromkeys(str(each.title) for each in named) for named in sorts]
        said = zip(_SENTENCES, titles, strict=True)
        return [say(words, names="; ".join(names)) for words, names in said if names]


_SENTENCES = (
    mark("Taken from trials elsewhere: {names}."),
    mark("Set to no effect, as no one else has shown one: {names}."),
    mark("As the scenario itself assumes: {names}."),
)


def only_repeated(study: Study, case: str) -> RepeatedStudy:
    """Return a study of `case` alone in which its effects are those that trials elsewhere have found.

    An assumption with `repeated` is drawn from that. A multiplier without it becomes 1, and a rate or an
    inflow of the baseline that the case changes is as in the baseline. Costs, prices, what is offered and
    taken up, and the baseline stay. So do the rates of steps that the case adds, where no effect has no
    meaning, and multipliers that hardly can but bring more children in (19 times in 20): they cost and do not
    gain, so that leaving them out would flatter the case.

    An assumption keeps its name, and with it its random numbers, unless the baseline rests on it too: then it
    stays as it is there, and is another one in what the case adds, drawn by itself.

    Raises KeyError if there is no such case.
    """
    baseline, ours = study.scenario, study.cases[case]
    trials = _Trials(study.assumptions)
    mended = trials.mended(baseline, ours)
    before, after = effect_numbers(baseline, ours), effect_numbers(baseline, mended)
    gone = [each for each in before if each not in after and each.number != NO_EFFECT]
    kept = [each for each in after if not trials.have(each.number) and not _is_nothing(each)]

    beneath = assumption_limits(baseline)
    names = {f"{name} (gentaget)": name for name in beneath if trials.have(Quantity(name=name))}
    renamed = _renamed(mended, baseline, {old: new for new, old in names.items()})
    assumptions = {
        name: made if name in beneath else made.elsewhere() for name, made in study.assumptions.items()
    }
    assumptions |= {new: study.assumptions[old].elsewhere() for new, old in names.items()}
    used = assumption_limits(renamed)
    drawn = [names.get(name, name) for name in used if name in names or name not in beneath]
    before_case, with_case = (
        with_assumptions(scenario.model_copy(update={"assumptions": assumptions}), {*used, *beneath})
        for scenario in (baseline, renamed)
    )
    specs = {name: spec for name, spec in baseline.cases.items() if name == case}
    return RepeatedStudy(
        study=Study(
            name=study.name,
            scenario=before_case.model_copy(update={"cases": specs}),
            cases={case: with_case},
            digest=hashlib.sha256(f"{study.digest}\nonly repeated\n{case}".encode()).hexdigest(),
        ),
        case=case,
        taken=tuple(
            NamedNumber(name=name, title=_title(name, made, after), found=made.repeated)
            for name in drawn
            if (made := study.assumptions[name]).repeated is not None
        ),
        no_effect=_named(gone),
        kept=_named(kept),
    )


def _is_nothing(effect: EffectNumber) -> bool:
    return effect.kind in ("move", "stay", "arrivals") and effect.number == NO_EFFECT


def _title(name: str, made: Assumption, effects: Sequence[EffectNumber]) -> Text | Message:
    """Return what a reader knows an assumption by: its title, or where it stands, or at worst its name."""
    places = [each.title for each in effects if each.number.name == name]
    return made.title if made.title.da else next(iter(places), Text(da=name))


def _named(effects: Sequence[EffectNumber]) -> tuple[NamedNumber, ...]:
    """Return effects by name and title, each once."""
    once = {(each.number.name, str(each.title)): each.title for each in effects}
    return tuple(NamedNumber(name=name, title=title) for (name, _), title in once.items())


class _Trials:
    """Look up what trials elsewhere have found, and take the other effects out of a case."""

    def __init__(self, known: Mapping[str, Assumption]) -> None:
        self.known = known

    def have(self, number: Quantity) -> bool:
        """Return whether trials elsewhere have found a value for a number."""
        return number.value is None and self.known[number.name].repeated is not None

    def have_part(self, part: Form) -> bool:
        return any(self.have(number) for number, _ in numbers(part))

    def mended(self, baseline: Scenario, case: Scenario) -> Scenario:
        """Return a case without the effects that no trial has found; its assumptions are what they were."""
        programmes = {
            name: self.programme(spec, baseline.programmes.get(name))
            for name, spec in case.programmes.items()
        }
        rates, arrivals = self.rates(baseline, case), self.arrivals(baseline, case)
        reviews = {
            name: spec if self.have_part(spec) else baseline.reviews[name]
            for name, spec in case.reviews.items()
            if self.have_part(spec) or name in baseline.reviews
        }
        update = {"programmes": programmes, "rates": rates, "arrivals": arrivals, "reviews": reviews}
        return case.model_copy(update=update)

    def programme(self, spec: ProgrammeSpec, before: ProgrammeSpec | None) -> ProgrammeSpec:
        known = effects_of(before)
        mended = {
            field: [each if each in known[field] else self.without(each, EFFECTS[field]) for each in effects]
            for field, effects in effects_of(spec).items()
        }
        return with_effects(spec, mended)

    def without(self, effect: Any, reader: EffectReader) -> Any:
        """Return an effect without its effect, unless there are trials or its reader says that it stays."""
        number: Quantity = getattr(effect, reader.number)
        only_more = reader.untried == "no effect unless only more children" and self.least(number) >= 1
        if reader.untried == "kept" or only_more or self.have(number):
            return effect
        return effect.model_copy(update={reader.number: NO_EFFECT})

    def least(self, number: Quantity) -> float:
        """Return the 5th percentile of a number."""
        return self.known[number.name].quantile(0.05) if number.value is None else number.value

    def rates(self, baseline: Scenario, case: Scenario) -> RatesSpec:
        there = {*case.staircase.steps, *case.staircase.exits}
        rows = {origin: dict(row) for origin, row in case.rates.by_step.items()}
        for origin, row in baseline.rates.by_step.items():
            for to, spec in row.items():
                ours = rows.get(origin, {}).get(to)
                if {origin, to} <= there and (ours is None or not self.have_part(ours)):
                    rows.setdefault(origin, {})[to] = spec
        return case.rates.model_copy(update={"by_step": rows})

    def arrivals(self, baseline: Scenario, case: Scenario) -> ArrivalsSpec:
        ours, before = case.arrivals, baseline.arrivals
        rows = {step: dict(row) for step, row in ours.by_step.items()}
        for step, row in before.by_step.items():
            for band, number in row.items():
                own = rows.get(step, {}).get(band)
                if step in case.staircase.steps and (own is None or not self.have(own)):
                    rows.setdefault(step, {})[band] = number
        trend = ours.trend_per_year if self.have(ours.trend_per_year) else before.trend_per_year
        trends = {
            step: own if self.have(own) else before.trend_by_step.get(step, before.trend_per_year)
            for step, own in ours.trend_by_step.items()
        }
        trends |= {
            step: own
            for step, own in before.trend_by_step.items()
            if step in case.staircase.steps and step not in trends
        }
        changed = {"by_step": rows, "trend_per_year": trend, "trend_by_step": trends}
        return ours.model_copy(update=changed)


def _renamed(value: Any, base: Any, names: Mapping[str, str]) -> Any:
    """Return a part with other names for some assumptions, except where the baseline says the same."""
    if value == base:
        return value
    if isinstance(value, Quantity):
        return replace(value, name=names[value.name]) if value.name in names else value
    if isinstance(value, Form):
        fields = type(value).model_fields
        return value.model_copy(
            update={key: _renamed(getattr(value, key), getattr(base, key, None), names) for key in fields}
        )
    if isinstance(value, dict):
        known = base if isinstance(base, dict) else {}
        return {key: _renamed(item, known.get(key), names) for key, item in value.items()}
    if isinstance(value, list):
        same = base if isinstance(base, list) else []
        return [item if item in same else _renamed(item, None, names) for item in value]
    return value
