"""A forecast as plain numbers and texts, for JSON; what is not known is None."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from forecast.overrun import Overrun, overrun
from forecast.year import Forecast
from scenarios.results.distribution import distribution, variance_shares
from scenarios.results.result_folder import number

Floats = NDArray[np.float64]

_KEPT = ("mean", "p05", "p25", "p50", "p75", "p95")


def document(found: Forecast) -> dict[str, Any]:
    """Return the figures of a forecast."""
    known, above = found.basis, overrun(found)
    shares = variance_shares(found.account_dkk)
    return {
        "year": known.year.year,
        "last_known_day": str(known.last),
        "complete_from": str(known.complete),
        "frame_dkk": known.frame.dkk,
        "spent_dkk": float(known.so_far.dkk.sum()),
        "account_dkk": spread(found.account_dkk),
        "overrun_dkk": spread(above.dkk),
        "probability_of_overrun": above.probability,
        "variance": None if shares is None else {"ignorance": shares.ignorance, "chance": shares.chance},
        "months": _months(found),
        "held_against": above.held_against or None,
        "from_the_start_dkk": number(above.from_the_start),
        "steps": _steps(found, above),
        "sections": _sections(found),
        "children": spread(found.all_children),
        "placement_days": spread(found.placed_days),
        "services_without_price": int(known.services.estimated.sum()),
        "spent_at_average_prices_dkk": known.so_far.estimated_dkk,
        "services_of_the_too_old": known.too_old,
        "rates": found.rates,
        "draws": found.draws,
        "replications": found.replications,
        "seed": found.seed,
    }


def spread(runs: NDArray[Any]) -> dict[str, float]:
    """Return mean and quantiles of a figure of every run, [draw, replication]."""
    told = distribution(np.asarray(runs, dtype=np.float64))
    return {name: getattr(told, name) for name in _KEPT}


def _months(found: Forecast) -> list[dict[str, Any]]:
    year, by_month = found.basis.year, found.dkk.sum(axis=-1)
    so_far = np.cumsum(by_month, axis=-1)
    first = found.basis.rest.first_day
    return [
        {
            "month": f"{year.year}-{month + 1:02d}",
            "known_days": int(np.clip(first - year.edges[month], 0, np.diff(year.edges)[month])),
            "dkk": spread(by_month[..., month]),
            "so_far_dkk": spread(so_far[..., month]),
        }
        for month in range(by_month.shape[-1])
    ]


def _steps(found: Forecast, above: Overrun) -> list[dict[str, Any]]:
    known, cost = found.basis, found.dkk.sum(axis=-2)
    return [
        {
            "step": step,
            "dkk": spread(cost[..., i]),
            "full_year_persons": spread(found.persons[..., i]),
            "price_dkk": price(cost[..., i], found.persons[..., i]),
            "children": spread(found.children[..., i]),
            "full_year_persons_before": number(above.persons_before[i]),
            "dkk_before": number(above.dkk_before[i]),
            "price_dkk_before": _ratio(above.dkk_before[i], above.persons_before[i]),
            "volume_dkk": None if above.parts is None else spread(above.parts.volume[..., i]),
            "price_effect_dkk": None if above.parts is None else spread(above.parts.price[..., i]),
            "new_stays_like": known.donors.kinds[i],
        }
        for i, step in enumerate(known.services.steps)
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


def _sections(found: Forecast) -> list[dict[str, Any]]:
    known = found.basis
    return [
        {
            "section": section or None,
            "children": spread(found.section_children[..., i]),
            "days": spread(found.section_days[..., i]),
            "full_year_persons": spread(found.section_persons[..., i]),
            "dkk": spread(found.section_dkk[..., i]),
            "price_dkk": price(found.section_dkk[..., i], found.section_persons[..., i]),
            "children_so_far": int(known.so_far.section_had[:, i].sum()),
            "days_so_far": float(known.so_far.section_days[i]),
        }
        for i, section in enumerate(known.services.sections)
    ]


def _ratio(dkk: float, persons: float) -> float | None:
    return number(dkk / persons) if persons > 0 else None
