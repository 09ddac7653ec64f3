"""Find which children a case reaches, and how many of them another case reaches too.

Every random number belongs to a child and a decision, so a child whom a case does not touch lives the same
life with it and without it, to the last bit. Whom it reaches is therefore seen and not estimated.

Caveat. Only some draws are run: two cases that share few children may seem to share none. And reached is not
helped: where places are few, a case also reaches those who wait longer because of it.
"""

import hashlib
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.compiled_engine.engine import simulate
from model.results.cost_lines import CostKind, StartCost, StepCost
from model.results.economy import Economy
from model.results.records import Records
from model.world.arrays import UInts
from model.world.randomness import name_key
from scenarios.building.draws import draw
from scenarios.building.world import World, build
from scenarios.files.forms import Form
from scenarios.format.schema import Scenario
from scenarios.format.study import BASELINE, Study
from scenarios.running.limits import MOST_REPLICATIONS

DRAWS = 24
"""How many it is seen in, with one replication of each: two seconds for three cases of Kolding."""

Identities = UInts
Rows = UInts
"""[row, column]: what happened to children, each in the first column; sorted by all columns."""


def reached(study: Study, case: str, *, seed: int, draws: int = DRAWS) -> frozenset[tuple[int, int]]:
    """Return the children whom a case reaches, as (draw, identity), in the draws of a comparison.

    A child is reached when its life is another one than in the baseline: a stay, a wait, an enrolment, or
    that it comes at all. So is one on a step that the case gives another price or other payers, and one
    enrolled in help that it does. Where central reimbursement adds siblings together, or a price is a
    household's, the siblings of a child that is reached are reached too. What is paid whoever comes reaches
    nobody.

    Raises KeyError if there is no such case, ValueError for a draw that makes no world.
    """
    by_draw: set[tuple[int, int]] = set()
    for number in range(draws):
        common = _CommonDraw(study, seed=seed, number=number)
        children = _touched(common.lived(study.case(BASELINE)), common.lived(study.case(case)))
        by_draw |= {(number, child) for child in children.tolist()}
    return frozenset(by_draw)


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Which children a case reaches, and how many of them other cases of its scenario reach too."""

    lives_digest: str
    """SHA-256 of the children whom the case reaches; the name of the case is no part of it."""
    shared: dict[str, float]
    """By other case, the share of the children that this one reaches whom it reaches too."""
    digests: dict[str, str]
    """By other case, the digest of the children whom it reaches."""

    @property
    def overlap(self) -> dict[str, float]:
        """The shares by the digest of the other case."""
        return {self.digests[other]: share for other, share in self.shared.items()}


def reach(study: Study, case: str, others: Sequence[str], *, seed: int, draws: int = DRAWS) -> Reach:
    """Return whom a case reaches, and the share of them that each other case reaches too.

    A case reaches a child, here, when it changes its life with the other case or without: one that only
    brings children to where the other works shares them with it. Where two cases cannot be had together, as
    they change one thing in different ways or make no world, that counts as sharing. Zero when `case` reaches
    nobody. A small overlap may go unseen. Raises as `reached` does.
    """
    baseline, ours = study.case(BASELINE), study.case(case)
    whole = {other: _together(baseline, ours, study.case(other)) for other in others}
    one, both = dict.fromkeys(others, 0), dict.fromkeys(others, 0)
    own, digests = hashlib.sha256(), {other: hashlib.sha256() for other in others}
    for number in range(draws):
        common = _CommonDraw(study, seed=seed, number=number)
        before, mine = common.lived(baseline), common.lived(ours)
        alone = _touched(before, mine)
        _add(own, alone)
        for other, scenario in whole.items():
            theirs = common.lived(study.case(other))
            theirs_alone = _touched(before, theirs)
            _add(digests[other], theirs_alone)
            try:
                together = common.lived(scenario)
            except ValueError:
                one[other] += max(1, len(alone))
                both[other] += max(1, len(alone))
                continue
            by_one = np.union1d(alone, _touched(theirs, together))
            by_other = np.union1d(theirs_alone, _touched(mine, together))
            one[other] += len(by_one)
            both[other] += len(np.intersect1d(by_one, by_other))
    return Reach(
        lives_digest=own.hexdigest(),
        shared={other: both[other] / one[other] if one[other] else 0.0 for other in others},
        digests={other: digest.hexdigest() for other, digest in digests.items()},
    )


def _add(digest: "hashlib._Hash", children: Identities) -> None:
    digest.update(len(children).to_bytes(8, "little") + children.astype("<u8").tobytes())


_ABSENT = object()


def _together(base: Any, one: Any, other: Any) -> Any:
    """Return a scenario, or a part of one, with what both cases change; where both do, as `other` has it."""
    if other in (base, one):
        return one
    if one == base:
        return other
    parts = (base, one, other)
    if all(isinstance(part, dict) for part in parts):
        keys = dict.fromkeys([*one, *other])
        merged = {key: _together(*(part.get(key, _ABSENT) for part in parts)) for key in keys}
        return {key: value for key, value in merged.items() if value is not _ABSENT}
    if isinstance(one, Form) and type(base) is type(one) is type(other):
        fields = {
            name: _together(*(getattr(part, name) for part in parts)) for name in type(one).model_fields
        }
        return one.model_copy(update=fields)
    return other


class _CommonDraw:
    """One draw and its chance, common to every world."""

    def __init__(self, study: Study, *, seed: int, number: int) -> None:
        self._values = draw(study, seed=seed, number=number)
        self._seed = seed
        self._replication = number * MOST_REPLICATIONS

    def lived(self, scenario: Scenario) -> "_WorldRun":
        """Return the run of a scenario; raises ValueError when the draw makes no world of it."""
        world = build(scenario, self._values)
        return _WorldRun(world, simulate(world.parameters, seed=self._seed, replication=self._replication))


class _WorldRun:
    """A run of one world, and who was where in it."""

    def __init__(self, world: World, records: Records) -> None:
        self.economy = world.economy
        self._records = records
        self._steps = world.parameters.staircase.names
        self._programmes = [programme.name for programme in world.parameters.programmes]
        self.lives = lives(records, steps=self._steps, programmes=self._programmes)

    def on(self, steps: Collection[str], *, from_day: float = 0.0, to_day: float = math.inf) -> Identities:
        """Return the children who are on some of these steps between two days."""
        stays = self._records.sojourns
        there = np.array([name in steps for name in self._steps])
        return stays.child[there[stays.step] & (stays.end > from_day) & (stays.start < to_day)]

    def siblings(self, children: Identities) -> Identities:
        """Return the children of the households of some, where what one costs depends on the others."""
        people, economy = self._records.children, self.economy
        if economy.reimbursement is None and not any(line.by_household for line in economy.step_costs):
            return children[:0]
        homes = people.household[np.isin(people.identity, children)]
        return people.identity[np.isin(people.household, homes)]

    def enrolled(self, programme: str) -> Identities:
        """Return the children who are enrolled in a programme; nobody where it is not."""
        helps = self._records.enrolments
        ours = np.array([name == programme for name in self._programmes], dtype=np.bool_)
        return helps.child[ours[helps.programme] & np.isfinite(helps.start)]


def _touched(before: _WorldRun, after: _WorldRun) -> Identities:
    children = np.union1d(apart(before.lives, after.lives), _paid_otherwise(before, after))
    return np.unique(np.concatenate([children, before.siblings(children), after.siblings(children)]))


# Lives ------------------------------------------------------------------------------------------------------


def lives(records: Records, *, steps: Sequence[str], programmes: Sequence[str]) -> tuple[Rows, ...]:
    """Return what happened to every child, by names instead of numbers: arrivals, stays, waits, enrolments.

    `steps` are the names that records count in, ways out included.
    """
    people, stays, waits, helps = records.children, records.sojourns, records.waits, records.enrolments
    # A step that a case puts in between gives those above it other numbers; -1 is none.
    step = np.array([*map(name_key, steps), 2**32], dtype=np.uint64)
    programme = np.array([*map(name_key, programmes), 2**32], dtype=np.uint64)
    tables = (
        (people.identity, step[people.step], people.group, people.birth_day, people.since_day),
        (
            *(stays.child, stays.visit, step[stays.step], stays.start, stays.end),
            *(step[stays.destination], stays.cause),
        ),
        (waits.child, step[waits.step], step[waits.origin], waits.start, waits.end, waits.outcome),
        (helps.child, programme[helps.programme], helps.asked, helps.start, helps.end, helps.outcome),
    )
    return tuple(_sorted(columns) for columns in tables)


def _sorted(columns: Sequence[NDArray[Any]]) -> Rows:
    bits = [column.view(np.uint64) for column in columns]
    return np.stack(bits, axis=-1)[np.lexsort(bits[::-1])]


def apart(before: Sequence[Rows], after: Sequence[Rows]) -> Identities:
    """Return the children to whom something else happened, or who are not in both."""
    return np.unique(np.concatenate([_apart(*pair) for pair in zip(before, after, strict=True)]))


def _apart(before: Rows, after: Rows) -> Identities:
    known = np.union1d(before[:, 0], after[:, 0])
    at = [np.searchsorted(known, rows[:, 0]) for rows in (before, after)]
    one, other = (np.bincount(places, minlength=len(known)) for places in at)
    as_many = one == other
    before, after = (rows[as_many[places]] for rows, places in zip((before, after), at, strict=True))
    return np.concatenate((known[~as_many], before[(before != after).any(axis=1), 0]))


# Money ------------------------------------------------------------------------------------------------------


def _paid_otherwise(before: _WorldRun, after: _WorldRun) -> Identities:
    """Return the children of both worlds for whom something else is paid, or by others."""
    one, other = before.economy, after.economy
    steps = _steps_paid_otherwise(one, other)
    lines = [line for line in one.programme_costs if line not in other.programme_costs]
    lines += [line for line in other.programme_costs if line not in one.programme_costs]
    children = [np.zeros(0, dtype=np.uint64)]
    for lived in (before, after):
        children.append(lived.on(steps))
        for line in lines:
            if line.kind is CostKind.PER_CHILD_YEAR:
                children.append(lived.on(line.steps, from_day=line.from_day, to_day=line.to_day))
            elif line.kind in (CostKind.PER_PARTICIPANT, CostKind.PER_PARTICIPANT_YEAR):
                children.append(lived.enrolled(line.programme))
    return np.concatenate(children)


def _steps_paid_otherwise(one: Economy, other: Economy) -> list[str]:
    before, after = _by_step(one), _by_step(other)
    return [step for step in before | after if before.get(step) != after.get(step)]


def _by_step(economy: Economy) -> dict[str, list[StepCost | StartCost]]:
    by_step: dict[str, list[StepCost | StartCost]] = {}
    lines: tuple[StepCost | StartCost, ...] = (*economy.step_costs, *economy.start_costs)
    for line in lines:
        by_step.setdefault(line.step, []).append(line)
    return by_step
