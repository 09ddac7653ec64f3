"""Write a calibration as a scenario file to build on: `base: [..., calibrated.yaml]`.

Every rate is an assumption with a Gamma distribution of the posterior's mean and spread; the rates of one
move, which have borrowed from each other, and their shape are drawn together (`joint`).
"""

import math
from typing import Any

import numpy as np

from calibration.calibrated_file.assumptions_file import Assumptions, SixDigits, text_of
from calibration.calibrated_file.observed import Observed, possible_cells
from calibration.calibrated_file.price_lines import price_lines
from calibration.calibrated_file.small_counts import too_few
from calibration.calibrated_file.stock_file import stock_text
from calibration.rates.calibrate import Calibration
from calibration.rates.estimate import Move
from calibration.rates.group_shares import group_counts, group_shares
from calibration.rates.posterior import Posterior
from calibration.rates.prices import STAY
from language.formatting import FEWEST_SHOWN
from language.messages import Message, in_both
from model.arithmetic.functions import power
from model.arithmetic.products import dot
from model.world.arrays import Floats
from scenarios.files.refusals import RefusedError
from scenarios.format.fields import band_names
from scenarios.format.study import Study

_FEWEST_CAME = 10
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
    observed = Observed(calibration=calibration)
    assumptions = Assumptions(observed.whole)
    before: dict[str, Any] = {
        **_ways_out(calibration, calibration.study),
        **_groups(calibration),
        **_municipality(observed),
        **_level(observed, calibration.study),
        "factors": _factors(observed, calibration.study),
        "rates": {**observed.whole, "by_step": _rates(observed, assumptions, calibration.study)},
        "arrivals": {**observed.whole, **_arrivals(observed, assumptions, calibration.study)},
    }
    after: dict[str, Any] = {
        "prices": price_lines(observed, assumptions, calibration.study),
        "assumptions": assumptions.entries,
        "joint": assumptions.joint,
    }
    return f"{text_of(before)}{stock_text(observed, calibration.study)}{text_of(after)}"


def _municipality(observed: Observed) -> dict[str, Any]:
    """Return the share of follow-ups held on time, where the ledger tells it."""
    seen = observed.calibration.follow_ups
    if seen is None:
        return {}
    share = {
        "title": in_both(Message("Share first followed up within three months")),
        "value": SixDigits(seen.share_on_time),
        **observed.of_follow_ups(seen.due),
    }
    return {"municipality": {"followed_up_on_time": share}}


def _level(observed: Observed, study: Study) -> dict[str, Any]:
    """Return the level taken away where the ledger leaves nothing borrowed that it could multiply."""
    lines = {line.step for line in observed.calibration.prices.lines if line.kind == STAY}
    free = {step for step, of in study.scenario.prices.items() if not of}
    counts = study.scenario.arrivals.by_step.keys() <= {*observed.arrivals}
    is_whole = counts and not observed.unseen and lines | free >= {*study.scenario.prices}
    return {"level": None} if is_whole else {}


def _factors(observed: Observed, study: Study) -> dict[str, Any]:
    """Return the scenario's factors without what the ledger gives; None takes a factor away.

    A factor that is borrowed leaves the ledger's rates alone, and still multiplies those that are left to the
    scenario on steps that were seen.
    """
    rates = study.scenario.rates.by_step
    written: dict[str, Any] = {}
    for name, factor in study.scenario.factors.items():
        there = {*observed.unseen, *(origin for origin, _ in observed.left if factor.times.borrowed)}
        origins = [step for step in factor.from_steps if step in there]
        lists = {
            "from": origins,
            "to": [to for to in factor.to if any(to in rates.get(origin, {}) for origin in origins)],
            "arrivals": [step for step in factor.arrivals if step not in observed.arrivals],
            "stock": [step for step in factor.stock if step in observed.unseen],
            "years_on_step": [step for step in factor.years_on_step if step in observed.unseen],
        }
        before = [factor.from_steps, factor.to, factor.arrivals, factor.stock, factor.years_on_step]
        if not any(lists.values()):
            written[name] = None
        elif [*lists.values()] != before:
            was = dict(zip(lists, before, strict=True))
            written[name] = {part: steps or None for part, steps in lists.items() if was[part]}
    return written


def _groups(calibration: Calibration) -> dict[str, Any]:
    """Return the shares of the target groups among those who came, in all and by step, if several.

    A step has shares of its own where at least `_FEWEST_CAME` came, and of no group a number that is hidden.
    """
    lives = calibration.exposure.histories
    groups = lives.staircase.groups
    if len(groups) == 1:
        return {}
    general, by_step = group_shares(lives, lives.came)
    counts = group_counts(lives, lives.came)
    shown = (counts.sum(axis=1) >= _FEWEST_CAME) & ~((counts > 0) & (counts < FEWEST_SHOWN)).any(axis=1)
    came_to = {lives.staircase.names[i]: _whole_mille(by_step[i]) for i in np.flatnonzero(shown).tolist()}
    return {
        "groups": {
            group: {"share": share, "by_step": {step: shares[g] for step, shares in came_to.items()}}
            for g, (group, share) in enumerate(zip(groups, _whole_mille(general), strict=True))
        }
    }


def _whole_mille(shares: Floats) -> list[float]:
    """Return shares in whole per mille that sum to 1."""
    mille = np.round(1000 * np.cumsum(shares)).astype(int)
    return [float(each) for each in np.diff(mille, prepend=0) / 1000]


def _ways_out(calibration: Calibration, study: Study) -> dict[str, Any]:
    """Return the ways out of the ledger that the scenario lacks, each under its own name."""
    known = study.scenario.staircase.exits
    more = [name for name in calibration.exposure.histories.staircase.exits if name not in known]
    return {"staircase": {"exits": {name: {"title": name} for name in more}}} if more else {}


_PER_CHILD_YEAR = Message("per child-year")


def _rates(observed: Observed, assumptions: Assumptions, study: Study) -> dict[str, Any]:
    """Return the rates of the ages and groups in which somebody was seen on the step."""
    by_step: dict[str, dict[str, Any]] = {}
    calibration, rng = observed.calibration, np.random.Generator(np.random.Philox(key=1))
    groups = calibration.exposure.histories.staircase.groups
    for (origin, to), estimate in calibration.moves.items():
        cells = observed.cells((origin, to))
        if not cells:
            continue
        possible = possible_cells(calibration, to, estimate)
        source = observed.of_moves(origin, to)
        hidden = too_few([estimate.rows[cell].events for cell in cells])
        graded = assumptions.of(source)
        move = {"origin": observed.title(origin), "to": observed.title(to)}
        believed = estimate.posterior
        names: list[str] = []
        by_age: dict[str, str] = {}
        by_both: dict[str, dict[str, str]] = {}
        for cell, few in zip(cells, hidden, strict=True):
            row = estimate.rows[cell]
            name = f"{origin}_{to}_{row.age_band}"
            if len(groups) > 1:
                name += f"_{row.group}"
                by_both.setdefault(row.age_band, {})[row.group] = name
            else:
                by_age[row.age_band] = name
            of_cell = assumptions.of(source, few=few)
            names.append(of_cell.gamma(name, believed.mean[cell], believed.sd[cell], _PER_CHILD_YEAR))
            whom = row.age_band if len(groups) == 1 else f"{row.age_band}, {row.group}"
            graded.titled(name, Message("{origin} → {to}, {whom}", **move, whom=whom))
        rates, shapes = believed.draw(_DRAWS, rng)
        ages = {"by_age_and_group": by_both} if by_both else {"by_age": by_age}
        spec: dict[str, Any] = {**_of_the_rest(study, (origin, to), names, possible), **ages, "shape": 1}
        columns = [*rates.T[cells]]
        if estimate.has_shape:
            names.append(graded.shape(f"{origin}_{to}_form", *_shape(believed)))
            graded.titled(names[-1], Message("{origin} → {to}, change with time on the step", **move))
            columns.append(shapes)
            spec["shape"] = names[-1]
        assumptions.together(names, np.array(columns).T)
        by_step.setdefault(origin, {})[to] = spec
    return by_step


def _of_the_rest(study: Study, move: Move, names: list[str], possible: list[int]) -> dict[str, Any]:
    """Return the rate in ages and groups that are not named: as the scenario has it, or none."""
    if len(names) == len(possible):
        return {"rate": names[0]}
    origin, to = move
    return {} if to in study.scenario.rates.by_step.get(origin, {}) else {"rate": 0}


def impossible_moves(calibration: Calibration) -> list[tuple[Move, int]]:
    """Return moves that were seen at ages at which the scenario does not have them, and how many.

    Most often a birth date is wrong. They are counted in the figures, and left out of the file.
    """
    counts = {
        move: sum(row.events for row in estimate.rows)
        - sum(estimate.rows[cell].events for cell in possible_cells(calibration, move[1], estimate))
        for move, estimate in calibration.moves.items()
    }
    return [(move, count) for move, count in counts.items() if count]


def _shape(believed: Posterior) -> tuple[float, float]:
    """Return mean and standard deviation of the Weibull shape."""
    mean = believed.shape_mean
    return mean, math.sqrt(dot(believed.weight, np.square(believed.shape - mean)))


def _arrivals(observed: Observed, assumptions: Assumptions, study: Study) -> dict[str, Any]:
    """Return the arrivals of the end of the window, with the trend where it is beyond doubt.

    It is that of the steps that the ledger saw children come to; the others keep the scenario's. None are
    written as none where the scenario has none either.
    """
    by_step: dict[str, dict[str, str] | dict[str, int]] = {}
    exposure, flow = observed.calibration.exposure, observed.calibration.inflow
    unit = Message("children a year")
    trend = flow.trend if flow.trend_low * flow.trend_high > 0 else 0.0
    since_middle = power(1 + trend, flow.years / 2)  # what is counted is the mean of the window
    steps = exposure.histories.staircase.steps
    for step, believed, counts in zip(steps, flow.believed, flow.counts.tolist(), strict=True):
        bands = [i for i, (low, _) in enumerate(exposure.bands) if step.admits(low)]
        source, few = observed.of_arrivals(step.name), too_few([counts[band] for band in bands])
        if step.name in observed.arrivals:
            row: dict[str, str] = {}
            for band, is_few in zip(bands, few, strict=True):
                graded = assumptions.of(source, few=is_few)
                age = exposure.band_names[band]
                mean, sd = since_middle * believed.mean[band], since_middle * believed.sd[band]
                row[age] = graded.gamma(f"tilgang_{step.name}_{age}", float(mean), float(sd), unit)
                title = Message("Children who come to {step}, {age}", step=observed.title(step.name), age=age)
                graded.titled(row[age], title)
            by_step[step.name] = row
        elif step.name in observed.steps and step.name not in study.scenario.arrivals.by_step:
            by_step[step.name] = {exposure.band_names[band]: 0 for band in bands}
    return {
        "unit": "children",
        "trend_by_step": dict.fromkeys(by_step, SixDigits(trend)),
        "by_step": by_step,
    }
