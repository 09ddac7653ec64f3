"""The chain from a ledger to what a case is worth, as digests; run by itself under what shapes a processor.

`python -m tests.verification.chain PART ...` prints them as a JSON object.
"""

import hashlib
import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

import trappe
from calibration.example.ledger import example_ledger
from model.arithmetic import functions, systems
from model.arithmetic.products import product
from model.arithmetic.random import binomials, gammas, normals
from model.world.arrays import Floats
from scenarios.reading.load import load

CASE = "opfølgning"
QUIET: dict[str, Any] = {"tell": lambda _text: None}


def digest(text: str | bytes) -> str:
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def of_arrays(*arrays: Any) -> str:
    return digest(b"".join(np.ascontiguousarray(array, dtype="<f8").tobytes() for array in arrays))


def of_document(result: Any) -> str:
    return digest(json.dumps(result.document, default=str))


def shares(number: int) -> Floats:
    """Return numbers between 0 and 1 that no library had a hand in."""
    words = np.arange(1, number + 1, dtype=np.uint64) * np.uint64(0x9E37_79B9_7F4A_7C15)
    return ((words >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52


def arithmetic(_folder: Path) -> str:
    u = shares(20_000)
    v = u[::-1].copy()
    few = slice(0, 2_000)
    square = product(u[:3_600].reshape(60, 60), v[:3_600].reshape(60, 60))
    even = product(square, square.T) + np.eye(60)
    chance = np.random.default_rng(1)
    return of_arrays(
        *(each(u) for each in (functions.exp, functions.expm1, functions.log, functions.log1p)),
        functions.power(5 * u, 3 * v),
        functions.normal_below(8 * u - 4),
        functions.normal_quantile(u),
        functions.log_gamma(50 * u),
        functions.gamma_below(40 * u[few], 60 * v[few]),
        functions.gamma_quantile(40 * u[few], v[few]),
        functions.beta_below(9 * u[few], 9 * v[few], v[few]),
        functions.beta_quantile(9 * u[few], 9 * v[few], u[few]),
        functions.log_sum_exp(10 * u),
        square,
        systems.solve(square, u[:60]),
        systems.cholesky(even),
        *systems.eigen(even),
        systems.pseudo_inverse(square[:, :20]),
        normals(chance, 500),
        gammas(chance, 3 * u[:500]),
        binomials(chance, np.arange(500), v[:500]),
    )


def ledger(folder: Path) -> str:
    path = folder / "sager.csv"
    example_ledger(load("kolding"), seed=1, rows=600, start=date(2016, 1, 1), faults=False).write_csv(path)
    return digest(path.read_bytes())


def compare(_folder: Path) -> str:
    made = trappe.compare("kolding", draws=3, replications=2, **QUIET)
    return str(made.document["value_digest"])


def sensitivity(_folder: Path) -> str:
    made = trappe.sensitivity(
        "kolding", CASE, method="morris", samples=4, replications=2, break_even=False, **QUIET
    )
    return str(made.document["value_digest"])


def information(_folder: Path) -> str:
    made = trappe.information("kolding", CASE, draws=24, replications=2, children=(50,), **QUIET)
    return str(made.document["value_digest"])


def calibrate(folder: Path) -> str:
    return of_document(trappe.calibrate([folder / "sager.csv"], **QUIET))


def forecast(folder: Path) -> str:
    account = trappe.forecast(
        "kolding",
        ledgers=[folder / "sager.csv"],
        frame="120 mio",
        last=date(2025, 6, 30),
        draws=3,
        replications=1,
        **QUIET,
    )
    return of_document(account)


def variance(_folder: Path) -> str:
    made = trappe.sensitivity(
        "kolding", CASE, method="sobol", samples=16, replications=2, break_even=False, **QUIET
    )
    return str(made.document["value_digest"])


def distribution(_folder: Path) -> str:
    made = trappe.sensitivity(
        "kolding", CASE, method="delta", samples=100, replications=2, break_even=False, **QUIET
    )
    return str(made.document["value_digest"])


def checks(folder: Path) -> str:
    return of_document(trappe.calibrate([folder / "sager.csv"], check=True, **QUIET))


def follow_up(folder: Path) -> str:
    path = folder / "senere.csv"
    example_ledger(load("kolding"), seed=1, rows=600, start=date(2021, 1, 1), faults=False).write_csv(path)
    return of_document(
        trappe.follow_up(
            "kolding", CASE, ledgers=[path], last=date(2028, 6, 30), draws=100, replications=1, **QUIET
        )
    )


SHORT: tuple[Callable[[Path], str], ...] = (arithmetic, ledger, compare, calibrate, forecast)
LONG: tuple[Callable[[Path], str], ...] = (
    sensitivity,
    information,
    variance,
    distribution,
    checks,
    follow_up,
)


def main(names: list[str]) -> None:
    parts = {part.__name__: part for part in SHORT + LONG}
    with TemporaryDirectory() as folder:
        made = {name: parts[name](Path(folder)) for name in names}
    sys.stdout.write(json.dumps(made))


if __name__ == "__main__":
    main(sys.argv[1:])
