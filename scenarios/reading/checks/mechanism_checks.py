"""Check planned stays, reviews, staff and households against the rest of a scenario."""

from collections.abc import Iterator, Mapping
from datetime import date

from scenarios.format.assumptions import Quantity
from scenarios.format.schema import Scenario
from scenarios.reading.checks.problem import Problem


def mechanism_problems(scenario: Scenario) -> Iterator[Problem]:
    """Yield every problem of the mechanisms of a scenario."""
    for check in (_stays, _stay_effects, _reviews, _staff, _households):
        yield from check(scenario)


def _stays(scenario: Scenario) -> Iterator[Problem]:
    """Yield a problem for every planned stay that leads nowhere."""
    steps = scenario.staircase.steps
    for name, spec in scenario.stays.items():
        loc = ("stays", name)
        for key, destinations in (("then", spec.then), ("worsens", spec.worsens)):
            if name in destinations:
                yield Problem(kind="leads_to_itself", loc=(*loc, key, name))
        for to in spec.worsens:
            if to in scenario.rates.by_step.get(name, {}):
                yield Problem(kind="rate_twice", loc=(*loc, "worsens", to), facts={"found": to})
        low, high = steps[name].ages
        for age in (age for age in scenario.age_bands if low <= age < high):
            if not any(scenario.staircase.admits(to, age) for to in spec.then):
                yield Problem(kind="nowhere_at_age", loc=(*loc, "then"), facts={"found": f"{age:g}"})
                break


def _stay_effects(scenario: Scenario) -> Iterator[Problem]:
    """Yield a problem for every effect on stays that are not planned, or after help that nobody has."""
    for name, programme in scenario.programmes.items():
        enrolment = programme.enrolment
        for i, effect in enumerate(programme.stays):
            loc = ("programmes", name, "stays", i)
            for j, step in enumerate(effect.steps):
                if step not in scenario.stays:
                    facts = {"found": step, "allowed": ", ".join(scenario.stays) or "@no step"}
                    yield Problem(kind="stay_not_planned", loc=(*loc, "steps", j), facts=facts)
            if effect.for_whom != "everyone" and enrolment is None:
                yield Problem(kind="nobody_enrolled", loc=(*loc, "for"))
            elif effect.for_whom == "after" and enrolment is not None and enrolment.lasting_months.value == 0:
                yield Problem(kind="lasts_no_time", loc=(*loc, "for"))


def _reviews(scenario: Scenario) -> Iterator[Problem]:
    """Yield a problem for every review that reviews nothing, twice, or not from the start."""
    reviewed_by: dict[str, str] = {}
    for name, spec in scenario.reviews.items():
        loc = ("reviews", name)
        unit = "every_months" if spec.every_months else "every_weeks"
        for i, step in enumerate(spec.steps):
            if step in reviewed_by:
                facts = {"found": step, "allowed": reviewed_by[step]}
                yield Problem(kind="reviewed_twice", loc=(*loc, "steps", i), facts=facts)
            reviewed_by[step] = name
            yield from _from_the_start(spec.numbers_for(step) or {}, (*loc, unit, step), scenario)
        known = _moves_from(scenario, spec.steps)
        for i, to in enumerate(spec.moves):
            if to not in known:
                facts = {"found": to, "allowed": ", ".join(known) or "@no step"}
                yield Problem(kind="nothing_to_review", loc=(*loc, "moves", i), facts=facts)
        for key in ("every_months", "every_weeks", "observed_every_months"):
            others = {*scenario.staircase.steps} - {*spec.steps}
            for step in (step for step in getattr(spec, key) if step in others):
                facts = {"found": step, "allowed": ", ".join(spec.steps)}
                yield Problem(kind="step_not_reviewed", loc=(*loc, key, step), facts=facts)
        if spec.observed_every_months and spec.rates_are == "readiness":
            yield Problem(kind="observed_readiness", loc=(*loc, "observed_every_months"))


def _moves_from(scenario: Scenario, steps: list[str]) -> list[str]:
    """Return where rates lead from some steps, each once."""
    rates = [to for step in steps for to in scenario.rates.by_step.get(step, {})]
    worsening = [to for step in steps if step in scenario.stays for to in scenario.stays[step].worsens]
    return list(dict.fromkeys(rates + worsening))


def _staff(scenario: Scenario) -> Iterator[Problem]:
    """Yield a problem for staff that reviews nobody, is not there from the start, or puts others first."""
    for name, spec in scenario.staff.items():
        loc = ("staff", name)
        steps = [step for each in scenario.reviews.values() if each.by == name for step in each.steps]
        if not steps:
            yield Problem(kind="reviews_nobody", loc=loc, facts={"found": name})
            continue
        yield from _from_the_start(spec.number, (*loc, "number"), scenario)
        yield from _from_the_start(spec.cases_each, (*loc, "cases_each"), scenario)
        for i, step in enumerate(spec.first_steps):
            if step not in steps:
                facts = {"found": step, "allowed": ", ".join(steps)}
                yield Problem(kind="step_not_reviewed", loc=(*loc, "first_steps", i), facts=facts)


def _from_the_start(
    numbers: Mapping[date, Quantity], loc: tuple[str, ...], scenario: Scenario
) -> Iterator[Problem]:
    first = min(numbers, default=date.min)
    if first > scenario.start:
        facts = {"found": str(first), "allowed": str(scenario.start)}
        yield Problem(kind="not_from_start", loc=loc, facts=facts)


def _households(scenario: Scenario) -> Iterator[Problem]:
    """Yield a problem for all that concerns siblings where no child has any, and for a way in from itself."""
    steps = scenario.staircase.steps
    for name, step in steps.items():
        if name in step.together_from:
            loc = ("staircase", "steps", name, "together_from", step.together_from.index(name))
            yield Problem(kind="from_itself", loc=loc)
    if scenario.households is not None or any(child.household for child in scenario.stock.children):
        return
    for name, step in steps.items():
        if step.household == "together":
            yield Problem(kind="nobody_has_siblings", loc=("staircase", "steps", name, "household"))
    for name, programme in scenario.programmes.items():
        if programme.enrolment is not None and programme.enrolment.at_least > 1:
            yield Problem(kind="nobody_has_siblings", loc=("programmes", name, "enrolment", "at_least"))
