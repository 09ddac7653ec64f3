"""What a forecast leaves behind: the page, the figures, and every run for those who work them out anew."""

from pathlib import Path

import numpy as np
import pandas as pd

from forecast.outputs import document
from forecast.year import Forecast
from scenarios.results.result_folder import write_files

PAGE, FIGURES, RUNS = "forecast.html", "forecast.json", "runs.parquet"


def write(folder: Path, found: Forecast, page: str) -> None:
    """Write the files into a new or empty folder, all or none; raises as `write_files` does."""
    write_files(folder, {PAGE: page, RUNS: runs_table(found), FIGURES: document(found)})


def runs_table(found: Forecast) -> pd.DataFrame:
    """Return one row for each draw, replication, month and step, zeros too; kroner and child-days."""
    year, steps = found.basis.year.year, found.basis.services.steps
    draw, replication, month, step = (axis.ravel() for axis in np.indices(found.dkk.shape))
    names = np.array([f"{year}-{number:02d}" for number in range(1, 13)], dtype=object)
    return pd.DataFrame(
        {
            "draw": draw,
            "replication": replication,
            "month": names[month],
            "step": np.array(steps, dtype=object)[step],
            "dkk": found.dkk.ravel(),
            "child_days": found.days.ravel(),
        }
    )
