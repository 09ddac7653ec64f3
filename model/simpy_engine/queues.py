"""SimPy's resources as this project needs them: exact times, places whose number changes, fair lines."""

from collections.abc import Callable
from heapq import heappush

import simpy
from simpy.events import NORMAL, EventPriority
from simpy.resources.resource import PriorityResource, Release, Request

from model.world.schedule import Schedule


class At(simpy.Event):
    """An event at an absolute time (days), or now if that is past.

    SimPy's own timeouts are delays, and now + (time - now) need not be time to the last bit: a child would
    feel it when others made its process look up. Of two at the same time the one with the lower `rank` comes
    first, and both come after whatever is going on at that time with the rank of SimPy's own events.
    """

    def __init__(self, env: simpy.Environment, time: float, *, rank: int = NORMAL) -> None:
        super().__init__(env)
        self._ok = True
        self._value = None
        entry = (max(time, env.now), EventPriority(rank), next(env._eid), self)  # noqa: SLF001  no public way
        heappush(env._queue, entry)  # noqa: SLF001


class Queue(PriorityResource):
    """Places or slots, and the line of those who wait for one.

    A number that falls takes nothing from those who have a place; the next one waits until there is room.
    """

    def __init__(self, env: simpy.Environment, number: Schedule, first_groups: list[int]) -> None:
        super().__init__(env)
        self._first_groups = first_groups
        self.resize(number.at(0.0))

    def resize(self, number: float) -> None:
        """Change the number of places and let in those at the head of the line."""
        self._capacity = number
        while self.put_queue and self.count < self._capacity:
            self._trigger_put(None)  # SimPy lets in one at a time

    @property
    def has_room(self) -> bool:
        """Whether the next one gets a place at once: a place just given back belongs to the line, if any."""
        return self.count < self._capacity and not self.put_queue

    def key(self, *, group: int, identity: int) -> tuple[float, ...]:
        """Return what decides a child's place in the line now: its group, the time, its identity."""
        rank = self._first_groups.index(group) if group in self._first_groups else len(self._first_groups)
        return (rank, self._env.now, identity)


class Turn(Request):
    """One child's turn in a line, granted at once if there is room; if later, `on_granted` is called."""

    def __init__(self, line: Queue, *, group: int, identity: int, on_granted: Callable[[], None]) -> None:
        self.key = line.key(group=group, identity=identity)  # SimPy sorts the line by it
        self._line = line
        super().__init__(line)
        if not self.triggered and self.callbacks is not None:
            self.callbacks.append(lambda _: on_granted())

    def give_back(self) -> None:
        """Give back the place, or leave the line."""
        if self.triggered:
            Release(self._line, self)
        else:
            self.cancel()
