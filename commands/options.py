"""Options that several commands share."""

from typing import Literal

import click

from commands.bilingual import Option

Lang = Literal["da", "en"]

lang_option = click.option(
    "--lang",
    type=click.Choice(["da", "en"]),
    default="da",
    envvar="TRAPPE_LANG",
    is_eager=True,
    show_default=True,
    cls=Option,
    help="Sproget i tekster og rapport.",
    en="Language of texts and report.",
)
seed_option = click.option(
    "--seed",
    type=click.IntRange(0, 2**64 - 1),
    default=1,
    show_default=True,
    cls=Option,
    help="Frø for tilfældet; samme frø giver samme tal.",
    en="Seed of chance; the same seed gives the same numbers.",
)
json_option = click.option(
    "--json",
    "as_json",
    is_flag=True,
    cls=Option,
    help="Udskriv ét JSON-objekt i stedet for tabeller.",
    en="Print one JSON object instead of tables.",
)
