"""What SALib asks for."""

from typing import Any

import numpy as np

from sensitivity.subject.factors import Factors


def unit_cube(factors: Factors) -> dict[str, Any]:
    """Return the problem: as many numbers from 0 to 1 as there are assumptions."""
    number = len(factors.names)
    return {"num_vars": number, "names": [*factors.names], "bounds": [[0.0, 1.0]] * number}


def seed_of(seed: int) -> int:
    """Return a seed that it can take: 32 bits, and not zero, which it takes for none."""
    return int(np.random.SeedSequence(seed).generate_state(1)[0]) | 1
