"""Write the value of information as a JSON document and as tables."""

import json
from typing import Any

import pandas as pd

from scenarios import VERSION
from scenarios.results.provenance import digest
from scenarios.results.result_folder import number
from sensitivity.information.sample_information import SampleInformation
from sensitivity.information.value import InformationValue, about


def document(value: InformationValue) -> dict[str, Any]:
    """Return the value of information as plain numbers and texts; what is not known is None."""
    subject, request, information = value.subject, value.wanted, value.information
    values = {
        "case": subject.case,
        "draws": request.draws,
        "replications": request.replications,
        "seed": request.seed,
        "price_year": value.expected.price_year,
        **value.expected.document(),
        "do_it_now": information.decision_now,
        "explained": number(information.denoised.explained),
        "evpi_dkk": number(information.evpi_dkk),
        "evpi_mc_error_dkk": number(information.mc_error_dkk),
        "evppi": [
            {
                "assumption": each.name,
                "evppi_dkk": number(each.evppi_dkk),
                "mc_error_dkk": number(each.mc_error_dkk),
                "explained": number(each.explained),
            }
            for each in information.singles
        ],
        "groups": [
            {"group": each.name, "assumptions": [*each.assumptions], "evppi_dkk": number(each.evppi_dkk)}
            for each in information.groups
        ],
        "evsi": _looks(value.follow_up),
        "indicators": [
            {
                "indicator": each.name,
                "month": each.month,
                "explained_variance": number(each.explained),
                "auc": number(each.auc),
                "gain_dkk": number(each.gain_dkk),
                "direction": each.direction,
            }
            for each in value.indicators
        ],
    }
    return {
        "scenario": subject.study.name,
        "scenario_digest": subject.study.digest,
        **values,
        "run_digest": digest(json.dumps([about(request, subject), [*request.children], VERSION])),
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


def tables(document: dict[str, Any]) -> dict[str, pd.DataFrame]:
    """Return the tables of a document by name."""
    parts = {name: pd.DataFrame(document[name]) for name in ("evppi", "groups", "evsi", "indicators")}
    return {name: table for name, table in parts.items() if not table.empty}
