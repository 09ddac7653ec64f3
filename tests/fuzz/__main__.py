"""Run `python -m tests.fuzz`: damaged inputs through every command that reads them."""

import argparse
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
from tests.fuzz.findings import keep
from tests.fuzz.sandbox import loaded_memory


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
    until = time.monotonic() + 60 * options.minutes
    tally, kinds = Tally(), set[str]()
    first, last = (0, None) if options.case is None else (options.case, options.case)
    for attempt, wrong, outcome in campaign.findings(
        seed, until=until, tally=tally, at_once=options.at_once, first=first, last=last, only=options.only
    ):
        print(f"{attempt.name}: {'; '.join(wrong)}", flush=True)
        kinds.add(wrong[0])
        if tally.failed["all"] <= 200:
            keep(options.findings, campaign.honest, attempt, wrong, outcome)
    print(*tally.lines(), sep="\n", flush=True)
    return 1 if kinds else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, help="of chance; otherwise another one each time")
    parser.add_argument("--case", type=int, help="the number of one attempt of that seed, and no other")
    parser.add_argument("--only", default="", help="a kind of input, such as scenario or register")
    parser.add_argument("--at-once", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--findings", type=Path, default=Path("fuzz-findings"))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
