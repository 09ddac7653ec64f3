"""Render a follow-up as one HTML file that fetches nothing from outside.

For the municipality's own eyes: small counts are not hidden, and the page says so at the top.
"""

from collections.abc import Mapping
from typing import Any

from booking.follow_up.bands import LEVEL
from booking.follow_up.follow_up import FollowUp
from language.formatting import day_words, ended, number, percent
from language.messages import say
from reports.follow_up.bands_chart import bands_chart, chart_title
from reports.follow_up.belief_tables import events_grid, learnt_grids
from reports.follow_up.formatting import MAIN, case_words
from reports.follow_up.sentences import answer, caveats
from reports.follow_up.tables import (
    indicator_rows,
    indicators_grid,
    payers_grid,
    steering_grids,
    steps_grid,
    years_grid,
)
from reports.shared.figure_style import Picture, picture
from reports.shared.html import rendered
from reports.shared.table import Grid
from scenarios.results.provenance import versions


def follow_up_html(follow_up: FollowUp, document: Mapping[str, Any]) -> str:
    """Return the follow-up as one HTML document, in the language that is set.

    `document` is that of `booking.follow_up.document`, of which the digests are shown. The same follow-up
    gives the same text, byte for byte.
    """
    known = follow_up.known
    return rendered(
        "follow_up.html",
        own_use=say("For the municipality's own use: small counts are not hidden."),
        title=say("Follow-up: {case}", case=case_words(follow_up)),
        kicker=say(
            "{municipality} · the ledger is known until {last}",
            municipality=known.subject.study.scenario.municipality.name,
            last=day_words(known.observed.last),
        ),
        answer=answer(follow_up),
        charts=[_chart(follow_up, name) for name in MAIN],
        charts_note=say(
            "The dark line is the ledger, and the dot is the latest month. If it goes as the "
            "scenario says, all indicators stay within their bands in all {planned} months in "
            "{often} of the cases.",
            planned=follow_up.request.months,
            often=percent(1 - LEVEL),
        ),
        indicators=indicators_grid(follow_up),
        steps=steps_grid(follow_up),
        learnt=learnt_grids(follow_up),
        events=events_grid(follow_up),
        years=years_grid(follow_up),
        payers=payers_grid(follow_up),
        steering=steering_grids(follow_up),
        caveats=caveats(follow_up),
        stamp=_stamp(follow_up, document),
    )


def _chart(follow_up: FollowUp, name: str) -> Picture:
    grid, i = indicators_grid(follow_up), follow_up.known.watch.indicators.index(name)
    _, seen, baseline, case, verdict = grid.rows[indicator_rows(follow_up).index(i)]
    return picture(
        lambda width: bands_chart(follow_up, name, width=width),
        alt=ended(
            say(
                "A line over {planned} months. {title}. After {months} months: {seen} seen, {case} "
                "expected with the case and {baseline} without. Verdict: {verdict}. The numbers are "
                "in the table.",
                planned=follow_up.request.months,
                months=follow_up.months_observed,
                title=chart_title(follow_up, name),
                seen=seen,
                baseline=baseline,
                case=case,
                verdict=verdict,
            )
        ),
        caption=say("Verdict: {verdict}.", verdict=verdict),
    )


def _stamp(follow_up: FollowUp, document: Mapping[str, Any]) -> Grid:
    months = say(
        "{months} of {planned}", months=document["months_observed"], planned=document["months_planned"]
    )
    return Grid(
        caption=say("Stamp"),
        rows=(
            (say("Calculation"), f"{document['scenario']}, {case_words(follow_up)}"),
            (say("Premises (SHA-256)"), document["scenario_digest"]),
            (say("Run (SHA-256)"), document["run_digest"]),
            (say("Results (SHA-256)"), document["value_digest"]),
            (say("Ledger (SHA-256)"), ", ".join(document["ledger_sha256"])),
            (say("Last day of the ledger"), day_words(follow_up.known.observed.last)),
            (say("Months, known and planned"), months),
            (say("Rule for the budget (SHA-256)"), document["policy_digest"]),
            (say("Seed of the random numbers"), str(document["seed"])),
            (say("Draws of the assumptions"), number(document["draws"])),
            (say("Replications per draw"), number(document["replications"])),
            (say("Versions"), ", ".join(f"{name} {v}" for name, v in versions().items())),
        ),
    )
