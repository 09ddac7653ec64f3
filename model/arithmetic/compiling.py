"""Compile functions, and keep the machine code on the disk."""

import os
from collections.abc import Callable, Iterable
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., Any])

_njit: Any = numba.njit
_HERE = Path(__file__).parent
_MODEL = _HERE.parent
_SOURCES = (
    *(_HERE, _MODEL / "compiled_engine" / "kernel", _MODEL / "world"),
    *(_MODEL / "results" / name for name in ("records.py", "reimbursement.py")),
)
"""All that is compiled, and what has the constants that are compiled into it."""
_OPTIONS = {"nogil": True, "error_model": "numpy"}


def source_digest(places: Iterable[Path]) -> str:
    """Return a digest of the source in some files and folders, which names the folder of its machine code.

    Of the folders within folders too. Numba checks only the file of the function that it has cached and not
    those of the functions called;
    after a change elsewhere in these packages it would go on using the old machine code.
    """
    source = blake2b(digest_size=8)
    for place in places:
        for file in [place] if place.is_file() else sorted(place.rglob("*.py")):
            source.update(file.read_bytes())
    return source.hexdigest()


@cache
def _cache_folder() -> Path:
    beside, at_home = _HERE / "__pycache__", Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    writable = os.access(beside if beside.exists() else _HERE, os.W_OK)
    return (beside if writable else at_home / "trappe") / f"compiled-{source_digest(_SOURCES)}"


def compiled(function: Function) -> Function:
    """Compile a function that is called from compiled code only."""
    compiler = _njit(no_cpython_wrapper=True, no_cfunc_wrapper=True, **_OPTIONS)
    return cast(Function, compiler(function))


def inlined(function: Function) -> Function:
    """Compile a function inline into its callers."""
    compiler = _njit(no_cpython_wrapper=True, no_cfunc_wrapper=True, forceinline=True, **_OPTIONS)
    return cast(Function, compiler(function))


def entry(function: Function) -> Function:
    """Compile a function that Python calls, and cache the machine code on the disk."""
    config: Any = numba.config
    config.CACHE_DIR = str(_cache_folder())
    return cast(Function, _njit(cache=True, **_OPTIONS)(function))
