"""What an analysis leaves behind: the report, the figures it tells, and tables; the manifest comes last."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from scenarios.results.provenance import versions
from scenarios.results.result_folder import MANIFEST, REPORT, Content, write_files


def write(
    folder: Path, *, name: str, document: Mapping[str, Any], tables: Mapping[str, pd.DataFrame], report: str
) -> None:
    """Write the files into a folder, all or none; raises as `write_files` does.

    `name` is that of the JSON file with the document.
    """
    keys = ("scenario", "scenario_digest", "run_digest", "value_digest", "seed")
    manifest = {key: document[key] for key in keys} | {
        "analysis": name,
        "case": document["case"],
        "versions": versions(),
        "tables": sorted(tables),
    }
    files: dict[str, Content] = {f"{table}.parquet": rows for table, rows in tables.items()}
    write_files(folder, files | {f"{name}.json": document, REPORT: report, MANIFEST: manifest})
