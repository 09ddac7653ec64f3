"""Check that a scenario makes a world under given values of its assumptions."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping

from model.expected.readiness import NoReadinessError
from model.world.parameters import Parameters
from scenarios.building.draws import Resolver
from scenarios.building.world import build
from scenarios.format.assumptions import Quantity
from scenarios.format.fields import band_names
from scenarios.format.groups import shares_at
from scenarios.format.schema import Scenario
from scenarios.reading.checks.problem import Problem

MOST_CHILDREN = 2_000_000
"""In one run; more than all the children of Denmark."""
HIGHEST_RATE = 366.0
"""A year: children who move daily are a slip of the pen, and take the engine years."""


def world_problems(scenario: Scenario, values: Mapping[str, float]) -> Iterator[Problem]:
    """Yield a problem for everything that makes no world when the assumptions have these values."""
    shares = list(_shares(scenario, values))
    yield from shares
    if shares:
        return
    steps = scenario.staircase.steps
    unlimited = {name: step.model_copy(update={"places": None}) for name, step in steps.items()}
    staircase = scenario.staircase.model_copy(update={"steps": unlimited})
    try:
        parameters = build(scenario.model_copy(update={"staircase": staircase}), values).parameters
        problems = [*_children(parameters), *_rates(parameters), *_places(scenario, parameters, values)]
        yield from problems
        if not problems:
            build(scenario, values)
    except NoReadinessError as error:
        yield _no_readiness(scenario, error)
    except (ValueError, OverflowError) as error:
        yield Problem(kind="does_not_fit", loc=(), facts={"found": str(error)})


def _no_readiness(scenario: Scenario, error: NoReadinessError) -> Problem:
    reviews = scenario.baseline.reviews.items()
    loc = next((("reviews", name) for name, spec in reviews if error.step in spec.steps), ("reviews",))
    whom = f"{error.step}, {band_names(scenario.age_bands)[error.band]}"
    if len(scenario.groups) > 1:
        whom += f", {[*scenario.groups][error.group]}"
    if error.days == math.inf:
        return Problem(kind="never_reviewed", loc=loc, facts={"found": whom})
    facts = {"found": f"{error.observed:.3g} ({whom})", "allowed": f"{error.most:.3g}"}
    return Problem(kind="no_readiness", loc=loc, facts=facts)


def _shares(scenario: Scenario, values: Mapping[str, float]) -> Iterator[Problem]:
    """Yield a problem for shares that sum to 1 by their names, but not under these values."""
    shares: dict[tuple[str, ...], dict[str, Quantity]] = {
        ("staircase", "steps", name, "at_age_limit"): step.at_age_limit
        for name, step in scenario.staircase.steps.items()
    }
    shares |= {("stays", step, "then"): spec.then for step, spec in scenario.stays.items()}
    if scenario.households is not None:
        sizes = {str(size): share for size, share in scenario.households.size.items()}
        shares["households", "size"] = sizes
    for step, lines in scenario.prices.items():
        shares |= {("prices", step, line, "payers"): spec.payers for line, spec in lines.items()}
    for name, programme in scenario.programmes.items():
        costs = programme.costs.items()
        shares |= {("programmes", name, "costs", cost, "payers"): spec.payers for cost, spec in costs}
    shares |= {("staff", name, "payers"): spec.payers for name, spec in scenario.staff.items()}
    for loc, parts in shares.items():
        total = sum(part.resolve(values) for part in parts.values())
        if abs(total - 1) > 1e-9:
            yield Problem(kind="sums_to_one", loc=loc, facts={"found": f"{total:.6g}"})
    if not sum(
        spec.share.resolve(values) for spec in scenario.groups.values()
    ):  # else they are taken in proportion
        yield Problem(kind="sums_to_one", loc=("groups",), facts={"found": "0"})
        return
    yield from _groups(scenario, values)


def _groups(scenario: Scenario, values: Mapping[str, float]) -> Iterator[Problem]:
    """Yield a problem for the first step and age where the groups' shares do not sum to 1."""
    for step, spec in scenario.staircase.steps.items():
        for band, age in zip(band_names(scenario.age_bands), scenario.age_bands, strict=False):
            if not spec.ages[0] <= age < spec.ages[1]:
                continue
            try:
                shares_at(scenario.groups, values, step, band)
            except ValueError as error:
                name, group = next((n, g) for n, g in scenario.groups.items() if g.said_of(step, band))
                on_step = group.by_step.get(step)
                loc = ("groups", name, "by_step", step) if on_step else ("groups", name, "by_age", band)
                facts = {"found": str(error), "step": step, "allowed": f"{step}, {band}"}
                yield Problem(kind="groups_at", loc=loc, facts=facts)
                return


def _children(parameters: Parameters) -> Iterator[Problem]:
    years = parameters.horizon_days / 365.25
    effects = [effect for programme in parameters.programmes for effect in programme.arrival_effects]
    more = math.prod(max(1.0, effect.multiplier) for effect in effects)
    standing = sum(count.number for count in parameters.stock_counts)
    coming = years * more * sum(max(stream.per_year.values) for stream in parameters.arrivals)
    for part, number in (("stock", standing), ("arrivals", coming)):
        if number > MOST_CHILDREN:
            facts = {"found": f"{number:.3g}", "allowed": str(MOST_CHILDREN)}
            yield Problem(kind="too_many_children", loc=(part,), facts=facts)


def _rates(parameters: Parameters) -> Iterator[Problem]:
    reviewed = {(step, to) for each in parameters.reviews for step, _ in each.intervals for to in each.moves}
    for transition in parameters.transitions:
        if (
            transition.from_step,
            transition.to,
        ) in reviewed:  # readiness; what is seen has a limit of its own
            continue
        highest = max(max(row) for row in transition.rate)
        if highest > HIGHEST_RATE:
            loc = ("rates", "by_step", transition.from_step, transition.to)
            facts = {"found": f"{highest:g}", "low": 0.0, "high": HIGHEST_RATE}
            yield Problem(kind="number_outside", loc=loc, facts=facts)


def _places(scenario: Scenario, parameters: Parameters, values: Mapping[str, float]) -> Iterator[Problem]:
    steps = scenario.staircase.steps
    shared = {
        name for name, step in steps.items() if step.places is not None and step.places.per == "household"
    }
    standing = Counter(child.step for child in parameters.stock if child.step not in shared)
    homes = {(c.step, c.household or i) for i, c in enumerate(parameters.stock) if c.step in shared}
    standing.update(step for step, _ in homes)
    for count in parameters.stock_counts:
        standing[count.step] += count.number
    for name, step in scenario.staircase.steps.items():
        if step.places is None:
            continue
        free = Resolver(scenario, values).schedule(step.places.number).at(0.0)
        if standing[name] > free:
            loc = ("staircase", "steps", name, "places", "number")
            facts = {"found": str(standing[name]), "allowed": f"{free:g}"}
            yield Problem(kind="places_too_few", loc=loc, facts=facts)
