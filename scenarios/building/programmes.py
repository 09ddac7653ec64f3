"""Build the programmes of a scenario: what a case adds."""

from model.world.programme import OUTSIDE, ArrivalEffect, Enrolment, Programme, Reroute, TransitionEffect
from model.world.schedule import Schedule
from model.world.staircase import DAYS_PER_MONTH
from scenarios.building.draws import Resolver
from scenarios.building.planned_stays import stay_effects
from scenarios.format.fields import FROM_OUTSIDE
from scenarios.format.programmes import EffectSpec, EnrolmentSpec, ProgrammeSpec
from scenarios.format.schema import Scenario


def build_programmes(scenario: Scenario, resolver: Resolver) -> tuple[Programme, ...]:
    """Return the programmes of a scenario under one draw."""
    builder = _Builder(resolver)
    return tuple(builder.programme(name, spec) for name, spec in scenario.programmes.items())


class _Builder:
    def __init__(self, resolver: Resolver) -> None:
        self.resolver = resolver

    def programme(self, name: str, spec: ProgrammeSpec) -> Programme:
        return Programme(
            name=name,
            share=self.share(spec),
            effects=tuple(self.effect(effect) for effect in spec.effects_for("everyone"))
            + stay_effects(spec, "everyone", self.resolver),
            arrival_effects=tuple(
                ArrivalEffect(
                    steps=tuple(effect.steps),
                    multiplier=self.resolver.number(effect.multiplier),
                    bands=self.resolver.band_indices(effect.ages),
                    groups=None if effect.groups is None else tuple(effect.groups),
                )
                for effect in spec.arrivals
            ),
            reroutes=tuple(
                Reroute(
                    from_steps=tuple(OUTSIDE if s == FROM_OUTSIDE else s for s in reroute.from_steps),
                    to=tuple(reroute.to),
                    instead=reroute.instead,
                    share=self.resolver.number(reroute.share),
                    bands=self.resolver.band_indices(reroute.ages),
                    groups=None if reroute.groups is None else tuple(reroute.groups),
                )
                for reroute in spec.reroutes
            ),
            enrolment=None if spec.enrolment is None else self.enrolment(spec, spec.enrolment),
        )

    def share(self, spec: ProgrammeSpec) -> Schedule:
        """Return how far the change for everyone has come, month by month."""
        full = spec.full_from or spec.start
        months = max(1, (full.year - spec.start.year) * 12 + full.month - spec.start.month)
        ramp = Schedule.ramp(start=self.resolver.day(spec.start), end=self.resolver.day(full), pieces=months)
        if spec.end is None:
            return ramp
        end = self.resolver.day(spec.end)
        before = [(t, v) for t, v in zip(ramp.times, ramp.values, strict=True) if t < end]
        times, values = zip(*before, (end, 0.0), strict=True)
        return Schedule(times=times, values=values)

    def effect(self, spec: EffectSpec) -> TransitionEffect:
        return TransitionEffect(
            from_steps=tuple(spec.from_steps),
            to=tuple(spec.to),
            multiplier=self.resolver.number(spec.multiplier),
            bands=self.resolver.band_indices(spec.ages),
            groups=None if spec.groups is None else tuple(spec.groups),
        )

    def enrolment(self, programme: ProgrammeSpec, spec: EnrolmentSpec) -> Enrolment:
        return Enrolment(
            steps=tuple(spec.steps),
            age_from=spec.ages[0],
            age_to=spec.ages[1],
            groups=None if spec.groups is None else tuple(spec.groups),
            take_up=self.resolver.number(spec.take_up),
            slots=None if spec.slots is None else self.resolver.schedule(spec.slots),
            first_groups=tuple(spec.first_groups),
            opens=self.resolver.day(programme.start),
            closes=None if programme.end is None else self.resolver.day(programme.end),
            length_days=None if spec.months is None else self.resolver.number(spec.months) * DAYS_PER_MONTH,
            drop_out_rate=self.resolver.number(spec.drop_out_per_year),
            follows=spec.follows,
            by_household=spec.by == "household",
            at_least=spec.at_least,
            during=tuple(self.effect(effect) for effect in programme.effects_for("enrolled"))
            + stay_effects(programme, "enrolled", self.resolver),
            lasting=tuple(self.effect(effect) for effect in spec.lasting)
            + stay_effects(programme, "after", self.resolver),
            lasting_mean_days=self.resolver.number(spec.lasting_months) * DAYS_PER_MONTH,
        )
