"""Read the folder of a run that something is to be booked on, and hold it against its scenario."""

from pathlib import Path

from booking.decisions.coming_entry import ComingEntry
from scenarios.format.study import Study
from scenarios.results import read_back
from scenarios.results.comparison import Comparison
from scenarios.results.provenance import Stamp
from scenarios.running.dispatch import Dispatcher
from scenarios.running.recheck import Recomputed
from scenarios.running.recheck_run import recheck_run


def read(
    folder: Path, study: Study, case: str, *, coming: ComingEntry, dispatcher: Dispatcher
) -> tuple[Comparison, Stamp, Recomputed]:
    """Return the run of a scenario, its stamp, and how much of it was run again.

    Raises RefusedError as `scenarios.results.read_back.read` and DifferentFiguresError as `recheck_run` does.
    """
    comparison, stamp = read_back.read(folder, study)
    seed = coming.seed(
        case=case,
        scenario_digest=stamp.scenario_digest,
        run_digest=stamp.run_digest,
        value_digest=stamp.value_digest,
    )
    recomputed = recheck_run(folder, study, comparison, stamp, seed=seed, dispatcher=dispatcher)
    return comparison, stamp, recomputed
