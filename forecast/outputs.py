"""Write a forecast to a folder: the page, the figures as JSON (unknown ones None), and every run."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from forecast.overrun import Overrun, overrun
from forecast.year import Forecast
from model.world.arrays import Floats
from scenarios.results.distribution import distribution, variance_shares
from scenarios.results.result_folder import number, write_files

PAGE, FIGURES, RUNS = "forecast.html", "forecast.json", "runs.parquet"
_KEPT = ("mean", "p05", "p25", "p50", "p75", "p95")


def write(folder: Path, forecast: Forecast, page: str) -> None:
    """Write the files into a new or empty folder, all or none; raises as `write_files` does."""
    write_files(folder, {PAGE: page, RUNS: runs_table(forecast), FIGURES: document(forecast)})


def runs_table(forecast: Forecast) -> pd.DataFrame:
    """Return one row for each draw, replication, month and step, zeros too; kroner and child-days."""
    year, steps = forecast.basis.year.year, forecast.basis.services.steps
    draw, replication, month, step = (axis.ravel() for axis in np.indices(forecast.dkk.shape))
    names = np.array([f"{year}-{number:02d}" for number in range(1, 13)], dtype=object)
    return pd.DataFrame(
        {
            "draw": draw,
            "replication": replication,
            "month": names[month],
            "step": np.array(steps, dtype=object)[step],
            "dkk": forecast.dkk.ravel(),
            "child_days": forecast.days.ravel(),
        }
    )


def document(forecast: Forecast) -> dict[str, Any]:
    """Return the figures of a forecast."""
    basis, excess = forecast.basis, overrun(forecast)
    shares = variance_shares(forecast.account_dkk)
    return {
        "year": basis.year.year,
        "last_known_day": str(basis.last),
        "extract_day": str(basis.reading.day),
        "complete_from": str(basis.complete),
        "frame_dkk": basis.frame.dkk,
        "spent_dkk": float(basis.so_far.dkk.sum()),
        "account_dkk": spread(forecast.account_dkk),
        "overrun_dkk": spread(excess.dkk),
        "probability_of_overrun": excess.probability,
        "variance": None if shares is None else {"ignorance": shares.ignorance, "chance": shares.chance},
        "months": _months(forecast),
        "held_against": excess.held_against or None,
        "from_the_start_dkk": number(excess.from_the_start),
        "steps": _steps(forecast, excess),
        "sections": _sections(forecast),
        "children": spread(forecast.all_children),
        "placement_days": spread(forecast.placed_days),
        "services_without_price": int(basis.services.estimated.sum()),
        "spent_at_average_prices_dkk": basis.so_far.estimated_dkk,
        "services_of_the_too_old": basis.too_old,
        "granted_ends": {
            "stays": len(basis.stays),
            "granted": basis.rest.ends.number,
            "source": basis.rest.ends.source,
            "believed": spread(forecast.ends_believed.reshape(-1, 1)),
            "past_grants": basis.rest.ends.past.grants,
            "past_ended_as_granted": basis.rest.ends.past.ended_as_granted,
        },
        "rates": forecast.rates,
        "draws": forecast.draws,
        "replications": forecast.replications,
        "seed": forecast.seed,
    }


def spread(runs: NDArray[Any]) -> dict[str, float]:
    """Return mean and quantiles over the runs of a figure, [draw, replication]."""
    summary = distribution(np.asarray(runs, dtype=np.float64))
    return {name: getattr(summary, name) for name in _KEPT}


def _months(forecast: Forecast) -> list[dict[str, Any]]:
    year, by_month = forecast.basis.year, forecast.dkk.sum(axis=-1)
    so_far = np.cumsum(by_month, axis=-1)
    first = forecast.basis.rest.first_day
    return [
        {
            "month": f"{year.year}-{month + 1:02d}",
            "known_days": int(np.clip(first - year.edges[month], 0, np.diff(year.edges)[month])),
            "dkk": spread(by_month[..., month]),
            "so_far_dkk": spread(so_far[..., month]),
        }
        for month in range(by_month.shape[-1])
    ]


def _steps(forecast: Forecast, excess: Overrun) -> list[dict[str, Any]]:
    basis, cost = forecast.basis, forecast.dkk.sum(axis=-2)
    return [
        {
            "step": step,
            "dkk": spread(cost[..., i]),
            "full_year_persons": spread(forecast.persons[..., i]),
            "price_dkk": price(cost[..., i], forecast.persons[..., i]),
            "children": spread(forecast.children[..., i]),
            "full_year_persons_before": number(excess.persons_before[i]),
            "dkk_before": number(excess.dkk_before[i]),
            "price_dkk_before": _ratio(excess.dkk_before[i], excess.persons_before[i]),
            "volume_dkk": None if excess.parts is None else spread(excess.parts.volume[..., i]),
            "price_effect_dkk": None if excess.parts is None else spread(excess.parts.price[..., i]),
            "new_stays_like": basis.donors.kinds[i],
        }
        for i, step in enumerate(basis.services.steps)
    ]


def price(dkk: Floats, persons: Floats) -> dict[str, float] | None:
    """Return the average price of a full-year person: of all runs together, and its spread over them.

    None when there is nobody in any run; runs with nobody have no price and are left out of the spread.
    """
    there = persons > 0
    if not there.any():
        return None
    each = (dkk[there] / persons[there]).reshape(-1, 1)
    return spread(each) | {"mean": float(dkk[there].sum() / persons[there].sum())}


def _sections(forecast: Forecast) -> list[dict[str, Any]]:
    basis = forecast.basis
    return [
        {
            "section": section or None,
            "children": spread(forecast.section_children[..., i]),
            "days": spread(forecast.section_days[..., i]),
            "full_year_persons": spread(forecast.section_persons[..., i]),
            "dkk": spread(forecast.section_dkk[..., i]),
            "price_dkk": price(forecast.section_dkk[..., i], forecast.section_persons[..., i]),
            "children_so_far": int(basis.so_far.section_had[:, i].sum()),
            "days_so_far": float(basis.so_far.section_days[i]),
        }
        for i, section in enumerate(basis.services.sections)
    ]


def _ratio(dkk: float, persons: float) -> float | None:
    return number(dkk / persons) if persons > 0 else None
