"""Start the clocks of a stay, set their speeds, and find where a planned stay leads."""

from bisect import bisect_right
from itertools import accumulate

from model.simpy_engine.child_state import ChildState
from model.simpy_engine.clocks import Clock
from model.world.parameters import Parameters, Transition
from model.world.planned_stays import LENGTH
from model.world.randomness import Chance, Purpose, name_key
from model.world.staircase import DAYS_PER_YEAR


class Hazards:
    """The rates and planned stays of one world, and what programmes multiply them by now."""

    def __init__(self, parameters: Parameters, chance: Chance) -> None:
        self._staircase = parameters.staircase
        self._programmes = parameters.programmes
        self._chance = chance
        self._transitions: dict[str, list[Transition]] = {step.name: [] for step in self._staircase.steps}
        for transition in parameters.transitions:
            self._transitions[transition.from_step].append(transition)
        self._planned = {planned.step: planned for planned in parameters.planned_stays}
        self._reviewed = {
            step: reviews.moves for reviews in parameters.reviews for step, _ in reviews.intervals
        }
        self.shares = [programme.share.at(0.0) for programme in parameters.programmes]
        """How far each programme's change for everyone is phased in."""

    def start(self, state: ChildState, *, now: float, age: float) -> None:
        """Start the clocks of a stay that begins, or had begun before the start, at the `age` reached."""
        if state.step is None:
            return
        spent = now - state.start
        reviewed = self._reviewed.get(state.step.name, ())
        for transition in self._transitions[state.step.name]:
            # Since its last review a child of the stock may have become ready, by its age at the start date
            # and without programmes. At that review it was not ready, or it would have gone.
            began = state.last_review - state.start if transition.to in reviewed else spent
            clock = Clock(
                exponential=self._chance.exponential(
                    state.child.identity, Purpose.CLOCK, visit=state.visit, name=name_key(transition.to)
                ),
                shape=transition.shape,
                years=began / DAYS_PER_YEAR,
            )
            if began < spent:
                rate = transition.rate[self._staircase.band(age)][state.child.group]
                clock.set_speed(rate, years=began / DAYS_PER_YEAR)
            state.clocks[transition.to] = clock
        planned = self._planned.get(state.step.name)
        if planned is not None:
            length = planned.length[self._staircase.band(age)][state.child.group]
            left = length.remaining(self._uniform(state, Purpose.PLANNED_LENGTH), spent=spent)
            state.plan = Clock(exponential=left / DAYS_PER_YEAR, shape=1.0, years=spent / DAYS_PER_YEAR)

    def set_speeds(self, state: ChildState, *, now: float, age: float) -> None:
        """Set the speeds of the clocks of a child by what acts on it now."""
        if state.step is None:
            return
        years = (now - state.start) / DAYS_PER_YEAR
        band = self._staircase.band(age)
        for transition in self._transitions[state.step.name]:
            clock = state.clocks.get(transition.to)
            if clock is not None:
                rate = self._with_effects(
                    state, transition.rate[band][state.child.group], transition.to, band
                )
                stops = state.ready is not None and transition.to in self._reviewed[state.step.name]
                clock.set_speed(0.0 if stops else rate, years=years)
        if state.plan is not None:
            state.plan.set_speed(1.0 / self._with_effects(state, 1.0, LENGTH, band), years=years)

    def planned_end(self, state: ChildState, *, age: float) -> str | None:
        """Return where a planned stay leads; None where effects leave nothing that admits the child."""
        if state.step is None:
            return None
        band = self._staircase.band(age)
        then = [
            (to, self._with_effects(state, weight, to, band))
            for to, weight in self._planned[state.step.name].then
            if to in self._staircase.exits or self._staircase.step(to).admits(age)
        ]
        cumulated = list(accumulate(weight for _, weight in then))
        if not cumulated or cumulated[-1] <= 0.0:
            return None
        draw = self._uniform(state, Purpose.PLANNED_END) * cumulated[-1]
        return then[min(bisect_right(cumulated, draw), len(then) - 1)][0]

    def _uniform(self, state: ChildState, purpose: Purpose) -> float:
        """Return the number that this stay of the child owns."""
        name = "" if state.step is None else state.step.name
        return self._chance.uniform(state.child.identity, purpose, visit=state.visit, name=name_key(name))

    def _with_effects(self, state: ChildState, number: float, to: str, band: int) -> float:
        """Return a rate, a weight or a length of the move to `to` for this child now, effects included."""
        if state.step is None:
            return number
        step, group = state.step.name, self._staircase.groups[state.child.group]
        for i, programme in enumerate(self._programmes):
            for effect in programme.effects:
                if effect.acts_on(step, to, band, group):
                    number *= 1.0 + self.shares[i] * (effect.multiplier - 1.0)
            if programme.enrolment is None:
                continue
            status = state.enrolments.get(i)
            during = programme.enrolment.during if status is not None and status.enrolled else ()
            lasting = programme.enrolment.lasting if i in state.lasting else ()
            for effect in during + lasting:
                if effect.acts_on(step, to, band, group):
                    number *= effect.multiplier
        return number
