"""What says which run a figure comes from."""

import hashlib
import json
import platform
from dataclasses import dataclass
from importlib.metadata import version

import numpy as np

from scenarios import VERSION
from scenarios.comparison import CaseRuns, Comparison
from scenarios.study import Study

_LIBRARIES = ("numpy", "scipy", "simpy", "pandas")
"""Those that touch numbers."""


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


def stamp(study: Study, comparison: Comparison) -> Stamp:
    """Return the stamp of a finished comparison."""
    versions = {"trappe": VERSION, "python": platform.python_version()}
    versions |= {library: version(library) for library in _LIBRARIES}
    run = [study.digest, comparison.seed, comparison.draws, comparison.replications, versions["trappe"]]
    return Stamp(
        scenario=study.name,
        scenario_digest=study.digest,
        run_digest=hashlib.sha256(json.dumps(run).encode()).hexdigest(),
        value_digest=_value_digest(comparison),
        seed=comparison.seed,
        draws=comparison.draws,
        replications=comparison.replications,
        versions=versions,
    )


def _value_digest(comparison: Comparison) -> str:
    """Return SHA-256 over every array, by name, shape and bytes (little-endian doubles)."""
    digest = hashlib.sha256()
    tables = {
        f"{case}/{name}": getattr(runs, name)
        for case, runs in comparison.runs.items()
        for name in CaseRuns.arrays()
    }
    tables |= {f"assumption/{name}": values for name, values in comparison.assumptions.items()}
    for name, array in sorted(tables.items()):
        digest.update(f"{name} {array.shape}\n".encode())
        digest.update(np.ascontiguousarray(array, dtype="<f8").tobytes())
    return digest.hexdigest()
