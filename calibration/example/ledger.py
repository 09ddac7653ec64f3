"""Simulate an example ledger: the true services, and the file with faults that a municipality might have.

Caveat. Nobody in it exists, and rates estimated from it are those of the scenario. It shows that reading and
estimating work, not that a scenario is right.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xlsxwriter
from numpy.typing import NDArray

from calibration.example.planted_faults import Cells, Sheet, plant
from calibration.rows.ledger import COLUMNS
from calibration.tables.new_workbooks import workbook_options
from model.arithmetic.functions import exp
from model.arithmetic.random import normals
from model.compiled_engine.engine import simulate
from model.world.arrays import Floats, Ints
from model.world.randomness import check_key
from model.world.staircase import DAYS_PER_YEAR
from scenarios.building.world import World, build
from scenarios.format.schema import Scenario
from scenarios.format.study import Study

HEADINGS = tuple(name for name in COLUMNS if name not in {"granted_until", "file", "row"})
"""The children leave when chance has it, and nobody grants anything in advance."""
_BARNETS_LOV = np.datetime64("2024-01-01")
_PARAGRAPHS = {
    "early": (("SEL § 11, stk. 3", "§ 11 stk. 3"), ("BL § 30", "§30")),
    "preventive": (("§ 52, stk. 3, nr. 3", "SEL §52.3.2"), ("BL § 32", "§ 32, stk. 1")),
    "home": (("§ 52, stk. 3, nr. 3", "SEL §52.3.6"), ("BL § 32", "§32")),
    "placed": (("§ 52, stk. 3, nr. 7", "SEL §52.3.7", "SEL § 58"), ("BL § 46", "§46", "BL § 47")),
    "aftercare": (("SEL § 76", "§ 76, stk. 3"), ("BL § 114", "§ 115")),
}
"""By role of the step: as it is written under Serviceloven, and from 2024 under Barnets Lov."""
_PROVIDERS_PER_STEP = 12
_PER_YEAR = {"day": DAYS_PER_YEAR, "month": 12.0, "year": 1.0}


@dataclass(frozen=True, kw_only=True)
class ExampleLedger:
    """An example ledger: the true services, the cells of the file, and the faults planted in it."""

    truth: pd.DataFrame
    """One row a service, in order of child and start, with headings and dtypes of the canonical ledger."""
    table: pd.DataFrame
    """The cells of the file, all of them texts: dates as dd-mm-yyyy, amounts with a decimal comma."""
    source: Ints
    """Which row of `truth` each row of `table` was made from; -1 for one that holds nothing."""
    planted: pd.DataFrame
    """Everything in `table` that differs from `truth`, with the columns and kinds of `planted_faults`."""
    first: date
    """The first day that was simulated; who was on a step then has the dates when that began."""
    last: date
    """The day of the extract; a service that goes on then has no end."""

    def write_csv(self, path: Path, *, encoding: str = "cp1252") -> None:
        """Write a CSV file with semicolons, in Windows-1252 or another encoding.

        "utf-8-sig" is UTF-8 with a byte order mark. Only in CSV do some rows have a cell too many or too few,
        as `planted` lists.
        """
        wrong = self.planted[self.planted["kind"] == "wrong_cells"]
        cells_in = dict(zip(wrong["row"], wrong["after"].astype(int), strict=True))
        with path.open("w", encoding=encoding, newline="") as file:
            writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
            writer.writerow(HEADINGS)
            for number, row in enumerate(self._rows(), start=2):
                spare = cells_in.get(number, len(row)) - len(row)
                # As when a semicolon in a name was taken for the end of a cell, or a line was cut off.
                writer.writerow([*row[:8], *[""] * spare, *row[8:]] if spare >= 0 else row[:spare])

    def write_excel(self, path: Path) -> None:
        """Write a workbook of texts, without formulas and links. The empty row is not written."""
        with (
            workbook_options() as options,
            xlsxwriter.Workbook(str(path), options | {"constant_memory": True}) as book,
        ):
            sheet = book.add_worksheet("Ydelser")
            for number, row in enumerate([HEADINGS, *self._rows()]):
                for column, cell in enumerate(row):
                    if cell:
                        sheet.write_string(number, column, cell)

    def write_parquet(self, path: Path) -> None:
        """Write a file of texts."""
        self.table.to_parquet(path, index=False)

    def _rows(self) -> Iterator[tuple[str, ...]]:
        return zip(*(self.table[name].tolist() for name in HEADINGS), strict=True)


def example_ledger(
    study: Study, *, seed: int, rows: int, faults: bool = True, start: date | None = None
) -> ExampleLedger:
    """Return about `rows` services of children simulated by the baseline of a study at its medians.

    They are a random choice of the children of as many replications as needed, so that the number of rows
    changes the size of the municipality and not the period. The first day is that of the scenario, or
    `start`. (study, seed, rows, start) alone determine the truth, and with `faults` the planted faults;
    without `faults` the table is the truth.

    Raises ValueError for a seed outside 0 to 2**64 - 1, fewer than one row, and a study that has no children.
    """
    check_key("seed", seed)
    if rows < 1:
        raise ValueError(f"rows is {rows}; give at least one")
    scenario = study.scenario
    first = start or scenario.start
    world = build(scenario, {name: known.quantile(0.5) for name, known in study.assumptions.items()})
    last = first + timedelta(days=round(world.parameters.horizon_days) - 1)
    chance = _chance(seed, 0)
    truth = _described(_stays(world, seed, rows, chance), scenario, world, (first, last), chance)
    sheet = Sheet(truth=truth, cells=_texts(truth), steps=tuple(scenario.staircase.steps), last=last)
    if faults:
        plant(sheet, each=max(1, rows // 1000), chance=_chance(seed, 1))
    table, source, planted = sheet.laid_out()
    return ExampleLedger(truth=truth, table=table, source=source, planted=planted, first=first, last=last)


def _chance(seed: int, use: int) -> np.random.Generator:
    return np.random.Generator(np.random.Philox(key=np.array([seed, use], dtype=np.uint64)))


def _stays(world: World, seed: int, rows: int, chance: np.random.Generator) -> pd.DataFrame:
    """Return stays in whole days since the start date, of children numbered from 0 in random order.

    A stay within one day is left out; its destination then stands with the stay before. It leaves once.
    """
    steps, drawn, children, number = len(world.parameters.staircase.steps), 0, 0, 0
    parts: list[pd.DataFrame] = []
    while drawn < rows:
        records = simulate(world.parameters, seed=seed, replication=number)
        stays, people = records.sojourns, records.children
        at = np.searchsorted(people.identity, stays.child)
        part = pd.DataFrame(
            {
                "child": at + children,
                "step": stays.step,
                "start": np.floor(stays.start).astype(np.int64),
                "end": np.floor(stays.end).astype(np.int64),
                "running": stays.destination < 0,
                "out": np.where(stays.destination >= steps, stays.destination, -1),
                "birth": np.floor(people.birth_day[at]).astype(np.int64),
                "group": people.group[at],
            }
        )
        part["out"] = part.groupby("child")["out"].transform("max")
        part = part[part["running"] | (part["end"] > part["start"])]
        if part.empty:
            raise ValueError("nobody is ever on a step of this scenario")
        part["out"] = part["out"].where(~part["child"].duplicated(keep="last"), -1)
        parts.append(part)
        drawn, children, number = drawn + len(part), children + len(people.identity), number + 1
    stays_of_all = pd.concat(parts, ignore_index=True)
    place = chance.permutation(children)[stays_of_all["child"].to_numpy()]
    stays_of_all["child"] = place
    stays_of_all = stays_of_all.sort_values(["child", "start"], ignore_index=True)
    # Whole children until there are rows enough, and no gaps in their numbers.
    last_child = stays_of_all["child"].to_numpy()[rows - 1]
    chosen: pd.DataFrame = stays_of_all.loc[stays_of_all["child"] <= last_child]
    return chosen.assign(child=pd.factorize(chosen["child"])[0])


def _described(
    stays: pd.DataFrame,
    scenario: Scenario,
    world: World,
    window: tuple[date, date],
    chance: np.random.Generator,
) -> pd.DataFrame:
    """Return stays as services, with all that a case system says of them."""
    names = world.parameters.staircase.names
    child, step = stays["child"].to_numpy(), stays["step"].to_numpy()
    number = len(stays)
    day_0 = np.datetime64(window[0])
    start, end = day_0 + stays["start"].to_numpy(), day_0 + stays["end"].to_numpy()
    # Every fourth child or so is a brother or sister of the one before.
    household = np.cumsum(chance.random(child.max() + 1) >= 0.25)[child]
    provider = chance.integers(0, _PROVIDERS_PER_STEP, number) + _PROVIDERS_PER_STEP * step
    price, unit, payer = _prices(world, step, provider, chance)
    follow_up = start + chance.integers(60, 200, number)
    followed = (chance.random(number) < 0.5) & (follow_up < np.minimum(end, np.datetime64(window[1])))
    score = 1 + 8 * step / len(world.parameters.staircase.steps) + 1.2 * normals(chance, number)
    scored = chance.random(number) < 0.6
    columns: dict[str, Any] = {
        "child_id": _numbered("B", child),
        "step": np.array(names, dtype=object)[step],
        "start": start,
        "end": np.where(stays["running"], np.datetime64("NaT"), end),
        "birth_date": day_0 + stays["birth"].to_numpy(),
        "exit_to": np.array([*names, ""], dtype=object)[stays["out"]],
        "price": price,
        "price_unit": unit,
        "provider": _numbered("Leverandør ", provider, digits=3),
        "payer": payer,
        "group": np.array(world.parameters.staircase.groups, dtype=object)[stays["group"]],
        "household_id": _numbered("H", household),
        "paragraph": _paragraphs(scenario, np.array(names)[step], start, chance),
        "score": np.where(scored, np.clip(np.rint(score), 1, 10).astype(np.int64).astype(str), ""),
        "follow_up_date": np.where(followed, follow_up, np.datetime64("NaT")),
    }
    return pd.DataFrame(columns)[[*HEADINGS]].astype({name: COLUMNS[name] for name in HEADINGS})


def _prices(
    world: World, step: Ints, provider: Ints, chance: np.random.Generator
) -> tuple[Floats, NDArray[np.object_], NDArray[np.object_]]:
    """Return prices, units and payers by row; expensive services are paid by the day, cheap ones by the year.

    Prices vary around those of the scenario, by provider and by service; without one a row has no price.
    """
    steps = [each.name for each in world.parameters.staircase.steps]
    yearly, payer = np.zeros(len(steps)), np.full(len(steps), "", dtype=object)
    for cost in (cost for cost in world.economy.step_costs if cost.sold is None):
        yearly[steps.index(cost.step)] += cost.price.dkk * _PER_YEAR[cost.price.unit]
        payer[steps.index(cost.step)] = max(cost.payers, key=lambda share: share[1])[0]
    units = np.select([yearly > 600_000, yearly > 50_000], ["day", "month"], "year").astype(object)
    levels = exp(0.15 * normals(chance, _PROVIDERS_PER_STEP * len(steps)))
    dkk = yearly[step] * levels[provider] * exp(0.10 * normals(chance, len(step)))
    price = np.round(dkk / np.array([_PER_YEAR[unit] for unit in units])[step], 2)
    known = price > 0
    return np.where(known, price, np.nan), np.where(known, units[step], ""), payer[step]


def _paragraphs(
    scenario: Scenario, step: NDArray[np.str_], start: NDArray[np.datetime64], chance: np.random.Generator
) -> NDArray[np.object_]:
    """Return the paragraph of each service by its step and the law of the day, in varying notation."""
    luck, text = chance.random(len(step)), np.full(len(step), "", dtype=object)
    for name, spec in scenario.staircase.steps.items():
        written = _PARAGRAPHS.get(spec.role, _PARAGRAPHS["placed"])
        for law, ways in enumerate(written):
            here = np.flatnonzero((step == name) & ((start >= _BARNETS_LOV) == bool(law)))
            text[here] = np.array(ways, dtype=object)[(luck[here] * len(ways)).astype(np.int64)]
    return text


def _numbered(prefix: str, numbers: Ints, *, digits: int = 6) -> NDArray[np.object_]:
    known, at = np.unique(numbers, return_inverse=True)
    return np.array([f"{prefix}{number + 1:0{digits}}" for number in known.tolist()], dtype=object)[at]


def _texts(truth: pd.DataFrame) -> Cells:
    """Return the cells of a file without faults."""
    cells: Cells = {}
    for name in HEADINGS:
        codes, known = pd.factorize(truth[name])
        if COLUMNS[name].startswith("datetime"):
            shown = [day.strftime("%d-%m-%Y") for day in known]
        elif name == "price":
            shown = [f"{dkk:.2f}".replace(".", ",") for dkk in known]
        else:
            shown = [str(text) for text in known]
        cells[name] = np.array([*shown, ""], dtype=object)[codes]  # code -1, not known, is the last
    return cells
