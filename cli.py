"""Run the command `trappe`: the group and its commands, and nothing else."""

import click

from commands.book import book
from commands.calibrate import calibrate, example
from commands.cases import cases
from commands.compare import compare, demo
from commands.follow_up import follow_up
from commands.forecast import forecast
from commands.key import key
from commands.register import register
from commands.scenario_files import check, list_, schema
from commands.sensitivity import information, sensitivity
from commands.shared.help_texts import Group, Option
from commands.witness import COMMANDS as OF_WITNESSES
from language.messages import mark
from scenarios import VERSION


@click.group(
    cls=Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=mark(
        "Investment cases on the staircase of interventions for children and young people.\n\nThe "
        "model moves children between the steps and shows what a case costs, who gains, when, and "
        "how sure that is. Begin with: trappe demo"
    ),
)
@click.version_option(
    VERSION,
    prog_name="trappe",
    message="%(prog)s %(version)s",
    cls=Option,
    help=mark("Show the version and exit."),
)
def main() -> None:
    """Investment cases on the staircase of interventions for children and young people."""


for command in (
    *(demo, list_, cases, check, schema, compare, sensitivity, information, calibrate, example, forecast),
    *(book, register, key, follow_up),
):
    main.add_command(command)
for command in OF_WITNESSES:
    register.add_command(command)


if __name__ == "__main__":
    main()
