"""What a command waits for before it begins."""

import os
import subprocess
import sys
from pathlib import Path

from tests.scenarios.small import SMALL
from tests.started import finished, start


def test_help_comes_in_half_a_second() -> None:
    fastest = 9.0
    for _ in range(5):
        begun = os.times()
        code, out, _ = finished(start("--help"))
        now = os.times()
        assert (code, b"compare" in out) == (0, True)
        used = now.children_user + now.children_system - begun.children_user - begun.children_system
        fastest = min(fastest, used)
    assert fastest < 0.5


def loaded(*arguments: str) -> set[str]:
    """Return what a command has imported when it is done."""
    script = f"import cli, sys; cli.main({arguments!r}, standalone_mode=False); print('\\n', *sys.modules)"
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout  # noqa: S603
    return {*out.decode().splitlines()[-1].split()}


def test_help_leaves_what_is_heavy_alone() -> None:
    modules = loaded("compare", "--help")
    assert "click" in modules
    heavy = {"numba", "numpy", "scipy", "pandas", "matplotlib", "pydantic", "distributed"}
    assert not heavy & modules


def test_a_comparison_that_draws_nothing_does_not_wait_for_what_draws(tmp_path: Path) -> None:
    path = tmp_path / "lille.yaml"
    path.write_text(SMALL, encoding="utf-8")
    modules = loaded("compare", str(path), "--draws", "1", "--replications", "1")
    assert "numba" in modules
    assert not {"matplotlib", "scipy.stats", "sqlalchemy", "SALib", "distributed"} & modules
