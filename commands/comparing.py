"""The run behind `trappe compare` and `trappe demo`: simulate, keep what is done, write, print."""

import json
import math
from pathlib import Path

import click
from rich.console import Console

from commands.bilingual import say
from commands.hands import Hands, note_what_is_kept, tell_damaged
from commands.preparing import prepare
from commands.sentences import Progress
from reports.figures import figures
from reports.numbers import number
from reports.page import report_html
from reports.tables import comparison_tables
from scenarios import run_folder
from scenarios.crew import Crew
from scenarios.ensemble import gather, run_all, run_until
from scenarios.plan import Plan
from scenarios.precision import share_of
from scenarios.reading import load
from scenarios.refused import GaveUpError
from scenarios.stamp import stamp
from scenarios.summary import summary
from scenarios.tables import tables
from scenarios.unfinished import temporary, unfinished
from scenarios.warnings import warnings


def compare(
    scenario: str,
    *,
    out: Path | None,
    replace: bool = False,
    as_json: bool = False,
    draws: int,
    replications: int,
    seed: int,
    hands: Hands,
    precision: str | None = None,
    lang: str,
) -> None:
    """Run a comparison, write it to `out` if given, and print the answer.

    Raises what `commands.sentences.plain_errors` makes sentences of; GaveUpError when all is done and
    written but the precision was not reached.
    """
    share = None if precision is None else share_of(precision)
    study = load(scenario)
    plan = Plan(study=study, seed=seed, draws=draws, replications=replications)
    if out is not None:
        run_folder.check_free(out, replace=replace)
    for warning in warnings(study, lang):
        click.echo(f"{scenario}: {warning}", err=True)
    progress = Progress(say(lang, "Simulerer", "Simulating"))
    with (
        hands.start() as workers,
        note_what_is_kept(progress, out, lang),
        temporary() if out is None else unfinished(out, plan, replace=replace) as store,
    ):
        tell_damaged(store, lang)
        if hands.cluster is None:
            prepare(lang)
        with progress, Crew(workers) as crew:
            if share is None:
                run_all(plan, store, crew, progress=progress)
            else:
                plan, errors = run_until(share, plan, store, crew, progress=progress)
        comparison = gather(plan, store)
        mark = stamp(study, comparison)
        result = summary(comparison, mark)
        if out is not None:
            run_folder.write(
                out,
                stamp=mark,
                summary=result,
                tables=tables(comparison),
                figures=figures(study, comparison, lang),
                report=report_html(study, comparison, mark, lang),
                replace=replace,
            )
    if as_json:
        click.echo(json.dumps(result, allow_nan=False))
    else:
        console = Console()
        for table in comparison_tables(study, comparison, lang):
            console.print(table)
    if out is not None:
        report = out / "report.html"
        click.echo(say(lang, f"Rapporten ligger i {report}", f"The report is in {report}"), err=True)
    if share is not None:
        _tell_precision(share, plan, errors, lang)


def _tell_precision(share: float, plan: Plan, errors: dict[str, float], lang: str) -> None:
    """Say how many draws it took and what was reached; raise GaveUpError when that is not enough."""
    counts = say(
        lang,
        f"{plan.draws} trækninger, {plan.cells} forløb; fejl på middelgevinsten i forhold til spredningen: ",
        f"{plan.draws} draws, {plan.cells} runs; error of the mean gain beside its standard deviation: ",
    )
    reached = [f"{case} {_percent(error, lang)}" for case, error in errors.items()]
    click.echo(counts + ", ".join(reached), err=True)
    if missed := [case for case, error in errors.items() if error >= share]:
        wanted = _percent(share, lang)
        raise GaveUpError(
            da=(
                f"{', '.join(missed)}: præcisionen {wanted} er ikke nået med {plan.draws} trækninger; flere "
                "--replications hjælper, hvis tilfældet fylder langt mere end antagelserne"
            ),
            en=(
                f"{', '.join(missed)}: the precision {wanted} is not reached with {plan.draws} draws; more "
                "--replications help if chance is much larger than the assumptions"
            ),
        )


def _percent(share: float, lang: str) -> str:
    if math.isinf(share):
        return say(lang, "ukendt", "unknown")
    return f"{number(100 * share, lang, 1)}{say(lang, ' %', '%')}"
