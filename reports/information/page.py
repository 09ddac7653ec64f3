"""What it is worth to know more, as one HTML file that fetches nothing from outside."""

from collections.abc import Mapping
from typing import Any

from language.formatting import kroner, number, percent
from language.messages import mark, say
from model.world.months import Months
from reports.information.charts import MOST_CURVES, drawn, following_chart, knowing_chart, telling_chart
from reports.information.sentences import (
    answer,
    assumption_title,
    case_title,
    curves,
    follow_up_range,
    too_low,
)
from reports.information.tables import following_grids, singles_grid, telling_grids, whole_grid
from reports.shared.basis import caveats_of
from reports.shared.figure_style import Picture, picture
from reports.shared.html import rendered
from reports.shared.table import Grid
from scenarios.results.provenance import versions
from sensitivity.information.value import InformationValue

_COMMON = (
    mark(
        "The gains are expectations. An amount can be taken out of the budget only when it is "
        "sure enough by the rule, when a sensitivity analysis of exactly this calculation is on "
        "record, when the payer has approved, and when the follow-up says nothing else."
    ),
    mark("The model follows steps and kroner. It does not measure whether the children thrive."),
    mark(
        "Only the effects and payers in the calculation are counted. What nobody has put a number "
        "on counts as nothing."
    ),
    mark(
        "The intervals show the uncertainty of the assumptions and of chance. They do not show "
        "what happens if the law, prices or practice change in other ways than assumed."
    ),
)
"""Caveats of any case."""
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
"""Caveats that hold for everything that is worked out of a case."""
_MOST_TOLD = 5
"""Bars that are read aloud; the tables have the rest."""


def information_html(found: InformationValue, told: Mapping[str, Any]) -> str:
    """Return the answer, the figures and the tables in `lang` ("da" or "en") as one HTML document.

    `told` is the document of `sensitivity.information.outputs`, of which the digests are shown. The same
    knowledge gives the same text, byte for byte.
    """
    scenario = found.subject.study.scenario
    return rendered(
        "information.html",
        title=say("What is it worth to know more before deciding?"),
        kicker=say(
            "{case} · {municipality}", case=case_title(found), municipality=scenario.municipality.name
        ),
        answer=answer(found),
        too_low=too_low(found),
        knowing=_knowing(found),
        whole=whole_grid(found),
        singles=singles_grid(found),
        following=_following(found),
        following_grids=following_grids(found),
        telling=_telling(found),
        telling_grids=telling_grids(found),
        method=_method(found),
        caveats=_caveats(found),
        stamp=_stamp(told),
    )


def _knowing(found: InformationValue) -> Picture | None:
    """Return the bars; None where nothing is worth knowing."""
    told = found.information
    if told.evpi_dkk == 0:
        return None
    bars = drawn(found)
    single = [
        say("{title}: {evppi}.", title=assumption_title(found, each.name), evppi=kroner(each.evppi_dkk))
        for each in bars[:_MOST_TOLD]
    ]
    left_out = len(told.singles) - len(bars)
    caption = [say("No study is worth more than the bar on top. The bars do not add up.")]
    if left_out:
        caption.append(
            say(
                "{left_out} of {all} assumptions are not drawn: they are worth DKK 0 to know by "
                "themselves or less than those that are drawn.",
                left_out=left_out,
                all=len(told.singles),
            )
        )
    return picture(
        lambda width: knowing_chart(found, width=width),
        alt=_sentence(
            say(
                "Bars. All assumptions: {evpi}. {singles} The numbers are in the tables.",
                evpi=kroner(told.evpi_dkk),
                singles=" ".join(single) or say("No assumption is worth anything to know by itself."),
            )
        ),
        caption=" ".join(caption),
    )


def _following(found: InformationValue) -> Picture | None:
    """Return the curves of following children; None where nobody can be followed or nothing comes of it."""
    told = found.follow_up
    if told is None or not any(look.net_dkk for look in told.looks):
        return None
    return picture(
        lambda width: following_chart(told, width=width),
        alt=say(
            "Curves of what it is worth to follow children for {months}, one for each number of "
            "children. {sentence} The numbers are in the table.",
            months=follow_up_range(told)[1],
            sentence=answer(found)[1],
        ),
        caption=say(
            "Above zero it is better to start and look than to decide for good now. The vertical "
            "lines are the computing error (9 of 10)."
        ),
    )


def _telling(found: InformationValue) -> Picture | None:
    """Return the curves of early figures; None where none of them tells anything."""
    told = curves(found)
    if not told:
        return None
    sentences = [
        say(
            "In month {month}, {name} foretells {share} of the differences.",
            month=curve.best.month,
            name=curve.title,
            share=percent(curve.best.explained),
        )
        for curve in told[:MOST_CURVES]
    ]
    return picture(
        lambda width: telling_chart(told, width=width),
        alt=say(
            "Curves of what the best early figures tell month by month. {told} The numbers are in "
            "the tables.",
            told=" ".join(sentences),
        ),
        caption=say("The best early figures, each by itself. Two good ones may tell the same."),
    )


def _method(found: InformationValue) -> list[str]:
    wanted, subject = found.wanted, found.subject
    scenario, explained = subject.study.scenario, found.information.denoised.explained
    years = Months.of(scenario.start, scenario.years).years
    waiting = say("Following children was not worked out, for the case works on no step.")
    if found.follow_up is not None:
        months = found.follow_up.months
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
            "children were followed in {replications} replications from {first} to {last}, with "
            "and without the case and with the same chance. The gain is the municipality's own, "
            "as present value in {year} prices. The decision is whether to do the case, and it "
            "follows the expected gain.",
            draws=number(wanted.draws),
            replications=number(wanted.replications),
            first=years[0],
            last=years[-1],
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


def _caveats(found: InformationValue) -> list[str]:
    """Return what always holds, what holds for any case, what reading warned of, and the scenario's own."""
    subject = found.subject
    texts = [text for text, of_follow_up in _CAVEATS if found.follow_up is not None or not of_follow_up]
    own = [say(text) for text in (*texts, *_COMMON)]
    return [*own, *caveats_of(subject.study, [subject.case])]


def _stamp(told: Mapping[str, Any]) -> Grid:
    return Grid(
        caption=say("Stamp"),
        rows=(
            (say("Calculation"), f"{told['scenario']}, {told['case']}"),
            (say("Premises (SHA-256)"), told["scenario_digest"]),
            (say("Run (SHA-256)"), told["run_digest"]),
            (say("Results (SHA-256)"), told["value_digest"]),
            (say("Seed of the random numbers"), str(told["seed"])),
            (say("Draws of the assumptions"), number(told["draws"])),
            (say("Replications per draw"), number(told["replications"])),
            (say("Versions"), ", ".join(f"{name} {version}" for name, version in versions().items())),
        ),
    )


def _sentence(text: str) -> str:
    return text.replace("..", ".")  # an amount may end with a full stop
