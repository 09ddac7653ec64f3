"""Describe one world for an engine: transitions, arrivals, stock and programmes, without files or money."""

from collections import Counter
from dataclasses import dataclass

from model.world.households import Households
from model.world.planned_stays import LENGTH, PlannedStay
from model.world.programme import OUTSIDE, Programme, Reroute, TransitionEffect
from model.world.reviews import Reviews, Staff
from model.world.schedule import Schedule
from model.world.staircase import DAYS_PER_YEAR, Staircase
from model.world.standing import Standing


@dataclass(frozen=True, kw_only=True)
class Transition:
    """The cause-specific hazard of leaving `from_step` for `to`.

    h(u) = rate x shape x u**(shape - 1), u = years on the step: `rate` is the cumulative hazard of the
    first year, and with shape 1 events per child-year.
    """

    from_step: str
    to: str
    rate: tuple[tuple[float, ...], ...]
    """Per child-year; age bands x groups."""
    shape: float = 1.0

    def __post_init__(self) -> None:
        where = f"transition {self.from_step} -> {self.to}"
        if not self.shape > 0:
            raise ValueError(f"{where}: shape is {self.shape}; it must be above zero")
        if any(not 0 <= value < float("inf") for row in self.rate for value in row):
            raise ValueError(f"{where}: a rate is below zero or not finite")


@dataclass(frozen=True, kw_only=True)
class Arrivals:
    """Children of one age band who come to one step from outside; ages are uniform in the band."""

    step: str
    band: int
    per_year: Schedule
    """Children per year of 365.25 days."""
    group_shares: tuple[float, ...] = (1.0,)
    reference: float | None = None
    """Children per year where they come in households: those that a baseline and its cases share, which each
    thins to its own `per_year`. None where each comes alone."""

    def __post_init__(self) -> None:
        if self.reference is not None and not 0 < self.reference < float("inf"):
            raise ValueError(f"arrivals on {self.step}: the reference is {self.reference}, not above zero")
        if not 0 <= min(self.per_year.values) <= max(self.per_year.values) < float("inf"):
            raise ValueError(f"arrivals on {self.step}: a number per year is below zero or not finite")


@dataclass(frozen=True, kw_only=True)
class StockChild:
    """A child that stands on a step at the start date; days count from it and are below zero before it."""

    step: str
    birth_day: float
    """The midnight that begins the birth date; the engine adds a keyed time of day, so that no two tie."""
    since_day: float
    """When the child came to the step."""
    group: str
    household: str | None = None
    """Children of one household are added together for central reimbursement, and may be helped as one."""


@dataclass(frozen=True, kw_only=True)
class StockCount:
    """A number of children of one age band on one step at the start date, not known one by one.

    Their ages and times on the step are spread as `standing` says. Without it, ages are uniform in the band
    and times exponential with the mean given. Times are cut at the time since they were old enough to stand
    there.
    """

    step: str
    band: int
    number: int
    mean_years_on_step: float = 0.0
    standing: tuple[Standing, ...] | None = None
    """By group."""
    group_shares: tuple[float, ...] = (1.0,)

    def __post_init__(self) -> None:
        if self.standing is not None and len(self.standing) != len(self.group_shares):
            raise ValueError(f"stock on {self.step}: give the standing of each group")
        for field, value in (("number", self.number), ("mean_years_on_step", self.mean_years_on_step)):
            if not 0 <= value < float("inf"):
                raise ValueError(f"stock on {self.step}: {field} is {value}; it must be zero or more")


@dataclass(frozen=True, kw_only=True)
class Parameters:
    """One world. A case is a pure function from one world to another.

    Raises ValueError when the parts do not fit: an unknown step or group, a table of the wrong shape, a rate
    to a step that does not admit the age.
    """

    staircase: Staircase
    horizon_days: float
    transitions: tuple[Transition, ...] = ()
    planned_stays: tuple[PlannedStay, ...] = ()
    reviews: tuple[Reviews, ...] = ()
    staff: tuple[Staff, ...] = ()
    arrivals: tuple[Arrivals, ...] = ()
    households: Households | None = None
    """Those that children come in, where their arrivals have a reference, and that counted ones stand in."""
    stock: tuple[StockChild, ...] = ()
    stock_counts: tuple[StockCount, ...] = ()
    programmes: tuple[Programme, ...] = ()

    def __post_init__(self) -> None:
        if not 0 < self.horizon_days < float("inf"):
            raise ValueError(f"horizon_days is {self.horizon_days}; it must be above zero")
        steps = {step.name for step in self.staircase.steps}
        self._check_names(steps, "step", [t.from_step for t in self.transitions])
        self._check_names({*self.staircase.names}, "step or way out", [t.to for t in self.transitions])
        self._check_names(steps, "step", [a.step for a in self.arrivals])
        self._check_names(steps, "step", [c.step for c in self.stock] + [c.step for c in self.stock_counts])
        self._check_names({*self.staircase.groups}, "group", [c.group for c in self.stock])
        for transition in self.transitions:
            self._check_rates(transition)
        for planned in self.planned_stays:
            self._check_planned(planned, steps)
        self._check_unique("planned stays on", [planned.step for planned in self.planned_stays])
        self._check_reviews(steps)
        self._check_unique("transition", [f"{t.from_step} -> {t.to}" for t in self.transitions])
        self._check_unique("programme", [programme.name for programme in self.programmes])
        self._check_arrivals()
        self._check_stock()
        for programme in self.programmes:
            self._check_programme(programme, steps)
        for step in self.staircase.steps:
            if step.places is not None:
                self._check_names({*self.staircase.groups}, "group", step.places.first_groups)

    @staticmethod
    def _check_names(known: set[str], kind: str, used: list[str] | tuple[str, ...]) -> None:
        for name in used:
            if name not in known:
                raise ValueError(f"{name} is not a {kind}; there are {', '.join(sorted(known))}")

    @staticmethod
    def _check_unique(kind: str, names: list[str]) -> None:
        if twice := [name for name, count in Counter(names).items() if count > 1]:
            raise ValueError(f"{kind} {twice[0]} is given twice")

    def _check_rates(self, transition: Transition) -> None:
        staircase = self.staircase
        where = f"transition {transition.from_step} -> {transition.to}"
        if transition.from_step == transition.to:
            raise ValueError(f"{where}: a step does not lead to itself")
        if len(transition.rate) != staircase.bands or any(
            len(row) != len(staircase.groups) for row in transition.rate
        ):
            raise ValueError(
                f"{where}: rates must be {staircase.bands} age bands x {len(staircase.groups)} groups"
            )
        if transition.to in staircase.exits:
            return
        for border, row in zip(staircase.age_borders, transition.rate, strict=False):
            if any(row) and not staircase.step(transition.to).admits(border):
                raise ValueError(
                    f"{where}: the rate at age {border:g} must be 0; {transition.to} does not admit it"
                )

    def _check_planned(self, planned: PlannedStay, steps: set[str]) -> None:
        staircase, where = self.staircase, f"planned stays on {planned.step}"
        self._check_names(steps, "step", [planned.step])
        self._check_names({*staircase.names}, "step or way out", [to for to, _ in planned.then])
        if len(planned.length) != staircase.bands or any(
            len(row) != len(staircase.groups) for row in planned.length
        ):
            raise ValueError(
                f"{where}: lengths must be {staircase.bands} age bands x {len(staircase.groups)} groups"
            )
        for border in staircase.age_borders[:-1]:
            if staircase.step(planned.step).admits(border) and not any(
                weight > 0 and (to in staircase.exits or staircase.step(to).admits(border))
                for to, weight in planned.then
            ):
                raise ValueError(f"{where}: none of where they lead admits a child of {border:g}")

    def _check_reviews(self, steps: set[str]) -> None:
        self._check_unique("reviews", [reviews.name for reviews in self.reviews])
        self._check_unique("staff", [staff.name for staff in self.staff])
        self._check_unique("the reviews of", [step for r in self.reviews for step, _ in r.intervals])
        for reviews in self.reviews:
            self._check_names(steps, "step", [step for step, _ in reviews.intervals])
            self._check_names({*self.staircase.names}, "step or way out", reviews.moves)
            used = [] if reviews.staff is None else [reviews.staff]
            self._check_names({staff.name for staff in self.staff}, "staff", used)
        for staff in self.staff:
            self._check_names(steps, "step", staff.first_steps)
            self._check_names({*self.staircase.groups}, "group", staff.first_groups)

    def _check_arrivals(self) -> None:
        if self.households is None and any(a.reference is not None for a in self.arrivals):
            raise ValueError("arrivals: a reference goes with households")
        tables: tuple[tuple[Arrivals | StockCount, ...], ...] = (self.arrivals, self.stock_counts)
        for parts in tables:
            if len({(part.step, part.band) for part in parts}) < len(parts):
                raise ValueError("arrivals and stock counts: give each step and age band once")
            for part in parts:
                self._check_band(part)

    def _check_band(self, part: Arrivals | StockCount) -> None:
        staircase = self.staircase
        if not 0 <= part.band < staircase.bands:
            raise ValueError(f"{part.step}: there is no age band {part.band}")
        if not staircase.step(part.step).admits(staircase.age_borders[part.band]):
            raise ValueError(f"{part.step} does not admit age {staircase.age_borders[part.band]:g}")
        shares = part.group_shares
        if len(shares) != len(staircase.groups) or abs(sum(shares) - 1) > 1e-9 or min(shares) < 0:
            raise ValueError(f"{part.step}: give one share per group, summing to 1")

    def _check_stock(self) -> None:
        standing = Counter(child.step for child in self.stock if not self._shares_place(child))
        sharing = {(child.step, child.household) for child in self.stock if self._shares_place(child)}
        standing.update(step for step, _ in sharing)
        for count in self.stock_counts:
            standing[count.step] += count.number
        for step in self.staircase.steps:
            places = float("inf") if step.places is None else step.places.number.at(0.0)
            if standing[step.name] > places:
                raise ValueError(
                    f"{step.name}: {standing[step.name]} children on {places:g} places at the start"
                )
        for child in self.stock:
            age = -child.birth_day / DAYS_PER_YEAR
            if child.since_day > 0 or not self.staircase.step(child.step).admits(age):
                raise ValueError(f"{child.step} does not admit a child of {age:.2f} years at the start date")

    def _shares_place(self, child: StockChild) -> bool:
        places = self.staircase.step(child.step).places
        return places is not None and places.per_household and child.household is not None

    @property
    def enrol_households(self) -> tuple[str, ...]:
        """The names of the programmes that enrol households as one."""
        enrolments = [(p.name, p.enrolment) for p in self.programmes]
        return tuple(name for name, e in enrolments if e is not None and e.by_household)

    @property
    def has_siblings(self) -> bool:
        """Whether any child may have siblings."""
        listed = Counter(child.household for child in self.stock if child.household is not None)
        return self.households is not None or max(listed.values(), default=0) > 1

    @property
    def couples_households(self) -> bool:
        """Whether what happens to a child may depend on where its siblings are."""
        return bool(self.enrol_households) or any(step.together_from for step in self.staircase.steps)

    def _check_programme(self, programme: Programme, steps: set[str]) -> None:
        staircase = self.staircase
        enrolment = programme.enrolment
        effects: tuple[TransitionEffect, ...] = programme.effects
        if enrolment is not None:
            effects += enrolment.during + enrolment.lasting
            self._check_names(steps, "step", enrolment.steps)
            self._check_names({*staircase.groups}, "group", enrolment.groups or ())
            self._check_names({*staircase.groups}, "group", enrolment.first_groups)
        self._check_names(steps, "step", tuple(reroute.instead for reroute in programme.reroutes))
        for effect in (*effects, *programme.reroutes):
            left = [step for step in effect.from_steps if step != OUTSIDE or not isinstance(effect, Reroute)]
            self._check_names(steps, "step", left)
            moves = [to for to in effect.to if to != LENGTH or isinstance(effect, Reroute)]
            self._check_names({*staircase.names}, "step or way out", moves)
            self._check_names({*staircase.groups}, "group", effect.groups or ())
        for effect in effects:
            if LENGTH in effect.to and not effect.multiplier > 0:
                raise ValueError(f"programme {programme.name}: a stay is multiplied by {effect.multiplier}")
        bands = [change.bands or () for change in (*effects, *programme.reroutes)]
        bands += [change.bands or () for change in programme.arrival_effects]
        if not {band for some in bands for band in some} <= {*range(staircase.bands)}:
            raise ValueError(f"programme {programme.name}: there are only {staircase.bands} age bands")
        for arrival_effect in programme.arrival_effects:
            self._check_names(steps, "step", arrival_effect.steps)
            self._check_names({*staircase.groups}, "group", arrival_effect.groups or ())
