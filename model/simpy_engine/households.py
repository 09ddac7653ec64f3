"""Keep the children of a household together: who is there, and what they are enrolled in as one."""

import math
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import simpy

from model.simpy_engine.queues import Turn

if TYPE_CHECKING:
    from model.simpy_engine.child_state import ChildState


class HouseholdEnrolment:
    """The enrolment of a household in one programme, or its wait for it; `turn` is None if it said no."""

    def __init__(self, turn: Turn | None) -> None:
        self.turn = turn
        self.since = math.nan
        self.completed_at = math.inf
        self.drops_out_at = math.inf
        self.over = turn is None


class Household:
    """The children of one household who are there, and what they do as one."""

    def __init__(self, identity: int) -> None:
        self.identity = identity
        self.members: dict[int, ChildState] = {}
        self.group: int | None = None
        """The target group with which it queues for slots: that of the first child that it was asked for."""
        self.enrolments: dict[int, HouseholdEnrolment] = {}
        """By index of the programme."""

    def in_order(self) -> "list[ChildState]":
        """Return the children who are there, in order of identity."""
        return [self.members[identity] for identity in sorted(self.members)]

    @property
    def standing(self) -> int:
        """The number of its children who stand on a step."""
        return sum(member.step is not None for member in self.members.values())


class Households:
    """All the households of one world."""

    def __init__(self, env: simpy.Environment, interrupt: "Callable[[ChildState], None]") -> None:
        self._env = env
        self._interrupt = interrupt
        self._by_identity: dict[int, Household] = {}

    def join(self, state: "ChildState") -> None:
        """Let a child that begins be one of its household."""
        identity = state.child.household
        state.household = self._by_identity.setdefault(identity, Household(identity))
        state.household.members[state.child.identity] = state

    def tell(self, household: Household) -> None:
        """Interrupt all the children of a household, if there are several, later at this instant."""
        if len(household.members) > 1:
            self._soon(partial(self.wake, household))

    def wake(self, household: Household) -> None:
        """Interrupt each child of a household in turn, later at this instant."""
        for member in household.in_order():
            self.wake_child(member)

    def wake_child(self, state: "ChildState") -> None:
        """Interrupt one child later at this instant, in the order in which this is called."""
        self._soon(partial(self._interrupt, state))

    def _soon(self, action: Callable[[], None]) -> None:
        event = self._env.event()
        if event.callbacks is not None:
            event.callbacks.append(lambda _: action())
        event.succeed()
