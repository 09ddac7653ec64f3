"""Run `python -m tests.fuzz`: damaged inputs through every command that reads them."""

import argparse
import json
import os
import secrets
import shutil
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # whoever forks may have no threads

from tests.fuzz import originals
from tests.fuzz.campaign import Campaign, Tally
from tests.fuzz.findings import keep, kept_again
from tests.fuzz.sandbox import loaded_memory
from tests.fuzz.sweeps import sweep
from tests.fuzz.writers import SHORT, WRITERS, Sweep


def main() -> int:
    """Return 1 where something did not hold."""
    options = _options()
    seed = secrets.randbelow(10**9) if options.seed is None else options.seed
    print(f"seed {seed}", flush=True)
    originals.load_everything()
    place = Path(tempfile.mkdtemp(prefix="trappe-fuzz-"))
    try:
        return _tried(options, seed, place)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _tried(options: argparse.Namespace, seed: int, place: Path) -> int:
    originals.make(place / "honest")
    campaign = Campaign(honest=place / "honest", place=place, loaded=loaded_memory())
    if options.kept:
        print(*(json.dumps(each) for each in kept_again(campaign)), sep="\n", flush=True)
        print(json.dumps(_few_disks(campaign)), flush=True)
        return 0
    began = time.monotonic()
    middle, until = (began + 60 * options.minutes * share for share in (0.5, 1.0))
    if options.only or options.case is not None:
        middle = until
    tally, failed = Tally(), 0
    first, last = (0, None) if options.case is None else (options.case, options.case)
    for attempt, wrong, outcome in campaign.findings(
        seed, until=middle, tally=tally, at_once=options.at_once, first=first, last=last, only=options.only
    ):
        print(f"{attempt.name}: {'; '.join(wrong)}", flush=True)
        if tally.failed["all"] <= 200:
            keep(options.findings, campaign.honest, attempt, wrong, outcome)
    print(*tally.lines(), sep="\n", flush=True)
    if middle < until:
        failed = _disks(campaign, seed, until, options.at_once)
    return 1 if failed or tally.failed["all"] else 0


def _disks(campaign: Campaign, seed: int, until: float, at_once: int) -> int:
    """Break the disk under every command that writes; return of how many something did not hold."""
    failed = 0
    for name, total, tried, fired, wrong in sweep(
        WRITERS, honest=campaign.honest, place=campaign.place, loaded=campaign.loaded,
        seed=seed, until=until, at_once=at_once,
    ):  # fmt: skip
        print(f"{tried:5} of {total:4} faults of the disk tried {fired:5} struck  {name}", flush=True)
        print(*(f"    {each}" for each in wrong), sep="\n", end="\n" if wrong else "")
        failed += bool(wrong)
    return failed


def _few_disks(campaign: Campaign) -> list[tuple[str, int, int, int, list[str]]]:
    """Return what came of breaking the disk at one write in five of commands that take little time."""
    few, place = [], campaign.place / "disk"
    place.mkdir()
    for command in SHORT:
        each = Sweep(command=command, honest=campaign.honest, place=place, loaded=campaign.loaded)
        faults = each.begin()
        wrong = [f"{fault}: {told}" for fault in faults[::5] for told in each.wrong(fault)]
        few.append((each.name, len(faults), each.tried, each.fired, wrong))
    return few


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, help="of chance; otherwise another one each time")
    parser.add_argument("--case", type=int, help="the number of one attempt of that seed, and no other")
    parser.add_argument("--only", default="", help="a kind of input, such as scenario or register")
    parser.add_argument("--at-once", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--kept", action="store_true", help="the cases that are kept, and a few broken disks")
    parser.add_argument("--findings", type=Path, default=Path("fuzz-findings"))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
