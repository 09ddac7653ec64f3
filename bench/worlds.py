"""Build the worlds that the compiled engine is measured in, each with its counting.

Kolding stands for a municipality of ordinary size: the shipped scenario at the medians of its assumptions.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from model.compiled_engine import engine as compiled_engine
from model.results.counting import Counting
from model.results.economy import counting
from model.results.records import Records, WaitEnd
from model.results.tally import Tally
from model.world.households import Households
from model.world.months import Months
from model.world.parameters import Arrivals, Parameters, Transition
from model.world.planned_stays import Length, PlannedStay
from model.world.programme import Enrolment, Programme, TransitionEffect
from model.world.reviews import Reviews, Staff
from model.world.schedule import Schedule
from model.world.staircase import DAYS_PER_YEAR, Places, Staircase, Step
from scenarios.building.draws import corners
from scenarios.building.world import build
from scenarios.format.study import BASELINE, Study
from scenarios.reading.load import load

SEED = 1
DESKS, LOAD = 5, 4.0
"""Servers of the queue, and customers who come in the time of one service."""

_DIVERTED_TO = {"hjemmebaseret": None, "familiepleje": "netværk", "institution": None}
"""The steps that are made full, and where a child then goes; None: it waits."""
_FALLING, _CROWDING = "institution", 1.4
"""The step on which the number of children would fall, and the factor on its arrivals that prevents it."""
_SERVICES_PER_YEAR = 128.0
"""No unit of time matters to a queue, but the engine counts by month: with a service a year there would be
more months than customers, and so a month has about as many of them as a municipality has moves. A power of
two, because arrivals are thinned from the next one."""
_AGELESS = 1e9
_REVIEWED = ("familiepleje", "institution")


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A world and its counting."""

    parameters: Parameters
    counting: Counting

    def count(self, replications: Sequence[int], *, seed: int = SEED) -> Tally:
        """Count replications with the compiled engine."""
        return compiled_engine.count(self.parameters, self.counting, seed=seed, replications=replications)

    @cached_property
    def fullness(self) -> dict[str, Any]:
        """Occupancy of each step with places in one replication.

        `found_full` is the share of the wishes for a place that did not get one at once.
        """
        records = compiled_engine.simulate(self.parameters, seed=SEED, replication=0)
        steps = enumerate(self.parameters.staircase.steps)
        return {
            step.name: _fullness(records, i, step.places, self.parameters.horizon_days)
            for i, step in steps
            if step.places is not None
        }


def events(tally: Tally) -> int:
    """Return the events in some replications: stays that began after the start date, and stays that ended."""
    return int(tally.starts.sum() + tally.ends.sum())


def events_recorded(records: Records) -> int:
    """Return the events in the records of one replication."""
    stays = records.sojourns
    return int((stays.start > 0).sum() + (stays.destination >= 0).sum())


def medians(study: Study) -> dict[str, float]:
    """Return every assumption of a study at its median."""
    return corners(study)[0]


def kolding(*, municipalities: int = 1, full: bool) -> Scene:
    """Return so many municipalities in one world; `full` ones have as many places as stock at the start.

    Without places, about as many children or a few more would stand on these steps as at the start, now that
    more come to institutions: the places are full most of the time.
    """
    study = load("kolding")
    world = build(study.case(BASELINE), medians(study))
    parameters = _times(world.parameters, municipalities)
    if full:
        parameters = _with_places(parameters)
    counted = counting(
        world.economy, parameters.staircase, world.months, programme_names=(), roles=world.roles
    )
    return Scene(parameters=parameters, counting=counted)


def with_mechanisms(scene: Scene) -> Scene:
    """Return a scene with planned stays, reviews by staff that is short of time, and households, as well.

    Preventive help is planned; placed children are reviewed by staff for nine in ten of them; two children in
    three have siblings who come too, and help is given to a family as one.
    """
    world = scene.parameters
    stock = Counter[str]()
    for count in world.stock_counts:
        stock[count.step] += count.number
    length = Length(shares=(0.0, 0.5, 1.0), days=(30.0, 240.0, 900.0))
    groups, bands = len(world.staircase.groups), world.staircase.bands
    moves = tuple(
        dict.fromkeys(t.to for t in world.transitions if t.from_step in _REVIEWED and t.to != "institution")
    )
    programme = Programme(
        name="families",
        enrolment=Enrolment(
            steps=("forebyggende", "hjemmebaseret"),
            by_household=True,
            slots=Schedule.constant(25.0),
            length_days=300.0,
            during=(TransitionEffect(from_steps=("hjemmebaseret",), to=("familiepleje",), multiplier=0.7),),
        ),
    )
    return Scene(
        parameters=replace(
            world,
            transitions=tuple(t for t in world.transitions if t.from_step != "forebyggende"),
            planned_stays=(
                PlannedStay(
                    step="forebyggende",
                    length=((length,) * groups,) * bands,
                    then=(("hjemmebaseret", 0.2), ("afsluttet", 0.8)),
                ),
            ),
            reviews=(
                Reviews(
                    name="placed",
                    intervals=tuple((step, Schedule.constant(91.0)) for step in _REVIEWED),
                    moves=moves,
                    staff="caseworkers",
                ),
            ),
            staff=(
                Staff(
                    name="caseworkers",
                    number=Schedule.constant(1.0),
                    cases_each=Schedule.constant(0.9 * sum(stock[step] for step in _REVIEWED)),
                ),
            ),
            households=Households(
                sizes=(0.45, 0.35, 0.2),
                together=0.6,
                apart=Length(shares=(0.0, 1.0), days=(0.0, 3 * DAYS_PER_YEAR)),
            ),
            arrivals=tuple(
                replace(stream, reference=stream.per_year.at(0.0)) if stream.per_year.at(0.0) > 0 else stream
                for stream in world.arrivals
            ),
            programmes=(programme,),
        ),
        counting=replace(scene.counting, programmes=1, by_household=(0,)),
    )


def queue(customers: int) -> Scene:
    """Return M/M/5 with about so many customers: one step with five places, and all who wait are outside."""
    years = customers / (LOAD * _SERVICES_PER_YEAR)
    months = Months(start=date(2027, 1, 1), count=max(1, round(12 * years)))
    places = Places(number=Schedule.constant(float(DESKS)))
    desk = Step(name="desk", age_to=_AGELESS, at_age_limit=(("out", 1.0),), places=places)
    staircase = Staircase(steps=(desk,), exits=("out",), age_borders=(0.0, _AGELESS))
    return Scene(
        parameters=Parameters(
            staircase=staircase,
            horizon_days=months.horizon_days,
            transitions=(Transition(from_step="desk", to="out", rate=((_SERVICES_PER_YEAR,),)),),
            arrivals=(Arrivals(step="desk", band=0, per_year=Schedule.constant(LOAD * _SERVICES_PER_YEAR)),),
        ),
        counting=Counting(
            staircase=staircase, months=months, programmes=0, institutions=(), windows=(), reimbursable=None
        ),
    )


def services(days: float) -> float:
    """Return days of the queue in mean service times."""
    return days / DAYS_PER_YEAR * _SERVICES_PER_YEAR


def _times(parameters: Parameters, number: int) -> Parameters:
    return replace(
        parameters,
        arrivals=tuple(
            replace(
                arrivals,
                per_year=replace(
                    arrivals.per_year, values=tuple(number * value for value in arrivals.per_year.values)
                ),
            )
            for arrivals in parameters.arrivals
        ),
        stock_counts=tuple(replace(count, number=number * count.number) for count in parameters.stock_counts),
    )


def _with_places(parameters: Parameters) -> Parameters:
    standing: Counter[str] = Counter()
    for count in parameters.stock_counts:
        standing[count.step] += count.number
    steps = tuple(
        replace(step, places=_places(standing[step.name], _DIVERTED_TO[step.name]))
        if step.name in _DIVERTED_TO
        else step
        for step in parameters.staircase.steps
    )
    arrivals = tuple(
        _crowded(stream) if stream.step == _FALLING else stream for stream in parameters.arrivals
    )
    return replace(parameters, staircase=replace(parameters.staircase, steps=steps), arrivals=arrivals)


def _crowded(stream: Arrivals) -> Arrivals:
    values = tuple(_CROWDING * value for value in stream.per_year.values)
    return replace(stream, per_year=replace(stream.per_year, values=values))


def _places(number: int, divert_to: str | None) -> Places:
    return Places(number=Schedule.constant(float(number)), divert_to=divert_to, returns=divert_to is not None)


def _fullness(records: Records, step: int, places: Places, horizon: float) -> dict[str, Any]:
    stays, waits = records.sojourns, records.waits
    here, wished = stays.step == step, waits.step == step
    days = (stays.end[here] - np.maximum(stays.start[here], 0.0)).sum()
    at_once_or_later = (stays.start[here] > 0).sum()
    never = (waits.outcome[wished] != WaitEnd.PLACE).sum()
    return {
        "places": places.number.at(0.0),
        "occupancy": float(days / (places.number.at(0.0) * horizon)),
        "found_full": float(wished.sum() / (at_once_or_later + never)),
        "then": "waits" if places.divert_to is None else f"diverted to {places.divert_to}, and returns",
    }
