"""Write a follow-up as plain numbers and texts, for JSON, and as tables; what is not known is None.

It is for the municipality's own use, as a calibration and a forecast are: small counts are not hidden.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from booking.amounts.bookable import Odds
from booking.amounts.promised import Promised
from booking.follow_up.bands import LEVEL, POINTWISE, Bands
from booking.follow_up.follow_up import FollowUp, about
from booking.follow_up.reweighting import OUTSIDE, Reweighted, enough
from scenarios import VERSION
from scenarios.results.provenance import digest, versions
from scenarios.results.result_folder import MANIFEST, REPORT, Content, number, write_files

FIGURES = "follow_up.json"


def document(follow_up: FollowUp) -> dict[str, Any]:
    """Return the follow-up, with the digests of the scenario, the run and the values."""
    request, basis = follow_up.request, follow_up.known
    observed, indicators = basis.observed, basis.watch
    values = {
        "case": basis.subject.case,
        "from": str(indicators.months.start),
        "last_known_day": str(observed.last),
        "months_observed": observed.months,
        "months_planned": request.months,
        "months_after_plan": observed.after_plan,
        "ledger_sha256": [*basis.ledger_sha256],
        "ledger": _ledger(follow_up),
        "draws": request.draws,
        "replications": request.replications,
        "seed": request.seed,
        "policy_digest": request.policy.digest,
        "confidence": request.policy.confidence,
        "price_year": follow_up.expected_before.price_year,
        **follow_up.expected_before.document(),
        "expected_gain_after": None
        if follow_up.expected_after is None
        else follow_up.expected_after.document(),
        "level": LEVEL,
        "pointwise": POINTWISE,
        "verdicts": [asdict(each) for each in follow_up.verdicts],
        "indicators": _indicators(follow_up),
        "steering": [asdict(each) for each in follow_up.steered],
        "programmes_expected_dkk": number(follow_up.programmes_dkk),
        "learning": None if follow_up.reweighted is None else _learning(follow_up.reweighted),
        "assumptions": [
            {
                "assumption": each.name,
                "is_effect_of_case": each.is_effect,
                "before": asdict(each.before),
                "after": asdict(each.after),
                "shift": number(each.shift),
                "moved": each.has_moved,
            }
            for each in follow_up.learnt
        ],
        "promised": [
            _promised(before, after)
            for before, after in zip(follow_up.promised_before, follow_up.promised_after, strict=True)
        ],
    }
    run = json.dumps([about(request, basis), VERSION], sort_keys=True, ensure_ascii=False)
    return {
        "scenario": basis.subject.study.name,
        "scenario_digest": basis.subject.study.digest,
        **values,
        "run_digest": digest(run),
        "value_digest": digest(json.dumps(values, ensure_ascii=False, allow_nan=False)),
    }


def tables(document: dict[str, Any]) -> dict[str, pd.DataFrame]:
    """Return the tables of a document by name."""
    months = [
        {"indicator": each["indicator"], **month}
        for each in document["indicators"]
        for month in each["months"]
    ]
    flat = [pd.json_normalize(document[name], sep="_") for name in ("assumptions", "promised", "steering")]
    return {
        "months": pd.json_normalize(months, sep="_"),
        "verdicts": pd.DataFrame(document["verdicts"]),
        **{
            name: table
            for name, table in zip(("assumptions", "promised", "steering"), flat, strict=True)
            if not table.empty
        },
    }


def _ledger(follow_up: FollowUp) -> dict[str, Any]:
    reading, observed = follow_up.known.reading, follow_up.known.observed
    return {
        "rows": reading.rows,
        "rejected_rows": reading.rejected,
        "duplicate_rows": reading.duplicates,
        "rows_left_out": reading.left_out,
        "complete_from": str(observed.complete),
        "services_without_price": observed.without_price,
        "dkk_at_average_prices": number(observed.without_price_dkk),
        "steps_at_scenario_price": [*observed.unpriced],
        "carried_price_years": [*observed.carried_years],
        "rules": observed.rules,
    }


def _indicators(follow_up: FollowUp) -> list[dict[str, Any]]:
    indicators, known = follow_up.known.watch, len(follow_up.seen)
    return [
        {
            "indicator": name,
            "months": [
                {
                    "month": indicators.months.names[month],
                    "observed": number(follow_up.seen[month, i]) if month < known else None,
                    "baseline": _band(follow_up.baseline, month, i),
                    "case": _band(follow_up.case, month, i),
                }
                for month in range(indicators.months.count)
            ],
        }
        for i, name in enumerate(indicators.indicators)
    ]


def _band(bands: Bands, month: int, i: int) -> dict[str, float | None]:
    return {
        "low": number(bands.low[month, i]),
        "middle": number(bands.middle[month, i]),
        "high": number(bands.high[month, i]),
        "mean": number(bands.mean[month, i]),
        "pointwise_low": number(bands.pointwise_low[month, i]),
        "pointwise_high": number(bands.pointwise_high[month, i]),
    }


def _learning(weighted: Reweighted) -> dict[str, Any]:
    columns = zip(
        weighted.kinds,
        weighted.seen.events.tolist(),
        weighted.seen.exposure.tolist(),
        weighted.expected.tolist(),
        weighted.dispersion.tolist(),
        strict=True,
    )
    return {
        "worth_draws_before": number(weighted.worth_before),
        "worth_draws": number(weighted.worth),
        "worth_wanted": enough(weighted.draws),
        "points": len(weighted.weights),
        "fresh_runs": weighted.fresh_runs,
        "is_thin": weighted.is_thin,
        "rarity": number(weighted.rarity),
        "rarity_limit": OUTSIDE,
        "is_outside_scenario": weighted.is_outside,
        "is_usable": weighted.is_usable,
        "events": [
            {
                "kind": kind.name,
                "steps": [*kind.steps],
                "first_month": kind.first + 1,
                "last_month": kind.last,
                "seen": seen,
                "years": years,
                "expected": mean,
                "dispersion": dispersion,
            }
            for kind, seen, years, mean, dispersion in columns
        ],
    }


def _promised(before: Promised, after: Promised) -> dict[str, Any]:
    return {
        "year": before.year,
        "payer": before.payer,
        "before": _amounts(before),
        "after": _amounts(after),
    }


def _amounts(promised: Promised) -> dict[str, Any]:
    return {
        "mean_dkk": number(promised.mean_dkk),
        "at_average_prices_dkk": number(promised.at_average_dkk),
        "cashable_dkk": number(promised.cashable_dkk),
        "sure_dkk": number(promised.sure.dkk),
        "sure_mc_error_dkk": number(promised.sure_error_dkk),
        "sure": _odds(promised.sure),
        "mean": _odds(promised.habit),
    }


def _odds(odds: Odds) -> dict[str, float | None]:
    return {"shortfall_dkk": number(odds.shortfall_dkk), "regret": number(odds.regret)}


def write(folder: Path, figures: Mapping[str, Any], page: str) -> None:
    """Write the page, the figures and tables into a folder, all or none; raises as `write_files` does."""
    keys = ("scenario", "scenario_digest", "run_digest", "value_digest", "seed", "case")
    parts = tables(dict(figures))
    manifest = {key: figures[key] for key in keys} | {
        "analysis": "follow_up",
        "versions": versions(),
        "tables": sorted(parts),
    }
    files: dict[str, Content] = {f"{name}.parquet": table for name, table in parts.items()}
    write_files(folder, files | {FIGURES: figures, REPORT: page, MANIFEST: manifest})
