"""Estimate what a day on each step costs, what the services beside it cost, and how much that varies.

Every krone of the window is in one line, or told as paid where no child stands on a step. A row's price is
taken to be in the prices of each year that it runs through, and is brought to those of one year.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

import numpy as np
import pandas as pd

from calibration.ledger.histories import Histories, date_of_day, day_number, touching_blocks
from calibration.rows.ledger import Ledger, places_of
from model.arithmetic.functions import interpolated
from model.results.price_index import PriceIndex
from model.world.arrays import Bools, Floats, Ints
from model.world.staircase import DAYS_PER_YEAR

STAY: Final = "stay"
BESIDE: Final = "beside"
START: Final = "start"
Kind = Literal["stay", "beside", "start"]
"""Price of the step itself per day, of services beside the step per day, or paid once as a stay begins."""

_LEAST_DKK = 0.005
"""Kroner outside all steps below which a row is taken to have none: half an øre, from rounding."""
MOST_FACTORS = 50
"""Largest number of equally likely factors that a spread is written with."""
_LEAST_SPREAD = 0.005
"""Coefficient of variation below which children are taken to cost the same."""
DAYS_OF = {"day": 1.0, "month": DAYS_PER_YEAR / 12, "year": DAYS_PER_YEAR}
"""Days that a price covers, by its unit; a price that is paid once covers none and is not here."""


@dataclass(frozen=True, kw_only=True)
class PriceLine:
    """One price of a step, in kroner of one year: `dkk_per_unit x units` is what was paid and assumed."""

    step: str
    kind: Kind
    rows: int
    """Rows with such a price and a day in the window."""
    children: int
    """Children for whom something was paid."""
    units: float
    """Days that children stood on the step in the window, or stays that began in it."""
    dkk: float
    """Kroner paid according to the ledger."""
    units_without: float
    """Days of children whose rows have no price."""
    assumed_dkk: float
    """Kroner assumed for those days, at the price of the others."""
    error_dkk: float
    """Standard error of `dkk_per_unit`, each child being one trial; 0 where there is only one."""
    spread: tuple[float, ...]
    """What equally many children cost, relative to the mean; empty where they cost the same."""

    @property
    def dkk_per_unit(self) -> float:
        """Kroner per child-day, or per stay that begins."""
        return (self.dkk + self.assumed_dkk) / self.units


@dataclass(frozen=True, kw_only=True)
class Prices:
    """All prices of a ledger, by step and kind, in kroner of one year."""

    year: int
    """The last year of the window."""
    lines: tuple[PriceLine, ...]
    outside_rows: int
    """Rows for which something was paid while the child stood on no step, as after the last age limit."""
    outside_dkk: float

    def line(self, step: str, kind: Kind) -> PriceLine | None:
        """Return the line of one kind of a step, None where nothing of it was paid."""
        return next((line for line in self.lines if (line.step, line.kind) == (step, kind)), None)


def price_year(lives: Histories) -> int:
    """Return the year of the last day in the window; one that ends on 1 January is in the year before."""
    return date_of_day(lives.last - 1).year


def years_of(lives: Histories) -> range:
    """Return the years of the window."""
    return range(lives.window.first.year, price_year(lives) + 1)


def prices(ledger: Ledger, lives: Histories, index: PriceIndex) -> Prices:
    """Return the prices of the days in the window; a step for which nothing was paid has no line.

    `index` brings the kroner of each year to those of `price_year`.
    """
    rows = _rows(ledger, lives)
    level = _Level(lives, index)
    stays = _stays(lives)
    pieces = _pieces(rows, stays, lives, level)
    once = _once(rows, stays, lives, level)
    lines = []
    for number, step in enumerate(lives.staircase.steps):
        here = pieces[pieces["where"] == number]
        there = stays[stays["where"] == number]
        own, beside = here[here["own"]], here[~here["own"]]
        paid = once[once["where"] == number]
        begun = there[there["came"] >= lives.first]
        at_start = paid["own"] & bool(len(begun))
        lines += [
            _of_stays(step.name, own, there),
            _beside(step.name, beside, paid[~at_start], there),
            _at_start(step.name, paid[at_start], begun),
        ]
    outside = _outside(rows, pieces, once, level)
    return Prices(
        year=price_year(lives),
        lines=tuple(line for line in lines if line is not None),
        outside_rows=int((outside != 0).sum()),
        outside_dkk=float(outside.sum()),
    )


class _Level:
    """Convert prices per day, month or year over any period to kroner of the price year.

    A whole calendar month costs a monthly price, and a whole year a yearly one, however many days they have.
    """

    def __init__(self, lives: Histories, index: PriceIndex) -> None:
        last = price_year(lives)
        months = [(year, month) for year in years_of(lives) for month in range(1, 13)]
        edges = [day_number(date(*month, 1)) for month in [*months, (last + 1, 1)]]
        factors = {year: index.factor(from_year=year, to_year=last) for year in years_of(lives)}
        by_month = np.array([factors[year] for year, _ in months])
        days = np.diff(edges)
        in_year = np.array([day_number(date(y + 1, 1, 1)) - day_number(date(y, 1, 1)) for y, _ in months])
        parts = {"day": days, "month": np.ones(len(months)), "year": days / in_year}
        self._edges = np.array(edges)
        self._years = np.array([day_number(date(year, 1, 1)) for year in factors])
        self._factors = np.array(list(factors.values()))
        self._sums = [np.concatenate([[0.0], np.cumsum(parts[unit] * by_month)]) for unit in DAYS_OF]

    def paid(self, services: pd.DataFrame, since: str, until: str) -> "pd.Series[float]":
        """Return the kroner of each service from the day in column `since` until that in `until`."""
        start, end = (services[name].to_numpy() for name in (since, until))
        dkk = np.full(len(services), np.nan)
        for unit, sums in enumerate(self._sums):
            here = (services["unit"] == unit).to_numpy()
            times = interpolated(end[here], self._edges, sums) - interpolated(start[here], self._edges, sums)
            dkk[here] = services["price"].to_numpy()[here] * times
        return pd.Series(dkk, index=services.index)

    def on(self, day: Ints) -> Floats:
        """Return the factor that brings kroner of the year of each day to the price year."""
        return np.asarray(self._factors[np.searchsorted(self._years, day, side="right") - 1])


def _rows(ledger: Ledger, lives: Histories) -> pd.DataFrame:
    """Return the rows with days as numbers within the window, and their kroner per day or once.

    A `unit` is a place in `DAYS_OF`; that of what is paid once comes after them, and -1 is none.
    """
    table = ledger.rows

    def days(name: str) -> Floats:
        stamps = table[name].to_numpy().astype("datetime64[D]")
        return np.where(np.isnat(stamps), np.inf, stamps.astype(np.int64))

    price = table["price"].to_numpy(dtype=np.float64)
    unit = places_of(table["price_unit"], [*DAYS_OF, "start"])
    per_day = price / np.array([*DAYS_OF.values(), np.nan, np.nan])[unit]
    return pd.DataFrame(
        {
            "row": np.arange(len(table), dtype=np.int32),
            "child": places_of(table["child_id"], lives.child_ids).astype(np.int32),
            "step": places_of(table["step"], [step.name for step in lives.staircase.steps]).astype(np.int32),
            "begins": days("start").astype(np.int32),
            "start": np.clip(days("start"), lives.first, lives.last).astype(np.int32),
            "end": np.clip(days("end"), lives.first, lives.last).astype(np.int32),
            "unit": unit.astype(np.int8),
            "price": price,
            "per_day": per_day,
            "once": np.where(unit == len(DAYS_OF), price, np.nan),
        },
        copy=False,
    )


def _stays(lives: Histories) -> pd.DataFrame:
    """Return the stays in the window, `where` each was, and the days from and until which it was seen."""
    stays = pd.DataFrame(
        {
            "stay": np.arange(len(lives.child), dtype=np.int32),
            "child": lives.child.astype(np.int32),
            "where": lives.step.astype(np.int32),
            "came": lives.start.astype(np.int32),
            "since": np.maximum(lives.start, lives.first).astype(np.int32),
            "until": np.minimum(lives.end, lives.last).astype(np.int32),
        }
    )
    return stays[stays["since"] < stays["until"]]


def _pieces(rows: pd.DataFrame, stays: pd.DataFrame, lives: Histories, level: _Level) -> pd.DataFrame:
    """Return the overlaps of each service with the stays of its child: days, kroner, and whether it is `own`.

    A service is `own` where it is that of the step on which the child stands (see `_own`).
    """
    runs = rows.loc[rows["start"] < rows["end"], ["row", "child", "start", "end"]]
    pieces = runs.merge(stays[["child", "stay", "where", "since", "until"]], on="child")
    pieces["since"] = np.maximum(pieces.pop("start"), pieces["since"])
    pieces["until"] = np.minimum(pieces.pop("end"), pieces["until"])
    pieces = pieces[pieces["since"] < pieces["until"]]
    of_rows = {
        name: rows[name].to_numpy()[pieces["row"]] for name in ("step", "unit", "price", "per_day", "once")
    }
    pieces = pieces.assign(**of_rows)
    pieces["own"] = _own(pieces, lives)
    pieces["days"] = pieces["until"] - pieces["since"]
    pieces["dkk"] = level.paid(pieces, "since", "until")
    return pieces.drop(columns=["unit", "price"])


def _own(pieces: pd.DataFrame, lives: Histories) -> Bools:
    """Return whether a service is that of the step on which the child stands.

    So is one that goes on past the age limit of its own step, on the step to which the limit leads.
    """
    steps = lives.staircase.steps
    names = [step.name for step in steps]
    after = [next((names.index(to) for to, _ in step.at_age_limit if to in names), -1) for step in steps]
    limit = np.array([step.age_to for step in steps])[pieces["step"]] * DAYS_PER_YEAR
    is_past = lives.birth[pieces["child"]] + limit <= pieces["since"].to_numpy()
    goes_on = is_past & (np.array(after)[pieces["step"]] == pieces["where"].to_numpy())
    return np.asarray((pieces["step"] == pieces["where"]).to_numpy() | goes_on)


def _once(rows: pd.DataFrame, stays: pd.DataFrame, lives: Histories, level: _Level) -> pd.DataFrame:
    """Return what was paid once in the window, with the step on which the child then stood; -1 for none."""
    paid = rows[rows["once"].notna() & (rows["begins"] >= lives.first) & (rows["begins"] < lives.last)].copy()
    paid["dkk"] = paid["once"] * level.on(paid["begins"].to_numpy())
    on = paid[["row", "child", "begins"]].merge(stays[["child", "where", "since", "until"]], on="child")
    on = on[(on["since"] <= on["begins"]) & (on["begins"] < on["until"])]
    paid["where"] = paid["row"].map(on.set_index("row")["where"]).fillna(-1).astype(np.int64)
    paid["since"] = paid["begins"]
    paid["own"] = _own(paid, lives)
    return paid


def _of_stays(step: str, own: pd.DataFrame, stays: pd.DataFrame) -> PriceLine | None:
    """Return the price of the step itself, where something was paid for it by the day."""
    priced = own[own["per_day"].notna()]
    if priced.empty:
        return None
    has_price = own[own["per_day"].notna() | own["once"].notna()]
    without = _days_covered(own).sub(_days_covered(has_price), fill_value=0.0)
    missing = without.groupby(own.groupby("stay")["child"].first()).sum()
    days = _by_child(stays, stays["until"] - stays["since"])
    with_price = days.sub(missing, fill_value=0.0)
    paid = _by_child(priced, priced["dkk"])
    dkk, units_without = float(paid.sum()), float(missing.sum())
    return _line(
        step,
        STAY,
        priced,
        paid=paid,
        units=with_price,
        units_without=units_without,
        assumed_dkk=dkk / float(with_price.sum()) * units_without if with_price.sum() > 0 else 0.0,
    )


def _days_covered(pieces: pd.DataFrame) -> "pd.Series[float]":
    """Return for each stay the number of days that at least one of the pieces covers."""
    stay, since, until = (pieces[name].to_numpy() for name in ("stay", "since", "until"))
    if not len(stay):
        return pd.Series(dtype=np.float64)
    order, begins = touching_blocks(stay, np.zeros_like(stay), since, until)
    first = np.flatnonzero(begins)
    length = np.maximum.reduceat(until[order], first) - since[order][first]
    return pd.Series(length.astype(np.float64)).groupby(stay[order][first]).sum()


def _beside(step: str, beside: pd.DataFrame, once: pd.DataFrame, stays: pd.DataFrame) -> PriceLine | None:
    """Return the price per child-day of services beside the step, with what was paid once during a stay."""
    priced = beside[beside["per_day"].notna()]
    if priced.empty and once.empty:
        return None
    without = beside[beside["per_day"].isna() & beside["once"].isna()]
    days, units_without = float(priced["days"].sum()), float(without["days"].sum())
    both = pd.concat([priced[["row", "child", "dkk"]], once[["row", "child", "dkk"]]])
    return _line(
        step,
        BESIDE,
        both,
        paid=_by_child(both, both["dkk"]),
        units=_by_child(stays, stays["until"] - stays["since"]),
        units_without=units_without,
        assumed_dkk=float(priced["dkk"].sum()) / days * units_without if days else 0.0,
    )


def _at_start(step: str, once: pd.DataFrame, begun: pd.DataFrame) -> PriceLine | None:
    """Return what is paid once for each stay that begins."""
    if once.empty:
        return None
    return _line(
        step,
        START,
        once,
        paid=_by_child(once, once["dkk"]),
        units=_by_child(begun, begun["stay"] * 0 + 1),
        units_without=0.0,
        assumed_dkk=0.0,
    )


def _by_child(of: pd.DataFrame, values: "pd.Series[float]") -> "pd.Series[float]":
    return values.astype(np.float64).groupby(of["child"]).sum()


def _line(
    step: str,
    kind: Kind,
    rows: pd.DataFrame,
    *,
    paid: "pd.Series[float]",
    units: "pd.Series[float]",
    units_without: float,
    assumed_dkk: float,
) -> PriceLine:
    """Return a price line; `paid` has kroner and `units` the units with a known price, by child."""
    paid, units = paid.align(units, join="outer", fill_value=0.0)
    known = float(units.sum())
    all_units = known if kind == BESIDE else known + units_without
    mean = float(paid.sum()) / known if known else 0.0
    number = len(paid)
    far = paid - mean * units
    error = float(np.sqrt((far * far).sum() * number / (number - 1))) / known if number > 1 and known else 0.0
    return PriceLine(
        step=step,
        kind=kind,
        rows=int(rows["row"].nunique()),
        children=int(rows["child"].nunique()),
        units=all_units,
        dkk=float(paid.sum()),
        units_without=units_without,
        assumed_dkk=assumed_dkk,
        error_dkk=error,
        spread=() if kind == START else spread_of(np.asarray(paid), np.asarray(units)),
    )


def spread_of(paid: Floats, units: Floats) -> tuple[float, ...]:
    """Return the mean costs of equal shares of the child-days, cheapest first, over the mean of all.

    Empty where all cost the same. `paid` and `units` are by child. Up to `MOST_FACTORS` children of equally
    many days are one factor each, none below 0.
    """
    there = units > 0
    weight, cost = units[there], paid[there] / units[there]
    mean = (weight * cost).sum() / weight.sum() if there.any() else 0.0
    if not mean > 0 or len(cost) < 2:
        return ()
    if np.sqrt((weight * (cost - mean) * (cost - mean)).sum() / weight.sum()) < _LEAST_SPREAD * mean:
        return ()
    order = np.argsort(cost, kind="stable")
    days = np.concatenate([[0.0], np.cumsum(weight[order])])
    kroner = np.concatenate([[0.0], np.cumsum((weight * cost)[order])])
    number = min(len(cost), MOST_FACTORS)
    shares = np.diff(interpolated(np.linspace(0.0, days[-1], number + 1), days, kroner))
    factors = shares * number / kroner[-1]
    # A scenario knows no child that gives money back: such are pooled with the next dearer until they do not.
    pooled = int(np.argmax(np.cumsum(factors) >= 0)) + 1 if factors[0] < 0 else 0
    factors[:pooled] = factors[:pooled].sum() / max(pooled, 1)
    return tuple(factors.tolist())


def _outside(
    rows: pd.DataFrame, pieces: pd.DataFrame, once: pd.DataFrame, level: _Level
) -> "pd.Series[float]":
    """Return by row what was paid while the child stood on no step."""
    is_priced = rows["per_day"].notna() & (rows["start"] < rows["end"])
    priced = rows.loc[is_priced, ["row", "unit", "price", "start", "end"]].set_index("row")
    in_all = level.paid(priced, "start", "end")
    placed = pieces["dkk"].groupby(pieces["row"]).sum()
    nowhere = once[once["where"] < 0].set_index("row")["dkk"]
    left = in_all.sub(placed, fill_value=0.0).add(nowhere, fill_value=0.0)
    return left.where(left.abs() > _LEAST_DKK, 0.0)
