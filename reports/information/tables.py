"""Tabulate the value of information: perfect, of each assumption, of follow-ups, of early figures."""

from collections.abc import Iterable
from dataclasses import replace

from language.formatting import DASH, HARD_SPACE, MILLION, Scale, capital, count, number, percent, scale_of
from language.messages import mark, say
from reports.information.sentences import (
    READABLE,
    Curve,
    assumption_title,
    by_worth,
    case_step_title,
    curves,
    early_figure_count,
    too_low,
)
from reports.shared.table import Grid
from sensitivity.information.evpi import Partial
from sensitivity.information.indicators import Indicator
from sensitivity.information.sample_information import FollowUpOption
from sensitivity.information.value import InformationValue
from sensitivity.points.early_figures import case_steps

_GROUP = {
    "baseline": mark("What also holds without the case"),
    "case": mark("What only the case brings"),
}

_SILENT = {
    "none": mark("All {all} early figures tell something."),
    "some": mark("{silent} of {all} early figures tell nothing and are not shown."),
    "all": mark("None of the {all} early figures tells anything."),
}


_FEW_DKK = 9.995e6


def information_grids(analysis: InformationValue) -> list[Grid]:
    """Return the tables of the page, in its order."""
    return [
        whole_grid(analysis),
        singles_grid(analysis),
        *follow_up_option_grids(analysis),
        *early_figure_grids(analysis),
    ]


def whole_grid(analysis: InformationValue) -> Grid:
    """Return the worth of knowing all assumptions, those of the case, and those of the baseline."""
    information = analysis.information
    scale = _scale(analysis)
    everything = Partial(
        name="",
        assumptions=analysis.subject.factors.names,
        evppi_dkk=information.evpi_dkk,
        mc_error_dkk=information.mc_error_dkk,
        explained=1.0,
        changes_decision=information.changes_decision,
    )
    groups = (
        sorted(information.groups, key=lambda each: -each.evppi_dkk) if len(information.groups) > 1 else []
    )
    rows = [(say("All assumptions"), everything), *((say(_GROUP[each.name]), each) for each in groups)]
    low = too_low(analysis)
    return Grid(
        caption=say("What it is worth to know, at most, {unit}", unit=scale.unit()),
        head=(say("What becomes known"), say("Worth"), say("±"), say("Changes the decision")),
        rows=tuple((title, *_worth(each, scale)) for title, each in rows),
        notes=(
            *filter(None, [low]),
            say(
                "Worth: by so much the expected gain rises when the decision is taken knowing "
                "this. ±: computing error (standard error). Changes the decision: share of the "
                "draws in which who knows it decides otherwise than now. Terms: EVPI for all "
                "assumptions, EVPPI for some of them."
            ),
        ),
    )


def singles_grid(analysis: InformationValue) -> Grid:
    """Return the worth of knowing each assumption by itself, the largest first."""
    scale = _scale(analysis)
    return Grid(
        caption=say("What it is worth to know each assumption by itself, {unit}", unit=scale.unit()),
        head=(say("Assumption"), say("Worth"), say("±"), say("Changes the decision"), say("Explains")),
        rows=tuple(
            (
                assumption_title(analysis, each.name),
                *_worth(each, scale),
                percent(each.explained),
            )
            for each in by_worth(analysis)
        ),
        notes=(
            say(
                "Explains: share of the differences in expected gain that goes when the "
                "assumption is known. An assumption may explain something and yet not be worth "
                "money to know, when the decision stays the same. The amounts do not add up."
            ),
        ),
    )


def follow_up_option_grids(analysis: InformationValue) -> list[Grid]:
    """Return the worth of following children, before and after the cost of waiting; [] without children."""
    follow_up = analysis.follow_up
    if follow_up is None:
        return []
    sizes = sorted({look.children for look in follow_up.looks})
    heads = tuple(say("{children} children", children=number(size)) for size in sizes)
    look = case_steps(analysis.subject.study, analysis.subject.case)
    steps = ", ".join(case_step_title(analysis, look.steps[step]) for step in look.acted_on)
    free = fine_scale(each.evsi_dkk for each in follow_up.looks)
    net = fine_scale(each.net_dkk for each in follow_up.looks)
    there = dict(zip(follow_up.months, follow_up.children_reachable, strict=True))

    def row(month: int) -> str:
        return say("{month} months", month=month)

    return [
        Grid(
            caption=say(
                "What the follow-up would be worth if its answer were there from the start, {unit}",
                unit=free.unit(),
            ),
            head=(say("Followed for"), say("Children on the steps"), *heads),
            rows=tuple(
                (
                    row(month),
                    count(there[month]),
                    *(_evsi(follow_up.look(children=size, month=month), free) for size in sizes),
                )
                for month in follow_up.months
            ),
            notes=(
                say(
                    "0: changes the decision in no run. ±: computing error (standard error). "
                    "Children on the steps: so many there are at a time, on average, on the steps "
                    "that the case works on ({steps}); where there are fewer than are to be "
                    "followed, all are followed. What is seen is how often they move, and the "
                    "same share of the new ones who come. Term: EVSI.",
                    steps=steps,
                ),
            ),
        ),
        Grid(
            caption=say(
                "What the follow-up is worth after what the case costs meanwhile, {unit}", unit=net.unit()
            ),
            head=(say("Followed for"), *heads),
            rows=tuple(
                (row(month), *(_net(follow_up.look(children=size, month=month), net) for size in sizes))
                for month in follow_up.months
            ),
            notes=(
                say(
                    "The case is started, the children are followed, and then it goes on or "
                    "stops. The amount is what is expected to come of that above the better of "
                    "two: doing the case without looking, and not starting at all. Minus: then it "
                    "is better to decide now."
                ),
            ),
        ),
    ]


def early_figure_grids(analysis: InformationValue) -> list[Grid]:
    """Return how often each early figure is right and how much it explains, by month, best first.

    The first is left out where the case pays in every draw or in none: there is nothing to be right
    about.
    """
    ranked = curves(analysis)
    every = early_figure_count(analysis)
    silent = every - len(ranked)
    kind = "none" if not silent else "all" if not ranked else "some"
    quiet = say(_SILENT[kind], silent=number(silent), all=number(every))
    months = sorted({each.month for each in analysis.indicators})
    heads = tuple(say("{month} mo.", month=month) for month in months)
    scale = fine_scale(curve.points[-1].gain_dkk for curve in ranked)
    explained = Grid(
        caption=say("How much of the differences in gain the figure can foretell"),
        head=(
            say("Early figure"),
            *heads,
            say("Worth, {unit}", unit=scale.unit()),
        ),
        rows=tuple(
            (
                capital(curve.title),
                *(percent(each.explained) if each.explained > 0 else DASH for each in curve.points),
                _amount(curve.points[-1].gain_dkk, scale),
            )
            for curve in ranked
        ),
        notes=(
            say(
                "0% is nothing, 100% is everything. Worth: what it is worth to decide by the "
                "figure in month {month} instead of now; nothing is taken off for waiting.",
                month=months[-1],
            ),
            quiet,
        ),
    )
    if not ranked:
        return [replace(explained, head=explained.head[:-1], notes=(quiet,))]
    if ranked[0].best.auc is None:
        return [explained]
    hits = Grid(
        caption=say("How often the figure is right, of 100 comparisons"),
        head=(say("Early figure"), say("Good sign"), *heads),
        rows=tuple(
            (
                capital(curve.title),
                _way(curve),
                *(_hits(each) for each in curve.points),
            )
            for curve in ranked
        ),
        notes=(
            say(
                "A comparison is of a draw in which the case pays and one in which it does not; "
                "pure guessing is right in 50 of 100. A figure can be read when it is right in "
                "{readable} at least. {dash}: tells nothing. Good sign: whether more or fewer "
                "point to a better case.",
                readable=number(100 * READABLE),
                dash=DASH,
            ),
        ),
    )
    return [hits, explained]


def fine_scale(amounts_dkk: Iterable[float]) -> Scale:
    """Return the unit of some amounts, with another decimal where the largest are a few millions.

    Many of the numbers in a table are a small part of the largest.
    """
    amounts = [abs(dkk) for dkk in amounts_dkk]
    scale = scale_of(amounts)
    return replace(scale, decimals=2) if scale is MILLION and max(amounts) < _FEW_DKK else scale


def _scale(analysis: InformationValue) -> Scale:
    return fine_scale([analysis.information.evpi_dkk])


def _worth(each: Partial, scale: Scale) -> tuple[str, str, str]:
    return (
        _amount(each.evppi_dkk, scale),
        scale.number(each.mc_error_dkk) if each.mc_error_dkk > 0 else DASH,
        percent(each.changes_decision),
    )


def _amount(dkk: float, scale: Scale) -> str:
    """Return an amount; exactly nothing is "0" and not rounded to it."""
    return scale.number(dkk) if dkk else "0"


def _evsi(look: FollowUpOption, scale: Scale) -> str:
    return _with_error(look.evsi_dkk, look.mc_error_dkk, scale)


def _net(look: FollowUpOption, scale: Scale) -> str:
    return _with_error(look.net_dkk, look.net_mc_error_dkk, scale)


def _with_error(dkk: float, error_dkk: float, scale: Scale) -> str:
    if not error_dkk:
        return _amount(dkk, scale)
    return f"{_amount(dkk, scale)}{HARD_SPACE}±{scale.number(error_dkk)}"


def _way(curve: Curve) -> str:
    """Return which way is a good sign: more or fewer, a higher or a lower price."""
    direction = curve.best.direction
    if direction == 0:
        return say("both")
    if curve.name == "average_price":
        return say("higher") if direction > 0 else say("lower")
    return say("more") if direction > 0 else say("fewer")


def _hits(each: Indicator) -> str:
    return DASH if each.auc is None or each.explained == 0 else number(100 * each.auc)
