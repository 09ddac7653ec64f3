"""What a ledger teaches of the assumptions, in tables, and the events that it teaches it by."""

import math
from collections.abc import Sequence

from booking.follow_up.beliefs import Learnt
from booking.follow_up.evidence import Kind
from booking.follow_up.follow_up import FollowUp
from booking.follow_up.reweighting import OUTSIDE
from reports.booking.sums import listed
from reports.comparison.tables import Grid
from reports.follow_up.formatting import TENTHS, WHOLE, belief_cells, belief_title, is_usable, step_words
from reports.follow_up.sentences import worth_words
from reports.language.texts_follow_up import follow_up_texts
from reports.language.writing import DASH, number, percent

_MOST_EVENTS = 8
_LEAST_EXPECTED = 0.5
"""Events: what hardly ever happens is not odd when it happens once."""


def learnt_grids(found: FollowUp, lang: str) -> list[Grid]:
    """Return the effects of the case and the other assumptions, before and after; none of what is empty."""
    t = follow_up_texts(lang)
    effects = [each for each in found.learnt if each.is_effect]
    others = [each for each in found.learnt if not each.is_effect]
    parts = [(effects, "effects_caption"), (others, "others_caption")]
    grids = [(some, t[caption]) for some, caption in parts if some]
    return [
        _beliefs(found, some, caption, _notes(found, lang) if i == len(grids) - 1 else (), lang)
        for i, (some, caption) in enumerate(grids)
    ]


def moved_grid(found: FollowUp, lang: str) -> Grid | None:
    """Return the effects of the case and whatever else has moved; None where nothing is learnt."""
    t = follow_up_texts(lang)
    some = [each for each in found.learnt if each.is_effect or each.has_moved]
    left = len(found.learnt) - len(some)
    if not found.learnt:
        return None
    notes = (*([t["unmoved_left_out"].format(count=left)] if left else []), *_notes(found, lang))
    return _beliefs(found, some, t["moved_caption"], notes, lang)


def events_grid(found: FollowUp, lang: str) -> Grid | None:
    """Return what happened on the steps acted on and what was expected; None where nothing is learnt."""
    t, made = follow_up_texts(lang), found.reweighted
    if made is None:
        return None
    events = [*zip(made.kinds, made.seen.events.tolist(), made.expected.tolist(), strict=True)]
    shown = sorted(events, key=lambda each: -_distance(each[1], each[2]))[:_MOST_EVENTS]
    left = len(events) - len(shown)
    note = t["events_note"].format(rarity=percent(made.rarity, lang), limit=percent(OUTSIDE, lang))
    return Grid(
        caption=t["events_caption"],
        head=(t["event"], t["months"], t["seen"], t["expected"]),
        rows=tuple(
            (*_event(found, kind, lang), WHOLE.number(seen, lang), TENTHS.number(expected, lang))
            for kind, seen, expected in shown
        ),
        notes=(*([t["events_left_out"].format(count=left)] if left else []), note),
    )


def _distance(seen: float, expected: float) -> float:
    """Return how far what was seen is from what was expected, as chance alone would have it."""
    return abs(seen - expected) / math.sqrt(max(expected, _LEAST_EXPECTED))


def _beliefs(
    found: FollowUp, some: Sequence[Learnt], caption: str, notes: tuple[str, ...], lang: str
) -> Grid:
    t = follow_up_texts(lang)
    return Grid(
        caption=caption,
        head=(t["assumption"], t["before"], t["after"], t["shift"]),
        rows=tuple(
            (belief_title(found, each, lang), *belief_cells(found, each, lang), _shift(each, lang))
            for each in some
        ),
        notes=notes,
    )


def _shift(each: Learnt, lang: str) -> str:
    way = "none" if not each.has_moved else "up" if each.shift > 0 else "down"
    return follow_up_texts(lang)[f"shift_{way}"]


def _notes(found: FollowUp, lang: str) -> tuple[str, ...]:
    t = follow_up_texts(lang)
    unusable = () if is_usable(found) else (t["unusable_note"],)
    return (*unusable, t["beliefs_note"], worth_words(found, lang))


def _event(found: FollowUp, kind: Kind, lang: str) -> tuple[str, str]:
    """Return what happened on which steps, and in which months."""
    steps = listed([step_words(found, step, lang) for step in kind.steps], lang)
    ends = dict.fromkeys(number(month, lang) for month in (kind.first + 1, kind.last))
    return follow_up_texts(lang)[f"event_{kind.name}"].format(steps=steps), DASH.join(ends)
