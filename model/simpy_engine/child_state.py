"""What is true of one child while the readable engine runs."""

import math
from typing import NamedTuple

import simpy

from model.results.records import Cause, EnrolmentEnd
from model.simpy_engine.clocks import Clock
from model.simpy_engine.queues import Turn
from model.world.arrivals import Child
from model.world.staircase import Step


class Move(NamedTuple):
    """Where a child goes, why, and its turn there, which may not have come yet."""

    where: str
    cause: Cause
    turn: Turn | None = None

    @property
    def must_wait(self) -> bool:
        """Whether the place has not come yet."""
        return self.turn is not None and not self.turn.triggered


class Wait:
    """A wait for a place on `step`; `origin` is the index of the step waited on, -1 outside."""

    def __init__(self, step: Step, turn: Turn, origin: int, since: float) -> None:
        self.step = step
        self.turn = turn
        self.origin = origin
        self.since = since


class Help:
    """A child's dealings with one programme. `turn` is None if it said no."""

    def __init__(self, asked: float, turn: Turn | None) -> None:
        self.asked = asked
        self.turn = turn
        self.since = math.nan
        self.completed_at = math.inf
        self.drops_out_at = math.inf
        self.outcome = EnrolmentEnd.WAITING if turn else EnrolmentEnd.GAVE_UP

    @property
    def in_line(self) -> bool:
        """Whether it waits for a slot."""
        return self.outcome is EnrolmentEnd.WAITING

    @property
    def enrolled(self) -> bool:
        """Whether the help is going on."""
        return self.outcome is EnrolmentEnd.RUNNING


class Life:
    """What is true of one child at this instant."""

    def __init__(self, child: Child, birthdays: int) -> None:
        self.child = child
        self.birthdays = birthdays
        """How many of the birthdays that matter in this world it has had."""
        self.process: simpy.Process | None = None
        self.step: Step | None = None
        self.turn: Turn | None = None
        """Its place on the step, where places are counted."""
        self.wait: Wait | None = None
        self.visit = -1
        self.start = 0.0
        self.clocks: dict[str, Clock] = {}
        self.helps: dict[int, Help] = {}
        self.lasting: dict[int, float] = {}
        """Until when each programme's lasting effects act."""
