"""Stamp a run with its digests and versions, so that a figure can be traced to it."""

import hashlib
import json
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import numpy as np

from model.world.arrays import Floats
from scenarios import VERSION
from scenarios.format.study import Study
from scenarios.results.comparison import HOUSEHOLD_ARRAYS, CaseRuns, Comparison, in_parts

_LIBRARIES = ("numpy", "scipy", "numba", "simpy", "pandas")
"""Those that touch numbers."""

_PACKAGES = ("model", "scenarios", "sensitivity")
"""Those of trappe."""


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


def versions() -> dict[str, str]:
    """Return the versions of trappe, Python and the libraries that touch numbers, in this process.

    That of trappe has a digest of its code behind it: a checkout changes more often than the version.
    """
    own = {"trappe": f"{VERSION}+{_code_digest()}", "python": platform.python_version()}
    return own | _libraries()


def differences(here: Mapping[str, str], there: Mapping[str, str]) -> str:
    """Return the versions that differ, there / here, as "numpy 2.3.1 / 2.4.6"; empty when none does."""
    names = [name for name in {**here, **there} if here.get(name) != there.get(name)]
    return ", ".join(f"{name} {there.get(name, '-')} / {here.get(name, '-')}" for name in names)


def stamp(study: Study, comparison: Comparison, made_by: Mapping[str, str] | None = None) -> Stamp:
    """Return the stamp of a finished comparison.

    `made_by` are the versions that made it; left out, those of this process.
    """
    used = versions() if made_by is None else dict(made_by)
    return Stamp(
        scenario=study.name,
        scenario_digest=study.digest,
        run_digest=run_digest(
            study,
            seed=comparison.seed,
            draws=comparison.draws,
            replications=comparison.replications,
            version=used["trappe"],
        ),
        value_digest=_value_digest(comparison),
        seed=comparison.seed,
        draws=comparison.draws,
        replications=comparison.replications,
        versions=used,
    )


def run_digest(study: Study, *, seed: int, draws: int, replications: int, version: str) -> str:
    """Return the digest of scenario, seed, counts and version (of trappe, without the digest of its code)."""
    run = [study.digest, seed, draws, replications, version.partition("+")[0]]
    return digest(json.dumps(run))


def digest(text: str) -> str:
    """Return SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def _libraries() -> dict[str, str]:
    return {library: version(library) for library in _LIBRARIES}


@cache
def _code_digest() -> str:
    code = hashlib.sha256()
    for package in _PACKAGES:
        for path in sorted((Path(__file__).parents[2] / package).rglob("*.py")):
            code.update(path.read_text(encoding="utf-8").encode())
    return code.hexdigest()[:8]


def _value_digest(comparison: Comparison) -> str:
    """Return SHA-256 over every array, by name, shape and bytes (little-endian doubles)."""
    values_digest = hashlib.sha256()
    arrays: dict[str, tuple[Mapping[str, Floats], str]] = {
        f"{case}/{name}": (runs.figures, name)
        for case, runs in comparison.runs.items()
        for name in CaseRuns.arrays()
        if runs.household_sizes or name not in HOUSEHOLD_ARRAYS
    }
    arrays |= {f"assumption/{name}": (comparison.assumptions, name) for name in comparison.assumptions}
    for title, (figures, name) in sorted(arrays.items()):
        shape = figures[name].shape
        values_digest.update(f"{title} {shape}\n".encode())
        for draws in in_parts(shape[0]):
            values_digest.update(np.ascontiguousarray(figures[name][draws], dtype="<f8").tobytes())
    return values_digest.hexdigest()
