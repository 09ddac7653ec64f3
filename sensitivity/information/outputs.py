"""What it is worth to know more, as plain numbers and texts for JSON and as tables."""

import json
from typing import Any

import pandas as pd

from scenarios import VERSION
from scenarios.results.provenance import digest
from scenarios.results.result_folder import number
from sensitivity.information.sample_information import SampleInformation
from sensitivity.information.value import InformationValue, about


def document(found: InformationValue) -> dict[str, Any]:
    """Return everything as plain numbers and texts, for JSON; what is not known is None."""
    subject, wanted, told = found.subject, found.wanted, found.information
    values = {
        "case": subject.case,
        "draws": wanted.draws,
        "replications": wanted.replications,
        "seed": wanted.seed,
        "expected_gain_dkk": number(told.expected_gain_dkk),
        "do_it_now": told.decision_now,
        "explained": number(told.denoised.explained),
        "evpi_dkk": number(told.evpi_dkk),
        "evpi_mc_error_dkk": number(told.mc_error_dkk),
        "evppi": [
            {
                "assumption": each.name,
                "evppi_dkk": number(each.evppi_dkk),
                "mc_error_dkk": number(each.mc_error_dkk),
                "explained": number(each.explained),
            }
            for each in told.singles
        ],
        "groups": [
            {"group": each.name, "assumptions": [*each.assumptions], "evppi_dkk": number(each.evppi_dkk)}
            for each in told.groups
        ],
        "evsi": _looks(found.follow_up),
        "indicators": [
            {
                "indicator": each.name,
                "month": each.month,
                "explained_variance": number(each.explained),
                "auc": number(each.auc),
                "gain_dkk": number(each.gain_dkk),
                "direction": each.direction,
            }
            for each in found.indicators
        ],
    }
    return {
        "scenario": subject.study.name,
        "scenario_digest": subject.study.digest,
        **values,
        "run_digest": digest(json.dumps([about(wanted, subject), [*wanted.children], VERSION])),
        "value_digest": digest(json.dumps(values, ensure_ascii=False, allow_nan=False)),
    }


def _looks(follow_up: SampleInformation | None) -> list[dict[str, Any]]:
    if follow_up is None:
        return []
    return [
        {
            "children": each.children,
            "months": each.month,
            "evsi_dkk": number(each.evsi_dkk),
            "net_dkk": number(each.net_dkk),
            "mc_error_dkk": number(each.mc_error_dkk),
            "net_mc_error_dkk": number(each.net_mc_error_dkk),
            "runs_short_of_children": number(each.runs_short_of_children),
            "go_on": number(each.go_on),
        }
        for each in follow_up.looks
    ]


def tables(told: dict[str, Any]) -> dict[str, pd.DataFrame]:
    """Return the tables of a document by name."""
    parts = {name: pd.DataFrame(told[name]) for name in ("evppi", "groups", "evsi", "indicators")}
    return {name: table for name, table in parts.items() if not table.empty}
