"""What a case hangs on as one HTML file that fetches nothing from outside."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from language.formatting import number
from language.messages import mark, say
from reports.sensitivity.assumption_charts import (
    densities_chart,
    indices_chart,
    screening_chart,
    tornado_chart,
)
from reports.sensitivity.break_even_chart import break_even_chart, is_blank
from reports.sensitivity.formatting import (
    case_title,
    event_words,
    kind_of,
    outcome_scale,
    quoted,
    range_with_unit,
    share_words,
    title_of,
    title_with_unit,
    values_with_unit,
)
from reports.sensitivity.importance_tables import method_grid, second_grid
from reports.sensitivity.method import method_words
from reports.sensitivity.sentences import answer
from reports.sensitivity.tables import balance_grid, map_grid, tornado_grid, tornado_order, views_grid
from reports.shared.basis import caveats_of
from reports.shared.figure_style import Picture, picture
from reports.shared.html import rendered
from reports.shared.table import Grid
from scenarios.results.provenance import versions
from sensitivity.analysis.analysis import Sensitivity
from sensitivity.methods.break_even import Map
from sensitivity.methods.one_at_a_time import Tornado

_MAP_ALT = {
    "point": mark("When the first is {across}, the border is {up}."),
    "everywhere": mark("When the first is {across}, there is no border: {side} everywhere."),
    "nowhere": mark("When the first is {across}, there is no border: {side} nowhere."),
}
_MAP_CAPTION = {
    "everywhere": mark(
        "A triangle on the edge: there the border is off the map, and all of the vertical line is hatched."
    ),
    "nowhere": mark("A cross on the edge: there the other assumption cannot do it alone."),
}
_TOLD = 5
"""Of so many assumptions a figure tells in words."""


@dataclass(frozen=True, kw_only=True)
class MapSection:
    """Two assumptions and where the case just pays its way in them."""

    figure: Picture
    grid: Grid


def sensitivity_html(found: Sensitivity, told: Mapping[str, Any]) -> str:
    """Return the analysis in `lang` ("da" or "en") as one HTML document.

    `told` is what `sensitivity.analysis.outputs.document` makes of it, with the digests. The same analysis
    gives the same text, byte for byte.
    """
    made = found.tornado
    maps = [each for each in found.maps if not is_blank(each)]
    return rendered(
        "sensitivity.html",
        title=say("What does it hang on? {case}", case=case_title(found)),
        kicker=say(
            "Sensitivity analysis · {municipality}",
            municipality=found.subject.study.scenario.municipality.name,
        ),
        answer=answer(found),
        booking=say("No part of the gain may be taken out of the budget on the strength of this page alone."),
        tornado_chart=None if made is None else _tornado(found, made),
        tornado=tornado_grid(found),
        method_chart=_method_chart(found),
        method=method_grid(found),
        second=second_grid(found),
        balance=balance_grid(found),
        maps=[_map(found, each) for each in maps],
        blanks=[_blank(found, each) for each in found.maps if is_blank(each)],
        views=views_grid(found),
        source=_source(found),
        how=method_words(found),
        caveats=_caveats(found),
        stamp=_stamp(found, told),
    )


def _tornado(found: Sensitivity, made: Tornado) -> Picture:
    at = found.chosen
    middle = float(made.middle[at])
    sentences = []
    for i in tornado_order(made, at)[:_TOLD]:
        ends = [middle + float(change[i, at]) for change in (made.at_low, made.at_high)]
        scale = outcome_scale(found, ends)
        at_low, at_high = (scale.amount(end) for end in ends)
        moved = range_with_unit(found, i, float(made.low_values[i]), float(made.high_values[i]))
        leader = quoted(found, i)
        sentence = say(
            "With {leader} from {range} the result goes from {at_low} to {at_high}.",
            leader=leader,
            range=moved,
            at_low=at_low,
            at_high=at_high,
        )
        sentences.append(sentence.replace("..", "."))
    return picture(
        lambda width: tornado_chart(found, made, width=width),
        alt=say(
            "Horizontal bars, the most important assumption on top. {sentence} The numbers are in the table.",
            sentence=" ".join(sentences),
        ),
        caption=say(
            "The bars begin at the result when all assumptions stand in the middle of their "
            "ranges ({middle}). The longer the bar, the more the assumption moves it alone. The "
            "thin line is the sampling error.",
            middle=outcome_scale(found, [middle]).amount(middle),
        ),
    )


def _method_chart(found: Sensitivity) -> Picture | None:
    """Return the figure of the method; None where that is the tornado."""
    at = found.chosen
    if (indices := found.indices) is not None:
        told = [share_words(float(indices.total.value[i, at])) for i in found.order]
        return picture(
            lambda width: indices_chart(found, indices, width=width),
            alt=say(
                "Horizontal bars in per cent of what we do not know: {sentence}. The numbers are "
                "in the table.",
                sentence=_listed(found, told),
            ),
            caption=say("The lowest bar is chance. It is measured by itself and is no part of the others."),
        )
    if (screening := found.screening) is not None:
        scale = outcome_scale(found, screening.mu_star.value[:, at].tolist())
        told = [scale.amount(float(screening.mu_star.value[i, at])) for i in found.order]
        return picture(
            lambda width: screening_chart(found, screening, width=width),
            alt=say(
                "Horizontal bars for the effect of each assumption, the largest on top: "
                "{sentence}. The numbers are in the table.",
                sentence=_listed(found, told),
            ).replace("..", "."),
            caption=say("A bar that does not pass the mark of chance cannot be told from nothing."),
        )
    if (densities := found.densities) is not None:
        told = [number(max(0.0, float(densities.distance.value[i])), 2) for i in found.order]
        return picture(
            lambda width: densities_chart(found, densities, width=width),
            alt=say(
                "Horizontal bars for the distance of each assumption, the largest on top: "
                "{sentence}. The numbers are in the table.",
                sentence=_listed(found, told),
            ),
            caption=say("A line that reaches zero means that the assumption cannot be told from nothing."),
        )
    return None


def _listed(found: Sensitivity, told: list[str]) -> str:
    part = say("{title} {share}")
    pairs = zip(found.order[:_TOLD], told, strict=False)
    return ", ".join(part.format(title=title_of(found, i), share=words) for i, words in pairs)


def _map(found: Sensitivity, made: Map) -> MapSection:
    side = event_words(found, clause=False)
    across, up = (title_with_unit(found, i) for i in (made.across, made.up))
    captions = [
        say(
            "Hatched: {side}. Straight lines are drawn between the points. On the map the two "
            "assumptions are taken as certain; in the scenario they are not, so the place of the "
            "diamond does not say how sure the case is.",
            side=side,
        )
    ]
    sentences = []
    for column, value, pays in zip(made.columns, made.values, made.pays_above, strict=True):
        (at,) = values_with_unit(found, made.across, (column,))
        if value is None:
            kind = "everywhere" if pays else "nowhere"
            sentences.append(say(_MAP_ALT[kind], across=at, side=side))
            if say(_MAP_CAPTION[kind]) not in captions:
                captions.append(say(_MAP_CAPTION[kind]))
        else:
            (border,) = values_with_unit(found, made.up, (value,))
            sentences.append(say("When the first is {across}, the border is {up}.", across=at, up=border))
    return MapSection(
        figure=picture(
            lambda width: break_even_chart(found, made, width=width),
            alt=say(
                "A map of two assumptions. Across: {across}. Up: {up}. {sentence} The numbers are "
                "in the table.",
                across=across,
                up=up,
                sentence=" ".join(sentences),
            ),
            caption=" ".join(captions),
        ),
        grid=map_grid(found, made),
    )


def _blank(found: Sensitivity, made: Map) -> str:
    """Return a map without a border in words."""
    one, other = (quoted(found, i) for i in (made.up, made.across))
    return say(
        "{up} and {across}: wherever they are within what was searched, {event}.",
        up=one,
        across=other,
        event=event_words(found, least=made.pays_above[0]),
    )


def _source(found: Sensitivity) -> list[str]:
    """Return where the correction is from and what it rests on."""
    if found.views is None:
        return []
    made = found.request.optimism
    source = say("Source of the correction: {source}.", source=str(made.source).rstrip("."))
    why = str(made.rationale)
    return [source, *([f"{why.rstrip('.')}."] if why else [])]


def _caveats(found: Sensitivity) -> list[str]:
    """Return what always holds of such an analysis, then what holds of the scenario and what it says."""
    subject = found.subject
    own = [
        say("A sensitivity analysis shows what the gain hangs on. It does not show that the gain will come."),
        say(
            "The analysis sees only the assumptions that the scenario itself calls uncertain, and "
            "only within the ranges that it gives them. An assumption with too narrow a range "
            "looks less important than it is."
        ),
    ]
    if found.views is not None:
        own += [
            say("The correction for optimism is a rule of thumb and no forecast."),
            say(
                "That no one has repeated a measure is no proof that it does not work. What "
                "others have found was found in other places with other children."
            ),
        ]
    if kind_of(subject.outcomes[found.chosen]) == "placed":
        own.append(
            say(
                "The number of children placed is a difference between two simulations and no "
                "count of children."
            )
        )
    own += [
        say(key)
        for key in (
            mark("The model follows steps and kroner. It does not measure whether the children thrive."),
            mark(
                "Only the effects and payers in the calculation are counted. What nobody has put "
                "a number on counts as nothing."
            ),
            mark(
                "The intervals show the uncertainty of the assumptions and of chance. They do not "
                "show what happens if the law, prices or practice change in other ways than "
                "assumed."
            ),
        )
    ]
    return [*own, *caveats_of(subject.study, [subject.case])]


def _stamp(found: Sensitivity, told: Mapping[str, Any]) -> Grid:
    counts = f"{number(told['samples'])}; {number(told['replications'])}"
    return Grid(
        caption=say("Stamp"),
        rows=(
            (say("Calculation and case"), f"{told['scenario']}, {told['case']}"),
            (say("Inputs (SHA-256)"), told["scenario_digest"]),
            (say("Run (SHA-256)"), told["run_digest"]),
            (say("Results (SHA-256)"), told["value_digest"]),
            (say("Method and outcome"), f"{told['method']}, {told['outcome']}"),
            *([(say("Rows, passes or draws; replications"), counts)] if found.request.run is None else []),
            (say("Seed of chance"), str(told["seed"])),
            (say("Versions"), ", ".join(f"{name} {version}" for name, version in versions().items())),
        ),
    )
