"""Parse and print `sensitivity` and `information`."""

from pathlib import Path
from typing import Literal

import click

from commands.shared.errors_and_progress import plain_errors, shown, tell
from commands.shared.help_texts import Command, argument, option
from commands.shared.options import (
    case_option,
    check_draws_of_run,
    cluster_option,
    draws_option,
    json_option,
    lang_option,
    processes_option,
    replications_option,
    run_option,
    seed_option,
    workers_option,
)
from language.messages import mark, say
from scenarios.running.limits import CHILDREN, CONFIDENCE, INFORMATION_REPLICATIONS, PAIRS, POINT_REPLICATIONS

_out = option(
    "--out",
    type=click.Path(path_type=Path),
    help=mark("New folder for report and tables. After an interruption the same command goes on."),
)


@click.command(
    "sensitivity",
    cls=Command,
    help=mark(
        "What the gain of a case hangs on, with chance held apart, and where it just pays its "
        "way.\n\nExample: trappe sensitivity kolding --case opfølgning --out sensitivity --lang "
        "en"
    ),
)
@argument("scenario", metavar=mark("SCENARIO"))
@case_option
@option(
    "--method",
    type=click.Choice(["morris", "sobol", "pawn", "delta", "local"]),
    help=mark(
        "morris: screening; sobol: shares of the variance; pawn and delta: the whole "
        "distribution, from draws; local: one at a time. Otherwise sobol, with more than 15 "
        "uncertain assumptions morris."
    ),
)
@option(
    "--outcome",
    default="net_present_gain",
    show_default=True,
    metavar=mark("OUTCOME"),
    help=mark(
        "net_present_gain, cashable_gain, largest_yearly_need, children_placed, gain_YEAR or gain_PAYER."
    ),
)
@option(
    "--samples",
    type=int,
    help=mark(
        "Rows of sobol (256; a power of two), trajectories of morris (20), draws of pawn and "
        "delta (500), chances of local (16)."
    ),
)
@option(
    "--replications",
    type=click.IntRange(*POINT_REPLICATIONS),
    default=8,
    show_default=True,
    help=mark("Replications of each point: two at least, so that chance can be held apart."),
)
@option(
    "--second",
    is_flag=True,
    help=mark("Second order too: what two assumptions do together (sobol; about twice the points)."),
)
@option(
    "--confidence",
    type=click.FloatRange(*CONFIDENCE),
    default=0.8,
    show_default=True,
    help=mark("How surely the case is to pay its way at break-even."),
)
@option(
    "--pairs",
    type=click.IntRange(*PAIRS),
    default=3,
    show_default=True,
    help=mark("Of how many of the most important assumptions maps are drawn, two and two."),
)
@option("--no-break-even", is_flag=True, help=mark("Leave out break-even."))
@option(
    "--run",
    type=click.Path(path_type=Path),
    metavar=mark("FOLDER"),
    help=mark(
        "Take the draws from a run of trappe compare --out; pawn and delta only, nothing is simulated."
    ),
)
@option(
    "--optimism",
    metavar=mark("FILE"),
    help=mark("Own corrections for optimism by grade of evidence instead of the shipped ones."),
)
@seed_option
@workers_option
@processes_option
@cluster_option
@json_option
@_out
@lang_option
def sensitivity(
    *,
    scenario: str,
    case: str | None,
    method: Literal["morris", "sobol", "pawn", "delta", "local"] | None,
    outcome: str,
    samples: int | None,
    replications: int,
    second: bool,
    confidence: float,
    pairs: int,
    no_break_even: bool,
    run: Path | None,
    optimism: str | None,
    seed: int,
    workers: int | None,
    processes: bool,
    cluster: str | None,
    as_json: bool,
    out: Path | None,
) -> None:
    """Analyse what the gain of a case hangs on, with chance held apart, and where it just pays its way."""
    with plain_errors():
        from api.sensitivity import sensitivity as compute
        from commands.shared.printing import print_result, tell_where
        from reports.sensitivity.tables import sensitivity_grids
        from scenarios.running.worker_options import WorkerOptions

        with shown(say("Simulating"), out) as progress:
            result = compute(
                scenario,
                case,
                method=method,
                outcome=outcome,
                samples=samples,
                replications=replications,
                second=second,
                confidence=confidence,
                pairs=pairs,
                break_even=not no_break_even,
                run=run,
                optimism=optimism,
                seed=seed,
                workers=WorkerOptions(workers=workers, processes=processes, cluster=cluster),
                out=out,
                progress=progress,
                tell=tell,
            )
        print_result(result, sensitivity_grids(result.found), as_json=as_json)
        tell_where(out)


@click.command(
    "information",
    cls=Command,
    help=mark(
        "What it is worth to know more before a case is decided on, and what to measure "
        "first.\n\nExample: trappe information kolding --case opfølgning --children 50 --out "
        "information --lang en"
    ),
)
@argument("scenario", metavar=mark("SCENARIO"))
@case_option
@draws_option(1_000)
@replications_option(4, INFORMATION_REPLICATIONS)
@option(
    "--children",
    type=click.IntRange(*CHILDREN),
    multiple=True,
    default=(25, 50, 100, 200),
    show_default=True,
    help=mark("How many children are followed up. May be given several times."),
)
@seed_option
@run_option
@workers_option
@processes_option
@cluster_option
@json_option
@_out
@lang_option
def information(
    *,
    scenario: str,
    case: str | None,
    draws: int,
    replications: int,
    children: tuple[int, ...],
    seed: int,
    run: Path | None,
    workers: int | None,
    processes: bool,
    cluster: str | None,
    as_json: bool,
    out: Path | None,
) -> None:
    """Work out what it is worth to know more before a case is decided on, and what to measure first."""
    with plain_errors():
        check_draws_of_run(run)
        from api.information import information as compute
        from commands.shared.printing import print_result, tell_where
        from reports.information.tables import information_grids
        from scenarios.running.worker_options import WorkerOptions

        with shown(say("Simulating"), out) as progress:
            result = compute(
                scenario,
                case,
                draws=draws,
                replications=replications,
                children=children,
                seed=seed,
                run=run,
                workers=WorkerOptions(workers=workers, processes=processes, cluster=cluster),
                out=out,
                progress=progress,
                tell=tell,
            )
        print_result(result, information_grids(result.found), as_json=as_json)
        tell_where(out)
