"""Lower the parameters of a world to the flat arrays that the compiled engine works on."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np

from model.compiled_engine.kernel import records
from model.compiled_engine.kernel.records import NONE
from model.compiled_engine.lowering.planned_stays import lower_lengths, lower_points
from model.compiled_engine.lowering.population import lower_population
from model.compiled_engine.lowering.reviews import lower_reviews, mark_reviewed, review_days
from model.world.arrays import Array
from model.world.parameters import Parameters, Transition
from model.world.planned_stays import LENGTH
from model.world.programme import OUTSIDE, Reroute, TransitionEffect
from model.world.randomness import name_key


@dataclass(frozen=True, kw_only=True)
class LoweredWorld:
    """One world as arrays, by the names of `layout.WORLD`."""

    horizon_days: float
    households: int
    """The number of households with several children in the stock."""
    coupled: bool
    """Whether what happens to a child may depend on where its siblings are."""
    tables: dict[str, Array]


def lower(parameters: Parameters) -> LoweredWorld:
    """Return a world as arrays; pure, so equal parameters give equal arrays."""
    return _Lowering(parameters).world()


class _Lowering:
    def __init__(self, parameters: Parameters) -> None:
        self.parameters = parameters
        self.staircase = parameters.staircase
        self.index = {name: i for i, name in enumerate(self.staircase.names)}
        self.group = {name: i for i, name in enumerate(self.staircase.groups)}
        self.planned = {planned.step: planned for planned in parameters.planned_stays}
        self.staffed = {step for r in parameters.reviews if r.staff is not None for step, _ in r.intervals}
        self.reviewed = {(s, to) for r in parameters.reviews for s, _ in r.intervals for to in r.moves}
        self.transitions: list[Transition] = []
        self.rows: list[tuple[int, int, int]] = []
        """Of each step: its first transition, where those end that race, and where those of its plan do."""
        for step in self.staircase.steps:
            racing = [t for t in parameters.transitions if t.from_step == step.name]
            ends = []
            if step.name in self.planned:
                racing.append(self.even(step.name, LENGTH, 1.0))
                ends = [self.even(step.name, to, weight) for to, weight in self.planned[step.name].then]
            first = len(self.transitions)
            self.rows.append((first, first + len(racing), first + len(racing) + len(ends)))
            self.transitions += [*racing, *ends]
        self.enrolments = {
            i: p.enrolment for i, p in enumerate(parameters.programmes) if p.enrolment is not None
        }
        ages = [age for e in self.enrolments.values() for age in (e.age_from, e.age_to)]
        self.ages = sorted({*self.staircase.age_borders, *ages})
        limited = [i for i, step in enumerate(self.staircase.steps) if step.places is not None]
        slotted = [p for p, enrolment in self.enrolments.items() if enrolment.slots is not None]
        self.line_of_step = {step: line for line, step in enumerate(limited)}
        self.line_of_programme = {p: len(limited) + i for i, p in enumerate(slotted)}
        # A child of the stock may be born later on the first day: it stands there unborn for some hours.
        self.reached = [self.ages[max(had - 1, 0)] for had in range(len(self.ages) + 1)]
        self.limited = self.limited_numbers()
        self.days = self.calendar_days()

    def world(self) -> LoweredWorld:
        calendar = np.array(sorted(self.days), dtype=np.float64)
        shares = np.array(
            [[p.share.at(day) for p in self.parameters.programmes] for day in (0.0, *calendar.tolist())]
        )
        shares = shares.reshape(len(calendar) + 1, len(self.parameters.programmes))
        speeds, speeds_row = self.speeds(shares)
        steps, transitions = self.steps(), self.transition_rows()
        reviews = lower_reviews(self.parameters, calendar)
        mark_reviewed(steps, reviews, [step.name for step in self.staircase.steps])
        lengths, points = lower_lengths(self.parameters.planned_stays)
        sizes, turns, ranks = self.lines()
        population = lower_population(self.parameters, first_point=len(points))
        points = np.concatenate([points, lower_points(self.parameters.households)])
        looks = [self.days[day] for day in calendar.tolist()]
        tables = {
            "steps": steps,
            "transitions": transitions,
            "lengths_planned": lengths,
            "points_planned": points,
            "limits": self.limits(),
            "ages": np.array(self.ages, dtype=np.float64),
            "band_at": np.array([self.staircase.band(age) for age in self.reached]),
            "admits": np.array([[step.admits(age) for step in self.staircase.steps] for age in self.reached]),
            "speeds": speeds,
            "speeds_row": speeds_row,
            "programmes": self.programmes(),
            "eligible": self.eligible(),
            "during": self.multipliers(
                [() if p.enrolment is None else p.enrolment.during for p in self.parameters.programmes]
            ),
            "lasting": self.multipliers(
                [() if p.enrolment is None else p.enrolment.lasting for p in self.parameters.programmes]
            ),
            "reroutes": self.reroutes(),
            "reroutes_from": self.reroutes_from(),
            "line_size": sizes,
            "line_turn": turns,
            "line_rank": ranks,
            "calendar": calendar,
            "calendar_looks": _next_true(looks),
            "calendar_at": np.searchsorted(
                calendar, np.arange(math.ceil(self.parameters.horizon_days) + 1), side="right"
            ),
            "resizes": self.resizes(calendar),
            "shares": shares,
            "reroutes_outside": self.reroutes_outside(),
            "together_from": np.array(
                [
                    [one.name in step.together_from for one in self.staircase.steps]
                    for step in self.staircase.steps
                ]
            ),
            "plain_rates": self.plain_rates(),
            **reviews.tables,
            **population.tables,
        }
        return LoweredWorld(
            horizon_days=self.parameters.horizon_days,
            households=population.households,
            coupled=self.parameters.couples_households,
            tables=tables,
        )

    def even(self, from_step: str, to: str, number: float) -> Transition:
        """Return a row with the same number for every age band and group."""
        rate = ((number,) * len(self.group),) * self.staircase.bands
        return Transition(from_step=from_step, to=to, rate=rate)

    # Ages --------------------------------------------------------------------------------------------------

    def limits(self) -> Array:
        rows = [
            (self.index[to], cumulated)
            for step in self.staircase.steps
            for (to, _), cumulated in zip(
                step.at_age_limit, accumulate(share for _, share in step.at_age_limit), strict=True
            )
        ]
        return np.array(rows, dtype=records.LIMIT)

    # Steps and transitions ---------------------------------------------------------------------------------

    def is_quiet(self, name: str) -> bool:
        """Return whether a child that comes to a step or way out, or stands there, affects no other child."""
        places = self.index[name] in self.line_of_step
        slots = any(name in self.enrolments[p].steps for p in self.line_of_programme)
        return not places and not slots and name not in self.staffed

    def steps(self) -> Array:
        rows = np.zeros(len(self.staircase.steps), dtype=records.STEP)
        for_all = {s for p in self.parameters.programmes for e in p.effects for s in e.from_steps}
        for_some = {s for enrolment in self.enrolments.values() for s in enrolment.steps}
        limit = 0
        for i, step in enumerate(self.staircase.steps):
            diverts = step.places.divert_to if step.places is not None else None
            rows[i]["line"] = self.line_of_step.get(i, NONE)
            rows[i]["divert_to"] = NONE if diverts is None else self.index[diverts]
            rows[i]["returns"] = step.places is not None and step.places.returns
            rows[i]["first"], rows[i]["last"], rows[i]["last_end"] = self.rows[i]
            rows[i]["first_end"] = rows[i]["last"]
            rows[i]["first_limit"], rows[i]["last_limit"] = limit, limit + len(step.at_age_limit)
            rows[i]["key"] = name_key(step.name)
            rows[i]["quiet"] = self.is_quiet(step.name)
            rows[i]["quiet_limit"] = all(self.is_quiet(to) for to, _ in step.at_age_limit)
            rows[i]["asks"] = step.name in for_some
            rows[i]["concerned"] = step.name in for_all | for_some
            instead = [r.instead for r in self.all_reroutes if OUTSIDE in r.from_steps and step.name in r.to]
            rows[i]["rerouted"] = bool(instead)
            rows[i]["quiet_coming"] = all(map(self.is_quiet, (step.name, *instead)))
            rows[i]["together"] = bool(step.together_from)
            rows[i]["shares_place"] = step.places is not None and step.places.per_household
            limit += len(step.at_age_limit)
        return rows

    def transition_rows(self) -> Array:
        rows = np.zeros(len(self.transitions), dtype=records.TRANSITION)
        plans = {name: plan for plan, name in enumerate(self.planned)}
        for row, transition in zip(rows, self.transitions, strict=True):
            instead = [
                r.instead
                for r in self.all_reroutes
                if transition.from_step in r.from_steps and transition.to in r.to
            ]
            row["to"], row["key"] = self.index.get(transition.to, NONE), name_key(transition.to)
            row["shape"], row["plan"] = transition.shape, NONE
            row["quiet"] = transition.to == LENGTH or all(map(self.is_quiet, (transition.to, *instead)))
            row["rerouted"] = bool(instead)
            row["reviewed"] = (transition.from_step, transition.to) in self.reviewed
        for (_, last, last_end), step in zip(self.rows, self.staircase.steps, strict=True):
            if step.name in plans:
                rows[last - 1]["plan"] = plans[step.name]
                rows[last - 1]["quiet"] = rows["quiet"][last:last_end].all()
        return rows

    # Rates and what multiplies them ------------------------------------------------------------------------

    def speeds(self, shares: Array) -> tuple[Array, Array]:
        """Return the rates of each period in which they are constant, and the period of each calendar day."""
        changing = [i for i, p in enumerate(self.parameters.programmes) if p.effects]
        seen, row = np.unique(shares[:, changing], axis=0, return_inverse=True)
        rates = np.array([t.rate for t in self.transitions], dtype=np.float64)
        speeds = np.empty((len(seen), *self.shape))
        speeds[:] = rates.reshape(self.shape)
        for column, i in enumerate(changing):
            for effect in self.parameters.programmes[i].effects:
                factor = 1.0 + seen[:, column] * (effect.multiplier - 1.0)
                speeds *= np.where(self.acts(effect), factor[:, None, None, None], 1.0)
        return np.ascontiguousarray(np.moveaxis(speeds, 1, -1)), row.reshape(-1)

    def plain_rates(self) -> Array:
        """Return the rates without programmes, if there are reviews; [B, G, T]."""
        some = self.transitions if self.reviewed else []
        rates = np.array([t.rate for t in some], dtype=np.float64).reshape(len(some), *self.shape[1:])
        return np.ascontiguousarray(np.moveaxis(rates, 0, -1))

    @property
    def shape(self) -> tuple[int, int, int]:
        return len(self.transitions), self.staircase.bands, len(self.group)

    def acts(self, effect: TransitionEffect | Reroute) -> Array:
        """Return where an effect or reroute acts; [transition, band, group]."""
        return self.acts_among([(t.from_step, t.to) for t in self.transitions], effect)

    def acts_among(self, moves: list[tuple[str, str]], effect: TransitionEffect | Reroute) -> Array:
        """Return where an effect or reroute acts among moves between places; [move, band, group]."""
        among = [origin in effect.from_steps and to in effect.to for origin, to in moves]
        bands = [effect.bands is None or band in effect.bands for band in range(self.staircase.bands)]
        groups = [effect.groups is None or group in effect.groups for group in self.staircase.groups]
        return np.asarray(
            np.array(among, dtype=bool)[:, None, None] & np.array(bands)[:, None] & np.array(groups)
        )

    def multipliers(self, effects: Sequence[Iterable[TransitionEffect]]) -> Array:
        product = np.ones((len(effects), *self.shape))
        for i, some in enumerate(effects):
            for effect in some:
                product[i] *= np.where(self.acts(effect), effect.multiplier, 1.0)
        return product

    def programmes(self) -> Array:
        rows = np.zeros(len(self.parameters.programmes), dtype=records.PROGRAMME)
        for i, programme in enumerate(self.parameters.programmes):
            enrolment = programme.enrolment
            rows[i]["key"] = name_key(programme.name)
            rows[i]["line"] = self.line_of_programme.get(i, NONE)
            if enrolment is None:
                continue
            rows[i]["enrols"] = True
            rows[i]["take_up"] = enrolment.take_up
            rows[i]["opens"] = enrolment.opens
            rows[i]["closes"] = math.inf if enrolment.closes is None else enrolment.closes
            rows[i]["has_length"] = enrolment.length_days is not None
            rows[i]["length_days"] = enrolment.length_days or 0.0
            rows[i]["drop_out_rate"] = enrolment.drop_out_rate
            rows[i]["follows"] = enrolment.follows
            rows[i]["lasts"] = bool(enrolment.lasting)
            rows[i]["lasting_mean_days"] = enrolment.lasting_mean_days
            rows[i]["by_household"], rows[i]["at_least"] = enrolment.by_household, enrolment.at_least
        return rows

    def eligible(self) -> Array:
        table = np.zeros(
            (len(self.parameters.programmes), len(self.ages) + 1, len(self.staircase.steps), len(self.group)),
            dtype=bool,
        )
        for i, enrolment in self.enrolments.items():
            ages = [enrolment.age_from <= age < enrolment.age_to for age in self.reached]
            steps = [step.name in enrolment.steps for step in self.staircase.steps]
            groups = [enrolment.groups is None or group in enrolment.groups for group in self.group]
            table[i] = np.array(ages)[:, None, None] & np.array(steps)[:, None] & np.array(groups)
        return table

    def reroutes(self) -> Array:
        rows = [
            (i, self.index[reroute.instead], reroute.share, name_key(f"{programme.name} {reroute.instead}"))
            for i, programme in enumerate(self.parameters.programmes)
            for reroute in programme.reroutes
        ]
        return np.array(rows, dtype=records.REROUTE)

    def reroutes_from(self) -> Array:
        acting = [self.acts(reroute) for reroute in self.all_reroutes]
        return np.array(acting, dtype=bool).reshape(len(acting), *self.shape)

    def reroutes_outside(self) -> Array:
        coming = [(OUTSIDE, step.name) for step in self.staircase.steps]
        acting = [self.acts_among(coming, reroute) for reroute in self.all_reroutes]
        return np.array(acting, dtype=bool).reshape(len(acting), len(coming), *self.shape[1:])

    @property
    def all_reroutes(self) -> list[Reroute]:
        return [reroute for programme in self.parameters.programmes for reroute in programme.reroutes]

    # Places, slots and the calendar ------------------------------------------------------------------------

    def limited_numbers(self) -> list[tuple[int, Any, tuple[str, ...]]]:
        """Return the purpose of each line, its number of places or slots, and the groups served first."""
        steps = [(0, self.staircase.steps[i].places) for i in self.line_of_step]
        slots = [(1 + p, self.enrolments[p]) for p in self.line_of_programme]
        return [
            *((turn, places.number, places.first_groups) for turn, places in steps if places is not None),
            *((turn, enrolment.slots, enrolment.first_groups) for turn, enrolment in slots),
        ]

    def lines(self) -> tuple[Array, Array, Array]:
        ranks = [
            [first.index(group) if group in first else len(first) for group in self.group]
            for _, _, first in self.limited
        ]
        return (
            np.array([number.at(0.0) for _, number, _ in self.limited], dtype=np.float64),
            np.array([turn for turn, _, _ in self.limited], dtype=np.int64),
            np.array(ranks, dtype=np.int64).reshape(-1, len(self.group)),
        )

    def calendar_days(self) -> dict[float, bool]:
        """Return the days of changes, and whether more than a number of places or slots changes."""
        before = self.parameters.horizon_days
        days = {day: False for _, number, _ in self.limited for day, _ in number.changes(before=before)}
        for enrolment in self.enrolments.values():
            for limit in (enrolment.opens, enrolment.closes):
                if limit is not None and 0 < limit < before:
                    days[limit] = True
        for programme in self.parameters.programmes:
            days |= {day: True for day, _ in programme.share.changes(before=before)}
        return {**dict.fromkeys(review_days(self.parameters), False), **days}

    def resizes(self, calendar: Array) -> Array:
        at = {day: i for i, day in enumerate(calendar.tolist())}
        rows = [
            (at[day], line, value)
            for line, (_, number, _) in enumerate(self.limited)
            for day, value in number.changes(before=self.parameters.horizon_days)
        ]
        return np.array(sorted(rows), dtype=records.RESIZE)


def _next_true(looks: list[bool]) -> Array:
    """Return for each position the next one, itself included, that is true; [position + 1]."""
    positions = [len(looks)]
    for i in reversed(range(len(looks))):
        positions.append(i if looks[i] else positions[-1])
    return np.array(positions[::-1], dtype=np.int64)
