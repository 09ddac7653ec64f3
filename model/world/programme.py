"""Describe the programmes of a case: who is offered help, its effects on transitions, and for how long."""

from dataclasses import dataclass

from model.world.schedule import Schedule
from model.world.staircase import OLDEST

OUTSIDE = "<outside>"
"""Among the steps that a reroute's children leave: they come from outside to one of `to`."""
BEFORE_FIRST_STAY = 2**24 - 1
"""The visit by which a child's numbers are keyed while it comes from outside and has stayed nowhere yet."""


def _check_not_negative(owner: str, **fields: float | None) -> None:
    for field, value in fields.items():
        if value is not None and not value >= 0:
            raise ValueError(f"{owner}: {field} is {value}; it must be zero or more")


@dataclass(frozen=True, kw_only=True)
class _TransitionFilter:
    """The transitions that a change acts on: from and to some steps, for some age bands and groups or all."""

    from_steps: tuple[str, ...]
    to: tuple[str, ...]
    bands: tuple[int, ...] | None = None
    groups: tuple[str, ...] | None = None

    def acts_on(self, from_step: str, to: str, band: int, group: str) -> bool:
        """Return whether the change acts on this transition of a child of that age band and group."""
        return (
            from_step in self.from_steps
            and to in self.to
            and (self.bands is None or band in self.bands)
            and (self.groups is None or group in self.groups)
        )


@dataclass(frozen=True, kw_only=True)
class TransitionEffect(_TransitionFilter):
    """A multiplier of the rates of the transitions from `from_steps` to `to`, or of planned stays there.

    Of the weight of a destination that a planned stay leads to, and of what is left of the stay where it is
    to `planned_stays.LENGTH`.
    """

    multiplier: float

    def __post_init__(self) -> None:
        _check_not_negative("effect", multiplier=self.multiplier)


@dataclass(frozen=True, kw_only=True)
class ArrivalEffect:
    """A multiplier of the arrivals on `steps`, for some age bands and groups or all."""

    steps: tuple[str, ...]
    multiplier: float
    bands: tuple[int, ...] | None = None
    groups: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        _check_not_negative("effect", multiplier=self.multiplier)

    def acts_on(self, step: str, band: int, group: str) -> bool:
        """Return whether the effect acts on the arrival on `step` of a child of that age band and group."""
        return (
            step in self.steps
            and (self.bands is None or band in self.bands)
            and (self.groups is None or group in self.groups)
        )


@dataclass(frozen=True, kw_only=True)
class Reroute(_TransitionFilter):
    """A share of the children who leave `from_steps` for `to` and go to another step instead.

    With `OUTSIDE` among `from_steps` also of those who come from outside to one of `to`. The child leaves, or
    comes, when it would have; only the destination changes. It goes on as before when `instead` does not
    admit its age or has no free place.
    """

    instead: str
    share: float

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1:
            raise ValueError(f"reroute to {self.instead}: share is {self.share}; it must lie from 0 to 1")
        if self.instead in (*self.from_steps, *self.to):
            raise ValueError(
                f"reroute to {self.instead}: it is also among the steps that are left or wished for"
            )


@dataclass(frozen=True, kw_only=True)
class Enrolment:
    """The terms on which children are enrolled in help, with slots and a waiting list.

    A child is asked once; it says yes with probability `take_up` and then waits for a slot as long as it
    stays eligible. An enrolment ends when `length_days` have passed (completed), when the child drops
    out, or when it stops being eligible (left), unless the help `follows` it. Without a length the help
    lasts as long as the child is eligible, and leaving it is completing it. Only completed help has
    lasting effects; they end for each child at a random time with mean `lasting_mean_days`.
    """

    steps: tuple[str, ...]
    age_from: float = 0.0
    age_to: float = OLDEST
    groups: tuple[str, ...] | None = None
    take_up: float = 1.0
    slots: Schedule | None = None
    first_groups: tuple[str, ...] = ()
    opens: float = 0.0
    """Day of the first enrolment."""
    closes: float | None = None
    """Day after which nobody new is enrolled; those enrolled go on."""
    length_days: float | None = None
    drop_out_rate: float = 0.0
    """Per child-year."""
    follows: bool = False
    by_household: bool = False
    """Whether a household is asked, waits and is enrolled as one.

    Slots are households, take-up and drop-out one number each for the household, and the length runs from its
    first day. Its eligible children are enrolled together, and one that becomes eligible later joins. The
    slot is held until none of them is enrolled any more; then the household has had its help.
    """
    at_least: int = 1
    """Children of a household who must stand on the staircase when it is asked."""
    during: tuple[TransitionEffect, ...] = ()
    lasting: tuple[TransitionEffect, ...] = ()
    lasting_mean_days: float = 0.0

    def __post_init__(self) -> None:
        _check_not_negative(
            "enrolment",
            length_days=self.length_days,
            drop_out_rate=self.drop_out_rate,
            lasting_mean_days=self.lasting_mean_days,
        )
        if not 0 <= self.take_up <= 1:
            raise ValueError(f"enrolment: take_up is {self.take_up}; it must lie from 0 to 1")
        if not 0 <= self.age_from < self.age_to:
            raise ValueError(f"enrolment: ages {self.age_from} to {self.age_to} are upside down")
        if self.closes is not None and self.closes <= self.opens:
            raise ValueError("enrolment: closes before it opens")
        if self.at_least < 1 or (self.at_least > 1 and not self.by_household):
            raise ValueError("enrolment: at_least is 1, or more where households are enrolled")
        if self.lasting and not self.lasting_mean_days > 0:
            raise ValueError("enrolment: lasting effects need a mean time above zero")
        if self.slots is not None and any(number < 0 or number % 1 for number in self.slots.values):
            raise ValueError(f"enrolment: {self.slots.values} slots are not whole numbers from zero")


@dataclass(frozen=True, kw_only=True)
class Programme:
    """A change that a case makes: for everyone from a date (`effects`), for those enrolled, or both.

    `share` (0 to 1) is how far the change for everyone is phased in: at share s an effect with multiplier m
    multiplies by 1 + s (m - 1).
    """

    name: str
    share: Schedule = Schedule.constant(1.0)  # noqa: RUF009  a frozen value, safe to share
    effects: tuple[TransitionEffect, ...] = ()
    arrival_effects: tuple[ArrivalEffect, ...] = ()
    reroutes: tuple[Reroute, ...] = ()
    """At share s a reroute of share d sends s x d of the children."""
    enrolment: Enrolment | None = None

    def __post_init__(self) -> None:
        if min(self.share.values) < 0 or max(self.share.values) > 1:
            raise ValueError(f"programme {self.name}: share must lie from 0 to 1")
