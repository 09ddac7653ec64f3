"""What says which run a figure comes from."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """The run stamp: the same scenario, seed and counts give the same digests wherever they are run."""

    scenario: str
    scenario_digest: str
    run_digest: str
    """Of the scenario, the seed, the counts and the program's version."""
    value_digest: str
    """Of every number that came out."""
    seed: int
    draws: int
    replications: int
    versions: dict[str, str]
    """Of trappe, Python and the libraries that touch numbers."""
