"""Work out the population in balance with its arrivals and rates, and the arrivals that keep a stock level.

Caveat first: places and programmes are left out, and what holds at the start date is taken to have held for
as long as any child has been on the staircase. Ages go by quarters of a year, so that borders of age bands
are taken to the nearest one, and the number on a step with a steep Weibull hazard is off by some tenths of a
per cent. A planned stay that was begun in another age band is taken to be as long as in the present one.

In balance, the children of one age are those of the age before who are still there and those who have come:
one cohort followed from the youngest age to the oldest is the whole population. Within an age band numbers
are linear in the arrivals, so the arrivals that give a stock are a small linear system, band by band.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from model.arithmetic.compiling import entry
from model.arithmetic.products import product
from model.arithmetic.systems import solve
from model.expected.hazards import Elapsed, races, shapes_of
from model.world.arrays import Floats
from model.world.parameters import Parameters, Transition
from model.world.planned_stays import PlannedStay
from model.world.staircase import DAYS_PER_YEAR, Staircase
from model.world.standing import Standing

_PER_YEAR = 4
_DAYS = DAYS_PER_YEAR / _PER_YEAR
"""The width of a cell of age, and of time on the step."""
_DIGITS = 9
"""So many hold of a result, and no last digit of a processor's powers and logarithms reaches it."""
_DOUBLINGS = 6
"""So often are the moves within a quarter that are followed doubled: 63, each less likely than the last."""

Place = tuple[str, int]
"""A step, and the index of an age band."""
ByPlace = Mapping[Place, tuple[float, ...]]
"""A number for each target group."""


@dataclass(frozen=True, kw_only=True)
class Balance:
    """The population in balance."""

    arrivals: ByPlace
    """Children who come a year, those that were given and those that were worked out."""
    number: ByPlace
    """Children on the step; of every step and age band that it admits."""
    standing: Mapping[Place, tuple[Standing, ...]]
    """How their ages and times on the step are spread, by group; of places where somebody is.

    A group of which nobody is there has the spread of another.
    """


def balance(
    staircase: Staircase,
    transitions: tuple[Transition, ...],
    planned_stays: tuple[PlannedStay, ...] = (),
    *,
    arrivals: ByPlace,
    wanted: ByPlace,
    together: tuple[tuple[Place, ...], ...] = (),
) -> Balance:
    """Return the population in balance with `arrivals`, in children a year.

    Where a number of children is wanted, the arrivals are worked out instead: as many as keep that number
    level, and none where more come from other steps already. Of places `together`, age bands of one step that
    follow each other, the number in all is wanted, and as many come to each as its part of what is wanted.
    """
    return _balance(
        staircase,
        transitions,
        planned_stays,
        arrivals=tuple(arrivals.items()),
        wanted=tuple(wanted.items()),
        together=together,
    )


_Items = tuple[tuple[Place, tuple[float, ...]], ...]


@lru_cache(maxsize=8)
def _balance(
    staircase: Staircase,
    transitions: tuple[Transition, ...],
    planned_stays: tuple[PlannedStay, ...],
    *,
    arrivals: _Items,
    wanted: _Items,
    together: tuple[tuple[Place, ...], ...],
) -> Balance:
    # Kept, because the baseline and every case of a draw ask for the same.
    world = Parameters(
        staircase=staircase, horizon_days=1.0, transitions=transitions, planned_stays=planned_stays
    )
    groups = [
        _Cohort(world, g).followed({at: n[g] for at, n in arrivals}, {at: n[g] for at, n in wanted}, together)
        for g in range(len(staircase.groups))
    ]
    return Balance(
        arrivals={at: tuple(group.arrivals[at] for group in groups) for at in groups[0].arrivals},
        number={at: tuple(group.number[at] for group in groups) for at in groups[0].number},
        standing={
            at: tuple(group.standing.get(at, known[0]) for group in groups)
            for at in groups[0].number
            if (known := [group.standing[at] for group in groups if at in group.standing])
        },
    )


@dataclass(frozen=True, kw_only=True)
class _Population:
    """The population in balance of one target group."""

    arrivals: dict[Place, float]
    number: dict[Place, float]
    standing: dict[Place, Standing]


@dataclass(frozen=True, kw_only=True)
class _Sought:
    """Arrivals to work out: those on a step that keep a number of children level there."""

    step: int
    parts: dict[int, float]
    """The part of the arrivals in each age band; they sum to 1."""
    number: float


class _Cohort:
    """Children born within one quarter, followed through all ages; one target group."""

    def __init__(self, world: Parameters, group: int) -> None:
        self.staircase = world.staircase
        self.names = [step.name for step in world.staircase.steps]
        self.borders = [round(age * _PER_YEAR) for age in world.staircase.age_borders]
        self.cells = self.borders[-1] - self.borders[0]
        lags = np.arange(1.0, self.cells + 1)
        start = np.zeros(1)
        since = Elapsed(
            start,
            start + _DAYS,
            first=-lags[None] * _DAYS,
            last=(1 - lags[None]) * _DAYS,
            shapes=shapes_of(world),
        )
        self.races = {band: race for (g, band), race in races(world, 0.0).items() if g == group}
        self.since = since
        self.lived: list[Floats] = []

    def followed(
        self, arrivals: dict[Place, float], wanted: dict[Place, float], together: Sequence[Sequence[Place]]
    ) -> _Population:
        """Return the population in balance with the arrivals given, and with those that `wanted` needs."""
        coming, number = dict(arrivals), dict[Place, float]()
        standing: dict[Place, Standing] = {}
        there = np.zeros((1, len(self.names), self.cells))
        for bands in self.segments(together):
            sought = self.sought(bands, wanted, together)
            start = np.concatenate([there, np.zeros((len(sought), *there.shape[1:]))])
            response = np.zeros((1 + len(sought), len(sought)))
            passed: list[Floats] = []
            end = start
            for band in bands:
                start = start if band == bands[0] else self.past_birthday(band - 1, end)
                end, lived = self.through(band, start, self.inflow(band, arrivals, sought))
                passed.append(lived)
                by_step = lived.sum(axis=(2, 3))
                for column, each in enumerate(sought):
                    response[:, column] += by_step[:, each.step] if band in each.parts else 0.0
            missing = [each.number - response[0, column] for column, each in enumerate(sought)]
            needed = _nonnegative(response[1:], missing)
            for each, amount in zip(sought, needed, strict=True):
                for band, part in each.parts.items():
                    coming[self.names[each.step], band] = _rounded(amount * part)
            weights = np.array([1.0, *needed])[:, None, None]
            there = self.past_birthday(bands[-1], (weights * end).sum(axis=0)[None])
            for band, each_lane in zip(bands, passed, strict=True):
                lived = (weights[..., None] * each_lane).sum(axis=0)
                for i in self.admitted(band):
                    number[self.names[i], band] = _rounded(float(lived[i].sum()))
                    if number[self.names[i], band] > 0:
                        standing[self.names[i], band] = self.standing_of(band, lived[i])
        return _Population(arrivals=coming, number=number, standing=standing)

    def segments(self, together: Sequence[Sequence[Place]]) -> list[list[int]]:
        """Return the age bands in runs that no places that belong together reach out of."""
        joined = {band for places in together for _, band in places if band > min(b for _, b in places)}
        runs: list[list[int]] = []
        for band in range(self.staircase.bands):
            if band in joined:
                runs[-1].append(band)
            else:
                runs.append([band])
        return runs

    def admitted(self, band: int) -> list[int]:
        """Return the steps on which children of an age band may stand."""
        age = self.staircase.age_borders[band]
        return [i for i, step in enumerate(self.staircase.steps) if step.admits(age)]

    def sought(
        self, bands: list[int], wanted: dict[Place, float], together: Sequence[Sequence[Place]]
    ) -> list[_Sought]:
        """Return the arrivals to work out in some age bands."""
        whole = {place: tuple(places) for places in together for place in places}
        made: dict[tuple[Place, ...], _Sought] = {}
        for band in bands:
            for i in self.admitted(band):
                places = whole.get((self.names[i], band), ((self.names[i], band),))
                if (self.names[i], band) not in wanted or places in made:
                    continue
                numbers = {at[1]: wanted.get(at, 0.0) for at in places}
                total = sum(numbers.values())
                parts = {
                    at: number / total if total > 0 else 1.0 / len(numbers) for at, number in numbers.items()
                }
                made[places] = _Sought(step=i, parts=parts, number=total)
        return list(made.values())

    def inflow(self, band: int, arrivals: dict[Place, float], sought: list[_Sought]) -> Floats:
        """Return the arrivals in an age band, those given and one child of each sought; [lane, step]."""
        inflow = np.zeros((1 + len(sought), len(self.names)))
        inflow[0] = [arrivals.get((name, band), 0.0) for name in self.names]
        for lane, each in enumerate(sought, start=1):
            if band in each.parts:
                inflow[0, each.step] = 0.0
                inflow[lane, each.step] = each.parts[band]
        return inflow

    def through(self, band: int, there: Floats, inflow: Floats) -> tuple[Floats, Floats]:
        """Carry the cohort, [lane, step, quarter of entry], through an age band.

        Returns those at its end, and the mean number there by age and quarters since they came; [lane, step,
        quarter of age, quarters on the step]. `inflow` is in children a year; [lane, step].
        """
        race, steps = self.races[band], len(self.names)
        first, last = self.borders[band] - self.borders[0], self.borders[band + 1] - self.borders[0]
        fates = np.array([self.since.fates(race, i)[0] for i in range(steps)])
        new = race.newcomers(np.array([_DAYS]))[0]
        chain = _chain(new[:, :steps])
        # A band's arrivals are spread over its ages, and the cohort is there for one quarter of each year.
        entering = inflow / (last - first) / _PER_YEAR
        lived = np.zeros((*there.shape[:2], last - first, self.cells + 1))
        there = there.copy()
        _carry(there, entering, first, fates, new[:, [-2, -1]], chain, lived)
        return there, lived / _DAYS

    def past_birthday(self, band: int, there: Floats) -> Floats:
        """Move those whose step ends with the age band where the staircase says."""
        age, cell = self.staircase.age_borders[band + 1], self.borders[band + 1] - self.borders[0] - 1
        moved = there.copy()
        for i, step in enumerate(self.staircase.steps):
            if step.age_to == age:
                moved[:, i] = 0.0
        for i, step in enumerate(self.staircase.steps):
            for to, share in step.at_age_limit if step.age_to == age else ():
                if to in self.names:
                    moved[:, self.names.index(to), cell] += share * there[:, i].sum(axis=1)
        return moved

    def standing_of(self, band: int, lived: Floats) -> Standing:
        """Return how the ages and times of those on a step are spread; [quarter of age, quarters there]."""
        low, high = self.borders[band], self.borders[band + 1]
        edges = _time_edges(self.cells)
        by_time = np.add.reduceat(lived, edges[:-1], axis=1)
        return Standing(
            ages=tuple(cell / _PER_YEAR for cell in range(low, high + 1)),
            younger=_below(by_time.sum(axis=1)[None])[0],
            years=tuple(max(0.0, edge - 0.5) / _PER_YEAR for edge in edges),
            shorter=_below(by_time),
        )


@entry
def _carry(  # noqa: PLR0917  a compiled function takes what it needs by position
    there: Floats, entering: Floats, first: int, fates: Floats, new: Floats, chain: Floats, lived: Floats
) -> None:
    """Carry a cohort through the quarters of age of `lived`, which is zero, from the quarter `first`.

    `there` is by lane, step and quarter of entry, `entering` by lane and step. `fates` are by step, quarters
    there and fate; the last two fates, days and still there, are also those of who comes in the quarter,
    `new`, by step, after the moves that the first of them make within it, `chain`. Fills `lived`, [lane,
    step, quarter of age, quarters on the step], in days, and leaves in `there` who is there afterwards.
    """
    lanes, steps, ages = lived.shape[:3]
    came = np.zeros(steps)
    for age in range(ages):
        cell = first + age
        for lane in range(lanes):
            came[:] = entering[lane]
            for step in range(steps):
                for entry_cell in range(cell):
                    number = there[lane, step, entry_cell]
                    if number == 0.0:
                        continue
                    fate = fates[step, cell - 1 - entry_cell]
                    for to in range(steps):
                        came[to] += number * fate[to]
                    lived[lane, step, age, cell - entry_cell] = number * fate[-2]
                    there[lane, step, entry_cell] = number * fate[-1]
            for to in range(steps):
                number = 0.0
                for step in range(steps):
                    number += came[step] * chain[step, to]
                lived[lane, to, age, 0] = number * new[to, 0]
                there[lane, to, cell] = number * new[to, 1]


def _time_edges(cells: int) -> list[int]:
    """Return the first quarter of each cell of time on a step, the longer the wider; one past the last."""
    edges, width = [0, 1, 2, 3], 2
    while edges[-1] <= cells:
        edges += [edges[-1] + width, edges[-1] + 2 * width]
        width *= 2
    return [edge for edge in edges if edge <= cells] + [cells + 1]


def _below(numbers: Floats) -> tuple[tuple[float, ...], ...]:
    """Return the share of each row's total below each border of its cells; even shares where nobody is."""
    cumulated = np.cumsum(np.where(numbers.sum(axis=1, keepdims=True) > 0, numbers, 1.0), axis=1)
    shares = np.round(cumulated[:, :-1] / cumulated[:, -1:], _DIGITS)
    return tuple((0.0, *row, 1.0) for row in shares.tolist())


def _chain(moves: Floats) -> Floats:
    """Return how often those who come to a step in a quarter come to each, theirs included; [from, to]."""
    total, power = np.eye(len(moves)), moves
    for _ in range(_DOUBLINGS):
        total = total + product(total, power)
        power = product(power, power)
    return total


def _nonnegative(response: Floats, missing: Sequence[float]) -> list[float]:
    """Return amounts, none below zero, whose responses, [amount, number], sum to what is missing.

    Where some would have to be below zero, those are zero, and only the others meet theirs.
    """
    used = list(range(len(missing)))
    while used:
        amounts = solve(response[np.ix_(used, used)].T, [missing[i] for i in used]).tolist()
        worst = min(range(len(used)), key=amounts.__getitem__)
        if amounts[worst] >= 0:
            return [amounts[used.index(i)] if i in used else 0.0 for i in range(len(missing))]
        del used[worst]
    return [0.0] * len(missing)


def _rounded(number: float) -> float:
    return float(f"{number:.{_DIGITS}g}")
