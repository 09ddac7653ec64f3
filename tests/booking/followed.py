"""Make cases that are under way, for tests: a small town, and ledgers of what happened in it."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from booking.amounts.policy import shipped
from booking.follow_up.follow_up import FollowUp, FollowUpRequest, follow_up, known
from calibration.ledger.read_ledgers import Reading
from calibration.rows.ledger import COLUMNS, Ledger
from model.compiled_engine.engine import simulate
from model.world.arrays import Floats
from scenarios.building.world import World, build
from scenarios.format.study import Study
from sensitivity.subject.subject import Subject, subject
from tests.calibration.made_rows import EMPTY
from tests.scenarios.small import SMALL, with_change
from tests.sensitivity.labs import running

WRITTEN = ("child_id", "step", "start", "end", "birth_date", "exit_to", "price", "price_unit")
_PER_YEAR = {"day": 365.25, "month": 12.0, "year": 1.0}


def ledger_of(
    study: Study,
    case: str,
    values: Mapping[str, float],
    *,
    seed: int,
    replication: int,
    last: date | None = None,
) -> Ledger:
    """Return what a municipality would have written down of a case in one world until a day.

    Prices are those of the world, per year; a service that goes on has no end.
    """
    scenario = study.case(case)
    world = build(scenario, values)
    records = simulate(world.parameters, seed=seed, replication=replication)
    stays, children = records.sojourns, records.children
    names = np.array([*world.parameters.staircase.names, ""], dtype=object)
    steps = len(world.parameters.staircase.steps)
    child = np.searchsorted(children.identity, stays.child)
    ended = stays.destination >= 0
    rows = pd.DataFrame({name: [EMPTY[dtype]] * len(child) for name, dtype in COLUMNS.items()})
    rows["child_id"] = stays.child.astype(str)
    rows["step"] = names[stays.step]
    rows["start"] = _dates(scenario.start, stays.start)
    rows["end"] = _dates(scenario.start, np.where(ended, stays.end, np.nan))
    rows["birth_date"] = _dates(scenario.start, children.birth_day[child])
    rows["exit_to"] = names[np.where(stays.destination >= steps, stays.destination, -1)]
    rows["price"] = _prices(world)[stays.step]
    rows["price_unit"] = "year"
    rows["row"] = np.arange(len(child)) + 2
    if last is not None:
        day = pd.Timestamp(last)
        rows = rows[rows["start"] <= day]
        known = rows["end"] <= day
        rows = rows.assign(end=rows["end"].where(known), exit_to=rows["exit_to"].where(known, ""))
    return Ledger(rows=rows[[*COLUMNS]].astype(COLUMNS).reset_index(drop=True))


def write(ledger: Ledger, path: Path) -> Path:
    """Write a ledger as a file with its own headings, and return where it is."""
    rows = ledger.rows[[*WRITTEN]].copy()
    for name in ("start", "end", "birth_date"):
        rows[name] = rows[name].dt.strftime("%d-%m-%Y")
    rows.to_csv(path, sep=";", index=False)
    return path


def months_later(start: date, months: int) -> date:
    """Return the last day of so many months from the first of one."""
    number = start.year * 12 + start.month - 1 + months
    return date(number // 12, number % 12 + 1, 1) - timedelta(days=1)


def _prices(world: World) -> Floats:
    names = [step.name for step in world.parameters.staircase.steps]
    yearly = np.zeros(len(names))
    for line in world.economy.step_costs:
        yearly[names.index(line.step)] += line.price.dkk * _PER_YEAR[line.price.unit.value]
    return yearly


def _dates(start: date, days: Floats) -> "pd.Series[pd.Timestamp]":
    known = ~np.isnan(days)
    whole = np.where(known, np.floor(np.where(known, days, 0.0)), 0).astype("timedelta64[D]")
    dates = np.datetime64(start, "D") + whole
    return pd.Series(np.where(known, dates, np.datetime64("NaT", "D")).astype("datetime64[s]"))


TOWN = "by.yaml"


def town(folder: Path, *changes: tuple[str, str]) -> Subject:
    """Return the case of the town, with texts replaced; its scenario is written to `folder`."""
    path = folder / TOWN
    path.write_text(town_text(*changes), encoding="utf-8")
    return subject(str(path), "tættere")


def town_text(*changes: tuple[str, str]) -> str:
    """Return a town six times as large as the small one, begun in 2023, with texts replaced."""
    text = SMALL
    for old, new in (*LARGER, *changes):
        text = with_change(old, new, text=text)
    return text


LARGER = (
    ("start: 2027-01-01\nyears: 2", "start: 2023-01-01\nyears: 3"),
    ("{2025: 100,", "{2023: 110, 2024: 110, 2025: 100,"),  # what a ledger of these years costs is level
    ("children_0_22: 1000", "children_0_22: 6000"),
    ("hjemme: {0-17: 10}", "hjemme: {0-17: 60}"),
    (
        "          start: 2027-01-01\n          effects:\n            - from",
        "          start: 2023-01-01\n          effects:\n            - from",
    ),
    (
        "start: 2027-01-01\n          effects:\n            - {from",
        "start: 2023-01-01\n          effects:\n            - {from",
    ),
)


def request(**changes: Any) -> FollowUpRequest:
    """Return a small question."""
    fields: dict[str, Any] = {
        "ledgers": (),
        "policy": shipped(),
        "months": 24,
        "draws": 100,
        "replications": 2,
    }
    return FollowUpRequest(**(fields | changes))


def reading(ledger: Ledger) -> Reading:
    """Return the reading of a ledger in which nothing was found, extracted when something last began."""
    day = ledger.rows["start"].max().date()
    return Reading(ledger=ledger, findings=(), files=(), day=day).in_order()


def followed(request: FollowUpRequest, subject: Subject, ledger: Ledger) -> FollowUp:
    """Return how a case goes by a ledger."""
    with running() as plant:
        return follow_up(request, known(request, subject, reading(ledger)), plant)
