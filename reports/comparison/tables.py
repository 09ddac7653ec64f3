"""A table before it knows whether it becomes HTML or a terminal."""

from dataclasses import dataclass

import numpy as np

from model.results.prices import NEAR_RATE
from reports.comparison.answer import break_even_words
from reports.language.catalogue import texts
from reports.language.writing import DASH, HARD_SPACE, Scale, kroner, number, percent, scale_of
from reports.shared.cases import Finding, payer_title
from scenarios.format.study import Study
from scenarios.results.comparison import Comparison
from scenarios.results.distribution import Distribution, distribution


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A caption, a head, rows of ready text whose first cell names the row, and notes below."""

    caption: str
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()
    """A last row that adds up the others; left out where it must not be known."""
    notes: tuple[str, ...] = ()
    prose: tuple[int, ...] = ()
    """Columns of running text beside the first; the others are short and stand to the right."""


def overview(cases: tuple[Finding, ...], lang: str) -> Grid:
    """Return one row per case: net present gain, how sure it is, and when it breaks even."""
    t = texts(lang)
    years = cases[0].gain.years
    nets = [finding.gain.net_present_distribution for finding in cases]
    scale = scale_of(value for net in nets for value in (net.p05, net.mean, net.p95))
    return Grid(
        caption=t["overview_caption"].format(first=years[0], last=years[-1], unit=scale.unit(lang)),
        head=(t["case"], t["mean"], t["five_to_ninety_five"], t["gain_share"], t["break_even_quantiles"]),
        rows=tuple(_overview_row(case, net, scale, lang) for case, net in zip(cases, nets, strict=True)),
        notes=(t["overview_note"].format(last=years[-1]),),
    )


def _overview_row(finding: Finding, net: Distribution, scale: Scale, lang: str) -> tuple[str, ...]:
    name = f"{finding.letter}. {finding.title}"
    if finding.idle:
        return name, scale.number(0, lang), DASH, DASH, texts(lang)["idle"]
    return (
        name,
        scale.number(net.mean, lang),
        HARD_SPACE.join((scale.number(net.p05, lang), DASH, scale.number(net.p95, lang))),
        percent(finding.gain.probability, lang),
        break_even_words(finding.gain, lang),
    )


def key_figures(finding: Finding, lang: str) -> Grid:
    """Return the headline figures of one case with their uncertainty."""
    t = texts(lang)
    gain, net = finding.gain, finding.gain.net_present_distribution
    scale = scale_of((net.mean, net.p50, net.p05, net.p95))
    rows = (
        (t["key_mean"], scale.amount(net.mean, lang)),
        (t["key_median"], scale.amount(net.p50, lang)),
        (t["key_interval"], scale.between(net.p05, net.p95, lang)),
        (t["key_deepest"], _deepest(finding, lang)),
        (t["key_probability"], percent(gain.probability, lang)),
        (t["key_break_even"], break_even_words(gain, lang)),
        (t["key_variance"], _variance(finding, lang)),
        (t["key_mc_error"], _mc_error(net, lang)),
    )
    rate = f"{number(100 * NEAR_RATE, lang, 1)}{t['percent_sign']}"
    return Grid(
        caption=t["key_caption"].format(first=gain.years[0], last=gain.years[-1]),
        rows=rows,
        notes=(t["key_note"].format(last=gain.years[-1], rate=rate),),
    )


def gain_by_payer(study: Study, comparison: Comparison, finding: Finding, lang: str) -> Grid:
    """Return the undiscounted gain of each payer over all years, and of the municipality."""
    t = texts(lang)
    by_payer = [distribution(finding.gain.by_payer[..., i]) for i in range(len(comparison.payers))]
    total = distribution(finding.gain.by_year.sum(axis=-1))
    scale = _scale(*by_payer, total)
    names = [payer_title(study, payer, lang) for payer in comparison.payers]
    titles = [
        name if own else t["outside"].format(payer=name)
        for name, own in zip(names, comparison.municipal, strict=True)
    ]
    years = comparison.years
    return Grid(
        caption=t["by_payer_caption"].format(first=years[0], last=years[-1], unit=scale.unit(lang)),
        head=(t["payer"], t["mean"], t["p05"], t["p95"]),
        rows=tuple((title, *_spread(d, scale, lang)) for title, d in zip(titles, by_payer, strict=True)),
        total=(t["municipality_total"], *_spread(total, scale, lang)),
    )


def gain_by_year(finding: Finding, lang: str) -> Grid:
    """Return the municipality's undiscounted gain in each budget year."""
    t = texts(lang)
    by_year = [distribution(finding.gain.by_year[..., i]) for i in range(len(finding.gain.years))]
    scale = _scale(*by_year)
    return Grid(
        caption=t["by_year_caption"].format(unit=scale.unit(lang)),
        head=(t["by_year"], t["mean"], t["p05"], t["p95"]),
        rows=tuple(
            (str(year), *_spread(d, scale, lang)) for year, d in zip(finding.gain.years, by_year, strict=True)
        ),
        notes=(t["by_year_note"],),
    )


def _scale(*figures: Distribution) -> Scale:
    return scale_of(np.array([(d.mean, d.p05, d.p95) for d in figures]).ravel().tolist())


def _spread(figure: Distribution, scale: Scale, lang: str) -> tuple[str, str, str]:
    return (
        scale.number(figure.mean, lang),
        scale.number(figure.p05, lang),
        scale.number(figure.p95, lang),
    )


def _deepest(finding: Finding, lang: str) -> str:
    """Return how far below zero the municipality's undiscounted gain so far comes before it turns."""
    so_far = np.cumsum(finding.gain.by_year, axis=-1).min(axis=-1)
    return kroner(float(np.median(np.maximum(-so_far, 0.0))), lang)


def _variance(finding: Finding, lang: str) -> str:
    t = texts(lang)
    shares = finding.gain.shares
    if shares is None:
        return t["variance_unknown"]
    ignorance, chance = percent(shares.ignorance, lang), percent(shares.chance, lang)
    return t["variance"].format(ignorance=ignorance, chance=chance)


def _mc_error(net: Distribution, lang: str) -> str:
    t = texts(lang)
    if np.isnan(net.mc_error):
        return t["mc_error_unknown"]
    return t["mc_error"].format(amount=scale_of([net.mc_error]).amount(net.mc_error, lang))
