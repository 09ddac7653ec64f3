"""Hold the state of one child while the readable engine runs: step, clocks, wait, enrolments."""

import math
from typing import NamedTuple

import simpy

from model.results.records import Cause, EnrolmentEnd
from model.simpy_engine.clocks import Clock
from model.simpy_engine.households import Household
from model.simpy_engine.queues import Turn
from model.world.arrivals import Child
from model.world.staircase import Step


class Move(NamedTuple):
    """A move: destination, cause, and the child's turn for a place there, which may not be granted yet."""

    where: str
    cause: Cause
    turn: Turn | None = None

    @property
    def must_wait(self) -> bool:
        """Whether the place is not granted yet."""
        return self.turn is not None and not self.turn.triggered


class Wait:
    """A wait for a place on `step`; `origin` is the index of the step waited on, -1 outside."""

    def __init__(self, step: Step, turn: Turn, origin: int, since: float) -> None:
        self.step = step
        self.turn = turn
        self.origin = origin
        self.since = since


class EnrolmentStatus:
    """A child's enrolment in one programme from the day it was asked; `turn` is None if it said no."""

    def __init__(self, asked: float, turn: Turn | None) -> None:
        self.asked = asked
        self.turn = turn
        self.since = math.nan
        self.completed_at = math.inf
        self.drops_out_at = math.inf
        self.outcome = EnrolmentEnd.WAITING if turn else EnrolmentEnd.GAVE_UP

    @property
    def waiting(self) -> bool:
        """Whether the child waits for a slot."""
        return self.outcome is EnrolmentEnd.WAITING

    @property
    def enrolled(self) -> bool:
        """Whether the child is enrolled now."""
        return self.outcome is EnrolmentEnd.RUNNING


class ChildState:
    """The state of one child at this instant; days count from the start date."""

    def __init__(self, child: Child, birthdays: int) -> None:
        self.child = child
        self.birthdays = birthdays
        """How many of the birthdays that matter in this world the child has had."""
        self.process: simpy.Process | None = None
        self.step: Step | None = None
        self.turn: Turn | None = None
        """The child's place on the step; None where places are not limited."""
        self.wait: Wait | None = None
        self.visit = -1
        self.start = 0.0
        self.clocks: dict[str, Clock] = {}
        self.plan: Clock | None = None
        """Of a planned stay: it rings when the stay has lasted as long as it was meant to."""
        self.ready: str | None = None
        """Where the child goes at its next review; None when it is not ready for a move."""
        self.review_began = 0.0
        """How far the reviews of its step, if it has any, had come when the stay began."""
        self.last_review = 0.0
        """Day of the last review before the start date, of a stay that began before; else when it began."""
        self.review_day = math.inf
        """Day of the review at which a child that is ready moves, where no staff can delay it."""
        self.is_called = False
        """Whether staff reviews the child at this instant."""
        self.enrolments: dict[int, EnrolmentStatus] = {}
        self.household: Household
        """Set as the child begins."""
        self.led = False
        """Whether a sibling on the same step leads it: it has no clocks of its own."""
        self.told: str | None = None
        """Where its siblings go now, or have gone."""
        self.lasting: dict[int, float] = {}
        """Day on which each programme's lasting effects end, by index of the programme."""
