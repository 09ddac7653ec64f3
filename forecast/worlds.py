"""Build the model's parameters for the rest of the year, with the ledger's children on the steps.

Caveat. By the ledger, the rest of the year is like the time it covers; by the scenario, it is what the
scenario says, and unless that builds on a calibration of the same ledger it describes another municipality.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

import numpy as np

from calibration.ledger.histories import Histories, date_of_day
from calibration.rates.fitted_world import FittedWorld, RatesFit, draw_values, stock_children
from language.messages import Message
from model.world.arrays import Ints
from model.world.parameters import Parameters, StockChild
from model.world.programme import Programme
from model.world.schedule import Schedule
from model.world.staircase import Places, Staircase, Step
from scenarios.building.draws import draw
from scenarios.building.world import arrivals_relative_to_start, build
from scenarios.files.refusals import RefusedError
from scenarios.format.schema import Scenario
from scenarios.format.study import Study


def by_ledger(fit: RatesFit, stays: Ints, *, days: float, draws: int, seed: int) -> Iterator[Parameters]:
    """Yield the parameters of each draw from the posterior of a ledger, for `days` after its window.

    `stays` are those that go on then.
    """
    world, lives = FittedWorld(fit=fit), fit.exposure.histories
    stock = _standing(lives, stays, world.staircase)
    for values in draw_values(fit, draws, np.random.Generator(np.random.Philox(key=seed))):
        yield world.parameters(values, start=lives.last, horizon_days=days, stock=stock)


def by_scenario(
    study: Study, lives: Histories, stays: Ints, *, days: float, draws: int, seed: int
) -> Iterator[Parameters]:
    """Yield the parameters of each draw of a scenario's baseline, for `days` after the window of `lives`.

    Raises RefusedError when more children stand on a step than it has places.
    """
    stock = _standing(lives, stays, lives.staircase)
    tomorrow = date_of_day(lives.last + 1)
    for number in range(draws):
        values = draw(study, seed=seed, number=number)
        yield from_day(study.scenario, values, day=tomorrow, days=days, stock=stock)


def _standing(lives: Histories, stays: Ints, staircase: Staircase) -> tuple[StockChild, ...]:
    """Return the children of some stays for the model, on the morning after the last day."""
    return stock_children(
        lives,
        staircase.steps,
        child=lives.child[stays],
        step=lives.step[stays],
        on=np.full(len(stays), lives.last + 1),
        since=lives.start[stays],
    )


def from_day(
    scenario: Scenario, values: Mapping[str, float], *, day: date, days: float, stock: tuple[StockChild, ...]
) -> Parameters:
    """Return the parameters of a scenario under one draw, from the morning of `day` for `days` days.

    Arrivals follow the scenario's trend and population from its own start, also before it. Earlier effects of
    programmes on children are unknown: nobody is enrolled on `day`. Raises RefusedError when more
    children stand on a step than it has places.
    """
    first = day.replace(day=1)
    empty = scenario.stock.model_copy(update={"by_step": {}, "years_on_step": {}, "children": []})
    moved = scenario.model_copy(update={"start": first, "stock": empty}).as_case_of(scenario.baseline)
    world = later(build(moved, values).parameters, float((day - first).days))
    _check_places(world, stock)
    growth = arrivals_relative_to_start(scenario, values, first.year)
    return replace(
        world,
        horizon_days=days,
        stock=stock,
        arrivals=tuple(
            replace(
                stream,
                per_year=replace(
                    stream.per_year,
                    values=tuple(value * growth[stream.step] for value in stream.per_year.values),
                ),
            )
            for stream in world.arrivals
        ),
    )


def later(world: Parameters, days: float) -> Parameters:
    """Return the parameters of a world without stock with its start moved `days` later.

    Raises ValueError for a world with stock, whose children would have moved by then.
    """

    def moved(schedule: Schedule) -> Schedule:
        return replace(schedule, times=tuple(time - days for time in schedule.times))

    def places(step: Step) -> Places | None:
        return None if step.places is None else replace(step.places, number=moved(step.places.number))

    def programme(each: Programme) -> Programme:
        help_ = each.enrolment
        return replace(
            each,
            share=moved(each.share),
            enrolment=None
            if help_ is None
            else replace(
                help_,
                opens=help_.opens - days,
                closes=None if help_.closes is None else help_.closes - days,
                slots=None if help_.slots is None else moved(help_.slots),
            ),
        )

    if world.stock or world.stock_counts:
        raise ValueError("later: where the children of the start would be by then, is not known")
    stairs = world.staircase
    return replace(
        world,
        horizon_days=world.horizon_days - days,
        staircase=replace(stairs, steps=tuple(replace(step, places=places(step)) for step in stairs.steps)),
        arrivals=tuple(replace(stream, per_year=moved(stream.per_year)) for stream in world.arrivals),
        programmes=tuple(programme(each) for each in world.programmes),
        reviews=tuple(
            replace(each, intervals=tuple((step, moved(interval)) for step, interval in each.intervals))
            for each in world.reviews
        ),
        staff=tuple(
            replace(each, number=moved(each.number), cases_each=moved(each.cases_each))
            for each in world.staff
        ),
    )


def _check_places(world: Parameters, stock: tuple[StockChild, ...]) -> None:
    standing = Counter(child.step for child in stock)
    for step in world.staircase.steps:
        free = float("inf") if step.places is None else step.places.number.at(0.0)
        if standing[step.name] > free:
            raise RefusedError(
                Message(
                    "step {name}: the ledger has {standing} children, the scenario {free:g} "
                    "places; mend the places in the scenario",
                    name=step.name,
                    standing=standing[step.name],
                    free=free,
                )
            )
