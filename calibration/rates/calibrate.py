"""Run a calibration: from ledger files to rates, arrivals and prices."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from calibration.ledger.extract_days import ExtractDays, check_happened, last_day
from calibration.ledger.histories import ObservationWindow, histories
from calibration.ledger.read_ledgers import Reading, read_ledgers
from calibration.rates.arrivals import Inflow, inflow
from calibration.rates.estimate import Move, MoveEstimate, estimates
from calibration.rates.exposure import ALL_AGES, Exposure, exposure
from calibration.rates.follow_ups import FollowUps, follow_ups
from calibration.rates.own_steps import OwnSteps, own_steps
from calibration.rates.prices import Prices, prices
from calibration.rates.verdicts import verdicts
from calibration.rows.names import ANY_NAMES, Names
from calibration.rows.pseudonyms import Pseudonyms
from language.messages import Message
from model.results.price_index import PriceIndex
from model.world.staircase import Staircase
from scenarios import clock
from scenarios.building.draws import corners
from scenarios.building.economy import price_index
from scenarios.building.world import build
from scenarios.files.refusals import RefusedError
from scenarios.format.study import Study
from scenarios.reading.load import Source, load

USUAL_SCENARIO = "kolding"
"""Scenario whose staircase is used when none is given and the ledger has its steps."""
_FEWEST_SURVIVORS = 20
"""So many services that all lasted beyond the first end in the ledger are no coincidence."""
_SLIPS = 0.005
"""Share of ends that may be typing errors and far too early."""


@dataclass(frozen=True, kw_only=True)
class CalibrationRequest:
    """Request for a calibration."""

    ledgers: Sequence[str | Path]
    scenario: Source | None = None
    """Whose steps, ages and ways out apply; left out, chosen by the ledger."""
    first: date | None = None
    """Of the window; left out, the first day from which the ledger holds who left too."""
    last: date | None = None
    """Left out, the day of the newest extract."""
    extract_days: ExtractDays | None = None
    """The day on which the files were extracted, or that of each by name; left out, by the files."""
    ways_out: Sequence[str] = ()
    """Ways out of the ledger that the staircase lacks and that are to be added to it."""
    mapping: str | Path | None = None
    pseudonyms: Pseudonyms | None = None
    reference: Source | None = None
    """A scenario whose rates ours are expected near; left out, next to nothing is expected."""
    bridge_days: int = 14
    borders: tuple[float, ...] | None = None
    """Of age bands, in years; empty for one band, None for the scenario's. Without birth dates: one band."""


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """Ledgers that were read, and the rates, arrivals and prices estimated from them."""

    reading: Reading
    study: Study | None
    """Whose staircase is used; None where the steps are the ledger's own."""
    exposure: Exposure
    moves: dict[Move, MoveEstimate]
    inflow: Inflow
    prices: Prices
    reference: dict[Move, float]
    """Rates per child-year that ours were expected near; empty without a reference."""
    follow_ups: FollowUps | None = None
    """None where the ledger has no dates of follow-up, or none was due."""
    own_steps: OwnSteps | None = None
    """The ledger's own, where no scenario has them."""

    @property
    def verdicts(self) -> dict[str, str]:
        """Grade of the rates of each step, by the number of moves that were seen."""
        return verdicts(self.exposure)

    @property
    def possible(self) -> list[Move]:
        """Moves that the scenario has, seen in the ledger or not."""
        return _possible(self.study)

    def document(self) -> dict[str, Any]:
        """Return the figures as plain numbers and texts; infinity is None."""
        lives, years = self.exposure.histories, self.exposure.child_years().sum(axis=(1, 2))
        steps = [step.name for step in lives.staircase.steps]
        seen = (lives.end > lives.first) & (lives.start <= lives.last)
        return {
            "rows": self.reading.rows,
            "rejected_rows": self.reading.rejected,
            "duplicate_rows": self.reading.duplicates,
            "replaced_rows": self.reading.replaced_rows,
            "withdrawn_rows": self.reading.withdrawn,
            "rows_left_out": self.reading.left_out,
            "extract_day": str(self.reading.day),
            "planned_ends": self.reading.planned,
            "children": len({*lives.child[seen].tolist()}),
            "sojourns": int(seen.sum()),
            "from": str(lives.window.first),
            "to": str(lives.window.last),
            "rules": lives.rules | {"unknown_age": self.exposure.unknown_age},
            "child_years": dict(zip(steps, years.tolist(), strict=True)),
            "transitions": [
                {
                    "from": row.from_step,
                    "to": row.to,
                    "age_band": row.age_band,
                    "group": row.group,
                    "events": row.events,
                    "child_years": row.child_years,
                    "rate_per_year": row.rate_per_year,
                    "low": row.low,
                    "high": None if row.high == float("inf") else row.high,
                    "posterior_mean": row.posterior_mean,
                }
                for estimate in self.moves.values()
                for row in estimate.rows
            ],
            "weibull": [
                {
                    "from": origin,
                    "to": to,
                    "events": estimate.weibull.events,
                    "shape": estimate.weibull.shape,
                    "low": estimate.weibull.low,
                    "high": estimate.weibull.high,
                    "p_value": estimate.weibull.p_value,
                    "used": estimate.has_shape,
                }
                for (origin, to), estimate in self.moves.items()
                if estimate.weibull is not None
            ],
            "prices": [
                {
                    "step": line.step,
                    "kind": line.kind,
                    "price_year": self.prices.year,
                    "rows": line.rows,
                    "children": line.children,
                    "units": line.units,
                    "dkk": line.dkk,
                    "assumed_dkk": line.assumed_dkk,
                    "dkk_per_unit": line.dkk_per_unit,
                }
                for line in self.prices.lines
            ],
            "follow_ups": None
            if self.follow_ups is None
            else {
                "due": self.follow_ups.due,
                "on_time": self.follow_ups.on_time,
                "late": self.follow_ups.late,
                "without_date": self.follow_ups.without,
            },
            "verdicts": self.verdicts,
        }


def calibrate(request: CalibrationRequest) -> Calibration:
    """Read the ledgers and estimate: `read` and `work_out` in one call."""
    return work_out(request, *read(request))


def work_out(request: CalibrationRequest, study: Study | None, reading: Reading) -> Calibration:
    """Estimate rates, arrivals and prices from ledgers that have been read.

    Raises RefusedError where there are no rows, and for a window without stays; ScenarioError for
    a reference with faults.
    """
    rows = reading.ledger.rows
    if rows.empty:
        raise RefusedError(Message("there are no rows that can be used"))
    own = None
    if study is not None:
        staircase = staircase_of(study)
    else:
        own = own_steps(rows)
        staircase = own.staircase
    window = window_of(request, reading)
    lives = histories(reading.ledger, staircase, window, bridge_days=request.bridge_days)
    borders = request.borders if request.borders is not None else staircase.age_borders
    if np.isnan(lives.birth).all():
        borders = ()  # nobody's age is known
    at_risk = exposure(lives, borders or ALL_AGES)
    if not len(at_risk.step):
        raise RefusedError(
            Message(
                "there are no stays between {first} and {last}; give another --from and --to",
                first=window.first,
                last=window.last,
            )
        )
    reference = _reference(request)
    return Calibration(
        reading=reading,
        study=study,
        exposure=at_risk,
        moves=estimates(at_risk, possible=_possible(study), reference=reference),
        inflow=inflow(lives, at_risk.bands),
        prices=prices(reading.ledger, lives, index_of(study)),
        reference=reference,
        own_steps=own,
        follow_ups=follow_ups(reading.ledger, window, exempt=_early(study)),
    )


def _early(study: Study | None) -> list[str]:
    steps = {} if study is None else study.scenario.staircase.steps
    return [name for name, step in steps.items() if step.role == "early"]


def read(request: CalibrationRequest) -> tuple[Study | None, Reading]:
    """Return the scenario whose staircase the ledgers use, None where it is their own, and the ledgers.

    Raises RefusedError for files that cannot be used, ScenarioError for a scenario or mapping with faults.
    """

    def under(study: Study | None) -> Reading:
        names = ANY_NAMES if study is None else Names.of(study.scenario, ways_out=request.ways_out)
        return read_ledgers(
            request.ledgers,
            mapping=request.mapping,
            names=names,
            pseudonyms=request.pseudonyms,
            extract_days=request.extract_days,
        ).in_order()

    if request.scenario is not None:
        study = load(request.scenario)
        return study, under(study)
    usual = load(USUAL_SCENARIO)
    reading = under(usual)
    # Misspelt steps are the ledger's fault; one that mostly speaks of other steps has a staircase of its own.
    unknown = len(reading.by_kind().get("unknown_step", ()))
    return (usual, reading) if unknown < len(reading.ledger.rows) or not unknown else (None, under(None))


def staircase_of(study: Study, case: str | None = None) -> Staircase:
    """Return the staircase of the baseline, or of a case, with the assumptions at their medians."""
    scenario = study.scenario if case is None else study.case(case)
    return build(scenario, corners(study)[0]).parameters.staircase


def index_of(study: Study | None) -> PriceIndex:
    """Return the price index of a scenario, or the shipped one."""
    return PriceIndex() if study is None else price_index(study.scenario)


def window_of(request: CalibrationRequest, reading: Reading) -> ObservationWindow:
    """Return the window of the request; a day that it leaves open is taken from the ledger.

    Raises RefusedError for a window of no time, and as `last_day` does.
    """
    last = last_day(request.last, reading.day, reading.day_source)
    check_happened(request.last, reading.ledger.rows["end"], clock.today())
    known = known_by(reading.ledger.rows, last)
    rows = reading.ledger.rows if known.empty else known
    first, begins = request.first, rows["start"].min().date()
    if first is None:
        first = complete_from(rows)
    elif first < begins < last:
        first = begins  # before it there is no ledger, and the years would count as years without arrivals
    if first >= last:
        raise RefusedError(
            Message(
                "--from {first} does not lie before --to {last}; there is no time between them",
                first=first,
                last=last,
            )
        )
    return ObservationWindow(first=first, last=last)


def known_by(rows: pd.DataFrame, last: date) -> pd.DataFrame:
    """Return the rows that began by a day, with the ends that were known then."""
    day = pd.Timestamp(last)
    begun = rows[rows["start"] <= day]
    return begun.assign(end=begun["end"].where(begun["end"] <= day))


def complete_from(rows: pd.DataFrame) -> date:
    """Return the day from which a ledger's rows seem to hold those who left, too.

    An extract of the services of some years holds those that began before only if they lasted until then: in
    the years before its first ends nobody seems ever to leave, so those years were not observed. One end in
    two hundred may lie earlier and is taken for a typing error.
    """
    ends, starts = rows["end"].dropna(), rows["start"]
    first = starts.min()
    if len(ends):
        first_end = ends.quantile(_SLIPS, interpolation="lower")
        first = first_end if (starts < first_end).sum() >= _FEWEST_SURVIVORS else first
    day: date = first.date()
    return day


def _possible(study: Study | None) -> list[Move]:
    if study is None:
        return []
    return [(origin, to) for origin, row in study.scenario.rates.by_step.items() for to in row]


def _reference(request: CalibrationRequest) -> dict[Move, float]:
    """Return the reference's rates, each the mean over the age bands in which it is not nil."""
    if request.reference is None:
        return {}
    study = load(request.reference)
    transitions = build(study.scenario.without_reviews(), corners(study)[0]).parameters.transitions
    rates = {
        (each.from_step, each.to): [rate for row in each.rate for rate in row if rate] for each in transitions
    }
    return {move: sum(some) / len(some) for move, some in rates.items() if some}
