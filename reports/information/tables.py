"""What it is worth to know more in tables."""

from collections.abc import Iterable
from dataclasses import replace

from reports.comparison.tables import Grid
from reports.information.sentences import (
    READABLE,
    Curve,
    assumption_title,
    by_worth,
    case_step_title,
    curves,
    early_figures,
    too_low,
)
from reports.language.sentences import capital
from reports.language.texts_information import information_texts
from reports.language.writing import DASH, HARD_SPACE, MILLION, Scale, count, number, percent, scale_of
from sensitivity.information.evpi import Partial
from sensitivity.information.indicators import Indicator
from sensitivity.information.sample_information import FollowUp
from sensitivity.information.value import Knowledge
from sensitivity.points.measure import look_at

_FEW_DKK = 9.995e6


def information_grids(found: Knowledge, lang: str) -> list[Grid]:
    """Return what everything, each assumption and each follow-up is worth, and what early figures tell."""
    return [
        whole_grid(found, lang),
        singles_grid(found, lang),
        *following_grids(found, lang),
        *telling_grids(found, lang),
    ]


def whole_grid(found: Knowledge, lang: str) -> Grid:
    """Return what it is worth to know all assumptions, and those of the case and of the baseline."""
    t, told = information_texts(lang), found.information
    scale = _scale(found)
    everything = Partial(
        name="",
        assumptions=found.subject.factors.names,
        evppi_dkk=told.evpi_dkk,
        mc_error_dkk=told.mc_error_dkk,
        explained=1.0,
        changes_decision=told.changes_decision,
    )
    groups = sorted(told.groups, key=lambda each: -each.evppi_dkk) if len(told.groups) > 1 else []
    rows = [(t["everything"], everything), *((t[f"group_{each.name}"], each) for each in groups)]
    low = too_low(found, lang)
    return Grid(
        caption=t["whole"].format(unit=scale.unit(lang)),
        head=(t["known"], t["worth"], t["error"], t["changes"]),
        rows=tuple((title, *_worth(each, scale, lang)) for title, each in rows),
        notes=(*filter(None, [low]), t["whole_note"]),
    )


def singles_grid(found: Knowledge, lang: str) -> Grid:
    """Return what it is worth to know each assumption by itself, the most worth knowing first."""
    t, scale = information_texts(lang), _scale(found)
    return Grid(
        caption=t["singles"].format(unit=scale.unit(lang)),
        head=(t["assumption"], t["worth"], t["error"], t["changes"], t["explains"]),
        rows=tuple(
            (
                assumption_title(found, each.name, lang),
                *_worth(each, scale, lang),
                percent(each.explained, lang),
            )
            for each in by_worth(found)
        ),
        notes=(t["singles_note"],),
    )


def following_grids(found: Knowledge, lang: str) -> list[Grid]:
    """Return what following children is worth, before and after what waiting costs; none without children."""
    t, told = information_texts(lang), found.follow_up
    if told is None:
        return []
    sizes = sorted({look.children for look in told.looks})
    heads = tuple(t["children"].format(children=number(size, lang)) for size in sizes)
    look = look_at(found.subject.study, found.subject.case)
    steps = ", ".join(case_step_title(found, look.steps[step], lang) for step in look.acted_on)
    free = fine_scale(each.evsi_dkk for each in told.looks)
    net = fine_scale(each.net_dkk for each in told.looks)
    there = dict(zip(told.months, told.children_reachable, strict=True))

    def row(month: int) -> str:
        return t["month_row"].format(month=month)

    return [
        Grid(
            caption=t["evsi"].format(unit=free.unit(lang)),
            head=(t["month"], t["on_steps"], *heads),
            rows=tuple(
                (
                    row(month),
                    count(there[month], lang),
                    *(_evsi(told.look(children=size, month=month), free, lang) for size in sizes),
                )
                for month in told.months
            ),
            notes=(t["evsi_note"].format(steps=steps),),
        ),
        Grid(
            caption=t["net"].format(unit=net.unit(lang)),
            head=(t["month"], *heads),
            rows=tuple(
                (row(month), *(_net(told.look(children=size, month=month), net, lang) for size in sizes))
                for month in told.months
            ),
            notes=(t["net_note"],),
        ),
    ]


def telling_grids(found: Knowledge, lang: str) -> list[Grid]:
    """Return how often each early figure is right and how much it foretells, month by month, best first.

    The first is left out where the case pays in every draw or in none, so that there is nothing to be right
    about.
    """
    t, told = information_texts(lang), curves(found, lang)
    every = early_figures(found)
    silent = every - len(told)
    kind = "none" if not silent else "all" if not told else "some"
    quiet = t[f"silent_{kind}"].format(silent=number(silent, lang), all=number(every, lang))
    months = sorted({each.month for each in found.indicators})
    heads = tuple(t["month_head"].format(month=month) for month in months)
    scale = fine_scale(curve.points[-1].gain_dkk for curve in told)
    explained = Grid(
        caption=t["explained"],
        head=(
            t["indicator"],
            *heads,
            t["worth_at"].format(unit=scale.unit(lang)),
        ),
        rows=tuple(
            (
                capital(curve.title),
                *(percent(each.explained, lang) if each.explained > 0 else DASH for each in curve.points),
                _amount(curve.points[-1].gain_dkk, scale, lang),
            )
            for curve in told
        ),
        notes=(t["explained_note"].format(month=months[-1]), quiet),
    )
    if not told:
        return [Grid(caption=t["explained"], head=(t["indicator"], *heads), rows=(), notes=(quiet,))]
    if told[0].best.auc is None:
        return [explained]
    hits = Grid(
        caption=t["hits"],
        head=(t["indicator"], t["way"], *heads),
        rows=tuple(
            (
                capital(curve.title),
                _way(curve, lang),
                *(_hits(each, lang) for each in curve.points),
            )
            for curve in told
        ),
        notes=(t["hits_note"].format(readable=number(100 * READABLE, lang), dash=DASH),),
    )
    return [hits, explained]


def fine_scale(amounts_dkk: Iterable[float]) -> Scale:
    """Return the unit of some amounts, with a decimal more where the largest are a few millions.

    Of ten numbers in a table many are a small part of the largest.
    """
    amounts = [abs(dkk) for dkk in amounts_dkk]
    scale = scale_of(amounts)
    return replace(scale, decimals=2) if scale is MILLION and max(amounts) < _FEW_DKK else scale


def _scale(found: Knowledge) -> Scale:
    return fine_scale([found.information.evpi_dkk])


def _worth(each: Partial, scale: Scale, lang: str) -> tuple[str, str, str]:
    return (
        _amount(each.evppi_dkk, scale, lang),
        scale.number(each.mc_error_dkk, lang) if each.mc_error_dkk > 0 else DASH,
        percent(each.changes_decision, lang),
    )


def _amount(dkk: float, scale: Scale, lang: str) -> str:
    """Return the amount; what is exactly nothing is "0" and not rounded to it."""
    return scale.number(dkk, lang) if dkk else "0"


def _evsi(look: FollowUp, scale: Scale, lang: str) -> str:
    return _with_error(look.evsi_dkk, look.mc_error_dkk, scale, lang)


def _net(look: FollowUp, scale: Scale, lang: str) -> str:
    return _with_error(look.net_dkk, look.net_mc_error_dkk, scale, lang)


def _with_error(dkk: float, error_dkk: float, scale: Scale, lang: str) -> str:
    if not error_dkk:
        return _amount(dkk, scale, lang)
    return f"{_amount(dkk, scale, lang)}{HARD_SPACE}±{scale.number(error_dkk, lang)}"


def _way(curve: Curve, lang: str) -> str:
    """Return which way is a good sign: more or less of it, a higher or a lower price."""
    t, direction = information_texts(lang), curve.best.direction
    if direction == 0:
        return t["way_both"]
    price = "price_" if curve.name == "average_price" else ""
    return t[f"way_{price}{'more' if direction > 0 else 'less'}"]


def _hits(each: Indicator, lang: str) -> str:
    return DASH if each.auc is None or each.explained == 0 else number(100 * each.auc, lang)
