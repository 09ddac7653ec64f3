"""Enrol children in programmes: ask, queue for a slot, enrol, end, and start lasting effects."""

import math
from collections.abc import Callable
from functools import partial

import simpy

from model.results.records import Book, EnrolmentEnd
from model.simpy_engine.child_state import ChildState, EnrolmentStatus
from model.simpy_engine.households import HouseholdEnrolment, Households
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
        households: Households,
    ) -> None:
        self._env = env
        self._chance = chance
        self._book = book
        self._follow = follow
        self._request_turn = request_turn
        self._households = households
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
        if status is None and may_begin:
            status = self._ask(state, programme, enrolment)
        if status is None:
            return
        if may_begin and status.waiting and status.turn is not None and status.turn.triggered:
            self._enrol(state, programme, status)
        if (status.waiting and not may_begin) or (status.enrolled and not eligible and not enrolment.follows):
            self._stop(state, programme, status)

    def child_came(self, state: ChildState) -> None:
        """Tell a household of a child that has come from outside: it may now be large enough to be asked."""
        if state.visit == 0 and any(enrolment.at_least > 1 for enrolment in self.enrolments.values()):
            self._households.tell(state.household)

    def _ask(self, state: ChildState, programme: int, enrolment: Enrolment) -> EnrolmentStatus | None:
        """Ask a child, or its household as one, and return its status; None where it has no part in it."""
        if enrolment.by_household:
            whole = state.household.enrolments.get(programme) or self._ask_household(state, programme)
            if whole is None or whole.over:
                return None
            turn = whole.turn
        else:
            draw = self._chance.uniform(state.child.identity, Purpose.TAKE_UP, name=self._key(programme))
            turn = self._request_turn(state, self.slots[programme]) if draw < enrolment.take_up else None
        status = state.enrolments[programme] = EnrolmentStatus(self._env.now, turn)
        return status

    def _ask_household(self, state: ChildState, programme: int) -> HouseholdEnrolment | None:
        """Ask a household, if enough of its children are there, and tell them when it says yes."""
        household, enrolment = state.household, self.enrolments[programme]
        if household.standing < enrolment.at_least:
            return None
        draw = self._chance.uniform(household.identity, Purpose.TAKE_UP, name=self._key(programme))
        turn = None
        if draw < enrolment.take_up:
            household.group = state.child.group if household.group is None else household.group
            turn = Turn(
                self.slots[programme],
                group=household.group,
                identity=household.identity,
                on_granted=partial(self._households.wake, household),
            )
            self._households.tell(household)
        household.enrolments[programme] = HouseholdEnrolment(turn)
        return household.enrolments[programme]

    def _enrol(self, state: ChildState, programme: int, status: EnrolmentStatus) -> None:
        now, enrolment = self._env.now, self.enrolments[programme]
        status.outcome = EnrolmentEnd.RUNNING
        status.since = now
        whole = state.household.enrolments[programme] if enrolment.by_household else status
        if whole is status or math.isnan(whole.since):
            whole.since = now
            if enrolment.length_days is not None:
                whole.completed_at = now + enrolment.length_days
            if enrolment.drop_out_rate > 0:
                draw = self._chance.exponential(
                    self._whose(state, enrolment), Purpose.DROP_OUT, name=self._key(programme)
                )
                whole.drops_out_at = now + draw / enrolment.drop_out_rate * DAYS_PER_YEAR
        status.completed_at, status.drops_out_at = whole.completed_at, whole.drops_out_at
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
        if status.turn is not None and not (enrolment.by_household and self._others_in(state, programme)):
            status.turn.give_back()
            if enrolment.by_household:
                state.household.enrolments[programme].over = True
        self._record(state, programme, status)
        if outcome is EnrolmentEnd.COMPLETED and enrolment.lasting:
            draw = self._chance.exponential(
                self._whose(state, enrolment), Purpose.LASTING, name=self._key(programme)
            )
            state.lasting[programme] = now + draw * enrolment.lasting_mean_days
        self._follow(now, state.child.identity, f"ends {self._names[programme]}: {outcome.name.lower()}")

    def record_running(self, state: ChildState) -> None:
        """Record the enrolments and waits that are still open at the horizon."""
        for programme, status in state.enrolments.items():
            if status.enrolled or status.waiting:
                self._record(state, programme, status)

    @staticmethod
    def _others_in(state: ChildState, programme: int) -> bool:
        """Return whether a sibling is in a programme too, or waits for it."""
        others = [member for member in state.household.members.values() if member is not state]
        statuses = [member.enrolments.get(programme) for member in others]
        return any(status is not None and (status.waiting or status.enrolled) for status in statuses)

    @staticmethod
    def _whose(state: ChildState, enrolment: Enrolment) -> int:
        """Return the identity that owns the numbers of an enrolment."""
        return state.household.identity if enrolment.by_household else state.child.identity

    def _key(self, programme: int) -> int:
        return name_key(self._names[programme])

    def _record(self, state: ChildState, programme: int, status: EnrolmentStatus) -> None:
        row = (state.child.identity, programme, status.asked, status.since, self._env.now, status.outcome)
        self._book.enrolments.append(row)
