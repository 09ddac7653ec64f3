"""Parse and print `cases`: the library of real cases, published figures beside the model's."""

import json

import click

from commands.shared.errors_and_progress import plain_errors, shown
from commands.shared.help_texts import Command, argument, option
from commands.shared.options import json_option, lang_option, seed_option, workers_option
from commands.shared.terminal import echo, echo_json
from language.messages import mark, say


@click.command(
    "cases",
    cls=Command,
    help=mark(
        "Show the library of real cases: what is published beside what the model gives.\n\n"
        "Example: trappe cases favrskov_straks"
    ),
)
@argument("names", nargs=-1, metavar=mark("[NAME]..."))
@option(
    "--markdown",
    is_flag=True,
    help=mark("Print the page of the docs, in Markdown."),
)
@seed_option
@workers_option
@json_option
@lang_option
def cases(*, names: tuple[str, ...], markdown: bool, seed: int, workers: int | None, as_json: bool) -> None:
    """Show the library of real cases: what is published beside what the model gives."""
    with plain_errors():
        from api.cases import cases as compute
        from commands.shared.printing import print_tables
        from reports.cases import cases_grids
        from scenarios.running.worker_options import WorkerOptions

        with shown(say("Simulating"), None) as progress:
            result = compute(names, seed=seed, workers=WorkerOptions(workers=workers), progress=progress)
        if as_json:
            echo_json(json.dumps(result.document["cases"], allow_nan=False))
        elif markdown:
            for line in result.page().splitlines():
                echo(line)
        else:
            print_tables(cases_grids([(case.name, case.study, case.figures, ()) for case in result.found]))
            for sentence in result.answer():
                echo(sentence)
