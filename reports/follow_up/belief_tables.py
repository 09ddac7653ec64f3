"""Tabulate what a ledger teaches of the assumptions, and the events by which they are weighted."""

import math
from collections.abc import Sequence

from booking.follow_up.beliefs import Learnt
from booking.follow_up.evidence import EventKind
from booking.follow_up.follow_up import FollowUp
from booking.follow_up.reweighting import OUTSIDE
from language.formatting import DASH, number, percent
from language.messages import mark, say
from reports.booking.sums import listed
from reports.follow_up.formatting import (
    TENTHS,
    WHOLE,
    belief_cells,
    belief_title,
    is_usable,
    step_words,
)
from reports.follow_up.sentences import worth_words
from reports.shared.table import Grid

_SHIFT = {
    "up": mark("up"),
    "down": mark("down"),
    "none": mark("no"),
}
_EVENT = {
    "down": mark("Moves down from {steps}"),
    "up": mark("Moves up from {steps}"),
    "out": mark("Off the staircase from {steps}"),
    "came": mark("New children from outside on {steps}"),
}
_MOST_EVENTS = 8
_LEAST_EXPECTED = 0.5
"""Events: what hardly ever happens is not odd when it happens once."""


def learnt_grids(follow_up: FollowUp) -> list[Grid]:
    """Return beliefs on the case's effects and on the other assumptions; no empty tables."""
    effects = [each for each in follow_up.learnt if each.is_effect]
    others = [each for each in follow_up.learnt if not each.is_effect]
    parts = [
        (effects, mark("The effect of the case, before and after the ledger")),
        (others, mark("The other uncertain assumptions, before and after the ledger")),
    ]
    grids = [(some, say(caption)) for some, caption in parts if some]
    return [
        _beliefs(follow_up, some, caption, _notes(follow_up) if i == len(grids) - 1 else ())
        for i, (some, caption) in enumerate(grids)
    ]


def moved_grid(follow_up: FollowUp) -> Grid | None:
    """Return beliefs on the effects and on whatever else has moved; None where nothing is learnt."""
    some = [each for each in follow_up.learnt if each.is_effect or each.has_moved]
    left = len(follow_up.learnt) - len(some)
    if not follow_up.learnt:
        return None
    notes = (
        *([say("{count} more assumptions have not moved.", count=left)] if left else []),
        *_notes(follow_up),
    )
    return _beliefs(follow_up, some, say("Assumptions, before and after the ledger"), notes)


def events_grid(follow_up: FollowUp) -> Grid | None:
    """Return observed and expected events on the steps acted on; None where nothing is learnt."""
    reweighted = follow_up.reweighted
    if reweighted is None:
        return None
    events = [
        *zip(reweighted.kinds, reweighted.seen.events.tolist(), reweighted.expected.tolist(), strict=True)
    ]
    shown = sorted(events, key=lambda each: -_distance(each[1], each[2]))[:_MOST_EVENTS]
    left = len(events) - len(shown)
    note = say(
        "Expected: mean of what the scenario lets expect with the case in the time that the "
        "children have been on the steps. As odd as the ledger or more so are {rarity} of the "
        "scenario's own runs; at {limit} and below it lies outside what the scenario holds "
        "possible.",
        rarity=percent(reweighted.rarity),
        limit=percent(OUTSIDE),
    )
    return Grid(
        caption=say("The events by which the assumptions are weighted, furthest from expected first"),
        head=(say("Event"), say("Months"), say("Seen"), say("Expected")),
        rows=tuple(
            (*_event(follow_up, kind), WHOLE.number(seen), TENTHS.number(expected))
            for kind, seen, expected in shown
        ),
        notes=(
            *([say("{count} more events are closer to what was expected.", count=left)] if left else []),
            note,
        ),
    )


def _distance(seen: float, expected: float) -> float:
    """Return the deviation from what was expected in units of its Poisson standard error."""
    return abs(seen - expected) / math.sqrt(max(expected, _LEAST_EXPECTED))


def _beliefs(follow_up: FollowUp, some: Sequence[Learnt], caption: str, notes: tuple[str, ...]) -> Grid:
    return Grid(
        caption=caption,
        head=(say("Assumption"), say("Before"), say("Now"), say("Moved")),
        rows=tuple(
            (belief_title(follow_up, each), *belief_cells(follow_up, each), _shift(each)) for each in some
        ),
        notes=notes,
    )


def _shift(each: Learnt) -> str:
    way = "none" if not each.has_moved else "up" if each.shift > 0 else "down"
    return say(_SHIFT[way])


def _notes(follow_up: FollowUp) -> tuple[str, ...]:
    unusable = (
        ()
        if is_usable(follow_up)
        else (say("The numbers after the ledger cannot be used; they only show which way it pulls."),)
    )
    return (
        *unusable,
        say(
            "Mean and 5\N{EN DASH}95%. Moved: by more than a tenth of what the assumption varies "
            "by, and by more than the computing error."
        ),
        worth_words(follow_up),
    )


def _event(follow_up: FollowUp, kind: EventKind) -> tuple[str, str]:
    """Return an event with its steps, and its months."""
    steps = listed([step_words(follow_up, step) for step in kind.steps])
    ends = dict.fromkeys(number(month) for month in (kind.first + 1, kind.last))
    return say(_EVENT[kind.name], steps=steps), DASH.join(ends)
