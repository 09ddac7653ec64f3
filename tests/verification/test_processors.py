"""The same digests on every processor: the variants that libraries choose at run time are switched by hand.

Caveat. Other processors are only played: what OpenBLAS, numpy, the C library and LLVM would do on them is
asked for on this one. Processors of another family (ARM) are not tried.
"""

import json
import os
import platform
import subprocess
import sys

import numpy as np
import pytest

from tests.started import ROOT
from tests.verification.chain import LONG, SHORT

pytestmark = pytest.mark.verification

_UMATH = getattr(np, "_core")._multiarray_umath  # noqa: B009  numpy tells of its dispatch nowhere else
_FEATURES = [name for name in _UMATH.__cpu_dispatch__ if _UMATH.__cpu_features__.get(name)]
_HAS_AVX_512 = bool(_UMATH.__cpu_features__.get("AVX512F"))
_IS_X86 = platform.machine() in {"x86_64", "AMD64"}
_KERNELS = ("Haswell", "Nehalem", *(["SkylakeX"] if _HAS_AVX_512 else [])) if _IS_X86 else ("ARMV8",)

_OLD_NUMPY = {"NPY_DISABLE_CPU_FEATURES": " ".join(_FEATURES)}
_OLD_LIBRARY = {
    "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX512F,-AVX512VL,-AVX512BW,-AVX512DQ,-AVX2,-AVX,-FMA,-FMA4"
}
OLDEST = _OLD_NUMPY | _OLD_LIBRARY | {"OPENBLAS_CORETYPE": _KERNELS[min(1, len(_KERNELS) - 1)]}
PROCESSORS = {
    **{kernel: {"OPENBLAS_CORETYPE": kernel} for kernel in _KERNELS},
    "numpy without features": _OLD_NUMPY,
    "C library without features": _OLD_LIBRARY,
    "any processor for LLVM": {"NUMBA_CPU_NAME": "generic"},
    "oldest": OLDEST,
}


def digests(parts: tuple[str, ...], environment: dict[str, str]) -> dict[str, str]:
    """Return the digests that a process of its own gives."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("OPENBLAS_")}
    done = subprocess.run(  # noqa: S603  our own interpreter
        [sys.executable, "-m", "tests.verification.chain", *parts],
        env=ours | {"OPENBLAS_NUM_THREADS": "1"} | environment,
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    made: dict[str, str] = json.loads(done.stdout)
    return made


def test_an_old_processor_gives_the_same_chain() -> None:
    parts = tuple(part.__name__ for part in SHORT)
    assert digests(parts, OLDEST) == digests(parts, {})


@pytest.fixture(scope="module")
def here() -> dict[str, str]:
    """What this processor gives when nothing is switched."""
    return digests(tuple(part.__name__ for part in SHORT + LONG), {})


@pytest.mark.long
@pytest.mark.parametrize("processor", PROCESSORS)
def test_every_processor_that_can_be_played_gives_the_same_chain(
    processor: str, here: dict[str, str]
) -> None:
    assert digests(tuple(here), PROCESSORS[processor]) == here


@pytest.mark.long
def test_the_switches_are_felt_by_the_libraries() -> None:
    """The control: what the libraries themselves make of the same numbers differs, where this is x86."""
    if not _IS_X86:
        assert _KERNELS == ("ARMV8",)
        return
    script = (
        "import hashlib, numpy as np; x = np.arange(1.0, 40_001.0) / 7; a = x[:3600].reshape(60, 60);"
        "print(hashlib.sha256((a @ a).tobytes() + np.log(x).tobytes()).hexdigest())"
    )
    made = {
        subprocess.run(  # noqa: S603  our own interpreter
            [sys.executable, "-c", script], env=os.environ | switched, capture_output=True, check=True
        ).stdout
        for switched in (OLDEST, {"OPENBLAS_CORETYPE": "Haswell"})
    }
    assert len(made) == 2
