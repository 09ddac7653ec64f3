"""What a case hangs on as one HTML file that fetches nothing from outside."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reports.comparison.tables import Grid
from reports.language.catalogue import texts
from reports.language.texts_sensitivity import sensitivity_texts
from reports.language.writing import number
from reports.sensitivity.assumption_charts import tornado_chart
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
from reports.sensitivity.indices_chart import indices_chart
from reports.sensitivity.screening_chart import densities_chart, screening_chart
from reports.sensitivity.sensitivity_method import method_words
from reports.sensitivity.sentences import answer
from reports.sensitivity.tables import (
    balance_grid,
    map_grid,
    method_grid,
    second_grid,
    tornado_grid,
    tornado_order,
    views_grid,
)
from reports.shared.caveats import caveats_of
from reports.shared.html import rendered
from reports.shared.pictures import Picture, picture
from scenarios.results.provenance import versions
from sensitivity.analysis.analysis import Sensitivity
from sensitivity.methods.break_even import Map
from sensitivity.methods.one_at_a_time import Tornado

_TOLD = 5
"""Of so many assumptions a figure tells in words."""


@dataclass(frozen=True, kw_only=True)
class MapSection:
    """Two assumptions and where the case just pays its way in them."""

    figure: Picture
    grid: Grid


def sensitivity_html(found: Sensitivity, told: Mapping[str, Any], lang: str = "da") -> str:
    """Return the analysis in `lang` ("da" or "en") as one HTML document.

    `told` is what `sensitivity.analysis.outputs.document` makes of it, with the digests. The same analysis
    gives the same text, byte for byte.
    """
    t, made = sensitivity_texts(lang), found.tornado
    maps = [each for each in found.maps if not is_blank(each)]
    return rendered(
        "sensitivity.html",
        t=t,
        lang=lang,
        title=t["title"].format(case=case_title(found, lang)),
        kicker=t["kicker"].format(municipality=found.subject.study.scenario.municipality.name),
        answer=answer(found, lang),
        booking=texts(lang)["booking"],
        tornado_chart=None if made is None else _tornado(found, made, lang),
        tornado=tornado_grid(found, lang),
        method_chart=_method_chart(found, lang),
        method=method_grid(found, lang),
        second=second_grid(found, lang),
        balance=balance_grid(found, lang),
        maps=[_map(found, each, lang) for each in maps],
        blanks=[_blank(found, each, lang) for each in found.maps if is_blank(each)],
        views=views_grid(found, lang),
        source=_source(found, lang),
        how=method_words(found, lang),
        caveats=_caveats(found, lang),
        stamp=_stamp(found, told, lang),
    )


def _tornado(found: Sensitivity, made: Tornado, lang: str) -> Picture:
    t, at = sensitivity_texts(lang), found.chosen
    middle = float(made.middle[at])
    sentences = []
    for i in tornado_order(made, at)[:_TOLD]:
        ends = [middle + float(change[i, at]) for change in (made.at_low, made.at_high)]
        scale = outcome_scale(found, ends)
        at_low, at_high = (scale.amount(end, lang) for end in ends)
        moved = range_with_unit(found, i, float(made.low_values[i]), float(made.high_values[i]), lang)
        leader = quoted(found, i, lang)
        sentence = t["tornado_alt_sentence"].format(
            leader=leader, range=moved, at_low=at_low, at_high=at_high
        )
        sentences.append(sentence.replace("..", "."))
    return picture(
        lambda width: tornado_chart(found, made, lang, width=width),
        alt=t["tornado_alt"].format(sentence=" ".join(sentences)),
        caption=t["tornado_caption"].format(middle=outcome_scale(found, [middle]).amount(middle, lang)),
    )


def _method_chart(found: Sensitivity, lang: str) -> Picture | None:
    """Return the figure of the method; None where that is the tornado."""
    t, at = sensitivity_texts(lang), found.chosen
    if (indices := found.indices) is not None:
        told = [share_words(float(indices.total.value[i, at]), lang) for i in found.order]
        return picture(
            lambda width: indices_chart(found, indices, lang, width=width),
            alt=t["indices_alt"].format(sentence=_listed(found, told, lang)),
            caption=t["indices_caption"],
        )
    if (screening := found.screening) is not None:
        scale = outcome_scale(found, screening.mu_star.value[:, at].tolist())
        told = [scale.amount(float(screening.mu_star.value[i, at]), lang) for i in found.order]
        return picture(
            lambda width: screening_chart(found, screening, lang, width=width),
            alt=t["screening_alt"].format(sentence=_listed(found, told, lang)).replace("..", "."),
            caption=t["screening_caption"],
        )
    if (densities := found.densities) is not None:
        told = [number(max(0.0, float(densities.distance.value[i])), lang, 2) for i in found.order]
        return picture(
            lambda width: densities_chart(found, densities, lang, width=width),
            alt=t["densities_alt"].format(sentence=_listed(found, told, lang)),
            caption=t["densities_caption"],
        )
    return None


def _listed(found: Sensitivity, told: list[str], lang: str) -> str:
    part = sensitivity_texts(lang)["indices_alt_part"]
    pairs = zip(found.order[:_TOLD], told, strict=False)
    return ", ".join(part.format(title=title_of(found, i, lang), share=words) for i, words in pairs)


def _map(found: Sensitivity, made: Map, lang: str) -> MapSection:
    t, side = sensitivity_texts(lang), event_words(found, lang, key="side")
    across, up = (title_with_unit(found, i, lang) for i in (made.across, made.up))
    captions = [t["map_caption"].format(side=side)]
    sentences = []
    for column, value, pays in zip(made.columns, made.values, made.pays_above, strict=True):
        (at,) = values_with_unit(found, made.across, (column,), lang)
        if value is None:
            kind = "everywhere" if pays else "nowhere"
            sentences.append(t[f"map_alt_{kind}"].format(across=at, side=side))
            if t[f"map_caption_{kind}"] not in captions:
                captions.append(t[f"map_caption_{kind}"])
        else:
            (border,) = values_with_unit(found, made.up, (value,), lang)
            sentences.append(t["map_alt_point"].format(across=at, up=border))
    return MapSection(
        figure=picture(
            lambda width: break_even_chart(found, made, lang, width=width),
            alt=t["map_alt"].format(across=across, up=up, sentence=" ".join(sentences)),
            caption=" ".join(captions),
        ),
        grid=map_grid(found, made, lang),
    )


def _blank(found: Sensitivity, made: Map, lang: str) -> str:
    """Return a map without a border in words."""
    t = sensitivity_texts(lang)
    one, other = (quoted(found, i, lang) for i in (made.up, made.across))
    return t["map_blank"].format(
        up=one, across=other, event=event_words(found, lang, least=made.pays_above[0])
    )


def _source(found: Sensitivity, lang: str) -> list[str]:
    """Return where the correction is from and what it rests on."""
    if found.views is None:
        return []
    made = found.asked.optimism
    source = sensitivity_texts(lang)["source"].format(source=made.source.in_language(lang).rstrip("."))
    why = made.rationale.in_language(lang)
    return [source, *([f"{why.rstrip('.')}."] if why else [])]


def _caveats(found: Sensitivity, lang: str) -> list[str]:
    """Return what always holds of such an analysis, then what holds of the scenario and what it says."""
    t, common, subject = sensitivity_texts(lang), texts(lang), found.subject
    own = [t["caveat_booking"], t["caveat_known"]]
    if found.views is not None:
        own += [t["caveat_optimism"], t["caveat_repeated"]]
    if kind_of(subject.outcomes[found.chosen]) == "placed":
        own.append(t["caveat_placed"])
    own += [common[key] for key in ("caveat_wellbeing", "caveat_effects", "caveat_model")]
    return [*own, *caveats_of(subject.study, [subject.case], lang)]


def _stamp(found: Sensitivity, told: Mapping[str, Any], lang: str) -> Grid:
    t = sensitivity_texts(lang)
    counts = f"{number(told['samples'], lang)}; {number(told['replications'], lang)}"
    return Grid(
        caption=t["stamp_caption"],
        rows=(
            (t["stamp_scenario"], f"{told['scenario']}, {told['case']}"),
            (t["stamp_scenario_digest"], told["scenario_digest"]),
            (t["stamp_run_digest"], told["run_digest"]),
            (t["stamp_value_digest"], told["value_digest"]),
            (t["stamp_method"], f"{told['method']}, {told['outcome']}"),
            *([(t["stamp_samples"], counts)] if found.asked.run is None else []),
            (t["stamp_seed"], str(told["seed"])),
            (t["stamp_versions"], ", ".join(f"{name} {version}" for name, version in versions().items())),
        ),
    )
