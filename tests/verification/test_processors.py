"""The same digests on every processor: the variants that libraries choose at run time are switched by hand.

Caveat. Other processors are only played: what OpenBLAS, numpy, the C library and LLVM would do on them is
asked for on this one. Processors of another family (ARM) are not tried.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processors import IS_X86, KERNELS, OLDEST, PROCESSORS, environment
from tests.scenarios.small import SMALL
from tests.started import ROOT
from tests.verification.chain import LONG, SHORT

pytestmark = pytest.mark.verification


def output(switched: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(  # noqa: S603  our own interpreter
        [sys.executable, *arguments], env=environment(switched), cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def digests(parts: tuple[str, ...], switched: dict[str, str]) -> dict[str, str]:
    """Return the digests that a process of its own gives."""
    made: dict[str, str] = json.loads(output(switched, "-m", "tests.verification.chain", *parts))
    return made


def test_an_old_processor_gives_the_same_chain() -> None:
    parts = tuple(part.__name__ for part in SHORT)
    assert digests(parts, OLDEST) == digests(parts, {})


@pytest.fixture(scope="module")
def here() -> dict[str, str]:
    """What this processor gives when nothing is switched."""
    return digests(tuple(part.__name__ for part in SHORT + LONG), {})


@pytest.mark.long
@pytest.mark.timeout(1800)  # one of them compiles everything anew
@pytest.mark.parametrize("processor", PROCESSORS)
def test_every_processor_that_can_be_played_gives_the_same_chain(
    processor: str, here: dict[str, str]
) -> None:
    assert digests(tuple(here), PROCESSORS[processor]) == here


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("processor", ["oldest", *KERNELS])
def test_folders_made_on_this_processor_are_taken_on_another(processor: str, tmp_path: Path) -> None:
    scenario, made, analysis = tmp_path / "lille.yaml", tmp_path / "kørsel", tmp_path / "analyse"
    scenario.write_text(SMALL, encoding="utf-8")
    trappe = ("-m", "cli")
    case = ("--case", "tættere")
    output({}, *trappe, "compare", str(scenario), "--draws", "20", "--out", str(made))
    few = ("--samples", "16", "--replications", "2", "--confidence", "0.6", "--second")
    output({}, *trappe, "sensitivity", str(scenario), *case, *few, "--out", str(analysis))
    register = ("--register", str(tmp_path / "register.sqlite"), "--who", "A", "--why", "B")
    output({}, *trappe, "register", "new", "--municipality", "Lilleby", *register)
    told = output(
        PROCESSORS[processor], *trappe, "book", "propose", str(scenario), *case, "--run", str(made),
        "--sensitivity", str(analysis), *register,
    )  # fmt: skip
    assert told.count("er regnet om og gav det samme") == 2


def test_the_switches_are_felt_by_the_libraries() -> None:
    """The control: what the libraries themselves make of the same numbers differs, at least on x86."""
    script = (
        "import hashlib, numpy as np; x = np.arange(1.0, 40_001.0) / 7; a = x[:3600].reshape(60, 60);"
        "print(hashlib.sha256((a @ a).tobytes() + np.log(x).tobytes()).hexdigest())"
    )
    made = {output(switched, "-c", script) for switched in (OLDEST, PROCESSORS[KERNELS[0]])}
    assert len(made) == (2 if IS_X86 else 1)
