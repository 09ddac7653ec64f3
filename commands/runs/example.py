"""`trappe example-ledger`: a ledger to try things on, and the list of what is wrong with it."""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import click

from calibration.example.ledger import ExampleLedger, example_ledger
from commands.shared.help_texts import say
from scenarios.files.refusals import RefusedError
from scenarios.reading.load import load

_WRITERS = {
    ".csv": ExampleLedger.write_csv,
    ".xlsx": ExampleLedger.write_excel,
    ".parquet": ExampleLedger.write_parquet,
}


def run(file: Path, *, scenario: str, rows: int, seed: int, start: date, faults: bool, lang: str) -> None:
    """Write a ledger to `file`, of the kind that its name says, and beside it the faults that were planted.

    Raises what `commands.shared.errors_and_progress.plain_errors` makes sentences of; nothing is overwritten.
    """
    planted = file.with_suffix(".planted.json")
    writer = _WRITERS.get(file.suffix.lower())
    if writer is None:
        raise RefusedError(
            da=f"{file}: navnet siger ikke hvilken slags fil; brug .csv, .xlsx eller .parquet",
            en=f"{file}: the name does not say what kind of file; use .csv, .xlsx or .parquet",
        )
    for path in (file, planted):
        if path.exists():
            raise RefusedError(
                da=f"{path}: filen findes allerede; vælg et andet navn",
                en=f"{path}: there is such a file already; choose another name",
            )
    made = example_ledger(load(scenario), seed=seed, rows=rows, start=start, faults=faults)
    writer(made, file)
    da = f"{file}: {len(made.table)} rækker, {made.first} til {made.last}"
    click.echo(say(lang, da, f"{file}: {len(made.table)} rows, {made.first} to {made.last}"), err=True)
    if not faults:
        return
    records = json.loads(made.planted.to_json(orient="records", force_ascii=False))
    planted.write_text(json.dumps(records, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for kind, number in sorted(Counter(made.planted["kind"]).items()):
        click.echo(f"{kind}: {number}")
    da = f"hvilke rækker og kolonner, står i {planted}"
    click.echo(say(lang, da, f"which rows and columns is in {planted}"), err=True)
