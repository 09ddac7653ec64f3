"""Processors that this one can play, by the switches of the libraries that choose variants at run time.

`python -m tests.processors COMMAND ...` runs a command as on each of them.
"""

import os
import platform
import subprocess
import sys
from typing import Any

import numpy as np

_UMATH: Any = vars(np)["_core"]._multiarray_umath  # numpy tells of its variants nowhere else
_FEATURES = [name for name in _UMATH.__cpu_dispatch__ if _UMATH.__cpu_features__.get(name)]
_HAS_AVX_512 = bool(_UMATH.__cpu_features__.get("AVX512F"))

IS_X86 = platform.machine() in {"x86_64", "AMD64"}
KERNELS = ("Haswell", "Nehalem", *(["SkylakeX"] if _HAS_AVX_512 else [])) if IS_X86 else ("ARMV8",)
"""Of OpenBLAS."""

OLD_NUMPY = {"NPY_DISABLE_CPU_FEATURES": " ".join(_FEATURES)}
OLD_LIBRARY = {
    "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX512F,-AVX512VL,-AVX512BW,-AVX512DQ,-AVX2,-AVX,-FMA,-FMA4"
}
OLDEST = OLD_NUMPY | OLD_LIBRARY | {"OPENBLAS_CORETYPE": KERNELS[min(1, len(KERNELS) - 1)]}

PROCESSORS: dict[str, dict[str, str]] = {
    **{kernel: {"OPENBLAS_CORETYPE": kernel} for kernel in KERNELS},
    "numpy without features": OLD_NUMPY,
    "C library without features": OLD_LIBRARY,
    "any processor for LLVM": {"NUMBA_CPU_NAME": "generic"},
    "oldest": OLDEST,
}
SWITCHES = {switch for switched in PROCESSORS.values() for switch in switched}


def environment(switched: dict[str, str]) -> dict[str, str]:
    """Return the environment of a process on a processor: ours, with no other switch."""
    ours = {name: value for name, value in os.environ.items() if name not in SWITCHES}
    return ours | {"OPENBLAS_NUM_THREADS": "1"} | switched


def main(command: list[str]) -> None:
    for name in (*KERNELS, "numpy without features"):
        sys.stdout.write(f"{name}: {PROCESSORS[name]}\n")
        sys.stdout.flush()
        if code := subprocess.run(command, env=environment(PROCESSORS[name]), check=False).returncode:  # noqa: S603  what make asks for
            sys.exit(code)


if __name__ == "__main__":
    main(sys.argv[1:])
