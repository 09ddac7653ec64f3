"""What a result rests on is worked out by `model.arithmetic` alone, whose digits no processor changes.

The source is read, since a number that moves on another processor moves on no machine that runs the tests.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = (
    "model",
    "scenarios",
    "calibration",
    "forecast",
    "sensitivity",
    "booking",
    "reports",
    "api",
    "commands",
)
OWN = ROOT / "model" / "arithmetic"

ALLOWED = {
    "reports/sensitivity/formatting.py: math.log10": "how many digits a table shows",
    "reports/shared/small_counts.py: math.log10": "how many digits a table shows",
    "scenarios/running/recheck.py: power": "a probability that is told in whole per cent",
    "sensitivity/methods/break_even.py: scipy.optimize": "adds, multiplies and compares one number at a time",
    "sensitivity/methods/break_even.py: scipy.stats": "Sobol' points, made of whole numbers",
    "model/world/arrivals.py: power": "of two, to a whole number: exact",
    "sensitivity/analysis/request.py: power": "of two, to a whole number: exact",
}
"""Exceptions, each with its reason."""

IN_MATH = {
    "acos",
    "acosh",
    "asin",
    "asinh",
    "atan",
    "atan2",
    "atanh",
    "cbrt",
    "cos",
    "cosh",
    "dist",
    "erf",
    "erfc",
    "exp",
    "exp2",
    "expm1",
    "gamma",
    "hypot",
    "lgamma",
    "log",
    "log10",
    "log1p",
    "log2",
    "pow",
    "sin",
    "sinh",
    "sumprod",
    "tan",
    "tanh",
}
IN_NUMPY = {
    "arccos",
    "arcsin",
    "arctan",
    "arctan2",
    "cbrt",
    "cos",
    "cosh",
    "exp",
    "exp2",
    "expm1",
    "float_power",
    "geomspace",
    "hypot",
    "i0",
    "log",
    "log10",
    "log1p",
    "log2",
    "logaddexp",
    "logaddexp2",
    "logspace",
    "power",
    "sin",
    "sinc",
    "sinh",
    "tan",
    "tanh",
    "convolve",
    "corrcoef",
    "correlate",
    "cov",
    "dot",
    "einsum",
    "fft",
    "inner",
    "interp",
    "kron",
    "linalg",
    "matmul",
    "matvec",
    "outer",
    "polyfit",
    "polynomial",
    "tensordot",
    "vdot",
    "vecdot",
    "vecmat",
    "argpartition",
}
"""Functions with variants for processors, products that a library adds up, and orders that it leaves open."""
OF_GENERATORS = {
    "binomial",
    "chisquare",
    "dirichlet",
    "geometric",
    "multinomial",
    "multivariate_normal",
    "negative_binomial",
    "normal",
    "poisson",
    "standard_exponential",
    "standard_gamma",
    "standard_normal",
    "standard_t",
}
OF_FRAMES = {"corr", "cov", "dot"}


def forbidden(tree: ast.AST) -> Iterator[str]:
    """Yield what a file uses whose last digits differ from processor to processor."""
    for node in ast.walk(tree):
        match node:
            case ast.BinOp(op=ast.MatMult()) | ast.AugAssign(op=ast.MatMult()):
                yield "@"
            case ast.AugAssign(op=ast.Pow()):
                yield "power"
            case ast.BinOp(op=ast.Pow()) if not _is_of_constants(node):
                yield "power"
            case ast.Attribute():
                yield from _named(node)
            case ast.Call():
                yield from _unstable(node)
            case ast.Import() | ast.ImportFrom():
                yield from _imported(node)


def _named(node: ast.Attribute) -> Iterator[str]:
    owner = node.value.id if isinstance(node.value, ast.Name) else ""
    if owner in {"math", "np"}:
        if node.attr in {"math": IN_MATH, "np": IN_NUMPY}[owner]:
            yield f"{owner}.{node.attr}"
    elif node.attr in OF_GENERATORS | OF_FRAMES:
        yield f".{node.attr}"


def _is_of_constants(node: ast.BinOp) -> bool:
    """Tell whether a power is one of constants: those that stand in the code are exact."""
    return all(isinstance(each, ast.Constant | ast.UnaryOp) for each in (node.left, node.right))


def _imported(node: ast.ImportFrom | ast.Import) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (each.name for each in node.names if each.name.split(".")[0] in {"scipy", "statistics"})
    elif node.module == "scipy":
        yield from (f"scipy.{each.name}" for each in node.names)
    elif (node.module and node.module.split(".")[0] in {"scipy", "statistics"}) or (
        node.module and node.module.startswith("numpy.linalg")
    ):
        yield node.module
    elif node.module in {"math", "numpy"}:
        yield from (f"from {node.module}" for each in node.names if each.name in IN_MATH | IN_NUMPY)
    elif node.module == "SALib.analyze":
        yield from (f"SALib {each.name}" for each in node.names if each.name != "pawn")


def _unstable(node: ast.Call) -> Iterator[str]:
    """Yield a sort that leaves the order of equal keys to the processor."""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    if name not in {"argsort", "sort_values"}:
        return
    stable = any(
        word.arg == "kind" and isinstance(word.value, ast.Constant) and word.value.value == "stable"
        for word in node.keywords
    )
    by_several = name == "sort_values" and node.args and isinstance(node.args[0], ast.List)
    if not stable and not by_several:
        yield f"{name} without kind='stable'"


def of_files() -> set[str]:
    return {
        f"{path.relative_to(ROOT)}: {what}"
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if OWN not in path.parents
        for what in forbidden(ast.parse(path.read_text(encoding="utf-8")))
    }


def test_no_result_rests_on_digits_that_a_processor_changes() -> None:
    assert of_files() - ALLOWED.keys() == set()


def test_every_exception_is_used() -> None:
    assert ALLOWED.keys() - of_files() == set()


@pytest.mark.parametrize(
    "source",
    [
        "a @ b",
        "a @= b",
        "x**2",
        "x **= 2",
        "2.0**x",
        "np.dot(a, b)",
        "np.linalg.solve(a, b)",
        "np.einsum('ij,jk', a, b)",
        "np.exp(x)",
        "np.logaddexp.reduce(x)",
        "math.log(x)",
        "from math import exp",
        "from numpy import linalg",
        "from numpy.linalg import inv",
        "from scipy import stats",
        "from scipy.special import ndtri",
        "import scipy.optimize",
        "from statistics import NormalDist",
        "rng.normal(size=3)",
        "rng.poisson(3)",
        "frame.corr()",
        "np.argsort(x)",
        "x.argsort(kind='quicksort')",
        "frame.sort_values('a')",
    ],
)
def test_what_a_processor_changes_is_seen(source: str) -> None:
    assert [*forbidden(ast.parse(source))]


@pytest.mark.parametrize(
    "source",
    [
        "a * b",
        "2**64 + 2.0**-52",
        "np.square(x)",
        "np.sqrt(x)",
        "math.sqrt(x)",
        "rng.random(3)",
        "rng.integers(9)",
        "np.argsort(x, kind='stable')",
        "frame.sort_values(['a', 'b'])",
        "def f(**options): return g(**options)",
    ],
)
def test_what_no_processor_changes_is_let_be(source: str) -> None:
    assert not [*forbidden(ast.parse(source))]
