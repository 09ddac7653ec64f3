"""Put the numbers that a scenario is calculated with in words: after level, price index, unit and factors."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import fsum, sqrt
from typing import Literal

from language.formatting import DASH, count, day_words, number, percent, plain
from language.messages import mark, say
from model.world.planned_stays import Length
from reports.shared.small_counts import hidden_words
from reports.shared.table import Grid
from scenarios.building.economy import price_factor
from scenarios.building.staircase import step_order
from scenarios.building.world import build, times_of_factors
from scenarios.format.assumptions import Quantity
from scenarios.format.prices import PriceSpec, VolumeSpec
from scenarios.format.programmes import ProgrammeCostSpec
from scenarios.format.schema import Scenario
from scenarios.format.stays import StaySpec, mean_months, points_of

_TIMES = " \N{MULTIPLICATION SIGN} "
_PER = {
    "day": mark("a day"),
    "month": mark("a month"),
    "year": mark("a year"),
    "start": mark("at each start"),
    "once": mark("once"),
    "slot_year": mark("a slot a year"),
    "participant": mark("a participant"),
    "participant_year": mark("a participant a year"),
    "child_year": mark("a child-year"),
    "person_year": mark("a person a year"),
}


def price_words(scenario: Scenario, dkk: Quantity, per: str, year: int) -> str:
    """Return a price as it is used, and what it was before the price index and the level.

    An uncertain one is called by its title; what multiplies it is given.
    """
    values = medians(scenario)
    factors = [(price_factor(scenario, year), mark("price index"))]
    if dkk.borrowed:
        factors.append((scenario.level.price.resolve(values), mark("level")))
    multiplied = [f"{number(factor, 3)} ({say(what)})" for factor, what in factors if factor != 1]
    assumption = scenario.assumptions.get(dkk.name)
    facts = {"per": say(_PER[per]), "year": scenario.price_year}
    if assumption is not None and assumption.is_uncertain:
        amount = _TIMES.join([say("see “{title}”", title=assumption.title), *multiplied])
        return say("DKK {amount} {per} in {year} prices", amount=amount, **facts)
    if assumption is not None and assumption.few_children:
        return hidden_words()
    given = dkk.resolve(values)
    if not multiplied:
        return say("DKK {amount} {per} in {year} prices", amount=plain(given), **facts)
    used = given
    for factor, _ in factors:
        used *= factor
    before = say("{amount} in {year} prices", amount=plain(given), year=year)
    return say(
        "DKK {amount} {per} in {year} prices: {product}",
        amount=number(used),
        product=_TIMES.join([before, *multiplied]),
        **facts,
    )


def spread_words(factors: Sequence[float]) -> str:
    """Return how much a price differs between children, who cost 1 times it on average; nothing if not."""
    if not factors or max(factors) == min(factors):
        return ""
    deviation = sqrt(fsum((factor - 1) * (factor - 1) for factor in factors) / len(factors))
    return say("; standard deviation between children: {share}", share=percent(deviation))


def terms_words(scenario: Scenario, line: PriceSpec | ProgrammeCostSpec) -> str:
    """Return for whom and when a price holds, and what it is where there are many; nothing if always."""
    values, parts = medians(scenario), list[str]()
    if line.groups is not None:
        parts.append(say("for {groups}", groups=", ".join(line.groups)))
    if line.ages is not None:
        parts.append(say("for the ages {ages}", ages=", ".join(line.ages)))
    if line.start is not None:
        parts.append(say("from {day}", day=day_words(line.start)))
    if line.end is not None:
        parts.append(say("until {day}", day=day_words(line.end)))
    if isinstance(line, PriceSpec):
        parts += _volume(line.volume, values)
        if line.sold is not None:
            share = percent(line.sold.resolve(values))
            parts.append(say("an income: {share} of the free places are sold", share=share))
    return "".join(f"; {part}" for part in parts)


def _volume(volume: VolumeSpec | None, values: Mapping[str, float]) -> Iterator[str]:
    """Yield what a price is above each number of full-year persons."""
    for above, times in sorted({} if volume is None else volume.above.items()):
        facts = {"number": number(above), "share": percent(times.resolve(values))}
        by_month = volume is not None and volume.by == "month"
        if volume is not None and volume.all:
            yield say(
                mark("all at {share} of it above {number} persons in the month")
                if by_month
                else mark("all at {share} of it above {number} full-year persons"),
                **facts,
            )
        else:
            yield say(
                mark("{share} of it for those above {number} persons in the month")
                if by_month
                else mark("{share} of it for those above {number} full-year persons"),
                **facts,
            )


def children_used_grid(scenario: Scenario) -> Grid | None:
    """Return the children at the start and those who come a year, by step; None where there are none."""
    stock, arrivals = scenario.stock, scenario.arrivals
    if not stock.by_step and not stock.children and not arrivals.by_step:
        return None
    values = medians(scenario)
    parameters = build(scenario, values).parameters
    there = [(each.step, float(each.number)) for each in parameters.stock_counts]
    there += [(child.step, 1.0) for child in parameters.stock]
    come = [(stream.step, stream.per_year.values[0]) for stream in parameters.arrivals]
    listed = {child.step for child in stock.children}
    rows = [
        (
            str(scenario.staircase.steps[step].title),
            count(sum(children for name, children in there if name == step)),
            say("child by child")
            if step in listed
            else _origin(scenario, values, "stock", step, stock.by_step),
            count(sum(children for name, children in come if name == step)),
            _origin(scenario, values, "arrivals", step, arrivals.by_step),
        )
        for step in step_order(scenario)
    ]
    return Grid(
        caption=say(
            "Children and young people that the calculation begins with, and who come in the first year"
        ),
        head=(say("Step"), say("At the start"), say("From"), say("New a year"), say("From")),
        rows=tuple(rows),
        notes=(
            say(
                "As they are used: after level, unit and factors, uncertain ones in the middle of their span."
            ),
        ),
        prose=(2, 4),
    )


def medians(scenario: Scenario) -> dict[str, float]:
    """Return every assumption of a scenario in the middle of its span."""
    return {name: assumption.quantile(0.5) for name, assumption in scenario.assumptions.items()}


def _origin(
    scenario: Scenario,
    values: Mapping[str, float],
    part: Literal["arrivals", "stock"],
    step: str,
    by_step: Mapping[str, Mapping[str, Quantity]],
) -> str:
    """Return whose the numbers of a step are, their unit and what multiplies them."""
    kinds = dict.fromkeys(
        _kind(scenario, values, number_, times_of_factors(scenario, values, number_, part, step))
        for number_ in by_step.get(step, {}).values()
    )
    return _joined(kinds) or DASH


def _kind(scenario: Scenario, values: Mapping[str, float], number_: Quantity, times: float) -> str:
    words = [
        say(mark("borrowed per 1,000") if number_.per_1000 else mark("borrowed number"))
        if number_.borrowed
        else say(mark("own per 1,000") if number_.per_1000 else mark("own number"))
    ]
    level = scenario.level.activity.resolve(values)
    if number_.borrowed and level != 1:
        words.append(f"{number(level, 3)} ({say('level')})")
    if times != 1:
        words.append(f"{number(times, 3)} ({say('factor')})")
    return _TIMES.join(words)


def _joined(kinds: Iterable[str]) -> str:
    return "; ".join(kinds)


def stay_words(scenario: Scenario, stay: StaySpec) -> str:
    """Return how long planned stays are meant to last, and where they lead."""
    shares, months = points = points_of(stay.months)
    mean, least, most = mean_months(points), months[0], months[-1]
    if least == most:
        length = say("{months} months", months=plain(mean))
    else:
        law = Length(shares=shares, days=months)
        length = say(
            "{mean} months on average, 9 out of 10 between {low} and {high}",
            mean=number(mean, 1),
            low=number(law.at(0.05), 1),
            high=number(law.at(0.95), 1),
        )
    others = stay.by_age or stay.by_group or stay.by_age_and_group
    titles = {to: spec.title for to, spec in scenario.staircase.steps.items()}
    titles |= {to: spec.title for to, spec in scenario.staircase.exits.items()}
    then = [f"{titles[to]}{_share_words(share)}" for to, share in stay.then.items()]
    leads = say("then {destinations}", destinations=", ".join(then))
    return "; ".join([length, *([say("others by age or group")] if others else []), leads])


def _share_words(share: Quantity) -> str:
    return "" if share.value is None else f" {percent(share.value)}"
