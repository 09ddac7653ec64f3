"""Cost the rest of the year in one run: children on the steps, their services and kroner."""

from dataclasses import dataclass

import numpy as np

from forecast.calendar_year import CalendarYear
from forecast.granted_ends import GrantedEnds
from forecast.service_packages import Packages
from model.arithmetic.products import product
from model.arithmetic.random import exponentials
from model.results.records import Records, Sojourns
from model.world.arrays import Bools, Floats, Ints, UInts
from model.world.arrivals import MOST_IN_STRIP, STOCK_STRIP, identity_of
from model.world.randomness import Chance, Purpose, name_key


@dataclass(frozen=True, kw_only=True)
class SimulatedRest:
    """Additions of one run to the account after the last known day."""

    dkk: Floats
    """[month, head], heads as in `Services.heads`."""
    days: Floats
    """Child-days with a service; [month, head]."""
    children: Ints
    """Children who had had none under the head earlier in the year; [head]."""
    placed_days: float
    """Child-days on the steps that are placements."""
    new_children: int
    """Children who had had no service at all earlier in the year."""


@dataclass(frozen=True, kw_only=True)
class RestOfYear:
    """Data common to all runs; `of` costs one of them."""

    year: CalendarYear
    first_day: int
    """Day on whose morning the runs begin."""
    packages: Packages
    """First of the stays that go on, in the order of the stock, then of those that new ones may be like."""
    pools: tuple[Ints, ...]
    """Of each step the rows of `packages` that a new stay may be like."""
    child: Ints
    """Of each child of the stock, its row in `had`; [stock]."""
    had: Bools
    """Which children have had a service this year; [child, head]."""
    placed: Bools
    """Which steps are placements; [step]."""
    ends: GrantedEnds
    """Of the stays that go on."""
    dkk_factor: float
    """Factor on the prices of the ledger, where the year is the one after its last day."""

    def shares(self, rng: np.random.Generator) -> tuple[Floats, ...]:
        """Return the probabilities of the stays of each pool, added up: a Bayesian bootstrap.

        Rubin 1981, Annals of Statistics 9: the uncertainty of the prices of new stays, given those of earlier
        ones.
        """
        weights = [exponentials(rng, len(pool)) for pool in self.pools]
        return tuple(np.cumsum(weight) / weight.sum() for weight in weights)

    def of(
        self, records: Records, chance: Chance, shares: tuple[Floats, ...], believed: float
    ) -> SimulatedRest:
        """Return the additions of a run, with the probabilities `shares` of its draw.

        `believed` is the share of granted ends that come as granted.
        """
        stays, number = self.ends.applied(
            records.sojourns, _number_in_stock(records.sojourns.child), chance, believed
        )
        begins = self.first_day + np.maximum(stays.start, 0.0)
        overlap = self.year.overlap(begins, self.first_day + stays.end)
        row = self._rows(stays, number, chance, shares)
        dkk = np.zeros((overlap.shape[1], self.had.shape[1]))
        for unit, per_day in enumerate(self.year.per_day):
            dkk += product((overlap * per_day).T, self.packages.dkk[row, :, unit])
        in_month = np.searchsorted(self.year.edges, begins, side="right") - 1
        np.add.at(dkk, in_month, self.packages.once[row])
        days = overlap.sum(axis=1)
        share = self.packages.share[row]
        new = _Newly(child=stays.child, there=np.asarray(days > 0), in_stock=number, of=self.child)
        everybody, anything = np.ones((len(days), 1), dtype=np.bool_), self.had.any(axis=1, keepdims=True)
        return SimulatedRest(
            dkk=self.dkk_factor * dkk,
            days=product(overlap.T, share),
            children=new.count(np.asarray(share > 0), self.had),
            placed_days=float(days[self.placed[stays.step]].sum()),
            new_children=int(new.count(everybody, np.asarray(anything))[0]),
        )

    def _rows(self, stays: Sojourns, number: Ints, chance: Chance, shares: tuple[Floats, ...]) -> Ints:
        """Return which package each stay has: its own if it goes on, otherwise one of its step's pool."""
        goes_on = (number >= 0) & (stays.visit == 0)
        row = np.where(goes_on, number, 0)
        drawn = chance.uniforms_of_visits(stays.child, Purpose.PACKAGE, stays.visit)
        for step, (pool, up_to) in enumerate(zip(self.pools, shares, strict=True)):
            new = ~goes_on & (stays.step == step)
            row[new] = pool[np.minimum(np.searchsorted(up_to, drawn[new]), len(pool) - 1)]
        return row


@dataclass(frozen=True, kw_only=True)
class _Newly:
    """Children by their stays, in order of child, each to be counted once."""

    child: UInts
    there: Bools
    """Which stays have a day in the year; [stay]."""
    in_stock: Ints
    """[stay]"""
    of: Ints
    """Of each child of the stock, its row in `before`."""

    def count(self, has: Bools, before: Bools) -> Ints:
        """Count the children who have a thing on some stay, [stay, thing], and did not before; [thing]."""
        if not len(self.child):
            return np.zeros(has.shape[1], dtype=np.int64)
        first = np.flatnonzero(np.append(True, self.child[1:] != self.child[:-1]))
        any_stay = np.logical_or.reduceat(has & self.there[:, np.newaxis], first)
        number = self.in_stock[first]
        known = number >= 0
        any_stay[known] &= ~before[self.of[number[known]]]
        return np.asarray(any_stay.sum(axis=0))


_IN_STOCK = identity_of(name_key("stock"), STOCK_STRIP, 0)


def _number_in_stock(child: UInts) -> Ints:
    """Return the place in the stock of each child, -1 for those who came later."""
    place = child - np.uint64(_IN_STOCK)  # of another, it wraps around or lies far out
    return np.where(place < np.uint64(MOST_IN_STRIP), place, np.uint64(0)).astype(np.int64) - (
        place >= np.uint64(MOST_IN_STRIP)
    )
