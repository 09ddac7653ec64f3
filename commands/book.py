"""The commands for what may be taken out of a budget; what they do is imported when they do it."""

from datetime import date, datetime
from pathlib import Path

import click

from commands.shared.errors_and_progress import plain_errors
from commands.shared.help_texts import Command, Group, Option
from commands.shared.options import (
    DAY,
    Lang,
    entering,
    json_option,
    lang_option,
    policy_option,
    register_option,
)

_case = click.option(
    "--case",
    metavar="CASE",
    cls=Option,
    help="Hvilken investeringscase; kan udelades, når der kun er én.",
    en="Which investment case; may be left out when there is only one.",
)
_on = click.option(
    "--on",
    type=DAY,
    metavar="DATO",
    cls=Option,
    help="Dagen, det besluttes; ellers i dag.",
    en="The day of the decision; otherwise today.",
)


@click.group(
    "book",
    cls=Group,
    en=(
        "How much of a gain may be taken out of a budget, when, and who said so."
        "\n\nA case is proposed from a run, its sensitivity analysis put on record, each payer approves, and "
        "only then can what is sure enough be booked. Everything stands in a register."
    ),
)
@lang_option
def book(lang: Lang) -> None:
    """Hvor meget af en gevinst der må tages ud af et budget, hvornår, og hvem der sagde det.

    En case foreslås ud fra en kørsel, følsomhedsanalysen føres i registeret, hver betaler godkender, og først
    da kan det, der er sikkert nok, lægges ind i budgettet. Alt står i et register.
    """


@book.command(
    cls=Command,
    en=(
        "Propose a case, from a run of it."
        "\n\nExample: trappe book propose kolding --run result --case opfølgning "
        "--who 'A. Hansen' --why 'Meeting'"
    ),
)
@click.argument("scenario", metavar="SCENARIE")
@click.option(
    "--run",
    type=click.Path(path_type=Path),
    required=True,
    metavar="MAPPE",
    cls=Option,
    help="Kørslen: mappen fra trappe compare --out.",
    en="The run: the folder of trappe compare --out.",
)
@_case
@policy_option
@click.option(
    "--sensitivity",
    type=click.Path(path_type=Path),
    metavar="MAPPE",
    cls=Option,
    help="Før også følsomhedsanalysen i registeret: mappen fra trappe sensitivity --out.",
    en="Put the sensitivity analysis on record too: the folder of trappe sensitivity --out.",
)
@entering
def propose(
    *,
    scenario: str,
    run: Path,
    case: str | None,
    rule: Path | None,
    sensitivity: Path | None,
    where: str,
    who: str,
    why: str,
    as_json: bool,
    lang: Lang,
) -> None:
    """Foreslå en case ud fra en kørsel af den.

    Eksempel: trappe book propose kolding --run resultat --case opfølgning --who "A. Hansen" --why "Møde 4/12"
    """
    with plain_errors(lang):
        from commands.runs import book as bookings

        bookings.propose(
            scenario,
            run=run,
            case=case,
            rule=rule,
            sensitivity=sensitivity,
            where=where,
            who=who,
            why=why,
            as_json=as_json,
            lang=lang,
        )


@book.command(
    cls=Command,
    en=(
        "Put a sensitivity analysis on record, from the folder of trappe sensitivity --out."
        "\n\nExample: trappe book sensitivity analysis --who 'A. Hansen' --why 'For the committee'"
    ),
)
@click.argument("folder", metavar="MAPPE", type=click.Path(path_type=Path))
@entering
def sensitivity(*, folder: Path, where: str, who: str, why: str, as_json: bool, lang: Lang) -> None:
    """Før en følsomhedsanalyse i registeret, fra mappen fra trappe sensitivity --out.

    Eksempel: trappe book sensitivity analyse --who "A. Hansen" --why "Til udvalget"
    """
    with plain_errors(lang):
        from commands.runs import book as bookings

        bookings.record_sensitivity(folder, where=where, who=who, why=why, as_json=as_json, lang=lang)


@book.command(
    cls=Command,
    en=(
        "A payer lets its budget be reduced by what the rule says of the newest proposal."
        "\n\nExample: trappe book approve familieafdeling --who 'B. Jensen' --why 'Meeting of managers'"
    ),
)
@click.argument("payer", metavar="BETALER")
@_case
@entering
def approve(
    *, payer: str, case: str | None, where: str, who: str, why: str, as_json: bool, lang: Lang
) -> None:
    """En betaler lader sit budget sætte ned efter reglen, for det nyeste forslag.

    Eksempel: trappe book approve familieafdeling --who "B. Jensen" --why "Chefmøde 12/12"
    """
    with plain_errors(lang):
        from booking.decisions.acts import approve as act
        from commands.runs import book as bookings

        bookings.act(act(payer, case=case, who=who, why=why), where=where, as_json=as_json, lang=lang)


@book.command(
    cls=Command,
    en=(
        "Say that a case has reached a milestone of its rule."
        "\n\nExample: trappe book milestone full_operation --who 'A. Hansen' --why 'All slots are used'"
    ),
)
@click.argument("name", metavar="MILEPÆL")
@_case
@entering
def milestone(
    *, name: str, case: str | None, where: str, who: str, why: str, as_json: bool, lang: Lang
) -> None:
    """Sig, at en case har nået en milepæl i sin regel.

    Eksempel: trappe book milestone fuld_drift --who "A. Hansen" --why "Alle pladser er i brug"
    """
    with plain_errors(lang):
        from booking.decisions.acts import reach
        from commands.runs import book as bookings

        bookings.act(reach(name, case=case, who=who, why=why), where=where, as_json=as_json, lang=lang)


@book.command(
    cls=Command,
    en=(
        "What may be booked of a proposed case now, and the reason for all that may not."
        "\n\nExample: trappe book amount --case opfølgning --lang en"
    ),
)
@_case
@_on
@register_option
@json_option
@lang_option
def amount(*, case: str | None, on: datetime | None, where: str, as_json: bool, lang: Lang) -> None:
    """Hvad der må indlægges af en foreslået case nu, og grunden til alt det, der ikke må.

    Eksempel: trappe book amount --case opfølgning
    """
    with plain_errors(lang):
        from commands.runs import book as bookings

        bookings.amount(case=case, where=where, on=_day(on), as_json=as_json, lang=lang)


@book.command(
    cls=Command,
    en=(
        "Take an amount out of a payer's budget for a year; refused when more than may be booked."
        "\n\nExample: trappe book commit --payer familieafdeling --year 2029 --dkk '1.2 mio' "
        "--who 'A. Hansen' --why 'Budget 2029'"
    ),
)
@click.option(
    "--payer", required=True, metavar="BETALER", cls=Option, help="Hvis budget.", en="Whose budget."
)
@click.option(
    "--year", required=True, type=int, metavar="ÅR", cls=Option, help="Budgetåret.", en="Budget year."
)
@click.option(
    "--dkk",
    required=True,
    metavar="BELØB",
    cls=Option,
    help="Beløbet i hele kroner, som «1200000» eller «1,2 mio».",
    en="The amount in whole kroner, such as '1200000' or '1.2 mio'.",
)
@_case
@_on
@entering
def commit(
    *,
    payer: str,
    year: int,
    dkk: str,
    case: str | None,
    on: datetime | None,
    where: str,
    who: str,
    why: str,
    as_json: bool,
    lang: Lang,
) -> None:
    """Tag et beløb ud af en betalers budget for et år; afvises, når det er mere, end der må.

    Eksempel: trappe book commit --payer familieafdeling --year 2029 --dkk "1,2 mio" --who "A. Hansen"
    --why "Budget 2029"
    """
    with plain_errors(lang):
        from booking.decisions.acts import commit as act
        from commands.runs import book as bookings

        wanted = act(
            payer, year, bookings.kroner(dkk), case=case, who=who, why=why, on=bookings.day(_day(on))
        )
        bookings.act(wanted, where=where, as_json=as_json, lang=lang)


@book.command(
    cls=Command,
    en=(
        "Take a booking back, whole."
        "\n\nExample: trappe book reverse 7 --who 'A. Hansen' --why 'The follow-up shows less'"
    ),
)
@click.argument("number", metavar="POST", type=click.IntRange(min=1))
@entering
def reverse(*, number: int, where: str, who: str, why: str, as_json: bool, lang: Lang) -> None:
    """Tag en indlæggelse tilbage, hele beløbet.

    Eksempel: trappe book reverse 7 --who "A. Hansen" --why "Opfølgningen viser mindre"
    """
    with plain_errors(lang):
        from booking.decisions.acts import reverse as act
        from commands.runs import book as bookings

        bookings.act(act(number, who=who, why=why), where=where, as_json=as_json, lang=lang)


@click.group(
    "register",
    cls=Group,
    en=(
        "The register of what was proposed, approved, followed up and booked."
        "\n\nNothing in it is ever changed or removed, and verify finds it if something was."
    ),
)
@lang_option
def register(lang: Lang) -> None:
    """Registeret over, hvad der er foreslået, godkendt, fulgt op og indlagt.

    Intet i det bliver nogensinde ændret eller fjernet, og verify finder det, hvis noget er blevet det.
    """


@register.command(
    cls=Command,
    en="Show every entry, and what stands booked.\n\nExample: trappe register show --lang en",
)
@register_option
@json_option
@lang_option
def show(*, where: str, as_json: bool, lang: Lang) -> None:
    """Vis alle poster, og hvad der står indlagt.

    Eksempel: trappe register show
    """
    with plain_errors(lang):
        from commands.runs import book as bookings

        bookings.show(where=where, as_json=as_json, lang=lang)


@register.command(
    cls=Command,
    en=(
        "Check that a register is as it was left: every entry, every byte, and seals known from letters."
        "\n\nExample: trappe register verify --seal 12:9f86d081884c7d65"
    ),
)
@click.option(
    "--seal",
    "seals",
    multiple=True,
    metavar="SEGL",
    cls=Option,
    help="Et segl fra et brev eller en kvittering; kan gives flere gange.",
    en="A seal from a letter or a receipt; may be given several times.",
)
@register_option
@json_option
@lang_option
def verify(*, seals: tuple[str, ...], where: str, as_json: bool, lang: Lang) -> None:
    """Se efter, om et register er, som det blev efterladt: hver post, hver byte, og segl kendt fra breve.

    Eksempel: trappe register verify --seal 12:9f86d081884c7d65
    """
    with plain_errors(lang):
        from commands.runs import book as bookings

        bookings.verify(where=where, seals=seals, as_json=as_json, lang=lang)


@register.command(
    cls=Command,
    en=(
        "Write every entry, and a letter to the committee on each case, into a new folder."
        "\n\nExample: trappe register export --out letters --lang en"
    ),
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    metavar="MAPPE",
    cls=Option,
    help="Ny mappe.",
    en="New folder.",
)
@_on
@register_option
@lang_option
def export(*, out: Path, on: datetime | None, where: str, lang: Lang) -> None:
    """Skriv alle poster, og et brev til udvalget om hver case, i en ny mappe.

    Eksempel: trappe register export --out breve
    """
    with plain_errors(lang):
        from commands.runs import book as bookings

        bookings.export(out, where=where, on=_day(on), lang=lang)


def _day(on: datetime | None) -> date | None:
    return None if on is None else on.date()
