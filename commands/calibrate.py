"""Parse and print `calibrate` and `example-ledger`."""

import json
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import click
from click.core import ParameterSource

from commands.shared.errors_and_progress import FINDING, plain_errors, shown, tell, tell_findings
from commands.shared.help_texts import Command, argument, option
from commands.shared.options import (
    DAY,
    bridge_days_option,
    exits_option,
    extract_day_option,
    first_option,
    json_option,
    lang_option,
    last_of_window_option,
    mapping_option,
    pseudonymise_option,
    seed_option,
    staircase_option,
)
from commands.shared.terminal import echo
from language.messages import Message, mark, say
from scenarios.files.refusals import RefusedError

_OPTIONS_OF_TOTALS = frozenset({"totals", "seed", "as_json", "out"})


@click.command(
    "calibrate",
    cls=Command,
    help=mark(
        "Rates with uncertainty from one or several case ledgers (CSV, Excel or Parquet), or from "
        "published totals.\n\nExample: trappe calibrate cases.csv --from 2022-01-01 --to "
        "2026-01-01 --check --lang en"
    ),
)
@argument("ledgers", nargs=-1, metavar=mark("[LEDGER...]"))
@first_option
@last_of_window_option
@staircase_option
@option(
    "--reference",
    metavar=mark("SCENARIO"),
    help=mark(
        "A scenario, such as another municipality's: where little was seen, rates are expected near its."
    ),
)
@extract_day_option
@exits_option
@mapping_option
@pseudonymise_option
@bridge_days_option
@option(
    "--age-bands",
    metavar=mark("AGES"),
    help=mark("Age borders such as 0,6,13,18,23, or none; otherwise those of the scenario."),
)
@option(
    "--check",
    is_flag=True,
    help=mark(
        "Hold the rates against what happened: lengths of stay, where children are later, the "
        "stock, and a backtest on months that they have not seen."
    ),
)
@option(
    "--cut",
    type=DAY,
    metavar=mark("DATE"),
    help=mark(
        "Last day that the backtest may know of; otherwise before the last two years or the last third."
    ),
)
@option(
    "--totals",
    metavar=mark("FILE"),
    help=mark(
        "Without a ledger: a file of published totals to fit the rates to, or the name of a shipped one."
    ),
)
@seed_option
@json_option
@option(
    "--out",
    type=click.Path(path_type=Path),
    help=mark(
        "New folder for a file that scenarios can build on, the figures, what was found in the "
        "ledger, and with --check a page about the checks."
    ),
)
@lang_option
def calibrate(
    *,
    ledgers: tuple[str, ...],
    first: date | None,
    last: date | None,
    scenario: str | None,
    reference: str | None,
    extract_days: dict[str, date] | None,
    ways_out: tuple[str, ...],
    mapping: str | None,
    pseudonymise: str | None,
    bridge_days: int,
    age_bands: str | None,
    check: bool,
    cut: date | None,
    totals: str | None,
    seed: int,
    as_json: bool,
    out: Path | None,
) -> None:
    """Estimate rates with uncertainty from case ledgers, or from published totals."""
    with plain_errors():
        _refuse_what_does_not_go_together(click.get_current_context())
        if totals is not None:
            _fit_totals(totals, seed=seed, out=out, as_json=as_json)
            return

        from api.calibrate import calibrate as compute
        from calibration.result_folder import PAGE, SCENARIO
        from calibration.rows.pseudonyms import Pseudonyms
        from commands.shared.printing import print_result, print_tables
        from reports.calibration.check_tables import check_tables, no_backtest
        from reports.calibration.rate_tables import calibration_grids

        with shown(say("Holding the rates against what happened"), out) as progress:
            result = compute(
                ledgers,
                scenario=scenario,
                reference=reference,
                ways_out=ways_out,
                first=first,
                last=last,
                extract_days=extract_days,
                mapping=mapping,
                pseudonyms=None if pseudonymise is None else Pseudonyms.from_file(pseudonymise),
                bridge_days=bridge_days,
                borders=_age_borders(age_bands),
                check=check,
                cut=cut,
                seed=seed,
                out=out,
                progress=progress,
                tell=tell,
            )
        checks = result.checks
        grids = calibration_grids(result.found, checked=checks is not None)
        print_result(result, grids, as_json=as_json, sentences=False)
        if checks is not None:
            if not as_json:
                print_tables(check_tables(result.found, checks))
            if reason := no_backtest(checks):
                echo(reason, err=as_json)
        if out is not None:
            tell_findings(len(result.found.reading.findings), out)
        if out is not None and checks is not None:
            tell(say("The checks are in {page}", page=out / PAGE))
        if out is not None and result.hindered is None:
            _tell_scenario(out)
        elif out is not None:
            told = say("{file} is not written", file=SCENARIO)
            tell(f"{told}: {result.hindered}")


def _fit_totals(totals: str, *, seed: int, out: Path | None, as_json: bool) -> None:
    """Fit to published totals and print; ends with exit code 1 when they contradict each other."""
    from api.calibrate import fit_totals
    from commands.shared.printing import print_result
    from reports.calibration.rate_tables import totals_grids

    with shown(say("Fitting to the totals"), None) as progress:
        result = fit_totals(totals, seed=seed, out=out, progress=progress)
    print_result(result, totals_grids(result.found), as_json=as_json)
    if out is not None:
        _tell_scenario(out)
    if result.found.contradicts:
        sys.exit(FINDING)


def _tell_scenario(out: Path) -> None:
    """Say where the file for scenarios is, and how to build on it."""
    from calibration.result_folder import SCENARIO

    tell(
        say(
            "The file for scenarios is {file}; build on it with 'base: [..., {scenario}]'",
            file=out / SCENARIO,
            scenario=SCENARIO,
        )
    )


def _age_borders(text: str | None) -> tuple[float, ...] | None:
    """Return borders of age bands written as `0,6,13,18,23`; none for `none`.

    Raises RefusedError for anything else.
    """
    if text is None:
        return None
    if text.strip().lower() in {"none", "ingen"}:
        return ()
    try:
        borders = tuple(float(part) for part in text.replace(" ", "").split(","))
    except ValueError:
        borders = ()
    if len(borders) < 2 or sorted({*borders}) != [*borders] or borders[0] < 0:
        raise RefusedError(
            Message(
                "--age-bands: '{value}' are no age borders; write them as 0,6,13,18,23, or none", value=text
            )
        )
    return borders


def _refuse_what_does_not_go_together(context: click.Context) -> None:
    """Raise RefusedError for neither ledger nor totals, for both, and for options of what was not given."""
    given = {
        name for name in context.params if context.get_parameter_source(name) is ParameterSource.COMMANDLINE
    }
    if "totals" not in given and "ledgers" not in given:
        raise RefusedError(Message("give a case ledger, or published totals with --totals"))
    if "totals" in given and "ledgers" in given:
        raise RefusedError(Message("--totals is for when there is no ledger; give either it or the ledger"))
    if "totals" in given and (others := given - _OPTIONS_OF_TOTALS):
        wrong = ", ".join(
            parameter.opts[0] for parameter in context.command.params if parameter.name in others
        )
        raise RefusedError(
            Message("{wrong}: belongs to a ledger and cannot be used with --totals", wrong=wrong)
        )
    if "cut" in given and "check" not in given:
        raise RefusedError(Message("--cut belongs to the checks; give --check too"))


@click.command(
    "example-ledger",
    cls=Command,
    help=mark(
        "Write a made-up case ledger to try things on, with the faults of real ones planted, and "
        "say which.\n\nExample: trappe example-ledger cases.csv --rows 5000 --lang en"
    ),
)
@argument("file", metavar=mark("FILE"), type=click.Path(path_type=Path))
@option(
    "--rows",
    type=click.IntRange(1, 2_000_000),
    default=5_000,
    show_default=True,
    help=mark("About so many rows."),
)
@option(
    "--scenario",
    metavar=mark("SCENARIO"),
    default="kolding",
    show_default=True,
    help=mark("The scenario whose baseline the children live."),
)
@option(
    "--start",
    type=DAY,
    metavar=mark("DATE"),
    default="2016-01-01",
    show_default=True,
    help=mark("First day of the ledger."),
)
@option("--no-faults", is_flag=True, help=mark("Without faults."))
@seed_option
@lang_option
def example(*, file: Path, rows: int, scenario: str, start: date, no_faults: bool, seed: int) -> None:
    """Write a made-up case ledger to try things on, with the faults of real ones planted, and say which."""
    with plain_errors():
        _write_example(file, scenario=scenario, rows=rows, seed=seed, start=start, faults=not no_faults)


def _write_example(file: Path, *, scenario: str, rows: int, seed: int, start: date, faults: bool) -> None:
    """Write a ledger of the kind that the file's name says, and beside it the faults that were planted.

    Raises RefusedError for a name of no known kind, and for a file that is there: nothing is overwritten.
    """
    from calibration.example.ledger import ExampleLedger, example_ledger
    from scenarios.files.private_files import whole_files
    from scenarios.reading.load import load

    writers = {
        ".csv": ExampleLedger.write_csv,
        ".xlsx": ExampleLedger.write_excel,
        ".parquet": ExampleLedger.write_parquet,
    }
    planted = file.with_suffix(".planted.json")
    writer = writers.get(file.suffix.lower())
    if writer is None:
        raise RefusedError(
            Message("{file}: the name does not say what kind of file; use .csv, .xlsx or .parquet", file=file)
        )
    for path in (file, planted):
        if path.exists():
            raise RefusedError(
                Message("{path}: there is such a file already; choose another name", path=path)
            )
    made = example_ledger(load(scenario), seed=seed, rows=rows, start=start, faults=faults)
    with whole_files(file, *([planted] if faults else [])) as parts:
        writer(made, parts[0])
        if faults:
            records = json.loads(made.planted.to_json(orient="records", force_ascii=False))
            parts[1].write_text(json.dumps(records, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    tell(
        say(
            "{file}: {count} rows, {first} to {last}",
            file=file,
            count=len(made.table),
            first=made.first,
            last=made.last,
        )
    )
    if not faults:
        return
    for kind, number in sorted(Counter(made.planted["kind"]).items()):
        echo(f"{kind}: {number}")
    tell(say("which rows and columns is in {planted}", planted=planted))
