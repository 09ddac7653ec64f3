"""What an analysis leaves behind: the report, the figures it tells, and tables; the manifest comes last."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from scenarios.results.provenance import versions
from scenarios.results.result_folder import MANIFEST, REPORT
from scenarios.results.whole_folder import all_or_none


def write(
    folder: Path, *, name: str, document: Mapping[str, Any], tables: Mapping[str, pd.DataFrame], report: str
) -> None:
    """Write the files into a folder, all or none; raises as `all_or_none` does.

    `name` is that of the JSON file with the document.
    """
    keys = ("scenario", "scenario_digest", "run_digest", "value_digest", "seed")
    manifest = {key: document[key] for key in keys} | {
        "analysis": name,
        "case": document["case"],
        "versions": versions(),
        "tables": sorted(tables),
    }
    with all_or_none(folder, last=MANIFEST) as inner:
        for table, rows in tables.items():
            rows.to_parquet(inner / f"{table}.parquet", index=False)
        (inner / f"{name}.json").write_text(_json(document), encoding="utf-8")
        (inner / REPORT).write_text(report, encoding="utf-8")
        (inner / MANIFEST).write_text(_json(manifest), encoding="utf-8")


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
