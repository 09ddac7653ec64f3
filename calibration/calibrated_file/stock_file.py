"""Write the children of a ledger who are there at its end as the stock of a scenario file."""

from typing import Any

import numpy as np
import pandas as pd

from calibration.calibrated_file.assumptions_file import text_of
from calibration.calibrated_file.observed import Observed
from calibration.ledger.histories import NOWHERE, Histories, date_of_day
from calibration.rates.calibrate import Calibration
from calibration.rows.ledger import Ledger, places_of
from model.world.arrays import Bools, Ints
from model.world.staircase import DAYS_PER_YEAR
from scenarios.format.study import Study

_LONGEST = 60
"""Characters of a value that surely stand on one line with its name."""
ALONE = -1
"""The household of a child without any."""


def outside_stock(lives: Histories) -> Bools:
    """Return which stays cannot be in a stock: the age is not known, or not the step's; [stay]."""
    age = (lives.last - lives.birth[lives.child]) / DAYS_PER_YEAR
    steps = lives.staircase.steps
    low, high = np.array([(step.age_from, step.age_to) for step in steps]).T
    return np.asarray(~((age >= low[lives.step]) & (age < high[lives.step])))


def stock_text(observed: Observed, study: Study) -> str:
    """Return the part of the scenario file with the children on the steps at the end of the window.

    Those `outside_stock` are left out. The children take the place of what the scenario has on the steps that
    were seen, and only there.
    """
    return with_children(_about(observed, study), _children(observed.calibration))


def with_children(about: dict[str, Any], children: list[dict[str, Any]]) -> str:
    """Return a stock and its children as text, the same that `text_of` gives, in a fraction of its time.

    Each different value of a child is written once, for there may be thousands of children; unless one is so
    long, or has such characters, that it may go over several lines.
    """
    values = [*dict.fromkeys(value for child in children for value in child.values())]
    written = [line.removeprefix("- ") for line in text_of({"": values}).split("\n")[1:-1]]
    is_plain = all(str(value).isprintable() for value in values)
    if not children or not is_plain or len(written) != len(values) or max(map(len, written)) > _LONGEST:
        return text_of({"stock": {**about, "children": children}})
    texts = dict(zip(values, written, strict=True))
    lines = (
        f"  {'-' if place == 0 else ' '} {name}: {texts[value]}\n"
        for child in children
        for place, (name, value) in enumerate(child.items())
    )
    return "".join([text_of({"stock": about}), "  children:\n", *lines])


def _about(observed: Observed, study: Study) -> dict[str, Any]:
    """Return what the stock has beside its children."""
    base = study.scenario.stock

    def without(seen: dict[str, Any]) -> dict[str, None] | None:
        gone = [step for step in seen if step in observed.steps]
        return dict.fromkeys(gone) if len(gone) < len(seen) else None

    return {
        **observed.whole,
        "by_step": without(base.by_step),
        "years_on_step": without(base.years_on_step),
        "as_of": observed.calibration.exposure.histories.window.last,
    }


def _children(calibration: Calibration) -> list[dict[str, Any]]:
    """Return the children, with a number for each household of which several are there."""
    lives = calibration.exposure.histories
    there = np.flatnonzero((lives.destination == NOWHERE) & ~outside_stock(lives))
    household = households(calibration.reading.ledger, lives)[0][lives.child[there]]
    numbers, counts = np.unique(household[household != ALONE], return_counts=True)
    shared = {number: f"h{i}" for i, number in enumerate(numbers[counts > 1].tolist(), start=1)}
    groups = lives.staircase.groups
    return [
        {
            "step": lives.staircase.steps[lives.step[i]].name,
            "birth_date": date_of_day(int(lives.birth[lives.child[i]])),
            "since": date_of_day(int(lives.start[i])),
            "group": groups[lives.group[lives.child[i]]],
            **({"household": shared[number]} if number in shared else {}),
        }
        for i, number in zip(there.tolist(), household.tolist(), strict=True)
    ]


def households(ledger: Ledger, lives: Histories) -> tuple[Ints, int]:
    """Return the household of each child, `ALONE` where none is given, and how many children have several.

    Households are numbered in the order of their names. A child with several has that of its newest row.
    """
    rows = ledger.rows[ledger.rows["household_id"] != ""]
    if rows.empty:
        return np.full(len(lives.child_ids), ALONE, dtype=np.int64), 0
    number, _ = pd.factorize(rows["household_id"], sort=True)
    table = pd.DataFrame(
        {
            "child": places_of(rows["child_id"], lives.child_ids),
            "household": number,
            "start": rows["start"].to_numpy(),
        }
    ).sort_values(["start", "household"], kind="stable")
    by_child = table.groupby("child")["household"]
    household = np.full(len(lives.child_ids), ALONE, dtype=np.int64)
    newest = by_child.last()
    household[newest.index] = newest.to_numpy()
    pairs = table.drop_duplicates(["child", "household"])
    return household, pairs["child"][pairs["child"].duplicated()].nunique()
