"""A follow-up as plain numbers and texts, for JSON; what is not known is None.

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


def document(found: FollowUp) -> dict[str, Any]:
    """Return everything, with the digests of the scenario, the run and the values."""
    request, known = found.request, found.known
    seen, look = known.observed, known.watch
    values = {
        "case": known.subject.case,
        "from": str(look.months.start),
        "last_known_day": str(seen.last),
        "months_observed": seen.months,
        "months_planned": request.months,
        "months_after_plan": seen.after_plan,
        "ledger_sha256": [*known.ledger_sha256],
        "ledger": _ledger(found),
        "draws": request.draws,
        "replications": request.replications,
        "seed": request.seed,
        "policy_digest": request.policy.digest,
        "confidence": request.policy.confidence,
        "level": LEVEL,
        "pointwise": POINTWISE,
        "verdicts": [asdict(each) for each in found.verdicts],
        "indicators": _indicators(found),
        "steering": [asdict(each) for each in found.steered],
        "programmes_expected_dkk": number(found.programmes_dkk),
        "learning": None if found.reweighted is None else _learning(found.reweighted),
        "assumptions": [
            {
                "assumption": each.name,
                "is_effect_of_case": each.is_effect,
                "before": asdict(each.before),
                "after": asdict(each.after),
                "shift": number(each.shift),
                "moved": each.has_moved,
            }
            for each in found.learnt
        ],
        "promised": [
            _promised(before, after)
            for before, after in zip(found.promised_before, found.promised_after, strict=True)
        ],
    }
    run = json.dumps([about(request, known), VERSION], sort_keys=True, ensure_ascii=False)
    return {
        "scenario": known.subject.study.name,
        "scenario_digest": known.subject.study.digest,
        **values,
        "run_digest": digest(run),
        "value_digest": digest(json.dumps(values, ensure_ascii=False, allow_nan=False)),
    }


def tables(told: dict[str, Any]) -> dict[str, pd.DataFrame]:
    """Return the tables of a document by name."""
    months = [
        {"indicator": each["indicator"], **month} for each in told["indicators"] for month in each["months"]
    ]
    flat = [pd.json_normalize(told[name], sep="_") for name in ("assumptions", "promised", "steering")]
    return {
        "months": pd.json_normalize(months, sep="_"),
        "verdicts": pd.DataFrame(told["verdicts"]),
        **{
            name: table
            for name, table in zip(("assumptions", "promised", "steering"), flat, strict=True)
            if not table.empty
        },
    }


def _ledger(found: FollowUp) -> dict[str, Any]:
    reading, seen = found.known.reading, found.known.observed
    return {
        "rows": reading.rows,
        "rejected_rows": reading.rejected,
        "duplicate_rows": reading.duplicates,
        "rows_left_out": reading.left_out,
        "complete_from": str(seen.complete),
        "services_without_price": seen.without_price,
        "dkk_at_average_prices": number(seen.without_price_dkk),
        "steps_at_scenario_price": [*seen.unpriced],
        "years_without_price_index": [*seen.years_without_index],
        "rules": seen.rules,
    }


def _indicators(found: FollowUp) -> list[dict[str, Any]]:
    look, known = found.known.watch, len(found.seen)
    return [
        {
            "indicator": name,
            "months": [
                {
                    "month": look.months.names[month],
                    "observed": number(found.seen[month, i]) if month < known else None,
                    "baseline": _band(found.baseline, month, i),
                    "case": _band(found.case, month, i),
                }
                for month in range(look.months.count)
            ],
        }
        for i, name in enumerate(look.indicators)
    ]


def _band(found: Bands, month: int, i: int) -> dict[str, float | None]:
    return {
        "low": number(found.low[month, i]),
        "middle": number(found.middle[month, i]),
        "high": number(found.high[month, i]),
        "mean": number(found.mean[month, i]),
        "pointwise_low": number(found.pointwise_low[month, i]),
        "pointwise_high": number(found.pointwise_high[month, i]),
    }


def _learning(found: Reweighted) -> dict[str, Any]:
    columns = zip(
        found.kinds,
        found.seen.events.tolist(),
        found.seen.exposure.tolist(),
        found.expected.tolist(),
        found.dispersion.tolist(),
        strict=True,
    )
    return {
        "worth_draws_before": number(found.worth_before),
        "worth_draws": number(found.worth),
        "worth_wanted": enough(found.draws),
        "points": len(found.weights),
        "fresh_runs": found.fresh_runs,
        "is_thin": found.is_thin,
        "rarity": number(found.rarity),
        "rarity_limit": OUTSIDE,
        "is_outside_scenario": found.is_outside,
        "is_usable": found.is_usable,
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


def _amounts(found: Promised) -> dict[str, Any]:
    return {
        "expected_dkk": number(found.expected_dkk),
        "in_blocks_dkk": number(found.in_blocks_dkk),
        "cashable_dkk": number(found.cashable_dkk),
        "bookable_dkk": number(found.sure.dkk),
        "bookable": _odds(found.sure),
        "expected": _odds(found.habit),
    }


def _odds(found: Odds) -> dict[str, float | None]:
    return {"shortfall_dkk": number(found.shortfall_dkk), "regret": number(found.regret)}


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
