"""Put in words how the arrivals of a baseline change over the years, by how much, and who says so."""

from collections.abc import Iterator, Sequence

from language.formatting import ended, number
from language.messages import say
from reports.comparison.children import first_and_last, level_label
from reports.shared.used_numbers import medians
from scenarios.building.world import arrivals_relative_to_start
from scenarios.format.assumptions import Quantity
from scenarios.format.fields import Sourced
from scenarios.format.schema import Scenario
from scenarios.reading.drift import has_trend
from scenarios.results.comparison import Comparison


def trend_words(scenario: Scenario, comparison: Comparison) -> list[str]:
    """Return what is stated of the arrivals over the years with its source, or that nothing is."""
    if not has_trend(scenario):
        return [say("The arrivals are kept level: nobody has stated a trend.")]
    arrivals, population = scenario.arrivals, scenario.municipality.population_index
    stated = [
        say(
            "Stated trend of the arrivals{where}: {size} a year. Source: {source}",
            where=where,
            size=_size(scenario, trend),
            source=_source(scenario, trend, arrivals),
        )
        for where, trend in _trends(scenario)
    ]
    if population:
        sizes = (f"{year}: {_size(scenario, index, 1.0)}" for year, index in sorted(population.items()))
        sources = (_source(scenario, index, scenario.municipality) for _, index in sorted(population.items()))
        stated.append(
            say(
                "The arrivals follow the number of 0-22-year-olds ({years}, relative to the start). "
                "Source: {source}",
                years="; ".join(sizes),
                source="; ".join(dict.fromkeys(sources)),
            )
        )
    values, (first, last) = medians(scenario), first_and_last(comparison)
    before, after = (arrivals_relative_to_start(scenario, values, year) for year in (first, last))
    changes = {_percent(after[step] / before[step] - 1): after[step] for step in after}
    return [
        *(ended(f"{sentence}.") for sentence in stated),
        say(
            "In all, the arrivals change by {change} from {first} to {last}. What the staircase would hold "
            "without that stands as “{label}”, worked out without limits of places and with uncertain "
            "assumptions in the middle of their span.",
            change=_span(sorted(changes, key=changes.__getitem__)),
            first=first,
            last=last,
            label=level_label(comparison),
        ),
    ]


def _trends(scenario: Scenario) -> Iterator[tuple[str, Quantity]]:
    """Yield the trends that are not zero, each with the steps that it is of, in words; none for all steps."""
    arrivals, steps = scenario.arrivals, scenario.staircase.steps
    by_trend: dict[Quantity, list[str]] = {}
    for step in steps:
        by_trend.setdefault(arrivals.trend_by_step.get(step, arrivals.trend_per_year), []).append(step)
    for trend, on in by_trend.items():
        if trend.value != 0.0:
            titles = ", ".join(str(steps[step].title) for step in on)
            yield ("" if len(on) == len(steps) else say(" to {steps}", steps=titles)), trend


def _span(changes: Sequence[str]) -> str:
    if len(changes) == 1:
        return changes[0]
    return say("{low} to {high}", low=changes[0], high=changes[-1])


def _size(scenario: Scenario, stated: Quantity, level: float = 0.0) -> str:
    """Return a change in per cent, with the span of one that is uncertain."""
    if stated.value is not None:
        return _percent(stated.value - level)
    low, middle, high = (
        _percent(scenario.assumptions[stated.name].quantile(share) - level) for share in (0.05, 0.5, 0.95)
    )
    if low == high:
        return middle
    return f"{middle} ({say('90% between {low} and {high}', low=low, high=high)})"


def _percent(change: float) -> str:
    sign = "+" if round(100 * change, 1) > 0 else ""
    return f"{sign}{number(100 * change, 1)}{say('%')}"


def _source(scenario: Scenario, stated: Quantity, table: Sourced) -> str:
    """Return the source and rationale of a number, or the source of the table that it stands in."""
    estimate = scenario.assumptions.get(stated.name)
    if estimate is None:
        return str(table.source)
    return ". ".join(filter(None, map(str, (estimate.source, estimate.rationale))))
