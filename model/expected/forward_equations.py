"""Solve the forward equations: carry expected numbers of children from one cell of time to the next.

In each cell of time the children on a step before it, and those who come in it, are split over their fates
(`model/expected/hazards.py`). Newcomers may move on at once and be newcomers elsewhere: a small linear
system. A cohort with a birthday in the cell is carried in two parts, before and after.
"""

from dataclasses import dataclass

import numpy as np

from model.arithmetic.products import product
from model.arithmetic.systems import inverse
from model.expected.grid import TimeGrid
from model.expected.hazards import Elapsed, Race, races, routes_of, shapes_of
from model.world.arrays import Bools, Floats
from model.world.arrivals import arrival_factors
from model.world.parameters import Arrivals, Parameters
from model.world.programme import OUTSIDE
from model.world.staircase import DAYS_PER_YEAR


@dataclass(frozen=True, kw_only=True)
class Lanes:
    """Populations that are carried side by side with the same rates."""

    stock: Bools
    """Whether those who stand on a step at the start date are there; [lane, step]."""
    arrivals: Bools
    """Whether anyone comes from outside; [lane]."""
    followed: Bools
    """Whether those who come to a step are followed any further; [lane, step]."""


@dataclass(frozen=True, kw_only=True)
class Flows:
    """Expected numbers in each cell of time, all groups together."""

    present: Floats
    """Children at each border of cells of time; [cell + 1, lane, step]."""
    person_days: Floats
    """[cell, lane, step]."""
    arrivals: Floats
    """Children who come from outside; [cell, lane, step]."""
    starts: Floats
    """[cell, lane, step]."""
    moves: Floats
    """[cell, lane, step, index into `Staircase.names`]."""


def solve(parameters: Parameters, grid: TimeGrid, lanes: Lanes) -> Flows:
    """Return the expected numbers of each lane in each cell of `grid`."""
    state = _State(parameters, grid, lanes)
    changes = {0.0, *(d for p in parameters.programmes for d, _ in p.share.changes(before=grid.times[-1]))}
    for cell, day in enumerate(grid.times[:-1].tolist()):
        if day in changes:
            state.races = races(parameters, day)
        state.advance_cell(cell)
    return state.flows


class _State:
    """Expected children on each step.

    A step on which all shapes are 1 has no memory: `memoryless[group]` is [lane, cohort, step]. On the
    others `by_entry[step][group]` is [lane, cohort, column], and `listed[step][group]`, [lane, cohort, 1],
    are the listed children who have not moved yet.
    """

    def __init__(self, parameters: Parameters, grid: TimeGrid, lanes: Lanes) -> None:
        staircase = parameters.staircase
        self.parameters, self.staircase, self.grid, self.lanes = parameters, staircase, grid, lanes
        self.races: dict[tuple[int, int], Race] = {}
        self.shapes = shapes_of(parameters)
        self.index = {name: i for i, name in enumerate(staircase.names)}
        self.steps, self.groups = len(staircase.steps), len(staircase.groups)
        self.inflow = self.inflows()
        shaped = {self.index[t.from_step] for t in parameters.transitions if t.shape != 1.0}
        shaped |= {self.index[stay.step] for stay in parameters.planned_stays}
        shaped |= {self.index[step] for each in parameters.reviews for step, _ in each.intervals}
        cells, number, cohorts = len(grid.times) - 1, len(lanes.arrivals), len(grid.born)
        self.memoryless = np.zeros((self.groups, number, cohorts, self.steps))
        self.by_entry = {i: np.zeros((self.groups, number, cohorts, len(grid.first))) for i in sorted(shaped)}
        self.listed = {i: np.zeros((self.groups, number, cohorts, 1)) for i in self.by_entry}
        self.flows = Flows(
            present=np.zeros((cells + 1, number, self.steps)),
            person_days=np.zeros((cells, number, self.steps)),
            arrivals=np.zeros((cells, number, self.steps)),
            starts=np.zeros((cells, number, self.steps)),
            moves=np.zeros((cells, number, self.steps, len(staircase.names))),
        )
        self.place_stock()
        self.record_present(0)

    def inflows(self) -> Floats:
        """Return children per day who come in each cell; [cell, age band, group, step]."""
        days = self.grid.times[:-1].tolist()
        inflow = np.zeros((len(days), self.staircase.bands, self.groups, self.steps))
        for stream in self.parameters.arrivals:
            for g, group in enumerate(self.staircase.groups):
                rates = np.array([stream.per_year.at(day) for day in days]) * stream.group_shares[g]
                for ramp, effect in arrival_factors(self.parameters, stream, group):
                    rates *= [1.0 + ramp.at(day) * (effect.multiplier - 1.0) for day in days]
                for step, shares in self.where_from_outside(stream, group, days).items():
                    inflow[:, stream.band, g, self.index[step]] += rates / DAYS_PER_YEAR * shares
        return inflow

    def where_from_outside(self, stream: Arrivals, group: str, days: list[float]) -> dict[str, Floats]:
        """Return the steps that the children of a stream come to, reroutes included, and shares; [day]."""
        if not any(OUTSIDE in r.from_steps for p in self.parameters.programmes for r in p.reroutes):
            return {stream.step: np.ones(len(days))}
        where: dict[str, Floats] = {}
        for i, day in enumerate(days):
            routes = routes_of(
                self.parameters, day, step=OUTSIDE, to=stream.step, band=stream.band, group=group
            )
            for step, share in routes.items():
                where.setdefault(step, np.zeros(len(days)))[i] = share
        return where

    def place_stock(self) -> None:
        for count in self.parameters.stock_counts:
            i = self.index[count.step]
            for g in range(self.groups):
                rows, table = self.grid.at_start(self.parameters, count, g)
                there = self.lanes.stock[:, i, None, None] * table
                if i in self.by_entry:
                    self.by_entry[i][g][:, rows, : table.shape[1]] += there
                else:
                    self.memoryless[g][:, rows, i] += there.sum(axis=2)
        for child, row in zip(self.parameters.stock, self.grid.listed, strict=True):
            i, g = self.index[child.step], self.staircase.groups.index(child.group)
            home = self.listed[i][g][..., 0] if i in self.by_entry else self.memoryless[g][..., i]
            home[:, row] += self.lanes.stock[:, i]

    def record_present(self, border: int) -> None:
        """Record the children on each step at a border of cells of time."""
        rows = slice(int(self.grid.had[border, -1]), int(self.grid.had[border, 0]))
        present = self.memoryless[:, :, rows].sum(axis=(0, 2))
        for i, table in self.by_entry.items():
            present[:, i] += table[:, :, rows, : self.grid.old_columns + border].sum(axis=(0, 2, 3))
            present[:, i] += self.listed[i][:, :, rows].sum(axis=(0, 2, 3))
        self.flows.present[border] = present

    def advance_cell(self, cell: int) -> None:
        """Carry all children from one border of time to the next."""
        start, end = self.grid.times[cell : cell + 1], self.grid.times[cell + 1 : cell + 2]
        span = self.span(cell, start, end)
        for band in range(self.staircase.bands):
            rows = self.grid.in_band(band, cell)
            if rows.start < rows.stop:
                self.advance(span, rows, band)
        for border, age in enumerate(self.staircase.age_borders):
            rows = self.grid.reaching(border, cell)
            if rows.start < rows.stop:
                self.pass_birthdays(cell, rows, border, age)
        self.record_present(cell + 1)

    def span(self, cell: int, start: Floats, end: Floats, *, from_age: float | None = None) -> "_Span":
        columns = slice(self.grid.old_columns + cell if self.by_entry else 0)
        first, last = self.grid.first[columns], self.grid.last[columns]
        before = Elapsed(start, end, first=first, last=last, shapes=self.shapes)
        return _Span(cell=cell, start=start, end=end, before=before, from_age=from_age)

    def pass_birthdays(self, cell: int, rows: slice, border: int, age: float) -> None:
        """Carry the cohorts that reach an age border in this cell: before, at and after their birthday."""
        start, end = self.grid.times[cell : cell + 2]
        birthday = np.clip(self.grid.born[rows] + age * DAYS_PER_YEAR, start, end)
        if border > 0:
            self.advance(self.span(cell, np.full_like(birthday, start), birthday), rows, border - 1)
        self.leave_at_age_limit(cell, rows, age)
        if border < self.staircase.bands:
            self.advance(self.span(cell, birthday, np.full_like(birthday, end), from_age=age), rows, border)

    def advance(self, span: "_Span", rows: slice, band: int) -> None:
        """Carry cohorts through a span in which they are in one age band."""
        cell, days = span.cell, span.end - span.start
        low, high = self.staircase.age_borders[band : band + 2]
        share = self.grid.width[rows] / ((high - low) * DAYS_PER_YEAR) * days
        coming = self.lanes.arrivals[:, None, None] * share[:, None]
        with_memory = [i for i in self.by_entry if self.staircase.steps[i].admits(low)]
        parts = self.parts(span, rows)
        for g in range(self.groups):
            race = self.races[g, band]
            entering = coming * self.inflow[cell, band, g]
            self.flows.arrivals[cell] += entering.sum(axis=1)
            entering += self.take_fates(cell, self.memoryless[g][:, rows], race.memoryless(days), keep=True)
            for i in with_memory:
                for tables, columns, elapsed in parts[i]:
                    part = tables[i][g][:, rows, columns]
                    entering += self.leave(cell, i, part, elapsed.fates(race, i))
            self.take_in(cell, rows, g, entering, race.newcomers(days))

    def parts(self, span: "_Span", rows: slice) -> dict[int, list[tuple[dict[int, Floats], slice, Elapsed]]]:
        """Return the children on each step with memory: tables, columns, and time since they came there.

        After a birthday within the cell, those of its column came since the cell began, or at the birthday
        where the step admits nobody younger.
        """
        column = self.grid.old_columns + span.cell
        everywhere = [(self.by_entry, slice(column), span.before)]
        if len(self.grid.listed):
            came = self.grid.since[rows]
            everywhere.append((self.listed, slice(None), self.since(span, came, came)))
        if span.from_age is None:
            return dict.fromkeys(self.by_entry, everywhere)
        first, last = (span.start + side * self.grid.width[rows] / 2 for side in (-1, 1))
        began = np.full_like(span.start, self.grid.times[span.cell])
        grown = self.since(span, first, last, new=True)
        younger = self.since(span, began, np.maximum(span.start, began))
        return {
            i: [
                *everywhere,
                (
                    self.by_entry,
                    slice(column, column + 1),
                    younger if self.staircase.steps[i].age_from < span.from_age else grown,
                ),
            ]
            for i in self.by_entry
        }

    def since(self, span: "_Span", first: Floats, last: Floats, *, new: bool = False) -> Elapsed:
        came = {"first": first[:, None], "last": last[:, None]}
        return Elapsed(span.start, span.end, **came, shapes=self.shapes, new=new)

    def leave(self, cell: int, i: int, part: Floats, fates: Floats) -> Floats:
        """Split the children on step `i`, [lane, cohort, column], over their fates, [cohort, column, fate].

        Keeps those who stay and returns those who move, by destination; [lane, cohort, step].
        """
        done = _split(part, fates)
        part *= fates[..., -1]
        total = done.sum(axis=1)
        self.flows.moves[cell, :, i] += total[:, :-2]
        self.flows.person_days[cell, :, i] += total[:, -2]
        return np.asarray(done[..., : self.steps])

    def take_fates(self, cell: int, table: Floats, fates: Floats, *, keep: bool = False) -> Floats:
        """Split [lane, cohort, step] by [cohort, step, fate], as `leave` does; `keep` changes `table`."""
        if len(fates) == 1:
            total = table.sum(axis=1)[..., None] * fates[0]
            going = product(table, fates[0, :, : self.steps])
        else:
            by_step = product(table.transpose(2, 0, 1), fates.transpose(1, 0, 2))
            total = by_step.transpose(1, 0, 2)
            going = _split(table, fates[..., : self.steps])
        self.flows.moves[cell] += total[..., :-2]
        self.flows.person_days[cell] += total[..., -2]
        if keep:
            table *= fates[..., -1]
        return np.asarray(going)

    def take_in(self, cell: int, rows: slice, g: int, entering: Floats, fates: Floats) -> None:
        """Take in the children who enter a step in this span, and keep those who are there at its end.

        `entering` is [lane, cohort, step] and `fates`, those of newcomers, [cohort, step, fate].
        """
        followed = self.lanes.followed[:, None, :]
        onwards = np.eye(self.steps) - fates[None, :, :, : self.steps] * followed[:, None]
        chain = inverse(onwards)
        came = entering * followed
        came = product(came, chain[:, 0]) if len(fates) == 1 else product(came[:, :, None], chain)[:, :, 0]
        going = self.take_fates(cell, came, fates)
        self.flows.starts[cell] += (entering + going).sum(axis=1)
        self.settle(cell, rows, g, came * fates[..., -1])

    def settle(self, cell: int, rows: slice, g: int, came: Floats) -> None:
        """Add the children who have come in this cell, [lane, cohort, step], to the tables."""
        column = self.grid.old_columns + cell
        for i, table in self.by_entry.items():
            table[g][:, rows, column] += came[..., i]
            came[..., i] = 0.0
        self.memoryless[g][:, rows] += came

    def leave_at_age_limit(self, cell: int, rows: slice, age: float) -> None:
        """Move the children whose step ends at `age` where the staircase says, in the middle of the cell."""
        for i, step in enumerate(self.staircase.steps):
            if step.age_to != age:
                continue
            for g in range(self.groups):
                tables = [self.memoryless[g][:, rows, i : i + 1]]
                if i in self.by_entry:
                    tables += [self.by_entry[i][g][:, rows], self.listed[i][g][:, rows]]
                leaving = sum(table.sum(axis=2) for table in tables)
                for table in tables:
                    table[...] = 0.0
                came = np.zeros((*leaving.shape, self.steps))
                for to, share in step.at_age_limit:
                    j = self.index[to]
                    self.flows.moves[cell, :, i, j] += share * leaving.sum(axis=1)
                    if j < self.steps:
                        came[..., j] += share * leaving
                self.flows.starts[cell] += came.sum(axis=1)
                self.settle(cell, rows, g, came * self.lanes.followed[:, None, :])


@dataclass(frozen=True, kw_only=True)
class _Span:
    """A part of a cell of time, or all of it."""

    cell: int
    start: Floats
    """[1] for all cohorts, or [cohort]."""
    end: Floats
    before: Elapsed
    """Years on the step of those who came in earlier cells."""
    from_age: float | None
    """The age at which the span begins; None unless it begins with a birthday within the cell."""


def _split(table: Floats, fates: Floats) -> Floats:
    """Return [lane, cohort, column] by [cohort or 1, column, fate]: [lane, cohort, fate]."""
    if len(fates) == 1:
        return product(table, fates[0])
    return product(table.transpose(1, 0, 2), fates).transpose(1, 0, 2)
