"""The readable engine: every child is a SimPy process, every full step or programme a SimPy resource.

Start at `_World.life`. It is the meaning that a faster engine must reproduce, event for event:

- A child asks for a place when its clock rings. A full step makes it wait where it stands, in line by
  group, then time, then identity. Its other clocks go on, and a ring, a move or a birthday that the step
  waited for does not admit ends the wait. A full step that diverts sends the child on at once.
- Who comes from outside, or is too old for its step, waits outside.
- A place is taken before the old one is given back, and a place given back goes to the head of the line
  at the same instant. Two children who wait for each other's full step do not swap.
- What happens to many at one instant is done in the order of their identities.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Generator
from functools import partial
from itertools import accumulate
from typing import Any

import simpy
from simpy.events import NORMAL

from model.results.records import Book, Cause, EnrolmentEnd, Records, WaitEnd
from model.simpy_engine.child_state import Life, Move, Wait
from model.simpy_engine.clocks import Clock
from model.simpy_engine.enrolments import Helping
from model.simpy_engine.queues import At, Queue, Turn
from model.world.arrivals import Child, arrivals, stock
from model.world.parameters import Parameters, Transition
from model.world.randomness import Chance, Purpose, name_key
from model.world.staircase import DAYS_PER_YEAR, Step

Follow = Callable[[float, int, str], None]
"""Called with (day, identity, what happened) as lives go on."""


def simulate(parameters: Parameters, *, seed: int, replication: int, follow: Follow | None = None) -> Records:
    """Return what happens in one replication; (seed, replication) alone reproduce it.

    `follow` is told what happens to every child, in order of time; it changes nothing.
    Raises ValueError for a seed or replication outside 0 to 2**64 - 1.
    """
    world = _World(parameters, Chance(seed=seed, replication=replication), follow or (lambda *_: None))
    world.env.run(until=parameters.horizon_days)
    return world.close()


_Plan = tuple[float, Callable[[Life, Any], Move | None], Any]
"""(day, what happens then, to what)."""


class _World:
    def __init__(self, parameters: Parameters, chance: Chance, follow: Follow) -> None:
        self.env = simpy.Environment()
        self.parameters = parameters
        self.staircase = parameters.staircase
        self.chance = chance
        self.tell = follow
        self.book = Book()
        self.alive: dict[int, Life] = {}
        self.index = {name: i for i, name in enumerate(self.staircase.names)}
        self.transitions: dict[str, list[Transition]] = {step.name: [] for step in self.staircase.steps}
        for transition in parameters.transitions:
            self.transitions[transition.from_step].append(transition)
        self.helping = Helping(
            parameters, env=self.env, chance=chance, book=self.book, tell=follow, take_turn=self.take_turn
        )
        ages = [age for e in self.helping.enrolments.values() for age in (e.age_from, e.age_to)]
        self.birthdays = sorted({*self.staircase.age_borders, *ages})
        self.shares = [programme.share.at(0.0) for programme in parameters.programmes]
        self.places = {
            step.name: Queue(
                self.env,
                step.places.number,
                [self.staircase.groups.index(group) for group in step.places.first_groups],
            )
            for step in self.staircase.steps
            if step.places is not None
        }
        for child in stock(parameters, chance):
            self.begin(child)
        self.env.process(self.let_in())
        self.env.process(self.keep_calendar())

    # One life: stay after stay ----------------------------------------------------------------------------

    def life(self, life: Life) -> Generator[simpy.Event, None, None]:
        """One child's life, from the step it comes to until it goes out."""
        move = self.seek(life, life.child.step, Cause.RATE)
        while move.where not in self.staircase.exits:
            if move.must_wait:
                move = yield from self.stand(life)
                continue
            self.enter(life, move)
            move = yield from self.stand(life)
            self.leave(life, move)
        self.go_out(life, move)

    def seek(self, life: Life, wanted: str, cause: Cause) -> Move:
        """Ask for `wanted` and return the move that comes of it, which may be to where the child stands.

        A child that must wait, or that may return from where it is diverted to, stands in line: `life.wait`.
        """
        if life.step is not None and life.step.name == wanted:
            return Move(wanted, cause, life.turn)
        line = self.places.get(wanted)
        if line is None:
            return Move(wanted, cause)
        step = self.staircase.step(wanted)
        if step.places is None or line.has_room:
            return Move(wanted, cause, self.take_turn(life, line))
        if step.places.divert_to is None:
            return Move(wanted, cause, self.stand_in_line(life, step, line))
        if step.places.returns and life.wait is None:
            self.stand_in_line(life, step, line)
        return self.seek(life, step.places.divert_to, Cause.DIVERTED if cause is Cause.RATE else cause)

    def stand(self, life: Life) -> Generator[simpy.Event, None, Move]:
        """Stand on a step, or outside one, until something moves the child; return the move."""
        while True:
            self.look_around(life)
            day, happens, what = min(self.plans(life), key=lambda plan: plan[0])
            try:
                yield At(self.env, day, rank=NORMAL + 1 + life.child.identity)
            except simpy.Interrupt:
                move = self.called_up(life)
            else:
                move = happens(life, what)
            if move is not None:
                return move

    def enter(self, life: Life, move: Move) -> None:
        """Begin a stay: one clock for each destination."""
        now = self.env.now
        life.step, life.turn = self.staircase.step(move.where), move.turn
        life.visit += 1
        life.start = life.child.since_day if life.visit == 0 and life.child.in_stock else now
        if life.wait is not None:
            life.wait.origin = self.index[move.where]
        life.clocks = {
            transition.to: Clock(
                exponential=self.chance.exponential(
                    life.child.identity, Purpose.CLOCK, visit=life.visit, name=name_key(transition.to)
                ),
                shape=transition.shape,
                years=(now - life.start) / DAYS_PER_YEAR,
            )
            for transition in self.transitions[move.where]
        }
        self.tell(now, life.child.identity, f"comes to {move.where}")

    def leave(self, life: Life, move: Move) -> None:
        """End a stay; its place goes to the head of the line at once."""
        self.record_stay(life, self.index[move.where], move.cause)
        if life.turn is not None:
            life.turn.give_back()
        life.step, life.turn, life.clocks = None, None, {}

    def go_out(self, life: Life, move: Move) -> None:
        self.end_wait(life, WaitEnd.CANCELLED)
        self.helping.stop_all(life)
        del self.alive[life.child.identity]
        self.tell(self.env.now, life.child.identity, f"goes out: {move.where}")

    # What lies ahead of a child, if nothing changes --------------------------------------------------------

    def plans(self, life: Life) -> list[_Plan]:
        birthday = life.child.birth_day + self.birthdays[life.birthdays] * DAYS_PER_YEAR
        plans: list[_Plan] = [(birthday, self.has_birthday, None)]
        for to, clock in life.clocks.items():
            plans.append((life.start + clock.rings_at() * DAYS_PER_YEAR, self.rings, to))
        for programme, help_ in life.helps.items():
            if help_.enrolled:
                plans.append((help_.completed_at, self.completes, programme))
                plans.append((help_.drops_out_at, self.drops_out, programme))
        plans.extend((until, self.fades, programme) for programme, until in life.lasting.items())
        return plans

    def rings(self, life: Life, to: str) -> Move | None:
        """Let the child go where its clock rings for, or wait where it stands.

        The newest wish counts: it ends an older wait.
        """
        del life.clocks[to]
        if life.wait is not None and life.wait.step.name == to:
            return None  # it is in line for it already
        self.end_wait(life, WaitEnd.CANCELLED)
        move = self.reroute(life, to) or self.seek(life, to, Cause.RATE)
        stays = life.step is not None and life.step.name == move.where
        return None if stays or move.must_wait else move

    def reroute(self, life: Life, to: str) -> Move | None:
        """Return the move to where a programme sends the child instead, if one does."""
        if life.step is None:
            return None
        age, group = self.age_reached(life), self.staircase.groups[life.child.group]
        for i, programme in enumerate(self.parameters.programmes):
            for reroute in programme.reroutes:
                if not reroute.acts_on(life.step.name, to, self.staircase.band(age), group):
                    continue
                line = self.places.get(reroute.instead)
                if (line and not line.has_room) or not self.staircase.step(reroute.instead).admits(age):
                    continue
                key = name_key(f"{programme.name} {reroute.instead}")
                luck = self.chance.uniform(life.child.identity, Purpose.REROUTE, visit=life.visit, name=key)
                if luck < self.shares[i] * reroute.share:
                    return self.seek(life, reroute.instead, Cause.REROUTED)
        return None

    def has_birthday(self, life: Life, _: None) -> Move | None:
        life.birthdays += 1
        age = self.age_reached(life)
        standing_for = life.step or (life.wait.step if life.wait else None)
        if standing_for is not None and not standing_for.admits(age):
            return self.too_old(life, standing_for)
        if life.wait is not None and not life.wait.step.admits(age):
            self.end_wait(life, WaitEnd.CANCELLED)
        return None

    def too_old(self, life: Life, step: Step) -> Move:
        """Send a child past the age limit of `step` where the staircase says."""
        self.end_wait(life, WaitEnd.CANCELLED)
        luck = self.chance.uniform(life.child.identity, Purpose.AGE_LIMIT, name=name_key(step.name))
        cumulated = list(accumulate(share for _, share in step.at_age_limit))
        chosen = min(bisect_right(cumulated, luck), len(cumulated) - 1)
        return self.seek(life, step.at_age_limit[chosen][0], Cause.AGE)

    def called_up(self, life: Life) -> Move | None:
        """Return the move to a place that has fallen free, if that is what woke the child."""
        wait = life.wait
        if wait is None or not wait.turn.triggered:
            return None
        self.end_wait(life, WaitEnd.PLACE)
        return Move(wait.step.name, Cause.PLACE, wait.turn)

    def completes(self, life: Life, programme: int) -> None:
        self.helping.end(life, programme, EnrolmentEnd.COMPLETED)

    def drops_out(self, life: Life, programme: int) -> None:
        self.helping.end(life, programme, EnrolmentEnd.DROPPED_OUT)

    def fades(self, life: Life, programme: int) -> None:
        del life.lasting[programme]

    # Lines for places ---------------------------------------------------------------------------------------

    def take_turn(self, life: Life, line: Queue) -> Turn:
        return Turn(
            line,
            group=life.child.group,
            identity=life.child.identity,
            on_granted=partial(self.nudge, life),
        )

    def stand_in_line(self, life: Life, step: Step, line: Queue) -> Turn:
        # Too old for its step is as good as outside: it cannot wait where it stands.
        may_stay = life.step is not None and life.step.admits(self.age_reached(life))
        origin = self.index[life.step.name] if life.step is not None and may_stay else -1
        turn = self.take_turn(life, line)
        life.wait = Wait(step, turn, origin, self.env.now)
        self.tell(self.env.now, life.child.identity, f"waits for {step.name}")
        return turn

    def end_wait(self, life: Life, outcome: WaitEnd) -> None:
        wait, life.wait = life.wait, None
        if wait is None:
            return
        if outcome is WaitEnd.CANCELLED:
            wait.turn.give_back()
        self.book.waits.append(
            (life.child.identity, self.index[wait.step.name], wait.origin, wait.since, self.env.now, outcome)
        )

    # Hazards ------------------------------------------------------------------------------------------------

    def look_around(self, life: Life) -> None:
        """Take notice of the world as it is now: programmes first, then the speed of every clock."""
        self.helping.consider(life, age=self.age_reached(life))
        if life.step is None:
            return
        years = (self.env.now - life.start) / DAYS_PER_YEAR
        band = self.staircase.band(self.age_reached(life))
        for transition in self.transitions[life.step.name]:
            clock = life.clocks.get(transition.to)
            if clock is not None:
                clock.set_speed(self.speed(life, transition, band), years=years)

    def speed(self, life: Life, transition: Transition, band: int) -> float:
        """Return the rate of one transition for this child now, effects included."""
        speed = transition.rate[band][life.child.group]
        group = self.staircase.groups[life.child.group]
        for i, programme in enumerate(self.parameters.programmes):
            for effect in programme.effects:
                if effect.acts_on(transition.from_step, transition.to, band, group):
                    speed *= 1.0 + self.shares[i] * (effect.multiplier - 1.0)
            if programme.enrolment is None:
                continue
            during = programme.enrolment.during if i in life.helps and life.helps[i].enrolled else ()
            lasting = programme.enrolment.lasting if i in life.lasting else ()
            for effect in during + lasting:
                if effect.acts_on(transition.from_step, transition.to, band, group):
                    speed *= effect.multiplier
        return speed

    def age_reached(self, life: Life) -> float:
        """Return the last birthday that matters and that the child has had: exact, as its age is not."""
        # A child of the stock may be born later on the first day: it stands there unborn for some hours.
        return self.birthdays[max(life.birthdays - 1, 0)]

    # The world around ---------------------------------------------------------------------------------------

    def begin(self, child: Child) -> None:
        age = (max(child.since_day, 0.0) - child.birth_day) / DAYS_PER_YEAR
        had = min(bisect_right(self.birthdays, age), len(self.birthdays) - 1)
        life = self.alive[child.identity] = Life(child, had)
        life.process = self.env.process(self.life(life))
        self.book.children.append(
            (
                child.identity,
                child.birth_day,
                child.group,
                child.household,
                self.index[child.step],
                child.since_day,
                child.in_stock,
            )
        )

    def let_in(self) -> Generator[simpy.Event, None, None]:
        """Let the children in, each on its day."""
        for child in arrivals(self.parameters, self.chance):
            yield At(self.env, child.since_day)
            self.begin(child)

    def keep_calendar(self) -> Generator[simpy.Event, None, None]:
        """Change places, slots and shares on their days, and make those concerned look around."""
        programmes = self.parameters.programmes
        concerned = {
            step for programme in programmes for effect in programme.effects for step in effect.from_steps
        }
        concerned.update(*(enrolment.steps for enrolment in self.helping.enrolments.values()))
        days = self.changes()
        for day in sorted(days):
            yield At(self.env, day)
            for change in days[day]:
                change()
            for identity in sorted(self.alive):
                life = self.alive[identity]
                if life.wait is not None or (life.step is not None and life.step.name in concerned):
                    self.nudge(life)

    def changes(self) -> dict[float, list[Callable[[], None]]]:
        """Return what changes for everyone, by day; a day without changes is one to look around on."""
        before = self.parameters.horizon_days
        days: defaultdict[float, list[Callable[[], None]]] = defaultdict(list)
        lines = [(line, self.staircase.step(name).places) for name, line in self.places.items()]
        changing = [(line, places.number) for line, places in lines if places is not None]
        for programme, enrolment in self.helping.enrolments.items():
            if enrolment.slots is not None:
                changing.append((self.helping.slots[programme], enrolment.slots))
            for limit in (enrolment.opens, enrolment.closes):
                if limit is not None and 0 < limit < before:
                    days[limit] += []
        for line, number in changing:
            for day, value in number.changes(before=before):
                days[day].append(partial(line.resize, value))
        for i, changed in enumerate(self.parameters.programmes):
            for day, share in changed.share.changes(before=before):
                days[day].append(partial(self.shares.__setitem__, i, share))
        return days

    @staticmethod
    def nudge(life: Life) -> None:
        """Make a child look around at this instant."""
        if life.process is not None and life.process.is_alive:
            life.process.interrupt()

    # The books ----------------------------------------------------------------------------------------------

    def record_stay(self, life: Life, destination: int, cause: Cause) -> None:
        if life.step is not None:
            row = (life.child.identity, life.visit, self.index[life.step.name], life.start, self.env.now)
            self.book.sojourns.append((*row, destination, cause))

    def close(self) -> Records:
        """Close the books at the horizon and return them."""
        for life in self.alive.values():
            self.record_stay(life, -1, Cause.HORIZON)
            self.end_wait(life, WaitEnd.HORIZON)
            self.helping.record_running(life)
        return self.book.records()
