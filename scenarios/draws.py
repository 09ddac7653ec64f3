"""Draws of the uncertain assumptions: what we do not know, apart from chance."""

from model.randomness import Chance, Purpose, name_key
from scenarios.study import Study


def draw(study: Study, *, seed: int, number: int) -> dict[str, float]:
    """Return the value of every assumption of a study in one draw.

    A value is the quantile at a keyed random number: a pure function of (seed, draw, name). More draws,
    more assumptions or another case leave those already drawn as they were.
    """
    chance = Chance(seed=seed, replication=number)
    return {
        name: assumption.quantile(chance.uniform(0, Purpose.ASSUMPTION, name=name_key(name)))
        for name, assumption in study.assumptions.items()
    }


def corners(study: Study) -> list[dict[str, float]]:
    """Return the assumptions of a study all at their medians, all very low, and all very high."""
    return [
        {name: assumption.quantile(share) for name, assumption in study.assumptions.items()}
        for share in (0.5, 0.0005, 0.9995)
    ]
