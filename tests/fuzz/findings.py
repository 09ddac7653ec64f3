"""Write down what did not hold: the damaged files, the command, and how to see it again."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from tests.fuzz.campaign import Attempt
from tests.fuzz.sandbox import Outcome, contents

CASE = "case.json"


def keep(folder: Path, honest: Path, attempt: Attempt, wrong: Sequence[str], outcome: Outcome) -> None:
    """Write an attempt into a folder of its own, below `folder`."""
    place = folder / attempt.name
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(honest, place, symlinks=True)
    attempt.damage(place)
    same = contents(honest)
    removed = [name for name in same if name not in contents(place)]
    for name, digest in sorted(contents(place).items(), reverse=True):
        if same.get(name) == digest != "folder":
            (place / name).unlink()
        elif digest == "folder" and not any((place / name).iterdir()) and name in same:
            (place / name).rmdir()
    case = {
        "command": attempt.command,
        "removed": removed,
        "wrong": wrong,
        "code": outcome.code,
        "stderr": outcome.err[-4000:],
        "again": f"python -m tests.fuzz --seed {attempt.seed} --case {attempt.number}",
    }
    (place / CASE).write_text(json.dumps(case, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
