"""`trappe example-ledger`: a ledger to try things on, and the list of what is wrong with it."""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import click

from calibration.example.ledger import ExampleLedger, example_ledger
from language.messages import Message, say
from scenarios.files.refusals import RefusedError
from scenarios.reading.load import load

_WRITERS = {
    ".csv": ExampleLedger.write_csv,
    ".xlsx": ExampleLedger.write_excel,
    ".parquet": ExampleLedger.write_parquet,
}


def run(file: Path, *, scenario: str, rows: int, seed: int, start: date, faults: bool) -> None:
    """Write a ledger to `file`, of the kind that its name says, and beside it the faults that were planted.

    Raises what `commands.shared.errors_and_progress.plain_errors` makes sentences of; nothing is overwritten.
    """
    planted = file.with_suffix(".planted.json")
    writer = _WRITERS.get(file.suffix.lower())
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
    writer(made, file)
    click.echo(
        say(
            "{file}: {count} rows, {first} to {last}",
            file=file,
            count=len(made.table),
            first=made.first,
            last=made.last,
        ),
        err=True,
    )
    if not faults:
        return
    records = json.loads(made.planted.to_json(orient="records", force_ascii=False))
    planted.write_text(json.dumps(records, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for kind, number in sorted(Counter(made.planted["kind"]).items()):
        click.echo(f"{kind}: {number}")
    click.echo(say("which rows and columns is in {planted}", planted=planted), err=True)
