"""Programmes as a child meets them: asked, in line for a slot, enrolled, done."""

import math
from collections.abc import Callable

import simpy

from model.results.records import Book, EnrolmentEnd
from model.simpy_engine.child_state import Help, Life
from model.simpy_engine.queues import Queue, Turn
from model.world.parameters import Parameters
from model.world.programme import Enrolment
from model.world.randomness import Chance, Purpose, name_key
from model.world.schedule import Schedule
from model.world.staircase import DAYS_PER_YEAR


class Helping:
    """The programmes of one world that enrol children, and their slots."""

    def __init__(
        self,
        parameters: Parameters,
        *,
        env: simpy.Environment,
        chance: Chance,
        book: Book,
        tell: Callable[[float, int, str], None],
        take_turn: Callable[[Life, Queue], Turn],
    ) -> None:
        self._env = env
        self._chance = chance
        self._book = book
        self._tell = tell
        self._take_turn = take_turn
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

    def consider(self, life: Life, *, age: float) -> None:
        """Ask, enrol or let go of a child, as its step and the last birthday that matters now are."""
        for programme, enrolment in self.enrolments.items():
            self._consider(life, age, programme, enrolment)

    def _consider(self, life: Life, age: float, programme: int, enrolment: Enrolment) -> None:
        now = self._env.now
        is_open = enrolment.opens <= now and (enrolment.closes is None or now < enrolment.closes)
        eligible = (
            life.step is not None
            and life.step.name in enrolment.steps
            and enrolment.age_from <= age < enrolment.age_to
            and (enrolment.groups is None or self._groups[life.child.group] in enrolment.groups)
        )
        may_begin = eligible and is_open
        help_ = life.helps.get(programme)
        if help_ is None:
            if not may_begin:
                return
            luck = self._chance.uniform(life.child.identity, Purpose.TAKE_UP, name=self._key(programme))
            turn = self._take_turn(life, self.slots[programme]) if luck < enrolment.take_up else None
            help_ = life.helps[programme] = Help(now, turn)
        if may_begin and help_.in_line and help_.turn is not None and help_.turn.triggered:
            self._enrol(life, programme, help_)
        if (help_.in_line and not may_begin) or (help_.enrolled and not eligible and not enrolment.follows):
            self._stop(life, programme, help_)

    def _enrol(self, life: Life, programme: int, help_: Help) -> None:
        now, enrolment = self._env.now, self.enrolments[programme]
        help_.outcome = EnrolmentEnd.RUNNING
        help_.since = now
        if enrolment.length_days is not None:
            help_.completed_at = now + enrolment.length_days
        if enrolment.drop_out_rate > 0:
            luck = self._chance.exponential(life.child.identity, Purpose.DROP_OUT, name=self._key(programme))
            help_.drops_out_at = now + luck / enrolment.drop_out_rate * DAYS_PER_YEAR
        self._tell(now, life.child.identity, f"starts {self._names[programme]}")

    def _stop(self, life: Life, programme: int, help_: Help) -> None:
        """Stop help that the child can no longer have; help without a length is then complete."""
        if help_.in_line:
            self.end(life, programme, EnrolmentEnd.GAVE_UP)
        elif self.enrolments[programme].length_days is None:
            self.end(life, programme, EnrolmentEnd.COMPLETED)
        else:
            self.end(life, programme, EnrolmentEnd.LEFT)

    def stop_all(self, life: Life) -> None:
        """Stop all help of a child that goes out."""
        for programme, help_ in life.helps.items():
            if help_.enrolled or help_.in_line:
                self._stop(life, programme, help_)

    def end(self, life: Life, programme: int, outcome: EnrolmentEnd) -> None:
        """End an enrolment or the wait for it, give the slot back, and let lasting effects begin."""
        now, help_, enrolment = self._env.now, life.helps[programme], self.enrolments[programme]
        help_.outcome = outcome
        if help_.turn is not None:
            help_.turn.give_back()
        self._record(life, programme, help_)
        if outcome is EnrolmentEnd.COMPLETED and enrolment.lasting:
            luck = self._chance.exponential(life.child.identity, Purpose.LASTING, name=self._key(programme))
            life.lasting[programme] = now + luck * enrolment.lasting_mean_days
        self._tell(now, life.child.identity, f"ends {self._names[programme]}: {outcome.name.lower()}")

    def record_running(self, life: Life) -> None:
        """Write down what is still running or in line at the horizon."""
        for programme, help_ in life.helps.items():
            if help_.enrolled or help_.in_line:
                self._record(life, programme, help_)

    def _key(self, programme: int) -> int:
        return name_key(self._names[programme])

    def _record(self, life: Life, programme: int, help_: Help) -> None:
        row = (life.child.identity, programme, help_.asked, help_.since, self._env.now, help_.outcome)
        self._book.enrolments.append(row)
