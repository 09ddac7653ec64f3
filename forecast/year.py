"""Forecast the year's account: what has been spent, and simulated runs of the rest of the year.

Caveat. It is gross: central reimbursement is not subtracted, for a frame of service expenditure is gross too.
It assumes that practice in the rest of the year is that which the rates come from. What has been granted but
not yet registered is not seen; close a month before you compare it with the frame.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

import numpy as np

from calibration.ledger.extract_days import ExtractDays, check_happened, last_day
from calibration.ledger.histories import Histories, ObservationWindow, day_number, histories
from calibration.ledger.read_ledgers import Reading
from calibration.rates import calibrate
from calibration.rates.calibrate import complete_from, known_by, staircase_of
from calibration.rates.fitted_world import RatesFit
from calibration.rows.pseudonyms import Pseudonyms
from forecast.calendar_year import CalendarYear
from forecast.frame import Frame, frame_of
from forecast.granted_ends import BeliefSource, GrantedEnds, days_until_granted
from forecast.prices import growth, scenario_prices
from forecast.rest_of_year import RestOfYear, SimulatedRest
from forecast.service_packages import Donors, donors, running, stacked
from forecast.services import Services, services
from forecast.spent_so_far import SpentSoFar, account
from forecast.worlds import by_ledger, by_scenario
from language.messages import Message
from model.compiled_engine.engine import simulate
from model.world.arrays import Floats, Ints
from model.world.parameters import Parameters
from model.world.randomness import Chance
from scenarios import clock
from scenarios.building.draws import draw
from scenarios.files.refusals import RefusedError
from scenarios.format.study import Study
from scenarios.reading.load import Source

DRAWS, REPLICATIONS = 200, 4
RatesSource = Literal["ledger", "scenario"]
"""Source of rates and arrivals: estimated from the ledger, with priors about the scenario's; or those of the
scenario unchanged."""


@dataclass(frozen=True, kw_only=True)
class ForecastRequest:
    """Request for a forecast."""

    scenario: Source
    ledgers: Sequence[str | Path]
    frame: str
    """An amount, or the name of a table."""
    last: date | None = None
    """The last day that the ledger tells of; left out, the day of the newest extract."""
    complete: date | None = None
    """From when the ledger holds everything; left out, estimated from the ledger."""
    extract_days: ExtractDays | None = None
    """The day on which the files were extracted, or that of each by name; left out, by the files."""
    mapping: str | Path | None = None
    pseudonyms: Pseudonyms | None = None
    bridge_days: int = 14
    rates: RatesSource = "ledger"
    ends_believed: float | None = None
    """Share of granted ends that come as granted; left out, the scenario's, or by past grants."""
    draws: int = DRAWS
    replications: int = REPLICATIONS
    seed: int = 1


@dataclass(frozen=True, kw_only=True)
class Basis:
    """Facts of the ledger until its last day, before anything is simulated."""

    study: Study
    reading: Reading
    year: CalendarYear
    last: date
    complete: date
    """From when on the ledger seems to hold everything."""
    frame: Frame
    calibration: calibrate.CalibrationRequest
    """Of the same ledger until the same day, near the scenario's rates."""
    lives: Histories
    services: Services
    so_far: SpentSoFar
    before: SpentSoFar | None
    """The account of the year before; None where the ledger does not hold all of it."""
    donors: Donors
    rest: RestOfYear
    stays: Ints
    """Those that go on after the last day, as indices into `lives`."""
    too_old: int
    """Services that go on though their child is too old for the staircase; they count as ended."""

    @property
    def incomplete(self) -> bool:
        """Whether a part of the year lies before the ledger holds everything."""
        return self.complete > _end_of_january(self.year.year)


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """The whole year in every run, the known and the simulated part together."""

    basis: Basis
    rates: RatesSource
    draws: int
    replications: int
    seed: int
    ends_believed: Floats
    """Share of granted ends that are taken to come as granted; [draw]."""
    booked_dkk: Floats
    """[draw, replication, month, head], heads as in `Services.heads`: steps, then sections."""
    booked_days: Floats
    """Child-days with a service; [draw, replication, month, head]."""
    booked_children: Ints
    """[draw, replication, head]"""
    all_children: Ints
    """Children with any service in the year; [draw, replication]."""
    placed_days: Floats
    """Child-days on the steps that are placements; [draw, replication]."""

    @property
    def _steps(self) -> int:
        return len(self.basis.services.steps)

    @property
    def dkk(self) -> Floats:
        """Kroner; [draw, replication, month, step]."""
        return self.booked_dkk[..., : self._steps]

    @property
    def days(self) -> Floats:
        """Child-days with a service on the step; [draw, replication, month, step]."""
        return self.booked_days[..., : self._steps]

    @property
    def children(self) -> Ints:
        """Children with a service on the step in the year; [draw, replication, step]."""
        return self.booked_children[..., : self._steps]

    @property
    def section_dkk(self) -> Floats:
        """Kroner of the whole year; [draw, replication, section]."""
        return np.asarray(self.booked_dkk[..., self._steps :].sum(axis=-2))

    @property
    def section_days(self) -> Floats:
        """Child-days of the whole year; [draw, replication, section]."""
        return np.asarray(self.booked_days[..., self._steps :].sum(axis=-2))

    @property
    def section_children(self) -> Ints:
        """Children with a service by the section in the year; [draw, replication, section]."""
        return self.booked_children[..., self._steps :]

    @property
    def account_dkk(self) -> Floats:
        """The whole year's account; [draw, replication]."""
        return np.asarray(self.dkk.sum(axis=(-2, -1)))

    @property
    def persons(self) -> Floats:
        """Full-year persons; [draw, replication, step]."""
        return np.asarray(self.days.sum(axis=-2) / self.basis.year.days)

    @property
    def section_persons(self) -> Floats:
        """Full-year persons; [draw, replication, section]."""
        return self.section_days / self.basis.year.days


def read(request: ForecastRequest) -> tuple[Study, Reading]:
    """Return the scenario and the ledgers that were read.

    Raises RefusedError and ScenarioError as `calibration.rates.calibrate.read` does.
    """
    study, reading = calibrate.read(_of_ledger(request))
    if study is None:
        raise AssertionError("a scenario was given")
    return study, reading


def basis(request: ForecastRequest, study: Study, reading: Reading) -> Basis:
    """Return what the ledgers hold of the year until their last day.

    Raises RefusedError for a ledger without rows, a last day before them or after a stated day of the
    extract, and a frame that cannot be read.
    """
    rows = reading.ledger.rows
    if rows.empty:
        raise RefusedError(Message("there are no rows that can be used"))
    oldest = rows["start"].min().date()
    last = last_day(request.last, reading.day, reading.day_source)
    check_happened(request.last, rows["end"], clock.today())
    if last <= oldest:
        raise RefusedError(
            Message("--to {last}: the ledger begins {oldest}; give a later day", last=last, oldest=oldest)
        )
    tomorrow = last + timedelta(days=1)
    year = CalendarYear(tomorrow.year)
    staircase = staircase_of(study)
    frame = frame_of(request.frame, tuple(step.name for step in staircase.steps))
    otherwise = scenario_prices(study, year.year)
    granted = services(reading.ledger, staircase, day_number(last), otherwise=otherwise)
    complete = min(request.complete or complete_from(known_by(rows, last)), last - timedelta(days=1))
    window = ObservationWindow(first=complete, last=last)
    lives = histories(reading.ledger, staircase, window, bridge_days=request.bridge_days)
    so_far = account(granted, year)
    stays, going_on, too_old = running(granted, lives)
    from_before = donors(granted, lives, otherwise=otherwise)
    placed = [study.scenario.staircase.steps[step].placed for step in granted.steps]
    return Basis(
        study=study,
        reading=reading,
        year=year,
        last=last,
        complete=complete,
        frame=frame,
        calibration=replace(_of_ledger(request), first=complete, last=last),
        lives=lives,
        services=granted,
        so_far=so_far,
        before=None
        if complete > _end_of_january(year.year - 1)
        else account(granted, CalendarYear(year.year - 1)),
        donors=from_before,
        rest=RestOfYear(
            year=year,
            first_day=day_number(tomorrow),
            packages=stacked(going_on, from_before.packages),
            pools=tuple(len(stays) + pool for pool in from_before.pools),
            child=lives.child[stays],
            had=so_far.booked_had,
            placed=np.array(placed),
            ends=GrantedEnds(
                days=days_until_granted(
                    reading.ledger, lives, stays, day_number(tomorrow), known_until=reading.known_until
                ),
                source=_belief(request, study, reading),
                past=reading.grants,
                stated=request.ends_believed,
            ),
            dkk_factor=growth(study, last.year, year.year),
        ),
        stays=stays,
        too_old=too_old,
    )


def forecast(
    request: ForecastRequest, basis: Basis, *, progress: Callable[[int, int], None] | None = None
) -> Forecast:
    """Simulate the rest of the year; the same basis, request and seed give the same figures.

    `progress` is called with the runs done and those in all. Raises RefusedError as
    `forecast.worlds.from_day` does.
    """
    runs: list[SimulatedRest] = []
    shares_believed: list[float] = []
    for number, world in enumerate(_worlds(request, basis)):
        rng = np.random.Generator(np.random.Philox(key=request.seed | number << 64))
        shares = basis.rest.shares(rng)
        believed = basis.rest.ends.share(rng, _believed_by_scenario(basis.study, request.seed, number))
        shares_believed.append(believed)
        for replication in range(number * request.replications, (number + 1) * request.replications):
            records = simulate(world, seed=request.seed, replication=replication)
            chance = Chance(seed=request.seed, replication=replication)
            runs.append(basis.rest.of(records, chance, shares, believed))
        if progress is not None:
            progress(len(runs), request.draws * request.replications)
    return _whole(request, basis, runs, shares_believed)


def _belief(request: ForecastRequest, study: Study, reading: Reading) -> BeliefSource:
    """Return where the share of granted ends that is believed comes from."""
    if request.ends_believed is not None:
        return "option"
    if study.scenario.ends is not None:
        return "scenario"
    return "past" if reading.grants.grants else "nothing"


def _believed_by_scenario(study: Study, seed: int, number: int) -> float | None:
    """Return the share of granted ends that the scenario believes in a draw; None where it says nothing."""
    ends = study.scenario.ends
    return None if ends is None else ends.believed.resolve(draw(study, seed=seed, number=number))


def _of_ledger(request: ForecastRequest) -> calibrate.CalibrationRequest:
    return calibrate.CalibrationRequest(
        ledgers=request.ledgers,
        scenario=request.scenario,
        reference=request.scenario,
        extract_days=request.extract_days,
        mapping=request.mapping,
        pseudonyms=request.pseudonyms,
        bridge_days=request.bridge_days,
    )


def _worlds(request: ForecastRequest, basis: Basis) -> Iterator[Parameters]:
    days = float(basis.year.after - basis.rest.first_day)
    if request.rates == "scenario":
        return by_scenario(
            basis.study, basis.lives, basis.stays, days=days, draws=request.draws, seed=request.seed
        )
    fitted = calibrate.work_out(basis.calibration, basis.study, basis.reading)
    fit = RatesFit(exposure=fitted.exposure, moves=fitted.moves, inflow=fitted.inflow)
    return by_ledger(fit, basis.stays, days=days, draws=request.draws, seed=request.seed)


def _whole(
    request: ForecastRequest, basis: Basis, runs: list[SimulatedRest], shares_believed: list[float]
) -> Forecast:
    def together(name: str, so_far: Floats | Ints | float) -> Any:
        figures = np.array([getattr(run, name) for run in runs]) + so_far
        return figures.reshape(request.draws, request.replications, *figures.shape[1:])

    so_far, lives, year = basis.so_far, basis.lives, basis.year
    placed = basis.rest.placed[lives.step]
    placed_days = year.overlap(lives.start[placed], lives.end[placed]).sum()
    return Forecast(
        basis=basis,
        rates=request.rates,
        draws=request.draws,
        replications=request.replications,
        seed=request.seed,
        ends_believed=np.array(shares_believed),
        booked_dkk=together("dkk", so_far.booked_dkk),
        booked_days=together("days", so_far.booked_days),
        booked_children=together("children", so_far.booked_had.sum(axis=0)),
        all_children=together("new_children", int(so_far.had.any(axis=1).sum())),
        placed_days=together("placed_days", float(placed_days)),
    )


def _end_of_january(year: int) -> date:
    return date(year, 1, 31)
