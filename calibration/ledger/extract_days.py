"""Find the day on which each file was extracted from its system: until then it tells what happened.

Caveat. Without a day that is stated, it is inferred from the newest thing that surely happened. What comes
later is then taken for a plan, though a little of it may have happened before the extract was made.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd

from calibration.rows.mapped_table import Dates, dates
from calibration.tables.table import Table
from language.messages import Message
from model.world.arrays import Bools
from scenarios.files.refusals import RefusedError

DaySource = Literal["stated", "column", "data"]
ExtractDays = date | Mapping[str, date]
"""The day on which all files were extracted, or that of each file by its name."""
HEADINGS = (
    "extract_day",
    "extract_date",
    "udtræksdato",
    "udtræksdag",
    "dato for udtræk",
    "udtrukket",
    "udtrukket den",
)
"""Headings of a column that says when the rows were extracted."""
_YEAR = np.timedelta64(365, "D")
_FEWEST_STARTS = 20
"""So many starts in a year, and starts for `_YEARS_OF_STARTS`, tell at what pace services begin."""
_YEARS_OF_STARTS = 2
_STARTS_MISSING = 5.0
"""A time in which so many starts are expected and none came lies after the extract (chance 1 in 150)."""


@dataclass(frozen=True, kw_only=True)
class ExtractDay:
    """When a file was extracted."""

    day: date
    """Its newest where rows of one file were extracted on several days."""
    source: DaySource
    surely: date
    """The newest day until it on which something surely happened: a start, or an end with a way out."""
    by_row: Dates
    """Of each row that can be used; [row]."""

    def kept(self, rows: Bools) -> "ExtractDay":
        """Return the same of some of the rows."""
        return replace(self, by_row=self.by_row[rows])


def stated_day(extract_days: ExtractDays | None, name: str) -> date | None:
    """Return the day that was stated for a file: by its path, by its name, or for all files."""
    if extract_days is None or isinstance(extract_days, date):
        return extract_days
    return extract_days.get(name, extract_days.get(Path(name).name, extract_days.get("")))


def check_stated(extract_days: ExtractDays | None, names: Sequence[str], today: date) -> None:
    """Raise RefusedError for a stated day after today, and for one of a file that is not among the names."""
    if extract_days is None:
        return
    stated = {"": extract_days} if isinstance(extract_days, date) else extract_days
    known = {"", *names, *(Path(name).name for name in names)}
    for name, day in stated.items():
        if name not in known:
            raise RefusedError(
                Message(
                    "--extract-day {name}={day}: there is no such file among {names}",
                    name=name,
                    day=day,
                    names=", ".join(names),
                )
            )
        if day > today:
            raise RefusedError(
                Message(
                    "--extract-day {day}: nothing was extracted after today, {today}", day=day, today=today
                )
            )


def extract_day(rows: pd.DataFrame, table: Table, *, stated: date | None, today: date) -> ExtractDay:
    """Return when the file of these rows was extracted: as stated, as a column says, or as the rows let tell.

    By the rows it is the newest day until today on which something began, or ended with a way out; or, a
    little later, the newest end before which so many starts would not all have failed to come.
    """
    start, now = rows["start"].to_numpy(), np.datetime64(today, "s")
    ends = rows["end"].to_numpy()
    surely = _newest_sure(start, ends, (rows["exit_to"] != "").to_numpy(), now)
    said = _in_column(rows, table, now)
    source: DaySource = "data"
    day = _inferred(start, ends, surely, now)
    if stated is not None:
        day, said, source = np.datetime64(stated, "s"), None, "stated"
    elif said is not None:
        day, source = said.max(), "column"
    return ExtractDay(
        day=_date(day),
        source=source,
        surely=_date(min(surely, day)),
        by_row=np.full(len(rows), day) if said is None else said,
    )


def _date(day: np.datetime64) -> date:
    plain: date = day.astype("datetime64[D]").item()
    return plain


def _in_column(rows: pd.DataFrame, table: Table, now: np.datetime64) -> Dates | None:
    """Return the day that a column gives each row, [row]; None without one that can be read in every row."""
    for at in table.named(HEADINGS):
        by_number = pd.Series(
            dates(table.columns[at], month_first=False, day_zero=table.day_zero), index=table.numbers
        )
        said = by_number[rows["row"]].to_numpy()
        if len(said) and not (np.isnat(said) | (said > now)).any():
            return np.asarray(said)
    return None


def _newest_sure(start: Dates, end: Dates, has_exit: Bools, now: np.datetime64) -> np.datetime64:
    begun = start[start <= now]
    if not len(begun):
        return now
    labelled = end[has_exit & ~np.isnat(end)]
    # Where planned ends have a way out too, a way out tells nothing.
    happened = labelled if not (labelled > now).any() else labelled[:0]
    newest: np.datetime64 = np.concatenate([begun, happened[happened <= now]]).max()
    return newest


def _inferred(start: Dates, end: Dates, surely: np.datetime64, now: np.datetime64) -> np.datetime64:
    later = end[(end > surely) & (end <= now)]
    if not len(later):
        return surely
    newest: np.datetime64 = later.max()
    quiet = _longest_quiet(start, surely)
    if quiet is None or newest <= surely + quiet:
        return newest
    beyond = end > surely + quiet
    if np.isnat(end).sum() > beyond.sum():  # services that go on have no end here, so ends have happened
        return newest
    soon: np.datetime64 = np.append(later[later <= surely + quiet], surely).max()
    return soon


def _longest_quiet(start: Dates, surely: np.datetime64) -> np.timedelta64 | None:
    """Return for how long no service may begin, at the pace until then; None where there is no pace."""
    if not len(start) or surely - start.min() < _YEARS_OF_STARTS * _YEAR:
        return None
    lately = int(((start > surely - _YEAR) & (start <= surely)).sum())
    return None if lately < _FEWEST_STARTS else np.timedelta64(round(365 * _STARTS_MISSING / lately), "D")


def check_happened(asked: date | None, ends: "pd.Series[pd.Timestamp]", today: date) -> None:
    """Raise RefusedError for a last day after today, by which ends would count that have not happened."""
    if asked is None or asked <= today:
        return
    to_come = int(((ends > pd.Timestamp(today)) & (ends <= pd.Timestamp(asked))).sum())
    if to_come:
        raise RefusedError(
            Message(
                "--to {last}: {count} ends lie after today, {today}, and have not happened; give a day until "
                "today",
                last=asked,
                count=to_come,
                today=today,
            )
        )


def last_day(asked: date | None, day: date, source: DaySource) -> date:
    """Return the last day of a window: the one asked for, otherwise the day of the newest extract.

    Raises RefusedError for one after a day that was stated; one after a day that was inferred corrects it.
    """
    if asked is not None and asked > day and source != "data":
        raise RefusedError(
            Message(
                "--to {last}: the newest extract is of {day} and does not know later days; give an "
                "earlier --to",
                last=asked,
                day=day,
            )
        )
    return asked or day
