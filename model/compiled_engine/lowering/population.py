"""Lower the children of a world, those who are there at the start and those who come, to flat arrays."""

from collections import Counter
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from model.compiled_engine.kernel import records
from model.compiled_engine.kernel.records import NONE
from model.compiled_engine.lowering.households import lower_households
from model.world.arrays import Array
from model.world.arrivals import (
    STOCK_STRIP,
    arrival_ceiling,
    arrival_factors,
    households_of_counted,
    identity_of,
    stream_of,
    strips,
)
from model.world.parameters import Parameters
from model.world.randomness import name_key
from model.world.staircase import DAYS_PER_YEAR


@dataclass(frozen=True, kw_only=True)
class LoweredPopulation:
    """Stock and arrivals as arrays, by their names in `layout.WORLD`."""

    households: int
    """The number of households with several children in the stock."""
    tables: dict[str, Array]


def lower_population(parameters: Parameters, *, first_point: int) -> LoweredPopulation:
    """Return the stock and the arrivals as arrays; pure, so equal parameters give equal arrays.

    `first_point` is where the points of the time between siblings begin.
    """
    return _Population(parameters, first_point).lowered()


class _Population:
    def __init__(self, parameters: Parameters, first_point: int) -> None:
        self.parameters = parameters
        self.first_point = first_point
        self.staircase = parameters.staircase
        self.index = {name: i for i, name in enumerate(self.staircase.names)}
        self.group = {name: i for i, name in enumerate(self.staircase.groups)}

    def lowered(self) -> LoweredPopulation:
        strip_rows, pieces, pieces_from, pieces_rate, shares_of_streams = self.strips()
        stock, households, shares_of_stock = self.stock(first_shares=len(shares_of_streams))
        tables = {
            "strips": strip_rows,
            "pieces_from": pieces_from,
            "pieces_rate": pieces_rate,
            "group_shares": np.array([*shares_of_streams, *shares_of_stock]).reshape(-1, len(self.group)),
            "stock": stock,
            **self.standing(),
            **lower_households(self.parameters, pieces, self.first_point),
        }
        return LoweredPopulation(households=households, tables=tables)

    def strips(self) -> tuple[Array, list[tuple[int, int]], Array, Array, list[list[float]]]:
        """Return strips, which pieces each inflow has, their first days and rates, cumulated group shares."""
        rows: list[tuple[float, ...]] = []
        times: list[float] = []
        rates: list[list[float]] = []
        shares, pieces_of_streams = [], []
        for row, stream in enumerate(self.parameters.arrivals):
            curves = [arrival_factors(self.parameters, stream, group) for group in self.staircase.groups]
            changes = {0.0, *(t for t in stream.per_year.times if t > 0)}
            changes |= {t for curve in curves for share, _ in curve for t in share.times if t > 0}
            ages = self.staircase.age_borders[stream.band : stream.band + 2]
            pieces = (len(times), len(times) + len(changes))
            pieces_of_streams.append(pieces)
            key, ceiling = stream_of(self.parameters, stream), arrival_ceiling(self.parameters, stream)
            for strip, low, high in strips(ceiling) if stream.reference is None else ():
                inflow = (low, high, ceiling, DAYS_PER_YEAR / (high - low), self.index[stream.step])
                rows.append((identity_of(key, strip, 0), *inflow, *ages, *pieces, row))
            for time in sorted(changes):
                rate = [stream.per_year.at(time)] * len(curves)
                for group, curve in enumerate(curves):
                    for share, effect in curve:
                        rate[group] *= 1.0 + share.at(time) * (effect.multiplier - 1.0)
                times.append(time)
                rates.append(rate)
            shares.append(list(accumulate(stream.group_shares)))
        return (
            np.array(rows, dtype=records.STRIP),
            pieces_of_streams,
            np.array(times, dtype=np.float64),
            np.array(rates, dtype=np.float64).reshape(-1, len(self.group)),
            shares,
        )

    def stock(self, *, first_shares: int) -> tuple[Array, int, list[list[float]]]:
        """Return the stock, the number of households with several children, and cumulated group shares."""
        parts, households = [self.listed()], {c.household for c in self.parameters.stock} - {None}
        standing = 0
        for row, count in enumerate(self.parameters.stock_counts):
            rows = np.zeros(count.number, dtype=records.STOCK)
            stream = stream_of(self.parameters, count)
            identity_of(stream, STOCK_STRIP, max(count.number - 1, 0))  # raises when there are too many
            rows["identity"] = identity_of(stream, STOCK_STRIP, 0) + np.arange(count.number, dtype=np.uint64)
            rows["household"] = rows["identity"]
            rows["purse"] = NONE
            rows["step"] = self.index[count.step]
            rows["age_from"], rows["age_to"] = self.staircase.age_borders[count.band : count.band + 2]
            rows["youngest"] = self.staircase.step(count.step).age_from
            rows["mean_years"] = count.mean_years_on_step
            rows["standing"] = NONE if count.standing is None else standing
            standing += 0 if count.standing is None else len(count.standing)
            rows["shares"] = first_shares + row
            parts.append(rows)
        whole = np.concatenate(parts)
        shared = self.share_purses(whole, len(households))
        shares = [list(accumulate(count.group_shares)) for count in self.parameters.stock_counts]
        return whole[np.argsort(whole["identity"], kind="stable")], shared, shares

    def share_purses(self, rows: Array, listed: int) -> int:
        """Give counted children of one household a purse together; return how many households have one."""
        purses: dict[int, int] = {}
        household_of = households_of_counted(self.parameters)
        of_several = {h for h, number in Counter(household_of.values()).items() if number > 1}
        for row in rows if of_several else ():
            household = household_of.get(int(row["identity"]))
            if household in of_several:
                row["household"] = household
                row["purse"] = listed + purses.setdefault(household, len(purses))
        return listed + len(purses)

    def standing(self) -> dict[str, Array]:
        """Return the cells of ages and of times on the step of counted children, count by count."""
        runs: list[tuple[int, int]] = []
        blocks: list[Array] = [np.zeros(0, dtype=records.STANDING_CELL)]
        first = 0
        for spread in (s for count in self.parameters.stock_counts for s in count.standing or ()):
            shorter = np.array(spread.shorter)
            ages, times = len(shorter), len(spread.years) - 1
            block = np.zeros(ages + ages * times, dtype=records.STANDING_CELL)
            of_ages, of_times = block[:ages], block[ages:]
            of_ages["low"], of_ages["high"] = spread.ages[:-1], spread.ages[1:]
            of_ages["below"], of_ages["above"] = spread.younger[:-1], spread.younger[1:]
            of_ages["first"] = first + ages + times * np.arange(ages)
            of_ages["last"] = of_ages["first"] + times
            of_times["low"] = np.tile(spread.years[:-1], ages)
            of_times["high"] = np.tile(spread.years[1:], ages)
            of_times["below"], of_times["above"] = shorter[:, :-1].ravel(), shorter[:, 1:].ravel()
            blocks.append(block)
            runs.append((first, first + ages))
            first += len(block)
        return {
            "standing": np.array(runs, dtype=np.int64).reshape(-1, 2),
            "standing_cells": np.concatenate(blocks),
        }

    def listed(self) -> Array:
        rows = np.zeros(len(self.parameters.stock), dtype=records.STOCK)
        households: dict[str, tuple[int, int]] = {}
        for index, (row, child) in enumerate(zip(rows, self.parameters.stock, strict=True)):
            identity = identity_of(name_key("stock"), STOCK_STRIP, index)
            household, purse = identity, NONE
            if child.household is not None:
                household, purse = households.setdefault(child.household, (identity, len(households)))
            row["identity"], row["household"], row["purse"] = identity, household, purse
            row["step"], row["group"] = self.index[child.step], self.group[child.group]
            row["listed"], row["birth_day"], row["since_day"] = True, child.birth_day, child.since_day
        return rows
