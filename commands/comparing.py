"""The run behind `trappe compare` and `trappe demo`: simulate, keep what is done, write, print."""

import json
import math
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console

from commands.bilingual import say
from commands.preparing import prepare
from commands.sentences import Progress
from reports.figures import figures
from reports.numbers import number
from reports.page import report_html
from reports.tables import comparison_tables
from scenarios import run_folder
from scenarios.cluster import cluster
from scenarios.crew import Crew
from scenarios.ensemble import gather, run_all, run_until
from scenarios.plan import Plan
from scenarios.precision import share_of
from scenarios.reading import load
from scenarios.refused import GaveUpError, RefusedError
from scenarios.stamp import stamp
from scenarios.store import Store
from scenarios.summary import summary
from scenarios.tables import tables
from scenarios.unfinished import temporary, unfinished
from scenarios.warnings import warnings
from scenarios.workers import Workers, processes, threads


@dataclass(frozen=True, kw_only=True)
class Hands:
    """Who runs it, as it was asked for."""

    workers: int | None = None
    processes: bool = False
    cluster: str | None = None

    def start(self) -> AbstractContextManager[Workers]:
        """Return the workers; raises RefusedError when they cannot be had, or two kinds were asked for."""
        if self.cluster is None:
            return nullcontext((processes if self.processes else threads)(self.workers))
        if self.processes or self.workers is not None:
            raise RefusedError(
                da="--cluster bruger klyngens egne arbejdere; udelad --workers og --processes",
                en="--cluster uses the workers of the cluster; leave out --workers and --processes",
            )
        return cluster(self.cluster)


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
        _note_what_is_kept(progress, out, lang),
        temporary() if out is None else unfinished(out, plan, replace=replace) as store,
    ):
        _tell_damaged(store, lang)
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


@contextmanager
def _note_what_is_kept(progress: Progress, out: Path | None, lang: str) -> Iterator[None]:
    """Put on whatever stops the run how much of it is kept."""
    try:
        yield
    except (KeyboardInterrupt, OSError, RefusedError) as error:
        done, total = progress.done, progress.total
        if done and out is None:
            da = f"{done} af {total} forløb var regnet, og intet er gemt; med --out MAPPE gemmes de undervejs"
            en = f"{done} of {total} runs were done, and nothing is kept; with --out FOLDER they are"
            error.add_note(say(lang, da, en))
        elif done:
            da = f"{done} af {total} forløb er gemt i {out}, og samme kommando går videre derfra"
            en = f"{done} of {total} runs are kept in {out}, and the same command goes on from there"
            error.add_note(say(lang, da, en))
        raise


def _tell_damaged(store: Store, lang: str) -> None:
    if store.damaged:
        da = f"{store.folder}: {store.damaged} beskadigede filer er kasseret; deres forløb bliver regnet igen"
        en = f"{store.folder}: {store.damaged} damaged files are dropped; their runs are run again"
        click.echo(say(lang, da, en), err=True)


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
