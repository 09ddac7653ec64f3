"""The commands for case ledgers; what they do is imported when they do it."""

from datetime import datetime
from pathlib import Path

import click

from commands.bilingual import Command, Option
from commands.options import Lang, json_option, lang_option, seed_option
from commands.sentences import plain_errors

LEDGERS = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".parquet")
"""Endings of files that are ledgers and not scenarios."""
_day = click.DateTime(["%Y-%m-%d", "%d-%m-%Y"])


@click.command(
    "calibrate",
    cls=Command,
    en=(
        "Rates with uncertainty from one or several case ledgers: CSV, Excel or Parquet."
        "\n\nExample: trappe calibrate cases.csv --from 2022-01-01 --to 2026-01-01 --lang en"
    ),
)
@click.argument("ledgers", nargs=-1, required=True, metavar="SAGSLISTE...")
@click.option(
    "--from",
    "first",
    type=_day,
    metavar="DATO",
    cls=Option,
    help="Periodens første dag; ellers den første, hvorfra sagslisten også har dem, der gik.",
    en="First day of the window; otherwise the first from which the ledger holds who left too.",
)
@click.option(
    "--to",
    "last",
    type=_day,
    metavar="DATO",
    cls=Option,
    help="Periodens sidste dag; ellers den nyeste i sagslisten.",
    en="Last day of the window; otherwise the newest in the ledger.",
)
@click.option(
    "--scenario",
    metavar="SCENARIE",
    cls=Option,
    help="Et scenarie, hvis trin, aldre og udveje der menes.",
    en="A scenario whose steps, ages and ways out are meant.",
)
@click.option(
    "--reference",
    metavar="SCENARIE",
    cls=Option,
    help="Et scenarie, f.eks. en anden kommunes, hvis rater egne ventes at ligge nær, hvor der er set lidt.",
    en="A scenario, such as another municipality's: where little was seen, rates are expected near its.",
)
@click.option(
    "--mapping",
    metavar="FIL",
    cls=Option,
    help="En fil, der oversætter kildens kolonner og koder, eller navnet på en medfølgende.",
    en="A file that translates the source's columns and codes, or the name of a shipped one.",
)
@click.option(
    "--pseudonymise",
    metavar="NØGLEFIL",
    cls=Option,
    help="Erstat identiteter med pseudonymer efter nøglen i en fil (mindst 32 tilfældige byte).",
    en="Replace identities by pseudonyms with the key in a file (at least 32 random bytes).",
)
@click.option(
    "--bridge-days",
    type=click.IntRange(0, 366),
    default=14,
    show_default=True,
    cls=Option,
    help="Huller på op til så mange dage er intet ophør.",
    en="Gaps of up to so many days are no end.",
)
@click.option(
    "--age-bands",
    metavar="ALDRE",
    cls=Option,
    help="Aldersgrænser som 0,6,13,18,23, eller none; ellers scenariets.",
    en="Age borders such as 0,6,13,18,23, or none; otherwise those of the scenario.",
)
@json_option
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    cls=Option,
    help="Ny mappe til en fil, som scenarier kan bygge på, tallene, og hvad der blev fundet i sagslisten.",
    en="New folder for a file that scenarios can build on, the figures, and what was found in the ledger.",
)
@lang_option
def calibrate(
    *,
    ledgers: tuple[str, ...],
    first: datetime | None,
    last: datetime | None,
    scenario: str | None,
    reference: str | None,
    mapping: str | None,
    pseudonymise: str | None,
    bridge_days: int,
    age_bands: str | None,
    as_json: bool,
    out: Path | None,
    lang: Lang,
) -> None:
    """Rater med usikkerhed fra en eller flere sagslister: CSV, Excel eller Parquet.

    Eksempel: trappe calibrate sager.csv --from 2022-01-01 --to 2026-01-01
    """
    with plain_errors(lang):
        from calibration.calibrate import Asked
        from calibration.pseudonyms import Pseudonyms
        from commands.calibrating import age_borders, run

        asked = Asked(
            ledgers=ledgers,
            scenario=scenario,
            reference=reference,
            first=None if first is None else first.date(),
            last=None if last is None else last.date(),
            mapping=mapping,
            pseudonyms=None if pseudonymise is None else Pseudonyms.from_file(pseudonymise),
            bridge_days=bridge_days,
            borders=age_borders(age_bands),
        )
        run(asked, out=out, as_json=as_json, lang=lang)


@click.command(
    "example-ledger",
    cls=Command,
    en=(
        "Write a made-up case ledger to try things on, with the faults of real ones planted, and say which."
        "\n\nExample: trappe example-ledger cases.csv --rows 5000 --lang en"
    ),
)
@click.argument("file", metavar="FIL", type=click.Path(path_type=Path))
@click.option(
    "--rows",
    type=click.IntRange(1, 2_000_000),
    default=5_000,
    show_default=True,
    cls=Option,
    help="Omtrent så mange rækker.",
    en="About so many rows.",
)
@click.option(
    "--scenario",
    metavar="SCENARIE",
    default="kolding",
    show_default=True,
    cls=Option,
    help="Scenariet, hvis basisforløb børnene lever.",
    en="The scenario whose baseline the children live.",
)
@click.option(
    "--start",
    type=_day,
    metavar="DATO",
    default="2016-01-01",
    show_default=True,
    cls=Option,
    help="Sagslistens første dag.",
    en="First day of the ledger.",
)
@click.option(
    "--no-faults",
    is_flag=True,
    cls=Option,
    help="Uden fejl.",
    en="Without faults.",
)
@seed_option
@lang_option
def example(
    *, file: Path, rows: int, scenario: str, start: datetime, no_faults: bool, seed: int, lang: Lang
) -> None:
    """Skriv en opdigtet sagsliste at prøve med, hvor virkelige sagslisters fejl er lagt ind, og sig hvilke.

    Eksempel: trappe example-ledger sager.csv --rows 5000
    """
    with plain_errors(lang):
        from commands.example import run

        run(
            file, scenario=scenario, rows=rows, seed=seed, start=start.date(), faults=not no_faults, lang=lang
        )
