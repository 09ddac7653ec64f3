"""Find the children of a ledger who share a household."""

import numpy as np
import pandas as pd

from calibration.ledger.histories import Histories
from calibration.ledger.ledger import Ledger
from model.world.arrays import Ints

ALONE = -1


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
            "child": pd.Index(lives.child_ids).get_indexer(pd.Index(rows["child_id"])),
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
