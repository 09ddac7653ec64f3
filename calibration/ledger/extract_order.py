"""Put extracts in order of time where their days were only inferred.

Caveat. An inferred day may be that of a planned end. Of two files of one system the one that knows of more
that surely happened is the newer; a file of corrections alone knows little, and is judged by what it ends.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, permutations

import numpy as np
import pandas as pd

from calibration.ledger.extract_days import ExtractDay
from calibration.rows.mapped_table import Dates
from model.world.arrays import Ints

SERVICE = ["child_id", "step", "start"]
_FEWEST_ENDS = 3
"""So many more services that have surely ended in one file and go on in another show which is the older."""
_FEWEST_STARTS = 5
"""So many services that began since, of which a file of everything has none, show that it is the older."""


def service_numbers(rows: pd.DataFrame) -> Ints:
    """Return a number for each row, the same for rows of one child and step that start on one day."""
    number = pd.factorize(rows[SERVICE[0]])[0].astype(np.int64)
    for column in SERVICE[1:]:
        codes, different = pd.factorize(rows[column])
        number = pd.factorize(number * len(different) + codes)[0]
    return number


def settled(rows: pd.DataFrame, of_file: Ints, days: Sequence[ExtractDay]) -> list[ExtractDay]:
    """Return the days of the files; those that only a plan can have made later than they are, corrected.

    Such a file is taken to be extracted on the newest day on which something surely happened in it.
    """
    settled_days = list(days)
    for one, other in permutations(range(len(days)), 2):
        if (
            days[one].source == days[other].source == "data"
            and days[one].surely > days[other].surely
            and days[one].day <= days[other].day
            and _is_surely_newer(rows[of_file == one], days[one], rows[of_file == other], days[other])
        ):
            sure = days[other].surely
            by_row = np.full(len(days[other].by_row), np.datetime64(sure, "s"))
            settled_days[other] = replace(days[other], day=sure, by_row=by_row)
    return settled_days


def _is_surely_newer(one: pd.DataFrame, day: ExtractDay, other: pd.DataFrame, other_day: ExtractDay) -> bool:
    """Return whether one file knows of ends, or of starts, that the other would have if it were the newer."""
    pairs = _pairs(one, other)
    end, other_end = pairs["end"], pairs["end_other"]
    more = _known_to_one(end, other_end, day) - _known_to_one(other_end, end, other_day)
    since = one["start"] > pd.Timestamp(other_day.surely)
    before = one.loc[~since, SERVICE].drop_duplicates()
    has_most = 2 * len(before.merge(other[SERVICE].drop_duplicates(), on=SERVICE)) > len(before)
    repeats = int(((end == other_end) | (end.isna() & other_end.isna())).sum())
    is_whole = has_most and repeats > int((end.isna() & other_end.notna()).sum())
    return more >= _FEWEST_ENDS or (more >= 0 and is_whole and int(since.sum()) >= _FEWEST_STARTS)


def _known_to_one(end: "pd.Series[pd.Timestamp]", other: "pd.Series[pd.Timestamp]", day: ExtractDay) -> int:
    """Return how many services have surely ended in one file, and go on then in another."""
    sure = pd.Timestamp(day.surely)
    return int(((end <= sure) & (other.isna() | (other > sure))).sum())


def ranks(rows: pd.DataFrame, of_file: Ints, day: Dates, days: Sequence[ExtractDay]) -> Ints:
    """Return the place in time of the extract of each row, from 0, the same for files of one day; [row].

    Among files whose days were inferred and are the same, one is newer where it has ended services that go on
    in the other, unless something surely happened in the other later than all in it.
    """
    known = np.unique(day)
    rank = 1000 * np.searchsorted(known, day)
    by_data = [number for number, each in enumerate(days) if each.source == "data"]
    for one, other in combinations(by_data, 2):
        if days[one].day == days[other].day:
            ended = _more_ended(rows[of_file == one], rows[of_file == other])
            newer, older = (one, other) if ended > 0 else (other, one)
            rank[of_file == newer] += ended != 0 and days[newer].surely >= days[older].surely
    return np.asarray(rank)


def _more_ended(one: pd.DataFrame, other: pd.DataFrame) -> int:
    """Return how many more services ended in one file and go on in the other than the other way round."""
    pairs = _pairs(one, other)
    ended, other_ended = pairs["end"].notna(), pairs["end_other"].notna()
    return int((ended & ~other_ended).sum()) - int((other_ended & ~ended).sum())


def _pairs(one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Return the ends in two files of the services that both have."""
    return one[[*SERVICE, "end"]].merge(other[[*SERVICE, "end"]], on=SERVICE, suffixes=("", "_other"))
