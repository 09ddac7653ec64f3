"""Parse and print `follow-up`: a case under way against what was expected of it."""

from datetime import date
from pathlib import Path

import click

from commands.shared.errors_and_progress import plain_errors, shown, tell
from commands.shared.help_texts import Command, argument, option
from commands.shared.options import (
    bridge_days_option,
    case_option,
    check_draws_of_run,
    cluster_option,
    draws_option,
    extract_day_option,
    json_option,
    key_option,
    lang_option,
    last_option,
    ledgers_option,
    mapping_option,
    policy_option,
    processes_option,
    pseudonymise_option,
    replications_option,
    run_option,
    seed_option,
    workers_option,
)
from language.messages import mark, say
from scenarios.running.limits import MONTHS


@click.command(
    "follow-up",
    cls=Command,
    help=mark(
        "Hold a case that is under way against what was expected of it, month by month, by the "
        "newest ledger.\n\nExample: trappe follow-up kolding --case opfølgning --ledger cases.csv "
        "--lang en"
    ),
)
@argument("scenario", metavar=mark("SCENARIO"))
@ledgers_option
@case_option
@last_option
@option(
    "--months",
    type=click.IntRange(*MONTHS),
    default=36,
    show_default=True,
    help=mark("Months of the planned follow-up; give the same number each time."),
)
@policy_option
@extract_day_option
@mapping_option
@pseudonymise_option
@bridge_days_option
@draws_option(500)
@replications_option(2)
@seed_option
@run_option
@workers_option
@processes_option
@cluster_option
@json_option
@option(
    "--out",
    type=click.Path(path_type=Path),
    help=mark("New folder for the page, figures and tables. After an interruption the same command goes on."),
)
@option(
    "--register",
    "where",
    metavar=mark("REGISTER"),
    help=mark("Put it on record under the newest proposal of the case, by its rule; needs --who and --why."),
)
@key_option
@option("--who", metavar=mark("NAME"), envvar="TRAPPE_WHO", help=mark("Who follows up."))
@option("--why", metavar=mark("TEXT"), help=mark("Why."))
@lang_option
def follow_up(
    *,
    scenario: str,
    ledgers: tuple[str, ...],
    case: str | None,
    last: date | None,
    months: int,
    rule: Path | None,
    extract_days: dict[str, date] | None,
    mapping: str | None,
    pseudonymise: str | None,
    bridge_days: int,
    draws: int,
    replications: int,
    seed: int,
    run: Path | None,
    workers: int | None,
    processes: bool,
    cluster: str | None,
    as_json: bool,
    out: Path | None,
    where: str | None,
    who: str | None,
    why: str | None,
) -> None:
    """Hold a case that is under way against what was expected of it, month by month, by the newest ledger."""
    with plain_errors():
        check_draws_of_run(run)
        from api.follow_up import follow_up as compute
        from calibration.rows.pseudonyms import Pseudonyms
        from commands.shared.printing import print_result, tell_where
        from commands.shared.signing import given_signer
        from reports.follow_up.tables import follow_up_grids
        from scenarios.running.worker_options import WorkerOptions

        with shown(say("Simulating"), out) as progress:
            result = compute(
                scenario,
                case,
                ledgers=ledgers,
                policy=rule,
                register=where,
                who=who,
                why=why,
                signer=given_signer(),
                months=months,
                last=last,
                extract_days=extract_days,
                mapping=mapping,
                pseudonyms=None if pseudonymise is None else Pseudonyms.from_file(pseudonymise),
                bridge_days=bridge_days,
                draws=draws,
                replications=replications,
                seed=seed,
                run=run,
                workers=WorkerOptions(workers=workers, processes=processes, cluster=cluster),
                out=out,
                progress=progress,
                tell=tell,
            )
        if (entry := result.entry) is not None:
            tell(
                say(
                    "the follow-up is entry {number} of {where}, seal {seal}",
                    where=where,
                    number=entry.number,
                    seal=result.seal,
                )
            )
        print_result(result, follow_up_grids(result.found), as_json=as_json)
        tell_where(out)
