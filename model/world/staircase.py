"""Describe the staircase: ordered steps with age limits and places, the ways out, and age bands."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from model.world.randomness import name_key
from model.world.schedule import Schedule

DAYS_PER_YEAR = 365.25
DAYS_PER_MONTH = DAYS_PER_YEAR / 12
OLDEST = 23.0
"""Help for children and young people ends on the 23rd birthday."""


@dataclass(frozen=True, kw_only=True)
class Places:
    """The number of children that a step holds, and what happens to a child that finds it full.

    With `divert_to` the child goes there instead, and with `returns` moves over when a place falls free.
    Without it the child waits on the step it is on. The queue serves the groups named in `first_groups` in
    that order, then the others, first come first served in each. A number that falls moves no child out: it
    only stops the next one from coming in.
    """

    number: Schedule
    divert_to: str | None = None
    returns: bool = False
    first_groups: tuple[str, ...] = ()
    per_household: bool = False
    """Whether siblings share a place; only on a step where they stay together."""

    def __post_init__(self) -> None:
        if any(number < 0 or number % 1 for number in self.number.values):
            raise ValueError(f"places: {self.number.values} are not whole numbers from zero")
        if self.returns and self.divert_to is None:
            raise ValueError("places: returns says what happens after divert_to, which is missing")


@dataclass(frozen=True, kw_only=True)
class Step:
    """A place on the staircase for children from `age_from` until their birthday `age_to` (years)."""

    name: str
    age_from: float = 0.0
    age_to: float = OLDEST
    at_age_limit: tuple[tuple[str, float], ...]
    """Destinations on the birthday `age_to`: steps or ways out with probabilities that sum to 1."""
    places: Places | None = None
    together_from: tuple[str, ...] = ()
    """Steps from which siblings move here together with the first of them.

    They come along if the step admits them and, unless they share its place, has room for them. The rates
    and the plan of the one who came first are those of all: they leave when it leaves and go where it goes,
    if they may. When it only gets too old, the next in order of identity takes over.
    """

    def __post_init__(self) -> None:
        if not 0 <= self.age_from < self.age_to:
            raise ValueError(f"step {self.name}: ages {self.age_from} to {self.age_to} are upside down")
        if self.name in self.together_from:
            raise ValueError(f"step {self.name}: siblings do not move there from the step itself")
        if self.places is not None and self.places.per_household and not self.together_from:
            raise ValueError(f"step {self.name}: siblings share a place only where they move in together")
        total = sum(share for _, share in self.at_age_limit)
        if any(share < 0 for _, share in self.at_age_limit) or abs(total - 1) > 1e-9:
            raise ValueError(f"step {self.name}: the shares at the age limit sum to {total}, not to 1")

    def admits(self, age: float) -> bool:
        """Return whether a child of `age` years may stand here."""
        return self.age_from <= age < self.age_to


@dataclass(frozen=True, kw_only=True)
class Staircase:
    """Steps from the least to the most intrusive, the ways out, the age bands, the target groups.

    Raises ValueError when names clash, a step refers to an unknown step or way out, a step's ages are not
    borders of age bands, or steps divert in a ring.
    """

    steps: tuple[Step, ...]
    exits: tuple[str, ...]
    age_borders: tuple[float, ...] = (0.0, OLDEST)
    """Years; band b holds the ages from border b until border b + 1."""
    groups: tuple[str, ...] = ("alle",)
    names: tuple[str, ...] = field(init=False)
    """Steps first, then ways out; the order of every destination index."""

    def __post_init__(self) -> None:
        names = (*(step.name for step in self.steps), *self.exits)
        object.__setattr__(self, "names", names)
        if twice := [name for name, count in Counter(names).items() if count > 1]:
            raise ValueError(f"staircase: {', '.join(twice)} is named twice")
        if len({name_key(name) for name in names}) < len(names):
            raise ValueError("staircase: two names share a random-number key; rename one of the steps")
        if any(upper <= lower for lower, upper in pairwise(self.age_borders)):
            raise ValueError(f"staircase: age borders must rise, found {self.age_borders}")
        for step in self.steps:
            self._check(step)

    def _check(self, step: Step) -> None:
        targets = [target for target, _ in step.at_age_limit]
        if step.places is not None and step.places.divert_to is not None:
            targets.append(step.places.divert_to)
            self._check_divert(step)
        if unknown := [target for target in targets if target not in self.names]:
            raise ValueError(f"step {step.name}: {unknown[0]} is neither a step nor a way out")
        if unknown := [name for name in step.together_from if name not in self._by_name]:
            raise ValueError(f"step {step.name}: {unknown[0]} is not a step that siblings come from")
        for age in (step.age_from, step.age_to):
            if age not in self.age_borders:
                raise ValueError(
                    f"step {step.name}: age {age} is not a border of the age bands {self.age_borders}"
                )
        for target in targets[: len(step.at_age_limit)]:
            if target not in self.exits and not self.step(target).admits(step.age_to):
                raise ValueError(f"step {step.name}: {target} does not admit a child of {step.age_to}")
        for target in targets[len(step.at_age_limit) :]:
            if target not in self.exits and not self._covers(self.step(target), step):
                raise ValueError(
                    f"step {step.name}: diverts to {target}, which does not admit every age from "
                    f"{step.age_from:g} to {step.age_to:g}"
                )

    @staticmethod
    def _covers(outer: Step, inner: Step) -> bool:
        return outer.age_from <= inner.age_from and inner.age_to <= outer.age_to

    def _check_divert(self, step: Step) -> None:
        seen = [step.name]
        while step.places is not None and step.places.divert_to in self._by_name:
            step = self.step(step.places.divert_to)
            if step.name in seen:
                raise ValueError(f"steps {', '.join(seen)} divert in a ring")
            seen.append(step.name)
        if step.places is not None and step.places.divert_to is None:
            raise ValueError(
                f"step {seen[0]}: diverts to {step.name}, where children wait; nobody is diverted into a line"
            )

    @cached_property
    def _by_name(self) -> dict[str, Step]:
        return {step.name: step for step in self.steps}

    def step(self, name: str) -> Step:
        """Return the step called `name`; KeyError when there is none."""
        return self._by_name[name]

    @property
    def bands(self) -> int:
        """The number of age bands."""
        return len(self.age_borders) - 1

    def band(self, age: float) -> int:
        """Return the index of the age band of `age` years; the ends hold for ages beyond them."""
        inner = self.age_borders[1:-1]
        return sum(age >= border for border in inner)
