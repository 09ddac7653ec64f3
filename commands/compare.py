"""Parse and print `compare` and `demo`: the baseline of a scenario against its cases."""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from commands.shared.errors_and_progress import plain_errors, shown, tell
from commands.shared.help_texts import Command, argument, option
from commands.shared.options import (
    cluster_option,
    draws_option,
    json_option,
    lang_option,
    policy_option,
    processes_option,
    replications_option,
    seed_option,
    workers_option,
)
from language.messages import Message, mark, say
from scenarios.running.limits import COMPARED_REPLICATIONS, MOST_DRAWS

DEMO_DRAWS, DEMO_REPLICATIONS = 60, 4


@click.command(
    "demo",
    cls=Command,
    help=mark("The whole chain on the shipped example, in under a minute.\n\nExample: trappe demo --lang en"),
)
@option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("trappe-demo"),
    show_default=True,
    help=mark("Folder for report, figures and tables; an earlier run here is replaced."),
)
@seed_option
@workers_option
@lang_option
def demo(out: Path, seed: int, workers: int | None) -> None:
    """Run the whole chain on the shipped example."""
    with plain_errors():
        _compare(
            "kolding",
            out=out,
            as_json=False,
            replace=True,
            draws=DEMO_DRAWS,
            replications=DEMO_REPLICATIONS,
            seed=seed,
            workers=workers,
        )


@click.command(
    "compare",
    cls=Command,
    help=mark(
        "Hold the baseline against the investment cases of SCENARIO, a file or a name from trappe "
        "list.\n\nExample: trappe compare kolding --draws 50 --out result --lang en"
    ),
)
@argument("scenario", metavar=mark("SCENARIO"))
@draws_option(100)
@replications_option(4, COMPARED_REPLICATIONS)
@option(
    "--precision",
    metavar=mark("SHARE"),
    help=Message(
        "More draws than --draws, until the error of every case's mean gain is below that share "
        "(such as 5%) of the gain's standard deviation over draws; with one replication, chance "
        "is part of that. If the assumptions hardly move the gain, it may never be reached; after "
        "{most_draws} draws it stops with exit code 1.",
        most_draws=MOST_DRAWS,
    ),
)
@seed_option
@workers_option
@processes_option
@cluster_option
@json_option
@option(
    "--out",
    type=click.Path(path_type=Path),
    help=mark("New folder for report, figures and tables. After an interruption the same command goes on."),
)
@policy_option
@option(
    "--register",
    "where",
    metavar=mark("REGISTER"),
    help=mark(
        "Let the report say what is proposed, approved and booked of the run's cases in that register."
    ),
)
@lang_option
def compare(
    *,
    scenario: str,
    draws: int,
    replications: int,
    precision: str | None,
    seed: int,
    workers: int | None,
    processes: bool,
    cluster: str | None,
    as_json: bool,
    out: Path | None,
    rule: Path | None,
    where: str | None,
) -> None:
    """Hold the baseline against the investment cases of SCENARIO, a file or a name from trappe list."""
    with plain_errors():
        from scenarios.running.precision import parse_share

        _compare(
            scenario,
            out=out,
            as_json=as_json,
            precision=None if precision is None else parse_share(precision),
            workers=workers,
            processes=processes,
            cluster=cluster,
            draws=draws,
            replications=replications,
            seed=seed,
            policy=rule,
            register=where,
        )


def _compare(
    scenario: str,
    *,
    out: Path | None,
    as_json: bool,
    precision: float | None = None,
    workers: int | None,
    processes: bool = False,
    cluster: str | None = None,
    **options: Any,
) -> None:
    """Compare and print; raises GaveUpError when all is written but the precision was not reached."""
    from api.compare import compare as compute
    from commands.shared.printing import print_result, tell_where
    from reports.comparison.tables import comparison_grids
    from scenarios.running.worker_options import WorkerOptions

    with shown(say("Simulating"), out) as progress:
        result = compute(
            scenario,
            out=out,
            precision=precision,
            workers=WorkerOptions(workers=workers, processes=processes, cluster=cluster),
            progress=progress,
            tell=tell,
            **options,
        )
    tables = () if as_json else comparison_grids(result.study, result.found)
    print_result(result, tables, as_json=as_json, sentences=False)
    tell_where(out)
    if precision is not None and result.errors is not None:
        _tell_precision(precision, result.errors, draws=result.draws, runs=result.draws * result.replications)


def _tell_precision(wanted: float, errors: Mapping[str, float], *, draws: int, runs: int) -> None:
    """Say how many draws it took and what was reached; raise GaveUpError when that is not enough."""
    counts = say(
        "{draws} draws, {cells} runs; error of the mean gain beside its standard deviation: ",
        draws=draws,
        cells=runs,
    )
    tell(counts + ", ".join(f"{case} {_percent(error)}" for case, error in errors.items()))
    if missed := [case for case, error in errors.items() if error >= wanted]:
        from scenarios.files.refusals import GaveUpError

        raise GaveUpError(
            Message(
                "{missed}: the precision {wanted} is not reached with {draws} draws; more "
                "--replications help if chance is much larger than the assumptions",
                missed=", ".join(missed),
                wanted=_percent(wanted),
                draws=draws,
            )
        )


def _percent(share: float) -> str:
    from language.formatting import number

    return say("unknown") if math.isinf(share) else f"{number(100 * share, 1)}{say('%')}"
