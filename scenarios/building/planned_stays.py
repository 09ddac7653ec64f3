"""Build the planned stays of a world, and what programmes do to them."""

from model.world.parameters import Transition
from model.world.planned_stays import LENGTH, Length, PlannedStay
from model.world.programme import TransitionEffect
from model.world.staircase import DAYS_PER_MONTH
from scenarios.building.draws import Resolver
from scenarios.format.fields import band_names
from scenarios.format.programmes import ProgrammeSpec
from scenarios.format.schema import Scenario
from scenarios.format.stays import StayEffectSpec


def planned_stays(scenario: Scenario, resolver: Resolver) -> tuple[PlannedStay, ...]:
    """Return the planned stays of a scenario under one draw."""
    stays = []
    for step, spec in scenario.stays.items():
        times = resolver.number(spec.times) * DAYS_PER_MONTH

        def length(band: str, group: str) -> Length:
            shares, months = spec.length_of(band, group)  # noqa: B023  called at once
            return Length(shares=shares, days=tuple(number * times for number in months))  # noqa: B023

        stays.append(
            PlannedStay(
                step=step,
                length=tuple(
                    tuple(length(band, group) for group in scenario.groups)
                    for band in band_names(scenario.age_bands)
                ),
                then=tuple((to, resolver.number(share)) for to, share in spec.then.items()),
            )
        )
    return tuple(stays)


def worsening(scenario: Scenario, resolver: Resolver) -> tuple[Transition, ...]:
    """Return the moves away from planned stays that have not ended, for what gets worse meanwhile."""
    admits = scenario.staircase.admits
    return tuple(
        Transition(
            from_step=step,
            to=to,
            rate=tuple(
                (resolver.number(rate) if admits(step, age) and admits(to, age) else 0.0,)
                * len(scenario.groups)
                for age in scenario.age_bands[:-1]
            ),
        )
        for step, spec in scenario.stays.items()
        for to, rate in spec.worsens.items()
    )


def stay_effects(programme: ProgrammeSpec, whom: str, resolver: Resolver) -> tuple[TransitionEffect, ...]:
    """Return what a programme multiplies planned stays by, for everyone, those enrolled, or those after."""
    return tuple(_effect(spec, resolver) for spec in programme.stays if spec.for_whom == whom)


def _effect(spec: StayEffectSpec, resolver: Resolver) -> TransitionEffect:
    return TransitionEffect(
        from_steps=tuple(spec.steps),
        to=(LENGTH,),
        multiplier=resolver.number(spec.times),
        bands=resolver.band_indices(spec.ages),
        groups=None if spec.groups is None else tuple(spec.groups),
    )
