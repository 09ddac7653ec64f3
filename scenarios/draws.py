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


def medians(study: Study) -> dict[str, float]:
    """Return the median of every assumption of a study."""
    return {name: assumption.quantile(0.5) for name, assumption in study.assumptions.items()}
