"""Simulate a world readably: every child is a SimPy process, every limited step or programme a resource.

Start at `_World.live`. This engine defines the meaning that the compiled one reproduces, event for event:

- A child asks for a place when its clock rings. A full step makes it wait where it stands, queued by
  group, then time, then identity. Its other clocks go on, and a ring, a move or a birthday that the step
  waited for does not admit ends the wait. A full step that diverts sends the child on at once.
- A stay that was planned ends as a clock that rings for one of its destinations.
- A programme may send a child elsewhere as it moves, or as it comes from outside, if there is room.
- On a step under review a ring only makes the child ready: its clock rings, so to say, at the next review.
- A child that comes from outside, or is too old for its step, waits outside.
- A place is taken before the old one is given back, and a place given back goes to the head of the queue
  at the same instant. Two children who wait for each other's full step do not swap.
- What a child does together with its siblings is in `model/simpy_engine/family_moves.py` and `enrolments.py`.
- Events of several children at one instant are handled in the order of their identities.
"""

from bisect import bisect_right
from collections.abc import Callable, Generator
from functools import partial
from itertools import accumulate
from typing import Any

import simpy
from simpy.events import NORMAL

from model.results.records import Book, Cause, EnrolmentEnd, Records, WaitEnd
from model.simpy_engine.calendar import changes_by_day
from model.simpy_engine.child_state import ChildState, Move, Wait
from model.simpy_engine.enrolments import EnrollingProgrammes
from model.simpy_engine.family_moves import FamilyMoves
from model.simpy_engine.hazards import Hazards
from model.simpy_engine.households import Households
from model.simpy_engine.queues import At, Queue, Turn
from model.simpy_engine.reviews import ReviewSystem
from model.world.arrivals import Child, stock
from model.world.household_arrivals import coming
from model.world.parameters import Parameters
from model.world.programme import BEFORE_FIRST_STAY, OUTSIDE
from model.world.randomness import Chance, Purpose, name_key
from model.world.staircase import DAYS_PER_YEAR, Step

Trace = Callable[[float, int, str], None]
"""Called with (day, identity, what happened) as lives go on."""


def simulate(parameters: Parameters, *, seed: int, replication: int, follow: Trace | None = None) -> Records:
    """Return the records of one replication; (seed, replication) alone reproduce it.

    `follow` is called with every event of every child, in order of time; it changes nothing.
    Raises ValueError for a seed or replication outside 0 to 2**64 - 1.
    """
    world = _World(parameters, Chance(seed=seed, replication=replication), follow or (lambda *_: None))
    world.env.run(until=parameters.horizon_days)
    return world.close()


_Plan = tuple[float, Callable[[ChildState, Any], Move | None], Any]
"""(day, event handler, its argument)."""


class _World:
    def __init__(self, parameters: Parameters, chance: Chance, follow: Trace) -> None:
        self.env = simpy.Environment()
        self.parameters = parameters
        self.staircase = parameters.staircase
        self.chance = chance
        self.follow = follow
        self.book = Book()
        self.alive: dict[int, ChildState] = {}
        self.index = {name: i for i, name in enumerate(self.staircase.names)}
        self.hazards = Hazards(parameters, chance)
        self.households = Households(self.env, self.interrupt_child)
        self.programmes = EnrollingProgrammes(
            parameters,
            env=self.env,
            chance=chance,
            book=self.book,
            follow=follow,
            request_turn=self.request_turn,
            households=self.households,
        )
        ages = [age for e in self.programmes.enrolments.values() for age in (e.age_from, e.age_to)]
        self.birthdays = sorted({*self.staircase.age_borders, *ages})
        self.places = {
            step.name: Queue(
                self.env,
                step.places.number,
                [self.staircase.groups.index(group) for group in step.places.first_groups],
            )
            for step in self.staircase.steps
            if step.places is not None
        }
        self.family = FamilyMoves(
            self.staircase,
            env=self.env,
            households=self.households,
            places=self.places,
            hazards=self.hazards,
            request_turn=self.request_turn,
            end_wait=self.end_wait,
            age_reached=self.age_reached,
        )
        self.reviews = ReviewSystem(parameters, env=self.env, follow=follow, interrupt=self.interrupt_child)
        standing = stock(parameters, chance)
        self.reviews.begin(standing)
        for child in standing:
            self.begin(child)
        self.env.process(self.admit_arrivals())
        self.env.process(self.apply_calendar())

    # One life: stay after stay ----------------------------------------------------------------------------

    def live(self, state: ChildState) -> Generator[simpy.Event, None, None]:
        """Live one child's life, from the step it comes to until it leaves the staircase."""
        move = self.come(state)
        while move.where not in self.staircase.exits:
            if move.must_wait:
                move = yield from self.await_move(state)
                continue
            self.enter(state, move)
            move = yield from self.await_move(state)
            self.leave(state, move)
        self.go_out(state, move)

    def come(self, state: ChildState) -> Move:
        """Return a child's first move: those of the start date stand where they stand."""
        wanted, rerouted = state.child.step, None
        if not state.child.in_stock:
            rerouted = self.reroute(state, wanted)
        return rerouted or self.seek(state, wanted, Cause.RATE)

    def seek(self, state: ChildState, wanted: str, cause: Cause) -> Move:
        """Ask for step `wanted` and return the resulting move, which may be to where the child stands.

        A child that must wait, or that may return from where it is diverted to, is queued: `state.wait`.
        """
        if state.step is not None and state.step.name == wanted:
            return Move(wanted, cause, state.turn)
        queue = self.places.get(wanted)
        if queue is None or self.family.has_place(state, wanted):
            return Move(wanted, cause)
        step = self.staircase.step(wanted)
        if step.places is None or queue.has_room:
            return Move(wanted, cause, self.request_turn(state, queue))
        if step.places.divert_to is None:
            return Move(wanted, cause, self.join_queue(state, step, queue))
        if step.places.returns and state.wait is None:
            self.join_queue(state, step, queue)
        return self.seek(state, step.places.divert_to, Cause.DIVERTED if cause is Cause.RATE else cause)

    def await_move(self, state: ChildState) -> Generator[simpy.Event, None, Move]:
        """Let time pass on a step, or outside one, until something moves the child; return the move."""
        while True:
            self.update(state)
            day, happens, what = min(self.plans(state), key=lambda plan: plan[0])
            try:
                yield At(self.env, day, rank=NORMAL + 1 + 2 * state.child.identity)
            except simpy.Interrupt:
                move = (
                    self.place_granted(state) or self.called_to_review(state) or self.family.goes_along(state)
                )
            else:
                move = happens(state, what)
            if move is not None:
                return move

    def enter(self, state: ChildState, move: Move) -> None:
        """Begin a stay, with one clock for each destination."""
        now = self.env.now
        state.step, state.turn = self.staircase.step(move.where), move.turn
        state.visit += 1
        state.start = state.child.since_day if state.visit == 0 and state.child.in_stock else now
        if state.wait is not None:
            state.wait.origin = self.index[move.where]
        self.family.comes(state)
        self.reviews.comes(state)
        if not state.led:
            self.hazards.start(state, now=now, age=self.age_reached(state))
        self.programmes.child_came(state)
        self.follow(now, state.child.identity, f"comes to {move.where}")

    def leave(self, state: ChildState, move: Move) -> None:
        """End a stay; its place goes to the head of the queue at once."""
        self.record_stay(state, self.index[move.where], move.cause)
        self.family.leaves(state, move)
        if state.turn is not None:
            state.turn.give_back()
        self.reviews.leaves(state)
        state.step, state.turn, state.clocks, state.plan = None, None, {}, None

    def go_out(self, state: ChildState, move: Move) -> None:
        self.end_wait(state, WaitEnd.CANCELLED)
        self.programmes.stop_all(state)
        del self.alive[state.child.identity]
        del state.household.members[state.child.identity]
        self.follow(self.env.now, state.child.identity, f"goes out: {move.where}")

    # What happens next to a child, if nothing changes ------------------------------------------------------

    def plans(self, state: ChildState) -> list[_Plan]:
        birthday = state.child.birth_day + self.birthdays[state.birthdays] * DAYS_PER_YEAR
        plans: list[_Plan] = [(birthday, self.has_birthday, None)]
        for to, clock in state.clocks.items():
            plans.append((state.start + clock.rings_at() * DAYS_PER_YEAR, self.rings, to))
        if state.plan is not None:
            plans.append((state.start + state.plan.rings_at() * DAYS_PER_YEAR, self.plan_ends, None))
        for programme, status in state.enrolments.items():
            if status.enrolled:
                plans.append((status.completed_at, self.completes, programme))
                plans.append((status.drops_out_at, self.drops_out, programme))
        plans.extend((until, self.fades, programme) for programme, until in state.lasting.items())
        plans.append((state.review_day, self.is_reviewed, None))
        return plans

    def rings(self, state: ChildState, to: str) -> Move | None:
        """Let the child go where its clock rings for, or wait where it stands, or be ready for a review."""
        del state.clocks[to]
        return None if self.reviews.makes_ready(state, to) else self.wish(state, to)

    def is_reviewed(self, state: ChildState, _: None) -> Move | None:
        """Let a child go where it is ready to go, or wait where it stands."""
        return None if state.ready is None else self.wish(state, state.ready)

    def called_to_review(self, state: ChildState) -> Move | None:
        """Return the move of a child that staff reviews at this instant, if that is what woke it."""
        return self.is_reviewed(state, None) if state.is_called else None

    def plan_ends(self, state: ChildState, _: None) -> Move | None:
        """Let a planned stay end: the child wishes to go where it was to lead."""
        state.plan = None
        to = self.hazards.planned_end(state, age=self.age_reached(state))
        return None if to is None else self.wish(state, to)

    def wish(self, state: ChildState, to: str) -> Move | None:
        """Return the move of a child that may go to `to`; None if it waits, or stays, where it stands.

        The newest wish counts: it ends an older wait, and a readiness.
        """
        self.reviews.forget(state)
        if state.wait is not None and state.wait.step.name == to:
            return None  # it is in that queue already
        self.end_wait(state, WaitEnd.CANCELLED)
        move = self.reroute(state, to) or self.seek(state, to, Cause.RATE)
        stays = state.step is not None and state.step.name == move.where
        return None if stays or move.must_wait else move

    def reroute(self, state: ChildState, to: str) -> Move | None:
        """Return the move to where a programme sends the child instead, if one does."""
        left, visit = (OUTSIDE, BEFORE_FIRST_STAY) if state.step is None else (state.step.name, state.visit)
        age, group = self.age_reached(state), self.staircase.groups[state.child.group]
        for i, programme in enumerate(self.parameters.programmes):
            for reroute in programme.reroutes:
                if not reroute.acts_on(left, to, self.staircase.band(age), group):
                    continue
                queue = self.places.get(reroute.instead)
                room = queue is None or queue.has_room or self.family.has_place(state, reroute.instead)
                if not room or not self.staircase.step(reroute.instead).admits(age):
                    continue
                key = name_key(f"{programme.name} {reroute.instead}")
                draw = self.chance.uniform(state.child.identity, Purpose.REROUTE, visit=visit, name=key)
                if draw < self.hazards.shares[i] * reroute.share:
                    return self.seek(state, reroute.instead, Cause.REROUTED)
        return None

    def has_birthday(self, state: ChildState, _: None) -> Move | None:
        state.birthdays += 1
        age = self.age_reached(state)
        standing_for = state.step or (state.wait.step if state.wait else None)
        if standing_for is not None and not standing_for.admits(age):
            return self.too_old(state, standing_for)
        if state.wait is not None and not state.wait.step.admits(age):
            self.end_wait(state, WaitEnd.CANCELLED)
        self.reviews.has_birthday(state, age=age)
        return None

    def too_old(self, state: ChildState, step: Step) -> Move:
        """Send a child past the age limit of `step` where the staircase says."""
        self.end_wait(state, WaitEnd.CANCELLED)
        draw = self.chance.uniform(state.child.identity, Purpose.AGE_LIMIT, name=name_key(step.name))
        cumulated = list(accumulate(share for _, share in step.at_age_limit))
        chosen = min(bisect_right(cumulated, draw), len(cumulated) - 1)
        return self.seek(state, step.at_age_limit[chosen][0], Cause.AGE)

    def place_granted(self, state: ChildState) -> Move | None:
        """Return the move to a place that has fallen free, if that is what woke the child."""
        wait = state.wait
        if wait is None or not wait.turn.triggered:
            return None
        self.end_wait(state, WaitEnd.PLACE)
        return Move(wait.step.name, Cause.PLACE, wait.turn)

    def completes(self, state: ChildState, programme: int) -> None:
        self.programmes.end(state, programme, EnrolmentEnd.COMPLETED)

    def drops_out(self, state: ChildState, programme: int) -> None:
        self.programmes.end(state, programme, EnrolmentEnd.DROPPED_OUT)

    def fades(self, state: ChildState, programme: int) -> None:
        del state.lasting[programme]

    # Queues for places --------------------------------------------------------------------------------------

    def request_turn(self, state: ChildState, queue: Queue) -> Turn:
        return Turn(
            queue,
            group=state.child.group,
            identity=state.child.identity,
            on_granted=partial(self.interrupt_child, state),
        )

    def join_queue(self, state: ChildState, step: Step, queue: Queue) -> Turn:
        # Too old for its step is as good as outside: it cannot wait where it stands.
        may_stay = state.step is not None and state.step.admits(self.age_reached(state))
        origin = self.index[state.step.name] if state.step is not None and may_stay else -1
        turn = self.request_turn(state, queue)
        state.wait = Wait(step, turn, origin, self.env.now)
        self.follow(self.env.now, state.child.identity, f"waits for {step.name}")
        return turn

    def end_wait(self, state: ChildState, outcome: WaitEnd) -> None:
        wait, state.wait = state.wait, None
        if wait is None:
            return
        if outcome is WaitEnd.CANCELLED:
            wait.turn.give_back()
        self.book.waits.append(
            (state.child.identity, self.index[wait.step.name], wait.origin, wait.since, self.env.now, outcome)
        )

    # Hazards ------------------------------------------------------------------------------------------------

    def update(self, state: ChildState) -> None:
        """Bring a child up to date with the world at this instant: enrolments first, then clock speeds."""
        self.programmes.update(state, age=self.age_reached(state))
        self.hazards.set_speeds(state, now=self.env.now, age=self.age_reached(state))

    def age_reached(self, state: ChildState) -> float:
        """Return the last birthday that matters and that the child has had: exact, unlike its age."""
        # A child of the stock may be born later on the first day: it stands there unborn for some hours.
        return self.birthdays[max(state.birthdays - 1, 0)]

    # Arrivals and the calendar ------------------------------------------------------------------------------

    def begin(self, child: Child) -> None:
        age = (max(child.since_day, 0.0) - child.birth_day) / DAYS_PER_YEAR
        had = min(bisect_right(self.birthdays, age), len(self.birthdays) - 1)
        state = self.alive[child.identity] = ChildState(child, had)
        self.households.join(state)
        state.process = self.env.process(self.live(state))
        whose = (child.identity, child.birth_day, child.group, child.household)
        self.book.children.append((*whose, self.index[child.step], child.since_day, child.in_stock))

    def admit_arrivals(self) -> Generator[simpy.Event, None, None]:
        """Begin the life of every arriving child, each on its day."""
        for child in coming(self.parameters, self.chance):
            yield At(self.env, child.since_day)
            self.begin(child)

    def apply_calendar(self) -> Generator[simpy.Event, None, None]:
        """Change places, slots and shares on their days, and interrupt the children concerned."""
        programmes = self.parameters.programmes
        concerned = {
            step for programme in programmes for effect in programme.effects for step in effect.from_steps
        }
        concerned.update(*(enrolment.steps for enrolment in self.programmes.enrolments.values()))
        days = changes_by_day(self.parameters, self.places, self.programmes, self.reviews, self.hazards)
        for day in sorted(days):
            yield At(self.env, day)
            for change in days[day]:
                change()
            for identity in sorted(self.alive):
                state = self.alive[identity]
                if state.wait is not None or (state.step is not None and state.step.name in concerned):
                    self.interrupt_child(state)

    @staticmethod
    def interrupt_child(state: ChildState) -> None:
        """Interrupt a child's process, so that it is updated at this instant."""
        if state.process is not None and state.process.is_alive:
            state.process.interrupt()

    # Records ------------------------------------------------------------------------------------------------

    def record_stay(self, state: ChildState, destination: int, cause: Cause) -> None:
        if state.step is not None:
            row = (state.child.identity, state.visit, self.index[state.step.name], state.start, self.env.now)
            self.book.sojourns.append((*row, destination, cause))

    def close(self) -> Records:
        """Record everything still open at the horizon and return the records."""
        for state in self.alive.values():
            self.record_stay(state, -1, Cause.HORIZON)
            self.end_wait(state, WaitEnd.HORIZON)
            self.programmes.record_running(state)
        return self.book.records()
