"""Extend SimPy's events and resources: exact times, capacities that change, queues in a fixed order."""

from collections.abc import Callable
from heapq import heappush

import simpy
from simpy.events import NORMAL, EventPriority
from simpy.resources.resource import PriorityResource, Release, Request

from model.world.schedule import Schedule


class At(simpy.Event):
    """An event at an absolute time (days), or now if that is past.

    SimPy's own timeouts are delays, and now + (time - now) need not be time to the last bit: interrupting a
    child's process would then change its life. Of two events at the same time the one with the lower `rank`
    comes first, and both come after events at that time with the rank of SimPy's own.
    """

    def __init__(self, env: simpy.Environment, time: float, *, rank: int = NORMAL) -> None:
        super().__init__(env)
        self._ok = True
        self._value = None
        entry = (max(time, env.now), EventPriority(rank), next(env._eid), self)  # noqa: SLF001  no public way
        heappush(env._queue, entry)  # noqa: SLF001


class Queue(PriorityResource):
    """Places or slots, and the queue of children who wait for one.

    A number that falls takes no place from a child that has one; the next child waits until there is room.
    """

    def __init__(self, env: simpy.Environment, number: Schedule, first_groups: list[int]) -> None:
        super().__init__(env)
        self._first_groups = first_groups
        self.resize(number.at(0.0))

    def resize(self, number: float) -> None:
        """Change the number of places and grant the free ones from the head of the queue."""
        self._capacity = number
        while self.put_queue and self.count < self._capacity:
            self._trigger_put(None)  # SimPy grants one at a time

    @property
    def has_room(self) -> bool:
        """Whether a child gets a place at once: a place just given back belongs to the queue, if any."""
        return self.count < self._capacity and not self.put_queue

    def key(self, *, group: int, identity: int) -> tuple[float, ...]:
        """Return the sort key of a child that joins the queue now: rank of its group, time, identity."""
        rank = self._first_groups.index(group) if group in self._first_groups else len(self._first_groups)
        return (rank, self._env.now, identity)


class Turn(Request):
    """One child's request for a place, granted at once if there is room; if later, `on_granted` is called."""

    def __init__(self, queue: Queue, *, group: int, identity: int, on_granted: Callable[[], None]) -> None:
        self.key = queue.key(group=group, identity=identity)  # SimPy sorts the queue by it
        self._queue = queue
        super().__init__(queue)
        if not self.triggered and self.callbacks is not None:
            self.callbacks.append(lambda _: on_granted())

    def give_back(self) -> None:
        """Give back the place, or leave the queue."""
        if self.triggered:
            Release(self._queue, self)
        else:
            self.cancel()
