"""Turn ledger rows into histories of children, one step at a time, and count every decision on the way."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from calibration.rows.ledger import Ledger, places_of
from model.world.arrays import Bools, Floats, Ints
from model.world.staircase import DAYS_PER_YEAR, Staircase

Days = Ints
"""Whole days since 1970-01-01."""
_Numbers = NDArray[np.signedinteger[Any]]
"""Whole numbers of 32 or 64 bits."""

_EPOCH = date(1970, 1, 1)
NOWHERE = -1
"""The step of a gap, and the destination of a stay that was still going on."""

UNSAID = -2
"""The destination of a stay that is over, as long as nobody has said where the child went."""

AGE_LIMIT_DAYS = 31
"""A stay that ends in the last month before a step's age limit is taken to end because of it."""


@dataclass(frozen=True, kw_only=True)
class ObservationWindow:
    """The days that were observed: from `first` until `last`, both midnights.

    What happened on `last` is seen, what happened on `first` is not: a child who came then was there.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first >= self.last:
            raise ValueError(f"window: {self.first} to {self.last} is no time at all")


@dataclass(frozen=True, kw_only=True)
class Histories:
    """Stays of all children, one row each in order of child and start, and how often each rule was used.

    Days are whole, since 1970-01-01. A stay that was still going on at the end of the window ends the day
    after it, so that nothing that is seen happens then.
    """

    staircase: Staircase
    """With the ways out that the ledger names."""
    window: ObservationWindow
    child: Ints
    """Index into `child_ids`; [stay]."""
    step: Ints
    start: Days
    end: Days
    destination: Ints
    """Index into `staircase.names`; `NOWHERE` for a stay that was still going on."""
    at_age_limit: Bools
    """Whether it ended because the child grew too old for the step."""
    came: Bools
    """Whether the child came from outside, and not from another stay."""
    child_ids: NDArray[np.object_]
    birth: Floats
    """Day of birth of each child, NaN where it is not known; [child]."""
    group: Ints
    """Index into `staircase.groups`; [child]."""
    add_on_days: Floats
    """Days of services beside a higher step, which only cost; [step]."""
    rules: dict[str, int] = field(default_factory=dict)
    """How many times each decision was made, by its name."""

    @property
    def first(self) -> int:
        """The first day of the window."""
        return day_number(self.window.first)

    @property
    def last(self) -> int:
        """The last day of the window."""
        return day_number(self.window.last)


def histories(
    ledger: Ledger, staircase: Staircase, window: ObservationWindow, *, bridge_days: int = 14
) -> Histories:
    """Return the histories of the children in a ledger.

    The rules, each counted in `rules`:

    - `split_joined`: rows of one child on one step that touch or overlap are one stay;
    - `gap_bridged`: a stay is lengthened until the next one when at most `bridge_days` days without any
      service lie between, or with none but services that went on beside it before and after;
    - `overlap_to_highest`: on several steps at once, a child stands on the highest; the rest is an add-on;
    - `past_age_limit`: a stay that goes on after a step's age limit goes on where the staircase sends the
      child, or ends there when that is a way out;
    - `at_age_limit`: an end within `AGE_LIMIT_DAYS` of the limit is no matter of rates;
    - `zero_days`: a row without a day is no stay; its way out is that of the stay that ends on its day;
    - `exit_assumed`: a stay that ends, and of which no row says where to, ends in the first way out;
    - `after_window`: rows that begin after the window are left out;
    - `running`: rows without an end go on until the end of the window.

    Ways out that the staircase lacks are added to it. Raises ValueError for a step that it lacks, and for a
    child whose group is none of several.
    """
    rows, rules = ledger.rows, dict.fromkeys(_RULES, 0)
    last = day_number(window.last)
    start = _days(rows["start"])
    end = np.where(rows["end"].isna(), last + 1, np.minimum(_days(rows["end"]), last + 1))
    empty, late = end <= start, start > last
    rules["zero_days"] = int((empty & ~late).sum())
    rules["after_window"] = int(late.sum())
    rules["running"] = int((rows["end"].isna() & ~late).sum())
    kept = ~(empty | late)
    codes, child_ids = pd.factorize(rows["child_id"])
    child = codes.astype(np.int32)
    ways_out = [name for name in pd.unique(rows["exit_to"]) if name and name not in staircase.names]
    whole = replace(staircase, exits=(*staircase.exits, *ways_out))
    exit_to = _exits(rows["exit_to"], whole)
    exit_to = _with_zero_day_exits(child, start, end, exit_to, empty & ~late)
    spells = _Spells(
        child=child[kept],
        step=_indices(rows["step"][kept], [step.name for step in whole.steps]),
        start=start[kept],
        end=end[kept],
        exit_to=exit_to[kept],
    )
    blocks = _join_touching(spells, rules)
    birth = _births(child, rows, len(child_ids))
    blocks = _join_touching(_cut_at_age_limits(blocks, whole, birth, rules), {"split_joined": 0})
    stays, add_on_days = _highest_steps(blocks, len(whole.steps), bridge_days, rules)
    destination, came = _destinations(stays, blocks, last)
    rules["exit_assumed"] = int((destination == UNSAID).sum()) if len(whole.exits) > 1 else 0
    destination[destination == UNSAID] = len(whole.steps)
    limits = np.array([step.age_to for step in whole.steps]) * DAYS_PER_YEAR
    too_old = birth[stays.child] + limits[stays.step]
    is_end = (destination != NOWHERE) & (stays.end >= too_old - AGE_LIMIT_DAYS)
    rules["at_age_limit"] = int(is_end.sum())
    return Histories(
        staircase=whole,
        window=window,
        **{name: getattr(stays, name).astype(np.int64) for name in ("child", "step", "start", "end")},
        destination=destination,
        at_age_limit=is_end,
        came=came,
        child_ids=np.asarray(child_ids, dtype=object),
        birth=birth,
        group=_groups(child, rows, whole, len(child_ids)),
        add_on_days=add_on_days,
        rules=rules,
    )


_RULES = (
    "split_joined",
    "gap_bridged",
    "overlap_to_highest",
    "past_age_limit",
    "at_age_limit",
    "zero_days",
    "exit_assumed",
    "after_window",
    "running",
)


@dataclass(frozen=True, kw_only=True)
class _Spells:
    """Periods on a step, in any order; parallel columns of 32 bits, for there may be many."""

    child: _Numbers
    step: _Numbers
    start: _Numbers
    end: _Numbers
    exit_to: _Numbers

    def at(self, rows: NDArray[np.generic]) -> "_Spells":
        return _Spells(**{name: column[rows] for name, column in vars(self).items()})


def day_number(day: date) -> int:
    """Return how many days after 1970-01-01 a day is."""
    return (day - _EPOCH).days


def date_of_day(number: int) -> date:
    """Return the day so many days after 1970-01-01."""
    return _EPOCH + timedelta(days=number)


def _days(column: "pd.Series[pd.Timestamp]") -> _Numbers:
    return column.to_numpy().astype("datetime64[D]").astype(np.int64).astype(np.int32)


def _indices(names: "pd.Series[str]", known: list[str]) -> _Numbers:
    indices = places_of(names, known).astype(np.int32)
    if (indices < 0).any():
        raise ValueError(f"{names[indices < 0].iloc[0]} is not a step; there are {', '.join(known)}")
    return indices


def _exits(names: "pd.Series[str]", staircase: Staircase) -> _Numbers:
    """Return where the child went after each row; `UNSAID` where the row names no way out."""
    indices = places_of(names, staircase.names)
    return np.where(indices < len(staircase.steps), UNSAID, indices).astype(np.int32)


def _with_zero_day_exits(
    child: _Numbers, start: _Numbers, end: _Numbers, exit_to: _Numbers, empty: Bools
) -> _Numbers:
    """Return where the child went after each row, with what rows without a day say of those that end then."""
    said = empty & (exit_to != UNSAID)
    if not said.any():
        return exit_to
    on_day = dict(zip(zip(child[said], start[said], strict=True), exit_to[said], strict=True))
    also = [on_day.get(key, UNSAID) for key in zip(child, end, strict=True)]
    return np.where(np.array(also) == UNSAID, exit_to, also)


def _births(child: _Numbers, rows: pd.DataFrame, number: int) -> Floats:
    known = ~rows["birth_date"].isna().to_numpy()
    birth = np.full(number, np.nan)
    birth[child[known][::-1]] = _days(rows["birth_date"][known])[::-1]  # the first that is given
    return birth


def _groups(child: _Numbers, rows: pd.DataFrame, staircase: Staircase, number: int) -> _Numbers:
    """Return the group of each child by its first row that has one; there may be but one for all."""
    indices = places_of(rows["group"], staircase.groups)
    group = np.full(number, 0 if len(staircase.groups) == 1 else NOWHERE, dtype=np.int64)
    known = indices >= 0
    group[child[known][::-1]] = indices[known][::-1]
    if (group == NOWHERE).any():
        raise ValueError(f"a child is in none of the groups {', '.join(staircase.groups)}")
    return group


def touching_blocks(child: _Numbers, key: _Numbers, start: _Numbers, end: _Numbers) -> tuple[_Numbers, Bools]:
    """Return the order by child, key and start, and which times in that order begin a block.

    Times of one child under one key that touch or overlap are one block.
    """
    order = np.lexsort((end, start, key, child))
    child, key, start, end = child[order], key[order], start[order], end[order]
    new = np.ones(len(child), dtype=bool)
    new[1:] = (np.diff(child) != 0) | (np.diff(key) != 0)
    # The latest end so far within a child and key: a shift by run keeps the maximum from reaching back.
    run = np.cumsum(new) * np.int64(10**7)
    latest = np.maximum.accumulate(end + run) - run
    begins = new.copy()
    begins[1:] |= start[1:] > latest[:-1]
    return order, begins


def _join_touching(spells: _Spells, rules: dict[str, int]) -> _Spells:
    """Return the spells with those of one child and step joined that touch or overlap."""
    order, begins = touching_blocks(spells.child, spells.step, spells.start, spells.end)
    ordered = spells.at(order)
    rules["split_joined"] += int((~begins).sum())
    first = np.flatnonzero(begins)
    if not len(first):
        return ordered
    block = np.cumsum(begins) - 1
    end = np.maximum.reduceat(ordered.end, first)
    # Where the child went stands in the row that ended last, of several in the last that says so.
    ends_it = np.flatnonzero((ordered.end == end[block]) & (ordered.exit_to != UNSAID))
    exit_to = np.full(len(first), UNSAID, dtype=np.int32)
    exit_to[block[ends_it]] = ordered.exit_to[ends_it]
    return _Spells(
        child=ordered.child[first],
        step=ordered.step[first],
        start=ordered.start[first],
        end=end,
        exit_to=exit_to,
    )


def _cut_at_age_limits(
    blocks: _Spells, staircase: Staircase, birth: Floats, rules: dict[str, int]
) -> _Spells:
    """Return the blocks with what lies past a step's age limit on the step after it, or cut off."""
    names = [step.name for step in staircase.steps]
    for number, step in enumerate(staircase.steps):
        limit = birth[blocks.child] + step.age_to * DAYS_PER_YEAR
        past = (blocks.step == number) & (blocks.end > limit + AGE_LIMIT_DAYS)
        if not past.any():
            continue
        rules["past_age_limit"] += int(past.sum())
        border = np.where(past, np.ceil(np.where(past, limit, 0.0)), 0.0).astype(np.int32)
        after = [names.index(to) for to, _ in step.at_age_limit if to in names]
        rest = blocks.at(past)
        border_of_rest = np.maximum(border[past], rest.start)
        cut = _Spells(
            child=blocks.child,
            step=blocks.step,
            start=blocks.start,
            end=np.where(past, np.maximum(border, blocks.start), blocks.end),
            exit_to=blocks.exit_to,
        )
        kept = cut.at(cut.end > cut.start)
        if not after:
            blocks = kept
            continue
        moved = _Spells(
            child=rest.child,
            step=np.full(len(rest.child), after[0], dtype=np.int32),
            start=border_of_rest,
            end=rest.end,
            exit_to=rest.exit_to,
        )
        blocks = _Spells(
            **{name: np.concatenate([column, getattr(moved, name)]) for name, column in vars(kept).items()}
        )
    return blocks


def _highest_steps(
    blocks: _Spells, steps: int, bridge_days: int, rules: dict[str, int]
) -> tuple[_Spells, Floats]:
    """Return the stays on the highest step of each day, and the days of the other services by step."""
    number = len(blocks.child)
    child = np.concatenate([blocks.child, blocks.child])
    day = np.concatenate([blocks.start, blocks.end])
    order = np.lexsort((day, child))
    child, day = child[order], day[order]
    new = np.ones(2 * number, dtype=bool)
    new[1:] = (np.diff(child) != 0) | (np.diff(day) != 0)
    at = np.cumsum(new) - 1
    change = np.zeros((int(new.sum()), steps), dtype=np.int32)
    np.add.at(
        change, (at, np.concatenate([blocks.step, blocks.step])[order]), np.repeat([1, -1], number)[order]
    )
    covers = (
        np.cumsum(change, axis=0, dtype=np.int32) > 0
    )  # a child's changes cancel, so one sum serves them all
    child, day = child[new], day[new]
    length = np.zeros(len(day), dtype=np.int32)
    length[:-1] = np.where(child[:-1] == child[1:], np.diff(day), 0)
    highest = steps - 1 - np.argmax(covers[:, ::-1], axis=1)
    top = np.where(covers.any(axis=1), highest, NOWHERE).astype(np.int32)
    gaps = _gaps(covers, top, child, length)
    bridged = gaps[length[gaps] <= bridge_days]
    rules["gap_bridged"] += len(bridged)
    top[bridged] = top[bridged - 1]
    beside = covers & (top[:, np.newaxis] != np.arange(steps))
    rules["overlap_to_highest"] += int((beside.any(axis=1) & (length > 0)).sum())
    days_beside = np.array([length[of_step].sum() for of_step in beside.T], dtype=np.float64)
    return _stays(child, day, top, length), days_beside


def _gaps(covers: Bools, top: _Numbers, child: _Numbers, length: _Numbers) -> _Numbers:
    """Return where a stay is interrupted, however long: nothing goes on, or only what stood beside it.

    A service that fills the time alone is no gap, but where the child was.
    """
    between = np.flatnonzero(length > 0)
    between = between[(between > 0) & (between < len(top) - 1)]
    before, after = between - 1, between + 1
    inside = (child[before] == child[between]) & (child[after] == child[between]) & (length[after] > 0)
    goes_on = ~(covers[between] & ~(covers[before] & covers[after])).any(axis=1)
    returns = (top[before] == top[after]) & (top[between] < top[before])
    return np.asarray(between[inside & goes_on & (returns | (top[between] == NOWHERE))])


def _stays(child: _Numbers, day: _Numbers, top: _Numbers, length: _Numbers) -> _Spells:
    """Return the runs of days on one step."""
    there = length > 0
    child, day, top, length = child[there], day[there], top[there], length[there]
    new = np.ones(len(child), dtype=bool)
    new[1:] = (np.diff(child) != 0) | (np.diff(top) != 0)
    first = np.flatnonzero(new)
    last = np.append(first[1:], len(child)) - 1 if len(first) else first
    on_step = top[first] != NOWHERE
    first, last = first[on_step], last[on_step]
    return _Spells(
        child=child[first],
        step=top[first],
        start=day[first],
        end=day[last] + length[last],
        exit_to=np.full(len(first), NOWHERE, dtype=np.int32),
    )


def _destinations(stays: _Spells, blocks: _Spells, last: int) -> tuple[_Numbers, Bools]:
    """Return the destination of each stay, and whether the child came to it from outside; both [stay]."""
    follows = np.zeros(len(stays.child), dtype=bool)
    follows[1:] = (stays.child[1:] == stays.child[:-1]) & (stays.start[1:] == stays.end[:-1])
    destination = np.full(len(stays.child), NOWHERE, dtype=np.int64)
    followed = np.flatnonzero(follows) - 1
    destination[followed] = stays.step[followed + 1]
    ended = np.flatnonzero((destination == NOWHERE) & (stays.end <= last))
    where = pd.MultiIndex.from_arrays([blocks.child, blocks.step, blocks.end])
    ends = pd.MultiIndex.from_arrays([stays.child[ended], stays.step[ended], stays.end[ended]])
    destination[ended] = blocks.exit_to[where.get_indexer(ends)]
    return destination, ~follows
