"""Render a sensitivity analysis as one HTML file that fetches nothing from outside."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from language.formatting import ended, number
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
    is_hidden,
    kind_of,
    outcome_scale,
    outcome_words,
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
from reports.shared.basis import caveats_of, standing_caveats
from reports.shared.figure_style import Picture, picture
from reports.shared.html import rendered
from reports.shared.table import Grid
from scenarios.results.provenance import versions
from sensitivity.analysis.analysis import Sensitivity
from sensitivity.methods.break_even import Map
from sensitivity.methods.one_at_a_time import Tornado

_MAP_ALT = {
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
    """Map of two assumptions with its table."""

    figure: Picture
    grid: Grid


def sensitivity_html(analysis: Sensitivity, document: Mapping[str, Any]) -> str:
    """Return the analysis as one HTML document, in the language that is set.

    `document` is that of `sensitivity.analysis.outputs`, of which the digests are shown. The same
    analysis gives the same text, byte for byte.
    """
    tornado = analysis.tornado
    maps = [each for each in analysis.maps if not is_blank(each) and not _is_hidden(analysis, each)]
    return rendered(
        "sensitivity.html",
        title=say("What does it hang on? {case}", case=case_title(analysis)),
        kicker=say(
            "Sensitivity analysis · {municipality}",
            municipality=analysis.subject.study.scenario.municipality.name,
        ),
        answer=answer(analysis),
        booking=say("No part of the gain may be taken out of the budget on the strength of this page alone."),
        tornado_chart=None if tornado is None else _tornado(analysis, tornado),
        tornado=tornado_grid(analysis),
        method_chart=_method_chart(analysis),
        method=method_grid(analysis),
        second=second_grid(analysis),
        balance=balance_grid(analysis),
        maps=[_map(analysis, each) for each in maps],
        blanks=[_blank(analysis, each) for each in analysis.maps if is_blank(each)],
        views=views_grid(analysis),
        source=_source(analysis),
        how=method_words(analysis),
        caveats=_caveats(analysis),
        stamp=_stamp(analysis, document),
    )


def _is_hidden(analysis: Sensitivity, balance: Map) -> bool:
    """Return whether the axes of a map would show numbers with few children behind them."""
    return any(is_hidden(analysis, number_) for number_ in (balance.across, balance.up))


def _tornado(analysis: Sensitivity, tornado: Tornado) -> Picture:
    at = analysis.chosen
    middle = float(tornado.middle[at])
    sentences = []
    for i in tornado_order(tornado, at)[:_TOLD]:
        ends = [middle + float(change[i, at]) for change in (tornado.at_low, tornado.at_high)]
        scale = outcome_scale(analysis, ends)
        at_low, at_high = (scale.amount(end) for end in ends)
        moved = range_with_unit(analysis, i, float(tornado.low_values[i]), float(tornado.high_values[i]))
        leader = quoted(analysis, i)
        sentence = say(
            "With {leader} from {range} the result goes from {at_low} to {at_high}.",
            leader=leader,
            range=moved,
            at_low=at_low,
            at_high=at_high,
        )
        sentences.append(ended(sentence))
    return picture(
        lambda width: tornado_chart(analysis, tornado, width=width),
        alt=say(
            "Horizontal bars, the most important assumption on top. {sentence} The numbers are in the table.",
            sentence=" ".join(sentences),
        ),
        caption=say(
            "The bars begin at the result when all assumptions stand in the middle of their "
            "ranges ({middle}). The longer the bar, the more the assumption moves it alone. The "
            "thin line is the sampling error.",
            middle=outcome_scale(analysis, [middle]).amount(middle),
        ),
    )


def _method_chart(analysis: Sensitivity) -> Picture | None:
    """Return the chart of the method; None where it is the tornado."""
    at = analysis.chosen
    if (indices := analysis.indices) is not None:
        values = [share_words(float(indices.total.value[i, at])) for i in analysis.order]
        return picture(
            lambda width: indices_chart(analysis, indices, width=width),
            alt=say(
                "Horizontal bars in per cent of what we do not know: {sentence}. The numbers are "
                "in the table.",
                sentence=_listed(analysis, values),
            ),
            caption=say("The lowest bar is chance. It is measured by itself and is no part of the others."),
        )
    if (screening := analysis.screening) is not None:
        scale = outcome_scale(analysis, screening.mu_star.value[:, at].tolist())
        values = [scale.amount(float(screening.mu_star.value[i, at])) for i in analysis.order]
        return picture(
            lambda width: screening_chart(analysis, screening, width=width),
            alt=ended(
                say(
                    "Horizontal bars for the effect of each assumption, the largest on top: "
                    "{sentence}. The numbers are in the table.",
                    sentence=_listed(analysis, values),
                )
            ),
            caption=say("A bar that does not pass the mark of chance cannot be told from nothing."),
        )
    if (densities := analysis.densities) is not None:
        values = [number(max(0.0, float(densities.distance.value[i])), 2) for i in analysis.order]
        return picture(
            lambda width: densities_chart(analysis, densities, width=width),
            alt=say(
                "Horizontal bars for the distance of each assumption, the largest on top: "
                "{sentence}. The numbers are in the table.",
                sentence=_listed(analysis, values),
            ),
            caption=say("A line that reaches zero means that the assumption cannot be told from nothing."),
        )
    return None


def _listed(analysis: Sensitivity, values: list[str]) -> str:
    part = say("{title} {share}")
    pairs = zip(analysis.order[:_TOLD], values, strict=False)
    return ", ".join(part.format(title=title_of(analysis, i), share=words) for i, words in pairs)


def _map(analysis: Sensitivity, balance: Map) -> MapSection:
    side = event_words(analysis, clause=False)
    across, up = (title_with_unit(analysis, i) for i in (balance.across, balance.up))
    captions = [
        say(
            "Hatched: {side}. Straight lines are drawn between the points. On the map the two "
            "assumptions are taken as certain; in the scenario they are not, so the place of the "
            "diamond does not say how sure the case is.",
            side=side,
        )
    ]
    sentences = []
    for column, value, pays in zip(balance.columns, balance.values, balance.pays_above, strict=True):
        (at,) = values_with_unit(analysis, balance.across, (column,))
        if value is None:
            kind = "everywhere" if pays else "nowhere"
            sentences.append(say(_MAP_ALT[kind], across=at, side=side))
            if say(_MAP_CAPTION[kind]) not in captions:
                captions.append(say(_MAP_CAPTION[kind]))
        else:
            (border,) = values_with_unit(analysis, balance.up, (value,))
            sentences.append(say("When the first is {across}, the border is {up}.", across=at, up=border))
    return MapSection(
        figure=picture(
            lambda width: break_even_chart(analysis, balance, width=width),
            alt=say(
                "A map of two assumptions. Across: {across}. Up: {up}. {sentence} The numbers are "
                "in the table.",
                across=across,
                up=up,
                sentence=" ".join(sentences),
            ),
            caption=" ".join(captions),
        ),
        grid=map_grid(analysis, balance),
    )


def _blank(analysis: Sensitivity, balance: Map) -> str:
    """Return a map without a border in words."""
    one, other = (quoted(analysis, i) for i in (balance.up, balance.across))
    return say(
        "{up} and {across}: wherever they are within what was searched, {event}.",
        up=one,
        across=other,
        event=event_words(analysis, least=balance.pays_above[0]),
    )


def _source(analysis: Sensitivity) -> list[str]:
    """Return source and rationale of the correction for optimism."""
    if analysis.views is None:
        return []
    optimism = analysis.request.optimism
    source = say("Source of the correction: {source}.", source=str(optimism.source).rstrip("."))
    why = str(optimism.rationale)
    return [source, *([f"{why.rstrip('.')}."] if why else [])]


def _caveats(analysis: Sensitivity) -> list[str]:
    """Return caveats of any sensitivity analysis, then those of the scenario."""
    subject = analysis.subject
    own = [
        say("A sensitivity analysis shows what the gain hangs on. It does not show that the gain will come."),
        say(
            "The analysis sees only the assumptions that the scenario itself calls uncertain, and "
            "only within the ranges that it gives them. An assumption with too narrow a range "
            "looks less important than it is."
        ),
    ]
    if analysis.views is not None:
        own += [
            say("The correction for optimism is a rule of thumb and no forecast."),
            say(
                "That no one has repeated a measure is no proof that it does not work. What "
                "others have found was found in other places with other children."
            ),
        ]
    if kind_of(subject.outcomes[analysis.chosen]) == "placed":
        own.append(
            say(
                "The number of children placed is a difference between two simulations and no "
                "count of children."
            )
        )
    own += standing_caveats("wellbeing", "effects", "intervals")
    return [*own, *caveats_of(subject.study, [subject.case])]


def _stamp(analysis: Sensitivity, document: Mapping[str, Any]) -> Grid:
    counts = f"{number(document['samples'])}; {number(document['replications'])}"
    return Grid(
        caption=say("Stamp"),
        rows=(
            (say("Calculation and case"), f"{document['scenario']}, {case_title(analysis)}"),
            (say("Inputs (SHA-256)"), document["scenario_digest"]),
            (say("Run (SHA-256)"), document["run_digest"]),
            (say("Results (SHA-256)"), document["value_digest"]),
            (say("Method and outcome"), f"{document['method']}, {outcome_words(analysis)}"),
            *([(say("Rows, passes or draws; replications"), counts)] if analysis.request.run is None else []),
            (say("Seed of chance"), str(document["seed"])),
            (say("Versions"), ", ".join(f"{name} {version}" for name, version in versions().items())),
        ),
    )
