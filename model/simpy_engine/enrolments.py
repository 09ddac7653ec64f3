"""Enrol children in programmes: ask, queue for a slot, enrol, end, and start lasting effects."""

import math
from collections.abc import Callable

import simpy

from model.results.records import Book, EnrolmentEnd
from model.simpy_engine.child_state import ChildState, EnrolmentStatus
from model.simpy_engine.queues import Queue, Turn
from model.world.parameters import Parameters
from model.world.programme import Enrolment
from model.world.randomness import Chance, Purpose, name_key
from model.world.schedule import Schedule
from model.world.staircase import DAYS_PER_YEAR


class EnrollingProgrammes:
    """The programmes of one world that enrol children: their terms and their slots, by programme index."""

    def __init__(
        self,
        parameters: Parameters,
        *,
        env: simpy.Environment,
        chance: Chance,
        book: Book,
        follow: Callable[[float, int, str], None],
        request_turn: Callable[[ChildState, Queue], Turn],
    ) -> None:
        self._env = env
        self._chance = chance
        self._book = book
        self._follow = follow
        self._request_turn = request_turn
        self._groups = parameters.staircase.groups
        self._names = [programme.name for programme in parameters.programmes]
        self.enrolments = {
            i: p.enrolment for i, p in enumerate(parameters.programmes) if p.enrolment is not None
        }
        self.slots = {
            i: Queue(
                env,
                enrolment.slots or Schedule.constant(math.inf),
                [self._groups.index(group) for group in enrolment.first_groups],
            )
            for i, enrolment in self.enrolments.items()
        }

    def update(self, state: ChildState, *, age: float) -> None:
        """Ask, enrol or end a child's enrolments, by its step and `age`, the last birthday that matters."""
        for programme, enrolment in self.enrolments.items():
            self._update(state, age, programme, enrolment)

    def _update(self, state: ChildState, age: float, programme: int, enrolment: Enrolment) -> None:
        now = self._env.now
        is_open = enrolment.opens <= now and (enrolment.closes is None or now < enrolment.closes)
        eligible = (
            state.step is not None
            and state.step.name in enrolment.steps
            and enrolment.age_from <= age < enrolment.age_to
            and (enrolment.groups is None or self._groups[state.child.group] in enrolment.groups)
        )
        may_begin = eligible and is_open
        status = state.enrolments.get(programme)
        if status is None:
            if not may_begin:
                return
            draw = self._chance.uniform(state.child.identity, Purpose.TAKE_UP, name=self._key(programme))
            turn = self._request_turn(state, self.slots[programme]) if draw < enrolment.take_up else None
            status = state.enrolments[programme] = EnrolmentStatus(now, turn)
        if may_begin and status.waiting and status.turn is not None and status.turn.triggered:
            self._enrol(state, programme, status)
        if (status.waiting and not may_begin) or (status.enrolled and not eligible and not enrolment.follows):
            self._stop(state, programme, status)

    def _enrol(self, state: ChildState, programme: int, status: EnrolmentStatus) -> None:
        now, enrolment = self._env.now, self.enrolments[programme]
        status.outcome = EnrolmentEnd.RUNNING
        status.since = now
        if enrolment.length_days is not None:
            status.completed_at = now + enrolment.length_days
        if enrolment.drop_out_rate > 0:
            draw = self._chance.exponential(state.child.identity, Purpose.DROP_OUT, name=self._key(programme))
            status.drops_out_at = now + draw / enrolment.drop_out_rate * DAYS_PER_YEAR
        self._follow(now, state.child.identity, f"starts {self._names[programme]}")

    def _stop(self, state: ChildState, programme: int, status: EnrolmentStatus) -> None:
        """End an enrolment or wait the child no longer qualifies for; without a length it is complete."""
        if status.waiting:
            self.end(state, programme, EnrolmentEnd.GAVE_UP)
        elif self.enrolments[programme].length_days is None:
            self.end(state, programme, EnrolmentEnd.COMPLETED)
        else:
            self.end(state, programme, EnrolmentEnd.LEFT)

    def stop_all(self, state: ChildState) -> None:
        """End all enrolments and waits of a child that leaves the staircase."""
        for programme, status in state.enrolments.items():
            if status.enrolled or status.waiting:
                self._stop(state, programme, status)

    def end(self, state: ChildState, programme: int, outcome: EnrolmentEnd) -> None:
        """End an enrolment or the wait for it, give the slot back, and let lasting effects begin."""
        now, status, enrolment = self._env.now, state.enrolments[programme], self.enrolments[programme]
        status.outcome = outcome
        if status.turn is not None:
            status.turn.give_back()
        self._record(state, programme, status)
        if outcome is EnrolmentEnd.COMPLETED and enrolment.lasting:
            draw = self._chance.exponential(state.child.identity, Purpose.LASTING, name=self._key(programme))
            state.lasting[programme] = now + draw * enrolment.lasting_mean_days
        self._follow(now, state.child.identity, f"ends {self._names[programme]}: {outcome.name.lower()}")

    def record_running(self, state: ChildState) -> None:
        """Record the enrolments and waits that are still open at the horizon."""
        for programme, status in state.enrolments.items():
            if status.enrolled or status.waiting:
                self._record(state, programme, status)

    def _key(self, programme: int) -> int:
        return name_key(self._names[programme])

    def _record(self, state: ChildState, programme: int, status: EnrolmentStatus) -> None:
        row = (state.child.identity, programme, status.asked, status.since, self._env.now, status.outcome)
        self._book.enrolments.append(row)
