"""Write down what did not hold: the damaged files, the command, and how to see it again.

Once it is mended, its folder goes to `cases/`, with the exit code and what the command must say.
"""

import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.fuzz import originals
from tests.fuzz.campaign import Attempt, Campaign
from tests.fuzz.judgement import complaints
from tests.fuzz.sandbox import Outcome, contents, finished

CASE = "case.json"
KEPT = Path(__file__).parent / "cases"


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


def kept_again(campaign: Campaign) -> Iterator[dict[str, Any]]:
    """Yield what comes of each kept case now: its name, exit code, sentences, and what is wrong with that."""
    for place in sorted(path.parent for path in KEPT.glob(f"*/{CASE}")):
        case = json.loads((place / CASE).read_text(encoding="utf-8"))
        home = campaign.place / place.name
        shutil.copytree(campaign.honest, home, symlinks=True)
        shutil.copytree(place, home, symlinks=True, dirs_exist_ok=True)
        (home / CASE).unlink()
        for name in (*case.get("removed", ()), *case.get("links", ())):
            (home / name).unlink()
        for name, target in case.get("links", {}).items():
            (home / name).symlink_to(target)
        outcome = finished(case["command"], home, prepare=originals.at(originals.NOW))
        wrong = [
            *complaints(case["command"], outcome, loaded=campaign.loaded, kept=originals.REGISTER),
            *([] if outcome.code == case["code"] else [f"it ended with {outcome.code}"]),
            *(f"it does not say: {says}" for says in case["says"] if says not in outcome.err),
        ]
        yield {"name": place.name, "code": outcome.code, "stderr": outcome.err, "wrong": wrong}
        shutil.rmtree(home)
