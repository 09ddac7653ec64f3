"""Render the value of information as one HTML file that fetches nothing from outside."""

from collections.abc import Mapping
from typing import Any

from language.formatting import ended, kroner, number, percent
from language.messages import mark, say
from model.world.months import Months
from reports.information.charts import MOST_CURVES, drawn, early_figures_chart, follow_up_chart, worth_chart
from reports.information.sentences import (
    answer,
    assumption_title,
    case_title,
    curves,
    follow_up_range,
    too_low,
)
from reports.information.tables import early_figure_grids, follow_up_option_grids, singles_grid, whole_grid
from reports.shared.basis import caveats_of, standing_caveats
from reports.shared.budget_years import span_words
from reports.shared.figure_style import Picture, picture
from reports.shared.html import rendered
from reports.shared.table import Grid
from scenarios.results.provenance import versions
from sensitivity.information.value import InformationValue

_CAVEATS = (
    (mark("Each early figure is taken by itself. Two good ones may tell the same."), False),
    (
        mark(
            "Chance is nothing that can be known beforehand, and does not count in what it is worth to know."
        ),
        False,
    ),
    (
        mark(
            "The regression is smooth: of a jump, or of three assumptions that only work "
            "together, it sees a part only, and then the amounts are too low."
        ),
        False,
    ),
    (
        mark(
            "What an assumption is worth knowing is for who then knows it for sure. A survey or a "
            "trial gives less."
        ),
        False,
    ),
    (
        mark(
            "The best of many follow-ups is partly the luckiest in the calculation, so its amount "
            "is rather too high than too low."
        ),
        True,
    ),
    (
        mark(
            "A follow-up sees how many children move up, down and out from the steps that the "
            "case works on, and the share of the new children that belongs to those who are "
            "followed; not who or when. An early figure of the whole municipality may tell more."
        ),
        True,
    ),
    (mark("It is assumed that the case can be stopped without further cost."), True),
    (
        mark(
            "All of it holds within the spans that the assumptions have in the scenario. With "
            "other spans, something else may be worth knowing."
        ),
        False,
    ),
)
"""Caveats, and whether they are of a follow-up only."""
_MOST_TOLD = 5
"""Bars that are read aloud; the tables have the rest."""


def information_html(analysis: InformationValue, document: Mapping[str, Any]) -> str:
    """Return the analysis as one HTML document, in the language that is set.

    `document` is that of `sensitivity.information.outputs`, of which the digests are shown. The same
    analysis gives the same text, byte for byte.
    """
    scenario = analysis.subject.study.scenario
    return rendered(
        "information.html",
        title=say("What is it worth to know more before deciding?"),
        kicker=say(
            "{case} · {municipality}", case=case_title(analysis), municipality=scenario.municipality.name
        ),
        answer=answer(analysis),
        too_low=too_low(analysis),
        knowing=_knowing(analysis),
        whole=whole_grid(analysis),
        singles=singles_grid(analysis),
        following=_following(analysis),
        following_grids=follow_up_option_grids(analysis),
        telling=_telling(analysis),
        telling_grids=early_figure_grids(analysis),
        method=_method(analysis),
        caveats=_caveats(analysis),
        stamp=_stamp(analysis, document),
    )


def _knowing(analysis: InformationValue) -> Picture | None:
    """Return the chart of worths; None where nothing is worth knowing."""
    information = analysis.information
    if information.evpi_dkk == 0:
        return None
    bars = drawn(analysis)
    single = [
        say("{title}: {evppi}.", title=assumption_title(analysis, each.name), evppi=kroner(each.evppi_dkk))
        for each in bars[:_MOST_TOLD]
    ]
    left_out = len(information.singles) - len(bars)
    caption = [say("No study is worth more than the bar on top. The bars do not add up.")]
    if left_out:
        caption.append(
            say(
                "{left_out} of {all} assumptions are not drawn: they are worth DKK 0 to know by "
                "themselves or less than those that are drawn.",
                left_out=left_out,
                all=len(information.singles),
            )
        )
    return picture(
        lambda width: worth_chart(analysis, width=width),
        alt=ended(
            say(
                "Bars. All assumptions: {evpi}. {singles} The numbers are in the tables.",
                evpi=kroner(information.evpi_dkk),
                singles=" ".join(single) or say("No assumption is worth anything to know by itself."),
            )
        ),
        caption=" ".join(caption),
    )


def _following(analysis: InformationValue) -> Picture | None:
    """Return the chart of follow-ups; None where there is none with a worth."""
    follow_up = analysis.follow_up
    if follow_up is None or not any(look.net_dkk for look in follow_up.looks):
        return None
    return picture(
        lambda width: follow_up_chart(follow_up, width=width),
        alt=say(
            "Curves of what it is worth to follow children for {months}, one for each number of "
            "children. {sentence} The numbers are in the table.",
            months=follow_up_range(follow_up)[1],
            sentence=answer(analysis)[1],
        ),
        caption=say(
            "Above zero it is better to start and look than to decide for good now. The vertical "
            "lines are the computing error (9 of 10)."
        ),
    )


def _telling(analysis: InformationValue) -> Picture | None:
    """Return the chart of early figures; None where none explains anything."""
    telling = curves(analysis)
    if not telling:
        return None
    sentences = [
        say(
            "In month {month}, {name} foretells {share} of the differences.",
            month=curve.best.month,
            name=curve.title,
            share=percent(curve.best.explained),
        )
        for curve in telling[:MOST_CURVES]
    ]
    return picture(
        lambda width: early_figures_chart(telling, width=width),
        alt=say(
            "Curves of what the best early figures tell month by month. {told} The numbers are in "
            "the tables.",
            told=" ".join(sentences),
        ),
        caption=say("The best early figures, each by itself. Two good ones may tell the same."),
    )


def _method(analysis: InformationValue) -> list[str]:
    wanted, subject = analysis.wanted, analysis.subject
    scenario, explained = subject.study.scenario, analysis.information.denoised.explained
    waiting = say("Following children was not worked out, for the case works on no step.")
    if analysis.follow_up is not None:
        months = analysis.follow_up.months
        waiting = say(
            "To follow children is not free, for the case has to run before there is anything to "
            "see. So it was worked out like this: start now, look in month {first_look}, "
            "{last_look} or in between, and then go on or stop. Who stops has lost what the case "
            "has cost by then.",
            first_look=months[0],
            last_look=months[-1],
        )
    return [
        say(
            "The assumptions were drawn {draws} times within their spans, and for each draw the "
            "children were followed in {replications} replications over {years}, with "
            "and without the case and with the same chance. The gain is the municipality's own, "
            "as present value in {year} prices. The decision is whether to do the case, and it "
            "follows the expected gain.",
            draws=number(wanted.draws),
            replications=number(wanted.replications),
            years=span_words(Months.of(scenario.start, scenario.years)),
            year=scenario.price_year,
        ),
        say(
            "A regression on the same draws parts what the assumptions do to the gain from "
            "chance, which nobody can know beforehand. It finds no differences that the "
            "assumptions make."
        )
        if explained is None
        else say(
            "A regression on the same draws parts what the assumptions do to the gain from "
            "chance, which nobody can know beforehand. It foretells {explained} of the "
            "differences that the assumptions make, in draws that it has not seen.",
            explained=percent(explained),
        ),
        waiting,
    ]


def _caveats(analysis: InformationValue) -> list[str]:
    """Return caveats of the analysis, of any case, of reading, and the scenario's own."""
    subject = analysis.subject
    texts = [text for text, of_follow_up in _CAVEATS if analysis.follow_up is not None or not of_follow_up]
    return [
        *map(say, texts),
        *standing_caveats("booking", "wellbeing", "effects", "intervals"),
        *caveats_of(subject.study, [subject.case]),
    ]


def _stamp(analysis: InformationValue, document: Mapping[str, Any]) -> Grid:
    return Grid(
        caption=say("Stamp"),
        rows=(
            (say("Calculation"), f"{document['scenario']}, {case_title(analysis)}"),
            (say("Premises (SHA-256)"), document["scenario_digest"]),
            (say("Run (SHA-256)"), document["run_digest"]),
            (say("Results (SHA-256)"), document["value_digest"]),
            (say("Seed of the random numbers"), str(document["seed"])),
            (say("Draws of the assumptions"), number(document["draws"])),
            (say("Replications per draw"), number(document["replications"])),
            (say("Versions"), ", ".join(f"{name} {version}" for name, version in versions().items())),
        ),
    )
