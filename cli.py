"""The command `trappe`: the only place that wires the parts together and prints."""

import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, NoReturn

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from scenarios import VERSION
from scenarios.faults import ScenarioError

Lang = Literal["da", "en"]
DEMO_DRAWS, DEMO_REPLICATIONS = 8, 2
BAD_INPUT = 2
INTERRUPTED = 130


def _say(lang: str, da: str, en: str) -> str:
    return en if lang == "en" else da


class _Texts:
    """Help in the language asked for: the docstring or `help` is Danish, `en` the English beside it."""

    help: str | None

    def __init__(self, *args: Any, en: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._texts = {"da": self.help, "en": en}

    def speak(self, lang: str) -> None:
        """Let `help` be the text in `lang`, whatever was asked for before."""
        self.help = self._texts.get(lang, self._texts["da"])


class _Group(_Texts, click.Group):
    def main(self, *args: Any, **kwargs: Any) -> Any:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")  # a terminal without æ still gets the rest
        return super().main(*args, **kwargs)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.speak(_language(ctx))
        super().format_help_text(ctx, formatter)


class _Command(_Texts, click.Command):
    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.speak(_language(ctx))
        super().format_help_text(ctx, formatter)

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002  click's signature; never cut
        self.speak(os.environ.get("TRAPPE_LANG", "da"))
        return (self.help or "").strip().split("\n")[0]


class _Option(_Texts, click.Option):
    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        self.speak(_language(ctx))
        return super().get_help_record(ctx)


def _language(ctx: click.Context) -> str:
    return str(ctx.params.get("lang") or os.environ.get("TRAPPE_LANG", "da"))


@click.group(
    cls=_Group,
    en=(
        "Investment cases on the staircase of interventions for children and young people."
        "\n\nThe model moves children between the steps and shows what a case costs, who gains, when, "
        "and how sure that is. Begin with: trappe demo"
    ),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(VERSION, prog_name="trappe", message="%(prog)s %(version)s")
def main() -> None:
    """Investeringscases på indsatstrappen for børn og unge.

    Modellen flytter børn mellem trinnene og viser, hvad en case koster, hvem der vinder, hvornår, og hvor
    sikkert det er. Begynd med: trappe demo
    """


_lang = click.option(
    "--lang",
    type=click.Choice(["da", "en"]),
    default="da",
    envvar="TRAPPE_LANG",
    is_eager=True,
    show_default=True,
    cls=_Option,
    help="Sproget i tekster og rapport.",
    en="Language of texts and report.",
)
_seed = click.option(
    "--seed",
    type=click.IntRange(0, 2**64 - 1),
    default=1,
    show_default=True,
    cls=_Option,
    help="Frø for tilfældet; samme frø giver samme tal.",
    en="Seed of chance; the same seed gives the same numbers.",
)
_workers = click.option(
    "--workers",
    type=click.IntRange(min=1),
    cls=_Option,
    help="Antal processer; ellers én pr. kerne. Tallene er de samme.",
    en="Number of processes; otherwise one per core. The numbers are the same.",
)


@main.command(
    cls=_Command,
    en="The whole chain on the shipped example, in under a minute.\n\nExample: trappe demo --lang en",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("trappe-demo"),
    show_default=True,
    cls=_Option,
    help="Mappe til rapport, figurer og tabeller; en tidligere kørsel her bliver erstattet.",
    en="Folder for report, figures and tables; an earlier run here is replaced.",
)
@_seed
@_workers
@_lang
def demo(out: Path, seed: int, workers: int | None, lang: Lang) -> None:
    """Hele kæden på det medfølgende eksempel, på under et minut.

    Eksempel: trappe demo
    """
    _compare(
        "kolding",
        out=out,
        replace=True,
        as_json=False,
        draws=DEMO_DRAWS,
        replications=DEMO_REPLICATIONS,
        seed=seed,
        workers=workers,
        lang=lang,
    )


@main.command(
    "list",
    cls=_Command,
    en="Show shipped staircases, municipalities and investment cases.\n\nExample: trappe list",
)
@_lang
def list_(lang: Lang) -> None:
    """Vis medfølgende trapper, kommuner og investeringscases.

    Eksempel: trappe list
    """
    from reports.library_tables import library_tables

    with _plain_errors(lang):
        tables = library_tables(lang)
    console = Console()
    for table in tables:
        console.print(table)


@main.command(
    cls=_Command,
    en="Find every fault in scenario files, with file:line:column.\n\nExample: trappe check my_town.yaml",
)
@click.argument("files", nargs=-1, required=True, metavar="FIL...")
@_lang
def check(files: tuple[str, ...], lang: Lang) -> None:
    """Find alle fejl i scenariefiler, med fil:linje:kolonne.

    Eksempel: trappe check min_kommune.yaml
    """
    from scenarios.reading import load
    from scenarios.warnings import warnings

    bad = False
    for file in files:
        try:
            study = load(file)
        except ScenarioError as error:
            bad = True
            _print_faults(error, lang)
            continue
        steps, cases = len(study.scenario.staircase.steps), len(study.cases)
        uncertain = sum(assumption.is_uncertain for assumption in study.assumptions.values())
        click.echo(
            _say(
                lang,
                f"{file}: i orden; {steps} trin, {cases} cases, {uncertain} usikre antagelser",
                f"{file}: in order; {steps} steps, {cases} cases, {uncertain} uncertain assumptions",
            )
        )
        for warning in warnings(study, lang):
            click.echo(f"{file}: {warning}", err=True)
    if bad:
        sys.exit(BAD_INPUT)


@main.command(
    cls=_Command,
    en="Print the JSON Schema of scenario files, for editors.\n\nExample: trappe schema > schema.json",
)
@_lang
def schema(lang: Lang) -> None:  # noqa: ARG001  only its help has a language
    """Udskriv JSON-skemaet for scenariefiler, til editorer.

    Eksempel: trappe schema > scenarie.schema.json
    """
    from scenarios.json_schema import json_schema

    click.echo(json.dumps(json_schema(), indent=2))


@main.command(
    cls=_Command,
    en=(
        "Hold the baseline against the investment cases of SCENARIE, a file or a name from trappe list."
        "\n\nExample: trappe compare kolding --draws 50 --out result --lang en"
    ),
)
@click.argument("scenario", metavar="SCENARIE")
@click.option(
    "--draws",
    type=click.IntRange(1, 100_000),
    default=20,
    show_default=True,
    cls=_Option,
    help="Trækninger: det, vi ikke ved.",
    en="Draws: what we do not know.",
)
@click.option(
    "--replications",
    type=click.IntRange(1, 100_000),
    default=2,
    show_default=True,
    cls=_Option,
    help="Gentagelser pr. trækning: tilfældet.",
    en="Replications of each draw: chance.",
)
@_seed
@_workers
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    cls=_Option,
    help="Udskriv ét JSON-objekt i stedet for tabeller.",
    en="Print one JSON object instead of tables.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    cls=_Option,
    help="Ny mappe til rapport, figurer og tabeller.",
    en="New folder for report, figures and tables.",
)
@_lang
def compare(
    *,
    scenario: str,
    draws: int,
    replications: int,
    seed: int,
    workers: int | None,
    as_json: bool,
    out: Path | None,
    lang: Lang,
) -> None:
    """Hold basisforløbet op mod investeringscases i SCENARIE, en fil eller et navn fra trappe list.

    Eksempel: trappe compare kolding --draws 50 --out resultat
    """
    _compare(
        scenario,
        out=out,
        replace=False,
        as_json=as_json,
        draws=draws,
        replications=replications,
        seed=seed,
        workers=workers,
        lang=lang,
    )


def _compare(
    scenario: str,
    *,
    out: Path | None,
    replace: bool,
    as_json: bool,
    draws: int,
    replications: int,
    seed: int,
    workers: int | None,
    lang: Lang,
) -> None:
    with _plain_errors(lang):
        from reports.figures import figures
        from reports.page import report_html
        from reports.tables import comparison_tables
        from scenarios import run_folder
        from scenarios.ensemble import compare as run_all
        from scenarios.reading import load
        from scenarios.stamp import stamp
        from scenarios.summary import summary
        from scenarios.tables import tables
        from scenarios.warnings import warnings

        study = load(scenario)
        if out is not None:
            run_folder.check_free(out, replace=replace)
        for warning in warnings(study, lang):
            click.echo(f"{scenario}: {warning}", err=True)
        with _progress(_say(lang, "Simulerer", "Simulating")) as progress:
            comparison = run_all(
                study, seed=seed, draws=draws, replications=replications, workers=workers, progress=progress
            )
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
        click.echo(_say(lang, f"Rapporten ligger i {report}", f"The report is in {report}"), err=True)


@contextmanager
def _progress(title: str) -> Iterator[Callable[[int, int], None]]:
    """Show how far it is, and how long is left, on stderr."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(title, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


@contextmanager
def _plain_errors(lang: str) -> Iterator[None]:
    """Turn what a user can get wrong into a sentence and an exit code."""
    try:
        from scenarios.run_folder import FolderInUseError

        yield
    except KeyboardInterrupt:
        _stop(INTERRUPTED, _say(lang, "Afbrudt; intet er skrevet.", "Interrupted; nothing is written."))
    except ScenarioError as error:
        _print_faults(error, lang)
        sys.exit(BAD_INPUT)
    except FolderInUseError as error:
        da = f"{error}: mappen er ikke tom; vælg en ny med --out"
        _stop(BAD_INPUT, _say(lang, da, f"{error}: the folder is not empty; choose a new one with --out"))
    except OSError as error:
        reason = error.strerror or error
        da = f"{error.filename or 'disken'}: kan ikke skrives: {reason}"
        _stop(BAD_INPUT, _say(lang, da, f"{error.filename or 'the disk'}: cannot be written: {reason}"))


def _stop(code: int, sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(code)


def _print_faults(error: ScenarioError, lang: str) -> None:
    for fault in error.faults:
        click.echo(fault.sentence(lang), err=True)
    count = len(error.faults)
    click.echo(_say(lang, f"{count} fejl", f"{count} fault{'s' * (count != 1)}"), err=True)


if __name__ == "__main__":
    main()
