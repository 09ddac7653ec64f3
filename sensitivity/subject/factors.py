"""Turn points of the unit cube into values of a case's uncertain assumptions.

Assumptions that are drawn together have correlated normal scores (a Gaussian copula, as in
`scenarios.building.draws`). To move one of them, whether the others follow or not, is to change those scores.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from model.arithmetic.functions import normal_below, normal_quantile
from model.arithmetic.products import dot, product
from model.arithmetic.systems import pseudo_inverse
from model.world.arrays import Floats
from scenarios.building.draws import LEAST_SHARE
from scenarios.format.assumption_use import assumption_limits, with_assumptions
from scenarios.format.assumptions import Assumption
from scenarios.format.shared_numbers import JointSpec
from scenarios.format.study import BASELINE, Study


@dataclass(frozen=True, kw_only=True)
class Joint:
    """Assumptions that are drawn together (correlated)."""

    members: tuple[int, ...]
    """Their numbers among the factors."""
    correlation: Floats
    """Of their normal scores; [member, member]."""
    root: Floats
    """A matrix whose product with its transpose is the correlation."""

    @classmethod
    def of(cls, spec: JointSpec, names: Sequence[str]) -> "Joint":
        """Return the joint draw that a scenario specifies, by the numbers of `names`."""
        members = tuple(names.index(name) for name in spec.names)
        return cls(members=members, correlation=np.array(spec.correlation), root=spec.root)


@dataclass(frozen=True, kw_only=True)
class Factors:
    """The uncertain assumptions of a case and its baseline; arrays have one row a point, one column each."""

    names: tuple[str, ...]
    assumptions: tuple[Assumption, ...]
    joints: tuple[Joint, ...]
    fixed: dict[str, float]
    """The value of every other assumption, its median: it is certain, or the case does not use it."""

    @cached_property
    def alone(self) -> tuple[int, ...]:
        """The numbers of the assumptions that are drawn independently."""
        together = {member for joint in self.joints for member in joint.members}
        return tuple(number for number in range(len(self.names)) if number not in together)

    @cached_property
    def correlation(self) -> Floats:
        """The correlation of all normal scores; [assumption, assumption]."""
        correlation = np.eye(len(self.names))
        for joint in self.joints:
            correlation[np.ix_(joint.members, joint.members)] = joint.correlation
        return correlation

    def scores(self, shares: Floats) -> Floats:
        """Return the normal scores of points of the unit cube; both [point, assumption]."""
        scores = normal_quantile(np.clip(shares, LEAST_SHARE, 1 - LEAST_SHARE))
        for joint in self.joints:
            scores[:, joint.members] = product(scores[:, joint.members], joint.root.T)
        return np.asarray(scores)

    def values(self, scores: Floats) -> Floats:
        """Return the values that belong to normal scores; both [point, assumption]."""
        return self.quantiles(normal_below(scores))

    def quantiles(self, shares: Floats) -> Floats:
        """Return each assumption's marginal quantiles at `shares`; both [point, assumption]."""
        shares = np.clip(shares, LEAST_SHARE, 1 - LEAST_SHARE)
        columns = [
            assumption.distribution.law.ppf(share)
            for assumption, share in zip(self.assumptions, shares.T, strict=True)
            if assumption.distribution is not None
        ]
        return np.stack(columns, axis=-1)

    def moved(self, scores: Floats, to: Mapping[int, float]) -> Floats:
        """Return the scores with some of them set, and the correlated others moved accordingly.

        The others keep their residual: the deviation from their expectation given those that are set.
        """
        numbers = [*to]
        change = np.array([*to.values()]) - scores[:, numbers]
        inverse = pseudo_inverse(self.correlation[np.ix_(numbers, numbers)])
        follows = product(inverse, self.correlation[numbers])
        moved = scores + product(change, follows)
        moved[:, numbers] = [*to.values()]
        return np.asarray(moved)

    def redrawn(self, scores: Floats, number: int, fresh: Floats) -> Floats:
        """Return the scores with one redrawn conditionally on the others; `fresh` is standard normal."""
        others = [other for other in range(len(self.names)) if other != number]
        inverse = pseudo_inverse(self.correlation[np.ix_(others, others)])
        weights = product(inverse, self.correlation[others, number])
        known = dot(self.correlation[number, others], weights)
        drawn = scores.copy()
        drawn[:, number] = product(scores[:, others], weights) + np.sqrt(max(0.0, 1.0 - known)) * fresh
        return drawn


def factors(study: Study, case: str) -> Factors:
    """Return the uncertain assumptions of a case and its baseline; there may be none."""
    known = study.assumptions
    named = assumption_limits(study.case(BASELINE)).keys() | assumption_limits(study.case(case)).keys()
    uncertain = {name: known[name] for name in known if name in named and known[name].is_uncertain}
    names = tuple(uncertain)
    return Factors(
        names=names,
        assumptions=tuple(uncertain.values()),
        joints=tuple(Joint.of(spec, names) for spec in with_assumptions(study.scenario, names).joint),
        fixed={name: known[name].quantile(0.5) for name in known if name not in uncertain},
    )


def unit_cube(factors: Factors) -> dict[str, Any]:
    """Return the problem definition of SALib: as many numbers from 0 to 1 as there are assumptions."""
    number = len(factors.names)
    return {"num_vars": number, "names": [*factors.names], "bounds": [[0.0, 1.0]] * number}


def seed_of(seed: int) -> int:
    """Return a seed that SALib can take: 32 bits, and not zero, which it takes for none."""
    return int(np.random.SeedSequence(seed).generate_state(1)[0]) | 1
