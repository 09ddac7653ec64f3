"""A case that is under way as one HTML file that fetches nothing from outside.

It is for the municipality's own eyes: small counts are not hidden, and the page says so at the top.
"""

from collections.abc import Mapping
from typing import Any

from booking.follow_up.bands import LEVEL
from booking.follow_up.follow_up import FollowUp
from language.formatting import day_words, number, percent
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


def follow_up_html(found: FollowUp, told: Mapping[str, Any]) -> str:
    """Return the follow-up in `lang` ("da" or "en") as one HTML document.

    `told` is what `booking.follow_up.document.document` makes of it, with the digests. The same follow-up
    gives the same text, byte for byte.
    """
    known = found.known
    return rendered(
        "follow_up.html",
        own_use=say("For the municipality's own use: small counts are not hidden."),
        title=say("Follow-up: {case}", case=case_words(found)),
        kicker=say(
            "{municipality} · the ledger is known until {last}",
            municipality=known.subject.study.scenario.municipality.name,
            last=day_words(known.observed.last),
        ),
        answer=answer(found),
        charts=[_chart(found, name) for name in MAIN],
        charts_note=say(
            "The dark line is the ledger, and the dot is the latest month. If it goes as the "
            "scenario says, all indicators stay within their bands in all {planned} months in "
            "{often} of the cases.",
            planned=found.request.months,
            often=percent(1 - LEVEL),
        ),
        indicators=indicators_grid(found),
        steps=steps_grid(found),
        learnt=learnt_grids(found),
        events=events_grid(found),
        years=years_grid(found),
        payers=payers_grid(found),
        steering=steering_grids(found),
        caveats=caveats(found),
        stamp=_stamp(found, told),
    )


def _chart(found: FollowUp, name: str) -> Picture:
    grid, i = indicators_grid(found), found.known.watch.indicators.index(name)
    _, seen, baseline, case, verdict = grid.rows[indicator_rows(found).index(i)]
    return picture(
        lambda width: bands_chart(found, name, width=width),
        alt=say(
            "A line over {planned} months. {title}. After {months} months: {seen} seen, {case} "
            "expected with the case and {baseline} without. Verdict: {verdict}. The numbers are "
            "in the table.",
            planned=found.request.months,
            months=found.months_observed,
            title=chart_title(found, name),
            seen=seen,
            baseline=baseline,
            case=case,
            verdict=verdict,
        ).replace("..", "."),  # a unit may end with a full stop
        caption=say("Verdict: {verdict}.", verdict=verdict),
    )


def _stamp(found: FollowUp, told: Mapping[str, Any]) -> Grid:
    months = say("{months} of {planned}", months=told["months_observed"], planned=told["months_planned"])
    return Grid(
        caption=say("Stamp"),
        rows=(
            (say("Calculation"), f"{told['scenario']}, {told['case']}"),
            (say("Premises (SHA-256)"), told["scenario_digest"]),
            (say("Run (SHA-256)"), told["run_digest"]),
            (say("Results (SHA-256)"), told["value_digest"]),
            (say("Ledger (SHA-256)"), ", ".join(told["ledger_sha256"])),
            (say("Last day of the ledger"), day_words(found.known.observed.last)),
            (say("Months, known and planned"), months),
            (say("Rule for the budget (SHA-256)"), told["policy_digest"]),
            (say("Seed of the random numbers"), str(told["seed"])),
            (say("Draws of the assumptions"), number(told["draws"])),
            (say("Replications per draw"), number(told["replications"])),
            (say("Versions"), ", ".join(f"{name} {v}" for name, v in versions().items())),
        ),
    )
