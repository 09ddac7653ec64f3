"""Collect notes on a scenario that are no faults: old limits, numbers under another file's factor."""

import math
from collections.abc import Iterable, Iterator

from language.formatting import count, day_words, hidden, number, percent
from language.messages import Message, say
from model.results.price_index import CARRYING_YEARS, LAST_YEAR, yearly_percent_carried_on
from model.world.staircase import DAYS_PER_YEAR
from scenarios.building.draws import corners
from scenarios.building.economy import carried_years, reimbursement_limits
from scenarios.building.listed_stock import listed_stock
from scenarios.building.world import readiness_at_start
from scenarios.files.yaml_tree import Located
from scenarios.format.schema import Scenario
from scenarios.format.study import Study
from scenarios.reading.drift import YEARS, Drift, drifts
from scenarios.reading.number_marks import BORROWED, number_marks


def warnings(study: Study) -> list[str]:
    """Return one sentence for each thing to know about a scenario."""
    notes = [str(note) for note in study.notes]
    scenario = study.scenario
    if carried := {year for each in (scenario, *study.cases.values()) for year in carried_years(each)}:
        notes.append(carried_on(carried))
    notes += _on_the_list(study)
    notes += _readiness(study)
    notes += _drifting(scenario, drifts(study))
    if scenario.reimbursement is None:
        return notes
    known = reimbursement_limits(scenario).year
    if known == scenario.start.year:
        return notes
    old = say(
        "the limits for central reimbursement in {start} are not known; those of {known} are used at the "
        "price level of the calculation. Add newer ones under reimbursement.limits",
        start=scenario.start.year,
        known=known,
    )
    return [*notes, old]


def _readiness(study: Study) -> Iterator[str]:
    """Yield what readiness lies behind the rates of each step that were observed under reviews."""
    if not study.scenario.reviews:
        return
    observed, multipliers = readiness_at_start(study.scenario, corners(study)[0])
    steps = study.scenario.staircase.steps
    for under in observed:
        times = [factor for row in multipliers[under.step] for factor in row if factor != 1.0]
        if not times:
            continue
        yield say(
            "{step}: children wait for reviews, which at the start come every {months} months with the staff "
            "and the children there are; so they become ready {low} to {high} times as often as the rates "
            "say that they move. Cases keep that readiness",
            step=steps[under.step].title,
            months=" / ".join(
                dict.fromkeys(number(days * 12 / DAYS_PER_YEAR, decimals=1) for days in under.days)
            ),
            low=number(min(times), decimals=2),
            high=number(max(times), decimals=2),
        )


def _on_the_list(study: Study) -> Iterator[str]:
    """Yield what is known and not known of the time between the day of the listed children and the start."""
    scenario, listed = study.scenario, study.scenario.stock.as_of
    if listed is None or not scenario.stock.children:
        return
    if (scenario.start - listed).days > _SOON_DAYS:
        yield say(
            "the children of the stock are those of {listed}, and the scenario starts {start}: who came and "
            "who left in between is not known, and all are taken to be where they were",
            listed=day_words(listed),
            start=day_words(scenario.start),
        )
    titles = {name: str(step.title) for name, step in scenario.staircase.steps.items()}
    titles |= {name: str(way.title) for name, way in scenario.staircase.exits.items()}
    moves = listed_stock(scenario, corners(study)[0])[1]
    if moves:
        shown = [number_of for number_of in moves.values() if not hidden(number_of)]
        # The sentence stands on pages: a sum beside a hidden number would tell it.
        all_of_them = count(moves.total()) if len(shown) == len(moves) else say("some")
        yield say(
            "{count} children of the stock pass the age limit of their step before the scenario starts: "
            "{moves}",
            count=all_of_them,
            moves="; ".join(
                f"{titles[step]} → {titles[to]}: {count(each)}" for (step, to), each in moves.items()
            ),
        )


_SOON_DAYS = 31
"""A scenario starts on the first of a month, so that so many days may lie after the list of any ledger."""


def carried_on(years: Iterable[int]) -> str:
    """Return the sentence on years whose price level no source tells."""
    return say(
        "no source here tells the price level of {years}; the price index is carried on by the mean yearly "
        "rise of the {nearest} nearest years, {percent} % a year after {last}. A scenario may have "
        "an index of its own",
        years=", ".join(map(str, sorted(years))),
        nearest=CARRYING_YEARS,
        percent=number(yearly_percent_carried_on(), 1),
        last=LAST_YEAR,
    )


def _drifting(scenario: Scenario, drifting: list[Drift]) -> Iterator[str]:
    """Yield the sentences on steps that do not stay level by themselves, and what can be done about it."""
    level, stated_at = scenario.arrivals.keep_stock_level, scenario.arrivals.by_step
    worked_out = [each for each in drifting if level and not {*each.steps} & {*stated_at}]
    if stated := [each for each in drifting if each not in worked_out]:
        yield say(
            "the children at the start do not fit the arrivals and rates: without any case and any stated "
            "trend, full-year persons change in {years} years by {steps}. Every gain is measured against "
            "that; a scenario may leave arrivals out and have them worked out, so that the start level holds",
            years=YEARS,
            steps=_changes(scenario, stated),
        )
    if worked_out:
        yield say(
            "arrivals are worked out, and still full-year persons change in {years} years by {steps}, "
            "without any case and any stated trend: more children come there from other steps than leave, "
            "or the steps they come from are not level. Every gain is measured against that; write "
            "children at the start, or rates to and from the steps, that fit each other",
            years=YEARS,
            steps=_changes(scenario, worked_out),
        )


def _changes(scenario: Scenario, drifting: list[Drift]) -> str:
    titles = {name: str(step.title) for name, step in scenario.staircase.steps.items()}
    return ", ".join(
        f"{' + '.join(titles[step] for step in each.steps)} {_change(each.change)}" for each in drifting
    )


def _change(share: float) -> str:
    if share == math.inf:
        return say("from none")
    whole = max(-1.0, round(share, 2))  # above 99 % is no size of a change
    return f"+{percent(whole)}" if share > 0 else percent(whole)


def factor_notes(tree: Located) -> dict[str, Message]:
    """Return a sentence for each factor that multiplies numbers from another file, on the first of them.

    That may be meant, or be forgotten. A borrowed factor leaves the numbers of other files alone.
    """
    factors = tree.get("factors")
    notes: dict[str, Message] = {}
    for name, factor in factors.entries.items() if factors is not None else ():
        times = factor.get("times")
        if times is not None and BORROWED in number_marks(times):
            continue
        own = factor.spot.file
        number = next((node for node in _numbers(tree, factor) if node.spot.file != own), None)
        if number is not None:
            notes[f"factor {name}"] = Message(
                "{where}: the number is multiplied by the factor {name} from {file}; if it is your own, "
                "write 'factors: {{{name}: }}' to take the factor away",
                where=number.spot,
                name=name,
                file=own,
            )
    return notes


def _numbers(tree: Located, factor: Located) -> Iterator[Located]:
    """Yield the numbers that a factor multiplies."""
    for origin in _items(factor, "from"):
        for to in _items(factor, "to"):
            yield from _leaves(tree.get("rates", "by_step", origin, to), but=("shape", "by_group"))
    for part, table in (
        ("arrivals", ("arrivals", "by_step")),
        ("stock", ("stock", "by_step")),
        ("years_on_step", ("stock", "years_on_step")),
    ):
        for step in _items(factor, part):
            yield from _leaves(tree.get(*table, step))


def _items(factor: Located, key: str) -> list[str]:
    node = factor.get(key)
    return (
        [str(item.value) for item in node.value] if node is not None and isinstance(node.value, list) else []
    )


def _leaves(node: Located | None, *, but: tuple[str, ...] = ()) -> Iterator[Located]:
    if node is None:
        return
    if isinstance(node.value, dict):
        for key, inner in node.value.items():
            if key not in but:
                yield from _leaves(inner)
    else:
        yield node
