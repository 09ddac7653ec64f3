"""Check the parts of a scenario against each other, when each part is right by itself."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from model.results.economy import REIMBURSEMENT
from scenarios.building.economy import reimbursement_limits
from scenarios.format.assumptions import Quantity
from scenarios.format.fields import FROM_OUTSIDE, band_names
from scenarios.format.schema import Scenario, StepSpec
from scenarios.format.study import BASELINE_COLUMN
from scenarios.reading.checks.mechanism_checks import mechanism_problems
from scenarios.reading.checks.problem import Problem, end_date

EARLIEST, LATEST = date(1990, 1, 1), date(2150, 12, 31)
"""Of a start date."""


def cross_check(scenario: Scenario) -> list[Problem]:
    """Return every problem between the parts of a scenario."""
    checks = (
        *(_names, _ages, _targets, _diverts, _dates, _groups, _bands, _stock),
        *(mechanism_problems, _factors, _effects, _reroutes, _prices, _costs, _reimbursement, _joint),
    )
    return [problem for check in checks for problem in check(scenario)]


def _names(scenario: Scenario) -> Iterator[Problem]:
    """Yield a problem for every name that stands for something else already."""
    steps = scenario.staircase.steps
    taken = {*steps, REIMBURSEMENT}
    items = {*taken, *scenario.programmes}
    for parts, names, used in (
        (("staircase", "steps"), steps, {REIMBURSEMENT, FROM_OUTSIDE}),
        (("staircase", "exits"), scenario.staircase.exits, {*steps}),
        (("programmes",), scenario.programmes, taken),
        (("staff",), scenario.staff, items),
        (("cases",), scenario.cases, {BASELINE_COLUMN}),
    ):
        for name in names:
            if name in used:
                yield Problem(kind="reserved_name", loc=(*parts, name), facts={"found": name})


def _ages(scenario: Scenario) -> Iterator[Problem]:
    borders = scenario.age_bands
    for name, step in scenario.staircase.steps.items():
        for age in step.ages:
            if age not in borders:
                facts = {"found": f"{age:g}", "allowed": _listed(borders)}
                yield Problem(kind="age_not_border", loc=("staircase", "steps", name, "ages"), facts=facts)


def _targets(scenario: Scenario) -> Iterator[Problem]:
    """Yield a problem for every way that leads a child where it cannot stand."""
    steps = scenario.staircase.steps
    for name, step in steps.items():
        for target in step.at_age_limit:
            if target in steps and not steps[target].ages[0] <= step.ages[1] < steps[target].ages[1]:
                loc = ("staircase", "steps", name, "at_age_limit", target)
                facts = {"found": target, "allowed": f"{step.ages[1]:g}"}
                yield Problem(kind="target_not_admitting", loc=loc, facts=facts)
    for name, row in scenario.rates.by_step.items():
        if name in row:
            yield Problem(kind="leads_to_itself", loc=("rates", "by_step", name, name))


def _diverts(scenario: Scenario) -> Iterator[Problem]:
    steps = scenario.staircase.steps
    to = {name: step.places.divert_to for name, step in steps.items() if step.places is not None}
    for name, first in to.items():
        loc = ("staircase", "steps", name, "places", "divert_to")
        places = steps[name].places
        if places is not None and places.returns and first is None:
            yield Problem(kind="returns_where", loc=(*loc[:-1], "returns"))
        if first not in steps:
            continue
        low, high = steps[name].ages
        if steps[first].ages[0] > low or steps[first].ages[1] < high:
            yield Problem(
                kind="target_not_admitting", loc=loc, facts={"found": first, "allowed": f"{low:g}-{high:g}"}
            )
        chain: list[str] = [name]
        while (following := to.get(chain[-1])) in steps and following not in chain:
            chain.append(str(following))
        if following in chain:
            yield Problem(kind="divert_ring", loc=loc, facts={"found": ", ".join(chain)})
        elif following is None and chain[-1] in to:
            yield Problem(kind="divert_to_line", loc=loc, facts={"found": chain[-1]})


def _dates(scenario: Scenario) -> Iterator[Problem]:
    if not EARLIEST <= scenario.start <= LATEST:
        facts = {"found": str(scenario.start), "allowed": f"{EARLIEST} - {LATEST}"}
        yield Problem(kind="date_outside", loc=("start",), facts=facts)
        return
    if scenario.start.day != 1:
        yield Problem(kind="not_first_of_month", loc=("start",), facts={"found": str(scenario.start)})
        return
    last = end_date(scenario)
    for name, programme in scenario.programmes.items():
        if programme.start >= last:
            facts = {"found": str(programme.start), "allowed": str(last - timedelta(days=1))}
            yield Problem(kind="after_horizon", loc=("programmes", name, "start"), facts=facts)


def _outside(scenario: Scenario, step: str, band: str) -> bool:
    """Return whether a step does not admit the children of an age band."""
    lows = dict(zip(band_names(scenario.age_bands), scenario.age_bands, strict=False))
    spec = scenario.staircase.steps.get(step)
    # A band may be unknown where the borders are faulty themselves.
    return spec is not None and band in lows and not spec.ages[0] <= lows[band] < spec.ages[1]


def _not_admitted(scenario: Scenario, step: str, band: str, *loc: int | str) -> Problem:
    facts = {"found": band, "allowed": _span(scenario.staircase.steps[step])}
    return Problem(kind="not_admitted", loc=loc, facts=facts)


def _groups(scenario: Scenario) -> Iterator[Problem]:
    """Yield a problem for every share of a group at ages that the step does not admit."""
    for name, group in scenario.groups.items():
        for step, on_step in group.by_step.items():
            for band in on_step.by_age:
                if _outside(scenario, step, band):
                    loc = ("groups", name, "by_step", step, "by_age", band)
                    yield _not_admitted(scenario, step, band, *loc)


def _bands(scenario: Scenario) -> Iterator[Problem]:
    """Yield a problem for every number given for ages that the step does not admit."""
    outside, problem = partial(_outside, scenario), partial(_not_admitted, scenario)
    moves = [(o, t, spec) for o, row in scenario.rates.by_step.items() for t, spec in row.items()]
    for origin, target, transition in moves:
        given_at = {"by_age": {band: [rate] for band, rate in transition.by_age.items()}}
        given_at["by_age_and_group"] = {
            band: [*rates.values()] for band, rates in transition.by_age_and_group.items()
        }
        for key, bands in given_at.items():
            for band, rates in bands.items():
                step = next((step for step in (origin, target) if outside(step, band)), None)
                if step is not None and any(rate.value != 0 for rate in rates):
                    yield problem(step, band, "rates", "by_step", origin, target, key, band)
    parts = (("arrivals", scenario.arrivals), ("stock", scenario.stock))
    given = [
        (part, number.per_1000, step, band)
        for part, spec in parts
        for step, numbers in spec.by_step.items()
        for band, number in numbers.items()
        if number.value != 0
    ]
    for part, _, step, band in given:
        if outside(step, band):
            yield problem(step, band, part, "by_step", step, band)
    shares = scenario.municipality.age_shares
    for band in {band for _, per_1000, _, band in given if per_1000 and band not in shares}:
        yield Problem(kind="missing", loc=("municipality", "age_shares", band))


def _stock(scenario: Scenario) -> Iterator[Problem]:
    as_of = scenario.stock.as_of or scenario.start
    if as_of > scenario.start:
        facts = {"found": str(scenario.start), "allowed": str(as_of)}
        yield Problem(kind="start_before_list", loc=("stock", "as_of"), facts=facts)
        return
    for i, child in enumerate(scenario.stock.children):
        step = scenario.staircase.steps[child.step]
        if child.since < child.birth_date:
            facts = {"found": str(child.since), "allowed": str(child.birth_date)}
            yield Problem(kind="too_early", loc=("stock", "children", i, "since"), facts=facts)
        age = (as_of - child.birth_date).days / 365.25
        if not step.ages[0] <= age < step.ages[1]:
            facts = {"found": f"{age:.1f}", "allowed": _span(step)}
            yield Problem(kind="not_admitted", loc=("stock", "children", i, "birth_date"), facts=facts)
        if child.since > as_of:
            facts = {"found": str(child.since), "allowed": str(as_of)}
            yield Problem(kind="after_horizon", loc=("stock", "children", i, "since"), facts=facts)


def _factors(scenario: Scenario) -> Iterator[Problem]:
    """Yield a problem for every name in a factor at which there is nothing to multiply.

    A borrowed factor is about borrowed numbers, and those may have been replaced by others.
    """
    rates = [(origin, to) for origin, row in scenario.rates.by_step.items() for to in row]
    for name, factor in scenario.factors.items():
        if factor.times.borrowed:
            continue
        reached = [to for origin, to in rates if origin in factor.from_steps]
        wrong = [to for to in factor.to if to not in reached]
        for key, request, known in (
            ("to", factor.to, reached),
            # A way that no step leads is reported once, not by every step again.
            ("from", [] if wrong else factor.from_steps, [origin for origin, to in rates if to in factor.to]),
            ("arrivals", factor.arrivals, [*scenario.arrivals.by_step]),
            ("stock", factor.stock, [*scenario.stock.by_step]),
            ("years_on_step", factor.years_on_step, [*scenario.stock.years_on_step]),
        ):
            for i, step in enumerate(request):
                if step not in known:
                    facts = {"found": step, "allowed": ", ".join(dict.fromkeys(known)) or "@no step"}
                    yield Problem(kind="factor_on_nothing", loc=("factors", name, key, i), facts=facts)


def _effects(scenario: Scenario) -> Iterator[Problem]:
    """Yield a problem for every effect of which it is unclear whether it is for those enrolled only."""
    for name, programme in scenario.programmes.items():
        for i, effect in enumerate(programme.effects):
            loc = ("programmes", name, "effects", i)
            if programme.enrolment is not None and effect.for_whom is None:
                yield Problem(kind="effect_for_whom", loc=loc)
            if programme.enrolment is None and effect.for_whom == "enrolled":
                yield Problem(kind="nobody_enrolled", loc=(*loc, "for"))


def _reroutes(scenario: Scenario) -> Iterator[Problem]:
    """Yield a problem for every reroute of those who come from outside to a way out: nobody does."""
    for name, programme in scenario.programmes.items():
        for i, reroute in enumerate(programme.reroutes):
            if {*reroute.from_steps} != {FROM_OUTSIDE}:
                continue
            for j, to in enumerate(reroute.to):
                if to in scenario.staircase.exits:
                    loc = ("programmes", name, "reroutes", i, "to", j)
                    yield Problem(kind="outside_to_exit", loc=loc, facts={"found": to})


def _prices(scenario: Scenario) -> Iterator[Problem]:
    """Yield a problem for every price line that does not go with its step."""
    for step, lines in scenario.prices.items():
        for name, line in lines.items():
            loc = ("prices", step, name)
            for i, band in enumerate(line.ages or ()):
                if _outside(scenario, step, band):
                    yield _not_admitted(scenario, step, band, *loc, "ages", i)
            is_below_zero = _least(scenario, line.dkk) < 0
            if line.sold is not None and is_below_zero:
                yield Problem(kind="sold_below_zero", loc=(*loc, "dkk"))
            elif line.sold is not None and scenario.staircase.steps[step].places is None:
                yield Problem(kind="sold_without_places", loc=(*loc, "sold"))
            elif line.own_unit is not None and is_below_zero:
                yield Problem(kind="income_own_unit", loc=(*loc, "own_unit"))


def _least(scenario: Scenario, number: Quantity) -> float:
    """Return the least that a number can be."""
    if number.value is not None:
        return number.value
    known = scenario.assumptions.get(number.name)  # one that is faulty is not there
    return 0.0 if known is None else known.support[0]


def _costs(scenario: Scenario) -> Iterator[Problem]:
    for name, programme in scenario.programmes.items():
        for cost, spec in programme.costs.items():
            enrolment, loc = programme.enrolment, ("programmes", name, "costs", cost)
            first, last = spec.start or programme.start, spec.end or programme.end
            if first < programme.start or (last is not None and first >= last):
                span = f"{programme.start} - {programme.end or ''}".strip()
                facts = {"found": str(first), "allowed": span}
                yield Problem(kind="cost_outside", loc=(*loc, "start"), facts=facts)
            if spec.per == "slot_year" and enrolment is not None and enrolment.slots is None:
                yield Problem(kind="slots_missing", loc=("programmes", name, "costs", cost, "per"))


def _reimbursement(scenario: Scenario) -> Iterator[Problem]:
    """Yield a problem when reimbursement has no limits, or its prices or payers do not go together."""
    spec = scenario.reimbursement
    if spec is None:
        return
    for role, payer, municipal in (("receiver", spec.receiver, True), ("state", spec.state, False)):
        if scenario.payers[payer].municipal != municipal:
            allowed = "@municipal" if municipal else "@not municipal"
            facts = {"found": payer, "allowed": allowed}
            yield Problem(kind="municipal_where", loc=("reimbursement", role), facts=facts)
    falling = [year for year, (low, middle, high) in spec.limits.items() if not low < middle < high]
    for year in falling:
        facts = {"found": _listed(spec.limits[year])}
        yield Problem(kind="limits_not_rising", loc=("reimbursement", "limits", year), facts=facts)
    if falling:
        return
    try:
        reimbursement_limits(scenario)
    except ValueError:
        facts = {"found": str(scenario.start.year)}
        yield Problem(kind="no_limits", loc=("reimbursement",), facts=facts)


def _joint(scenario: Scenario) -> Iterator[Problem]:
    """Yield a problem for every name that cannot be drawn with others, and for what is no correlation."""
    uncertain = [name for name, assumption in scenario.assumptions.items() if assumption.is_uncertain]
    seen: set[str] = set()
    for number, spec in enumerate(scenario.joint):
        for i, name in enumerate(spec.names):
            loc, facts = ("joint", number, "names", i), {"found": name}
            if name not in uncertain:
                yield Problem(kind="joint_name", loc=loc, facts=facts | {"allowed": ", ".join(uncertain)})
            elif name in seen:
                yield Problem(kind="joint_twice", loc=loc, facts=facts)
            seen.add(name)
        if not spec.is_possible:
            yield Problem(kind="joint_matrix", loc=("joint", number, "correlation"))


def _span(step: StepSpec) -> str:
    return f"{step.ages[0]:g}-{step.ages[1]:g}"


def _listed(numbers: list[float]) -> str:
    return ", ".join(f"{number:g}" for number in numbers)
