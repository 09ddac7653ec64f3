"""Move siblings together: onto a step where they stay together, and away from it when the first of them goes.

- A child that comes to such a step when none of its siblings is there *leads*: its siblings on the steps that
  they come from, or waiting for this one, are told and come along.
- Those who come later are *led*: they have no clocks and no plan there. When the one that leads goes on, they
  are told where, and go there too if it admits them and has room.
- If it only got too old, or one of them could not go along, the first of those left takes over: its clocks
  start at the time that it has spent there.
- Where siblings share a place, the place goes over to one who is left and is given back by the last.
"""

from collections.abc import Callable

import simpy

from model.results.records import Cause, WaitEnd
from model.simpy_engine.child_state import ChildState, Move
from model.simpy_engine.hazards import Hazards
from model.simpy_engine.households import Households
from model.simpy_engine.queues import Queue, Turn
from model.world.staircase import Staircase, Step


class FamilyMoves:
    """The moves that children make with their siblings."""

    def __init__(
        self,
        staircase: Staircase,
        *,
        env: simpy.Environment,
        households: Households,
        places: dict[str, Queue],
        hazards: Hazards,
        request_turn: Callable[[ChildState, Queue], Turn],
        end_wait: Callable[[ChildState, WaitEnd], None],
        age_reached: Callable[[ChildState], float],
    ) -> None:
        self._env = env
        self._steps = {step.name: step for step in staircase.steps}
        self._households = households
        self._places = places
        self._hazards = hazards
        self._request_turn = request_turn
        self._end_wait = end_wait
        self._age_reached = age_reached

    def has_place(self, state: ChildState, wanted: str) -> bool:
        """Return whether the child's siblings have a place on a step that it shares with them."""
        step = self._steps.get(wanted)
        return step is not None and _shares_place(step) and bool(_siblings_on(state, step))

    def comes(self, state: ChildState) -> None:
        """Let a child that has just come to a step lead its siblings there, or be led by them."""
        state.led, state.told, step = False, None, state.step
        if step is None or not step.together_from:
            return
        if _siblings_on(state, step):
            state.led = True
            if _shares_place(step) and state.turn is not None:
                state.turn.give_back()
                state.turn = None
        elif state.visit > 0 or not state.child.in_stock:
            for sibling in state.household.in_order():
                if sibling is not state and _comes_along(sibling, step):
                    sibling.told = step.name
                    self._households.wake_child(sibling)

    def leaves(self, state: ChildState, move: Move) -> None:
        """Tell the siblings of a child that is about to leave a step where they stay together."""
        step = state.step
        if step is None or not step.together_from:
            return
        siblings = _siblings_on(state, step)
        if siblings and _shares_place(step) and state.turn is not None:
            siblings[0].turn, state.turn = state.turn, None
        if state.led:
            return
        for sibling in siblings:
            if move.cause is not Cause.AGE:
                sibling.told = move.where
            self._households.wake_child(sibling)

    def goes_along(self, state: ChildState) -> Move | None:
        """Return the move of a child that was told where its siblings go; else let it lead if none does."""
        to, state.told = state.told, None
        move = None if to is None else self._along(state, to)
        step = state.step
        stays_led = move is None and step is not None and state.led
        if stays_led and step is not None and all(sibling.led for sibling in _siblings_on(state, step)):
            state.led, state.last_review = False, self._env.now
            self._hazards.start(state, now=self._env.now, age=self._age_reached(state))
        return move

    def _along(self, state: ChildState, to: str) -> Move | None:
        step, queue, turn = self._steps.get(to), self._places.get(to), None
        if state.step is not None and state.step is step:
            return None
        if step is not None and not step.admits(self._age_reached(state)):
            return None
        needs_place = queue is not None and not self.has_place(state, to)
        if needs_place and queue is not None and not queue.has_room:
            return None
        self._end_wait(state, WaitEnd.CANCELLED)
        if needs_place and queue is not None:
            turn = self._request_turn(state, queue)
        return Move(to, Cause.HOUSEHOLD, turn)


def _shares_place(step: Step) -> bool:
    return step.places is not None and step.places.per_household


def _siblings_on(state: ChildState, step: Step) -> list[ChildState]:
    return [member for member in state.household.in_order() if member is not state and member.step is step]


def _comes_along(sibling: ChildState, step: Step) -> bool:
    waits = sibling.wait is not None and sibling.wait.step is step
    return waits or (sibling.step is not None and sibling.step.name in step.together_from)
