"""Write a calibration as a scenario file to build on: `base: [..., calibrated.yaml]`.

Every rate is an assumption with a Gamma distribution of the posterior's mean and spread; the rates of one
move, which have borrowed from each other, and their shape are drawn together (`joint`).
"""

from pathlib import Path
from typing import Any

import numpy as np

from calibration.ledger.histories import NOWHERE, Histories, date_of_day
from calibration.rates.assumptions_file import Assumptions, SixDigits, text_of
from calibration.rates.calibrate import Calibration
from calibration.rates.estimate import Move, MoveEstimate
from calibration.rates.posterior import Posterior
from language.formatting import day_words
from language.messages import Fact, Message, in_both
from model.world.arrays import Bools
from model.world.staircase import DAYS_PER_YEAR
from scenarios.files.refusals import RefusedError
from scenarios.format.fields import band_names
from scenarios.format.study import Study

_DRAWS = 4_000
"""Draws from which the correlation within a move is estimated."""


def scenario_file(calibration: Calibration) -> str:
    """Return the text of the file: rates, arrivals, stock and prices, to lay over their scenario.

    Children whose age is not known or not the step's are not in the stock. Raises RefusedError unless the
    steps and age bands are those of a scenario.
    """
    if calibration.study is None:
        raise RefusedError(
            Message("--out: there is no scenario to build on; give one with these steps with --scenario")
        )
    same_bands = calibration.exposure.band_names == band_names(calibration.study.scenario.age_bands)
    if not same_bands and np.isnan(calibration.exposure.histories.birth).all():
        raise RefusedError(
            Message("--out: without birth dates (birth_date) rates cannot be laid over a scenario; add them")
        )
    if not same_bands:
        raise RefusedError(
            Message("--out: the age bands are not those of the scenario; leave out --age-bands")
        )
    window = calibration.exposure.histories.window
    files = ", ".join(Path(file.file).name for file in calibration.reading.files)
    source = {
        "grade": "registered",
        "source": in_both(
            Message(
                "Own ledger ({files}), {first} to {last}",
                files=files,
                first=Fact(day_words, window.first),
                last=Fact(day_words, window.last),
            )
        ),
    }
    assumptions = Assumptions(source)
    document: dict[str, Any] = {
        **_groups(calibration),
        "level": {"activity": 1},
        "factors": None,  # they were for the rates, arrivals and stock that these stand in the place of
        "rates": {**source, "by_step": _rates(calibration, assumptions)},
        "arrivals": {**source, "keep_stock_level": False, **_arrivals(calibration, assumptions)},
        "stock": {
            **source,
            "unit": "children",
            "by_step": None,
            "years_on_step": None,
            "children": _stock(calibration.exposure.histories),
        },
        "prices": _prices(calibration, assumptions, calibration.study, source),
        "assumptions": assumptions.entries,
        "joint": assumptions.joint,
    }
    return text_of(document)


def _groups(calibration: Calibration) -> dict[str, Any]:
    """Return the shares of the target groups among those who came, in whole per mille, if several."""
    lives = calibration.exposure.histories
    groups = lives.staircase.groups
    if len(groups) == 1:
        return {}
    counts = np.bincount(lives.group[lives.child[lives.came]], minlength=len(groups))
    mille = np.round(1000 * np.cumsum(counts) / counts.sum()).astype(int)
    return {"groups": dict(zip(groups, (np.diff(mille, prepend=0) / 1000).tolist(), strict=True))}


_PER_CHILD_YEAR = Message("per child-year")


def _rates(calibration: Calibration, assumptions: Assumptions) -> dict[str, Any]:
    by_step: dict[str, dict[str, Any]] = {}
    rng, groups = (
        np.random.Generator(np.random.Philox(key=1)),
        calibration.exposure.histories.staircase.groups,
    )
    for (origin, to), estimate in calibration.moves.items():
        cells = _possible(calibration, to, estimate)
        if not cells:
            continue
        believed = estimate.posterior
        names: list[str] = []
        by_age: dict[str, str] = {}
        by_both: dict[str, dict[str, str]] = {}
        for cell in cells:
            row = estimate.rows[cell]
            name = f"{origin}_{to}_{row.age_band}"
            if len(groups) > 1:
                name += f"_{row.group}"
                by_both.setdefault(row.age_band, {})[row.group] = name
            else:
                by_age[row.age_band] = name
            names.append(assumptions.gamma(name, believed.mean[cell], believed.sd[cell], _PER_CHILD_YEAR))
        rates, shapes = believed.draw(_DRAWS, rng)
        ages = {"by_age_and_group": by_both} if by_both else {"by_age": by_age}
        spec: dict[str, Any] = {"rate": names[0], **ages, "shape": 1}
        columns = [*rates.T[cells]]
        if estimate.has_shape:
            names.append(assumptions.shape(f"{origin}_{to}_form", *_shape(believed)))
            columns.append(shapes)
            spec["shape"] = names[-1]
        assumptions.together(names, np.array(columns).T)
        by_step.setdefault(origin, {})[to] = spec
    return by_step


def _possible(calibration: Calibration, to: str, estimate: MoveEstimate) -> list[int]:
    """Return the cells of a move in which the step that it leads to admits the child."""
    steps = {step.name: step for step in calibration.exposure.histories.staircase.steps}
    lows = {
        name: low
        for name, (low, _) in zip(calibration.exposure.band_names, calibration.exposure.bands, strict=True)
    }
    return [
        cell
        for cell, row in enumerate(estimate.rows)
        if to not in steps or steps[to].admits(lows[row.age_band])
    ]


def impossible_moves(calibration: Calibration) -> list[tuple[Move, int]]:
    """Return moves that were seen at ages at which the scenario does not have them, and how many.

    Most often a birth date is wrong. They are counted in the figures, and left out of the file.
    """
    counts = {
        move: sum(row.events for row in estimate.rows)
        - sum(estimate.rows[cell].events for cell in _possible(calibration, move[1], estimate))
        for move, estimate in calibration.moves.items()
    }
    return [(move, count) for move, count in counts.items() if count]


def _shape(believed: Posterior) -> tuple[float, float]:
    """Return mean and standard deviation of the Weibull shape."""
    mean = believed.shape_mean
    return mean, float(np.sqrt(believed.weight @ (believed.shape - mean) ** 2))


def _arrivals(calibration: Calibration, assumptions: Assumptions) -> dict[str, Any]:
    """Return the arrivals of the end of the window, with the trend where it is beyond doubt."""
    by_step: dict[str, dict[str, str]] = {}
    names, unit = calibration.exposure.band_names, Message("children a year")
    flow = calibration.inflow
    trend = flow.trend if flow.trend_low * flow.trend_high > 0 else 0.0
    since_middle = (1 + trend) ** (flow.years / 2)  # what is counted is the mean of the window
    for step, believed in zip(
        calibration.exposure.histories.staircase.steps, calibration.inflow.believed, strict=True
    ):
        for band, (low, _) in enumerate(calibration.exposure.bands):
            if step.admits(low):
                mean, sd = since_middle * believed.mean[band], since_middle * believed.sd[band]
                name = assumptions.gamma(f"tilgang_{step.name}_{names[band]}", mean, sd, unit)
                by_step.setdefault(step.name, {})[names[band]] = name
    return {"unit": "children", "trend_per_year": SixDigits(trend), "by_step": by_step}


def outside_stock(lives: Histories) -> Bools:
    """Return which stays cannot be in a stock: the age is not known, or not the step's; [stay]."""
    age = (lives.last - lives.birth[lives.child]) / DAYS_PER_YEAR
    steps = lives.staircase.steps
    low, high = np.array([(step.age_from, step.age_to) for step in steps]).T
    return np.asarray(~((age >= low[lives.step]) & (age < high[lives.step])))


def _stock(lives: Histories) -> list[dict[str, Any]]:
    """Return the children on the steps at the end of the window, without those `outside_stock`."""
    there = np.flatnonzero((lives.destination == NOWHERE) & ~outside_stock(lives))
    groups = lives.staircase.groups
    return [
        {
            "step": lives.staircase.steps[lives.step[i]].name,
            "birth_date": date_of_day(int(lives.birth[lives.child[i]])),
            "since": date_of_day(int(lives.start[i])),
            "group": groups[lives.group[lives.child[i]]],
        }
        for i in there
    ]


def _prices(
    calibration: Calibration, assumptions: Assumptions, study: Study, source: dict[str, Any]
) -> dict[str, Any]:
    """Return the prices of the ledger, each replacing the first price line of its step."""
    lines: dict[str, Any] = {}
    for row in calibration.prices:
        known = [name for name, line in study.scenario.prices[row.step].items() if line.per != "start"]
        if known and row.dkk_per_day > 0:
            unit = Message("DKK per day")
            name = assumptions.gamma(
                f"pris_{row.step}", row.dkk_per_day, max(row.error_dkk_per_day, 0.01), unit
            )
            year = calibration.exposure.histories.window.last.year
            lines[row.step] = {
                known[0]: {"dkk": name, "per": "day", "price_year": year, "local": True, **source}
            }
    return lines
