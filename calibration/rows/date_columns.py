"""Read the dates of one file: start, end, granted end, birth date and follow-up date."""

from datetime import date

import numpy as np

from calibration.rows.mapped_table import Dates
from calibration.rows.placeholders import is_placeholder, placeholders
from calibration.rows.row_reader import RowReader
from calibration.tables.date_orders import Order
from calibration.tables.dates_and_amounts import DAY_ZERO, date_of, is_zoned
from model.world.arrays import Bools

EARLIEST = date(1980, 1, 1)
YEARS_AHEAD = 5
"""A service may be granted to begin so many years from now."""
OLDEST = 30
"""Years of age at the start of a service for children and young people."""
_DAY = np.timedelta64(1, "D")
_DAYS_A_YEAR = 365.25


def read_dates(reader: RowReader, born: Dates, today: date) -> None:
    """Read the dates of each row; `born` are the birth dates in personal numbers, NaT where there is none."""
    latest = date(today.year + YEARS_AHEAD, today.month, min(today.day, 28))
    start = _dates(reader, "start", required=True)
    outside = (start < np.datetime64(EARLIEST)) | (start > np.datetime64(latest))
    reader.tell("date_outside", outside, "start", "rejected", expected=f"{EARLIEST} - {latest}")
    reader.columns["start"] = start
    if "end" in reader.given or "granted_until" in reader.given:
        _read_ends(reader, start, today)
    _read_birth(reader, start, born)
    if "follow_up_date" in reader.given:
        reader.columns["follow_up_date"] = _dates(reader, "follow_up_date")


def _read_birth(reader: RowReader, start: Dates, born: Dates) -> None:
    """Read the birth date, or take it from the personal number."""
    birth = _dates(reader, "birth_date") if "birth_date" in reader.given else np.full_like(start, "NaT")
    from_number = np.isnat(birth) & ~np.isnat(born)
    if from_number.any():
        reader.tell_column("birth_from_cpr", "", "corrected", found=str(int(from_number.sum())))
    birth = np.where(from_number, born, birth)
    shown = "birth_date" if "birth_date" in reader.given else "child_id"
    reader.tell(
        "born_after_start",
        birth > start,
        shown,
        "rejected",
        found=lambda row: str(birth[row])[:10],
        expected=reader.text("start"),
    )
    age = (start - birth) / _DAY / _DAYS_A_YEAR
    with np.errstate(invalid="ignore"):
        old: Bools = age > OLDEST
    reader.tell("too_old", old, shown, "rejected", found=lambda row: f"{int(age[row])}", expected=str(OLDEST))
    reader.columns["birth_date"] = birth


def _dates(reader: RowReader, column: str, *, required: bool = False) -> Dates:
    """Return the dates in a column; an unreadable one is reported, and rejected or read as empty."""
    cells = reader.given[column].cells
    days = reader.source.dates(column, cells)
    unreadable = np.isnat(days) & cells.filled
    if column in {"end", "granted_until"}:
        unreadable &= ~cells.where(is_placeholder)
    if required:
        reader.tell("missing_value", reader.missing(column), column, "rejected", found=lambda _: column)
    is_end = column == "end" or (column == "granted_until" and "end" not in reader.given)
    if required or is_end:  # an end that is not known would be a service that goes on
        reader.tell("unreadable_date", unreadable, column, "rejected")
    else:
        reader.tell("date_left_out", unreadable, column, "corrected")
    _tell_how(reader, column)
    return days


def _tell_how(reader: RowReader, column: str) -> None:
    """Tell in what way a column is read, where it could have been read in another."""
    cells, found = reader.given[column].cells, reader.source.date_orders[column]
    if found.order is Order.MONTH_FIRST:
        clear = found.month_first if len(found.month_first) else found.unclear
        text = reader.source.columns[column].cells.at(int(clear[0]))
        reader.tell_column("month_first", column, "corrected", found=text)
    elif found.order is Order.UNKNOWN:
        text = reader.source.columns[column].cells.at(int(found.unclear[0]))
        rows = str(len(found.unclear))
        reader.tell_column("order_unknown", column, "kept", found=text, expected=rows)
    moved = cells.where(lambda text: is_zoned(text) and date_of(text) != date_of(text[:10]))
    if moved.any():
        both = str(int(cells.where(is_zoned).sum())), str(int(moved.sum()))
        reader.tell_column("zoned", column, "corrected", found=both[0], expected=both[1])
    if reader.source.table.day_zero != DAY_ZERO:
        bare = cells.where(lambda text: date_of(text) is not None and text[:5].isdigit())
        if bare.any():
            reader.tell_column("from_1904", column, "corrected", found=str(int(bare.sum())))


def _read_ends(reader: RowReader, start: Dates, today: date) -> None:
    """Read the end of the service and the end that was granted; both the day after the last."""
    column = "end" if "end" in reader.given else "granted_until"
    if column != "end":
        reader.tell_column("granted_is_end", column, "kept", found="")
    end = _without_placeholders(reader, column, today)
    reader.tell("end_before_start", end < start, column, "rejected", expected=reader.text("start"))
    reader.tell("no_days", end == start, column, "corrected")
    reader.columns["end"] = end
    if "granted_until" in reader.given:
        granted = end if column != "end" else _without_placeholders(reader, "granted_until", today)
        reader.columns["granted_until"] = granted


def _without_placeholders(reader: RowReader, column: str, today: date) -> Dates:
    """Return ends without those that stand for none, and by a day later where they are the last day."""
    days = _dates(reader, column)
    cells = reader.given[column].cells
    written = {text: cells.where(text.__eq__) for text in cells.texts if is_placeholder(text)}
    dated = {str(day)[:10]: days == day for day in placeholders(days, today)}
    for found, rows in (written | dated).items():
        days[rows] = np.datetime64("NaT")
        reader.tell_column("placeholder", column, "corrected", found=found, expected=str(int(rows.sum())))
    return days + _DAY if reader.source.mapping.end_is_last_day else days
