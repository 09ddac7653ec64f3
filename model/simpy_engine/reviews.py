"""Let children who are ready make their move at the next review, which comes late where staff is short."""

import math
from collections.abc import Callable, Iterable
from functools import partial

import simpy
from simpy.events import NORMAL

from model.simpy_engine.child_state import ChildState
from model.simpy_engine.queues import At
from model.world.arrivals import Child
from model.world.parameters import Parameters
from model.world.reviews import ReviewClock, Staff, last_review, next_review, paces
from model.world.schedule import Schedule

_LAST = 1 << 70
"""The rank of what is settled when everything else at an instant has happened."""


class StaffedClock:
    """How far the reviews of one group on one step have come, at the pace at which the staff makes them."""

    def __init__(
        self, env: simpy.Environment, interval: Schedule, interrupt: Callable[[ChildState], None]
    ) -> None:
        self._env = env
        self._interval = interval
        self._interrupt = interrupt
        self._day, self._progress, self._speed = 0.0, 0.0, 0.0
        self._ready: dict[int, tuple[float, ChildState]] = {}
        self._next: At | None = None

    def at(self, day: float) -> float:
        """Return the progress on a day, as long as the pace does not change."""
        return self._progress + (day - self._day) * self._speed

    def day_of(self, progress: float) -> float:
        """Return the day on which the reviews come that far, as long as the pace does not change."""
        if self._speed == 0.0:
            return math.inf
        return self._day + (progress - self._progress) / self._speed

    def set_pace(self, pace: float) -> None:
        """Change the pace; the same speed again changes nothing, not even the last bit."""
        now = self._env.now
        speed = pace / self._interval.at(now)
        if speed == self._speed:
            return
        self._progress = self.at(now)
        self._day, self._speed = now, speed
        self._schedule()

    def wait(self, state: ChildState, progress: float) -> None:
        """Let a child that is ready wait until the reviews have come to that progress."""
        self._ready[state.child.identity] = progress, state
        self._schedule()

    def forget(self, state: ChildState) -> None:
        """Let a child wait no longer."""
        if self._ready.pop(state.child.identity, None) is not None:
            self._schedule()

    def _schedule(self) -> None:
        """Plan the review of the child that is first."""
        self._next = None
        if not self._ready:
            return
        identity = min(self._ready, key=lambda identity: (self._ready[identity][0], identity))
        progress, state = self._ready[identity]
        self._next = At(self._env, self.day_of(progress), rank=NORMAL + 2 + 2 * identity)
        if self._next.callbacks is not None:
            self._next.callbacks.append(partial(self._due, state=state))

    def _due(self, event: simpy.Event, state: ChildState) -> None:
        if event is self._next:
            self.forget(state)
            state.is_called = True
            self._interrupt(state)


class ReviewSystem:
    """The reviews of one world, and the staff that makes them with the children it has now."""

    def __init__(
        self,
        parameters: Parameters,
        *,
        env: simpy.Environment,
        follow: Callable[[float, int, str], None],
        interrupt: Callable[[ChildState], None],
    ) -> None:
        self._env = env
        self._follow = follow
        self._staircase = parameters.staircase
        self._groups = parameters.staircase.groups
        self._staff = {staff.name: staff for staff in parameters.staff}
        self._cases = {staff.name: [0] * staff.ranks for staff in parameters.staff}
        self._is_changed = False
        self._clocks: dict[tuple[str, int], ReviewClock | StaffedClock] = {}
        self._staff_of: dict[str, Staff] = {}
        self.moves: dict[str, tuple[str, ...]] = {}
        """The moves under review, by step."""
        before = parameters.horizon_days
        self.change_days = {day for staff in parameters.staff for day in staff.change_days(before=before)}
        """Days on which the staff, or how often it is to review, changes."""
        for reviews in parameters.reviews:
            for step, interval in reviews.intervals:
                self.moves[step] = reviews.moves
                if reviews.staff is not None:
                    self._staff_of[step] = self._staff[reviews.staff]
                    self.change_days |= {day for day, _ in interval.changes(before=before)}
                for group in range(len(self._groups)):
                    clock = (
                        ReviewClock(interval)
                        if reviews.staff is None
                        else StaffedClock(env, interval, interrupt)
                    )
                    self._clocks[step, group] = clock

    def begin(self, stock: Iterable[Child]) -> None:
        """Give the staff the children who are there at the start date."""
        for child in stock:
            self._count(child.step, child.group, 1)
        self._settle()

    def comes(self, state: ChildState) -> None:
        """Begin a stay; of one that had begun before the start date, find the last review before it."""
        clock, now = self._clock_of(state), self._env.now
        state.last_review = state.start
        if clock is None or state.step is None:
            return
        state.review_began = clock.at(state.start)
        if state.start < now:
            reviewed = last_review(clock.at(now), began=state.review_began)
            if reviewed > state.review_began:
                state.last_review = min(now, clock.day_of(reviewed))
        if state.visit > 0 or not state.child.in_stock:
            self._count(state.step.name, state.child.group, 1)

    def leaves(self, state: ChildState) -> None:
        """End a stay, and a readiness."""
        self.forget(state)
        if state.step is not None:
            self._count(state.step.name, state.child.group, -1)

    def makes_ready(self, state: ChildState, to: str) -> bool:
        """Return whether a move is under review; if so, the child is ready for it from now on."""
        clock = self._clock_of(state)
        if clock is None or state.step is None or to not in self.moves[state.step.name]:
            return False
        state.ready = to
        self._follow(self._env.now, state.child.identity, f"is ready for {to}")
        progress = next_review(clock.at(self._env.now), began=state.review_began)
        if isinstance(clock, ReviewClock):
            state.review_day = clock.day_of(progress)
        else:
            clock.wait(state, progress)
        return True

    def forget(self, state: ChildState) -> None:
        """End a readiness, if there is one."""
        clock = self._clock_of(state)
        if state.ready is not None and isinstance(clock, StaffedClock):
            clock.forget(state)
        state.ready, state.review_day, state.is_called = None, math.inf, False

    def has_birthday(self, state: ChildState, *, age: float) -> None:
        """End a readiness for a step that does not admit the child any more."""
        if state.ready is None or state.ready in self._staircase.exits:
            return
        if not self._staircase.step(state.ready).admits(age):
            self.forget(state)

    def change(self) -> None:
        """Let the staff, or how often it is to review, change on a day of `change_days`."""
        self._settle_soon()

    def _clock_of(self, state: ChildState) -> ReviewClock | StaffedClock | None:
        return None if state.step is None else self._clocks.get((state.step.name, state.child.group))

    def _count(self, step: str, group: int, number: int) -> None:
        """Change the number of children that the staff of a step has."""
        staff = self._staff_of.get(step)
        if staff is not None:
            self._cases[staff.name][staff.rank(step, self._groups[group])] += number
            self._settle_soon()

    def _settle_soon(self) -> None:
        """Change the paces when everything else that happens at this instant has happened."""
        if self._is_changed:
            return
        self._is_changed = True
        event = At(self._env, self._env.now, rank=_LAST)
        if event.callbacks is not None:
            event.callbacks.append(lambda _: self._settle())

    def _settle(self) -> None:
        self._is_changed = False
        now = self._env.now
        by_staff = {
            name: paces(self._cases[name], staff.capacity(now)) for name, staff in self._staff.items()
        }
        for (step, group), clock in self._clocks.items():
            if isinstance(clock, StaffedClock):
                staff = self._staff_of[step]
                clock.set_pace(by_staff[staff.name][staff.rank(step, self._groups[group])])
