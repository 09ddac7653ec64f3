"""Read the rows of one file into rows of the ledger, and report every fault."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any, cast, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from calibration.ledger import cpr
from calibration.ledger.extract_days import is_placeholder, placeholders
from calibration.ledger.faults import Done, LedgerFault
from calibration.ledger.ledger import COLUMNS
from calibration.ledger.mapped_table import NOWHERE, Dates, MappedTable, dates
from calibration.ledger.mapping import Unit
from calibration.ledger.pseudonyms import Pseudonyms
from calibration.tables.dates_and_amounts import Marks, amount_of, is_ambiguous, marks_of
from calibration.tables.table import Cells, column_letter
from language.messages import Message
from model.world.arrays import Bools, Floats
from scenarios.files.forms import Text
from scenarios.files.refusals import RefusedError

EARLIEST = date(1980, 1, 1)
YEARS_AHEAD = 5
"""A service may be granted to begin so many years from now."""
OLDEST = 30
"""Years of age at the start of a service for children and young people."""
UNITS = get_args(Unit)
Day = date
"""The type; the reader has a method of that name."""
_IDENTIFIERS = ("child_id", "household_id")
_TEXTS = ("exit_to", "provider", "payer", "group", "score")
_DAY = np.timedelta64(1, "D")
_DAYS_A_YEAR = 365.25


@dataclass(frozen=True, kw_only=True)
class FileRows:
    """Rows of one file that can be used, how many cannot, and the faults."""

    rows: pd.DataFrame
    """With the columns of the ledger."""
    findings: tuple[LedgerFault, ...]
    rejected: int
    left_out: tuple[tuple[Text, int], ...]
    """Rows that the mapping leaves out: why, and how many."""


def ledger_rows(
    source: MappedTable, name: str, *, steps: Iterable[str] | None, pseudonyms: Pseudonyms | None, today: date
) -> FileRows:
    """Return the rows of the file `name` as rows of the ledger.

    Raises RefusedError if personal numbers stand in it and there are no pseudonyms to give.
    """
    kept = np.ones(len(source.table.numbers), dtype=bool)
    left_out = []
    for rule in source.mapping.leave_out:
        rows = kept & source.rows_of(rule)
        kept &= ~rows
        if rows.any():
            left_out.append((rule.because, int(rows.sum())))
    checked = _RowReader(source, name, kept)
    checked.identifiers(pseudonyms)
    checked.dates(today)
    checked.steps(None if steps is None else list(steps))
    checked.paragraphs()
    checked.prices()
    checked.texts(pseudonyms)
    return FileRows(
        rows=checked.ledger(),
        findings=tuple(checked.findings),
        rejected=int(checked.rejected.sum()),
        left_out=tuple(left_out),
    )


class _RowReader:
    """Reader of one file, column by column; it remembers which rows cannot be used."""

    def __init__(self, source: MappedTable, name: str, kept: Bools) -> None:
        self.source = source
        self.name = name
        self.kept = kept
        self.given = {column: given.kept(kept) for column, given in source.columns.items()}
        self.numbers = source.table.numbers[kept]
        self.rejected = np.zeros(len(self.numbers), dtype=bool)
        self.findings: list[LedgerFault] = []
        self.born: Dates = np.full(len(self.numbers), "NaT", dtype="datetime64[s]")
        """Birth dates by the personal numbers; [row]."""
        self.values: dict[str, NDArray[Any]] = {}
        """By column of the ledger, its values; [row]."""

    def tell(
        self,
        kind: str,
        rows: Bools,
        column: str,
        done: Done,
        *,
        found: Callable[[int], str] | None = None,
        expected: Callable[[int], str] | str = "",
    ) -> None:
        """Record a fault for each of the rows; `found` is the text of the cell unless given."""
        given = self.given.get(column)
        for row in np.flatnonzero(rows).tolist():
            at = NOWHERE if given is None else given.where[row]
            text = found(row) if found else "" if given is None else given.cells.at(row)
            self.findings.append(
                LedgerFault(
                    file=self.name,
                    row=int(self.numbers[row]),
                    letter="" if at == NOWHERE else column_letter(int(at)),
                    column="" if at == NOWHERE else self.source.table.headings[at],
                    kind=kind,
                    found=text,
                    expected=expected if isinstance(expected, str) else expected(row),
                    done=done,
                )
            )
        if done == "rejected":
            self.rejected |= rows

    def text(self, column: str) -> Callable[[int], str]:
        """Return a function that gives the text of a column by row."""
        return self.given[column].cells.at

    def identifiers(self, pseudonyms: Pseudonyms | None) -> None:
        """Read child and household, under pseudonyms if there are any."""
        for column in _IDENTIFIERS:
            if column not in self.given:
                continue
            cells = self.given[column].cells
            numbers = cells.where(_personal_number_test(cells.texts))
            if column == "child_id":
                self.tell("missing_value", ~cells.filled, column, "rejected", found=lambda _: "child_id")
                self.born = np.where(numbers, _born(cells), np.datetime64("NaT"))
            if pseudonyms is not None:
                cells = cells.mapped(pseudonyms.of)
            elif numbers.any():
                raise self.refused(column, numbers)
            self.values[column] = cells.by_row()

    def texts(self, pseudonyms: Pseudonyms | None) -> None:
        """Read the columns that are plain texts, and replace the personal numbers in them."""
        for column in _TEXTS:
            if column not in self.given:
                continue
            cells = self.given[column].cells
            numbers = cells.where(cpr.is_written_in)
            if numbers.any() and pseudonyms is None:
                raise self.refused(column, numbers)
            if pseudonyms is not None and numbers.any():
                self.tell("cpr_hidden", numbers, column, "corrected")
                of = pseudonyms.of
                cells = cells.mapped(lambda text: cpr.replaced(text, of))  # noqa: B023  used at once
            self.values[column] = cells.by_row()

    def refused(self, column: str, numbers: Bools) -> RefusedError:
        """Return the refusal of a file with personal numbers in these rows of a column."""
        at = int(self.given[column].where[numbers][0])
        rows = int(numbers.sum())
        heading = column if at == NOWHERE else cpr.masked(self.source.table.headings[at])
        return RefusedError(
            Message(
                "{name}: there are CPR numbers in the column '{heading}' ({rows} rows). Give a "
                "key file (--pseudonymise KEYFILE) to put pseudonyms in their place, or take them "
                "out",
                name=self.name,
                heading=heading,
                rows=rows,
            )
        )

    def dates(self, today: date) -> None:
        """Read start, end, birth date and follow-up date."""
        latest = date(today.year + YEARS_AHEAD, today.month, min(today.day, 28))
        start = self.date("start", required=True)
        outside = (start < np.datetime64(EARLIEST)) | (start > np.datetime64(latest))
        self.tell("date_outside", outside, "start", "rejected", expected=f"{EARLIEST} - {latest}")
        self.values["start"] = start
        if "end" in self.given or "granted_until" in self.given:
            self.ends(start, today)
        birth = self.date("birth_date") if "birth_date" in self.given else np.full_like(start, "NaT")
        from_number = np.isnat(birth) & ~np.isnat(self.born)
        if from_number.any():
            count = str(int(from_number.sum()))
            finding = LedgerFault(file=self.name, kind="birth_from_cpr", found=count, done="corrected")
            self.findings.append(finding)
        birth = np.where(from_number, self.born, birth)
        shown = "birth_date" if "birth_date" in self.given else "child_id"
        self.tell(
            "born_after_start",
            birth > start,
            shown,
            "rejected",
            found=lambda row: str(birth[row])[:10],
            expected=self.text("start"),
        )
        age = (start - birth) / _DAY / _DAYS_A_YEAR
        with np.errstate(invalid="ignore"):
            old = age > OLDEST
        self.tell(
            "too_old", old, shown, "rejected", found=lambda row: f"{int(age[row])}", expected=str(OLDEST)
        )
        self.values["birth_date"] = birth
        if "follow_up_date" in self.given:
            self.values["follow_up_date"] = self.date("follow_up_date")

    def date(self, column: str, *, required: bool = False) -> Dates:
        """Return the dates in a column; an unreadable one is reported, and rejected or read as empty."""
        cells = self.given[column].cells
        days = dates(cells)
        unreadable = np.isnat(days) & cells.filled
        if column in {"end", "granted_until"}:
            unreadable &= ~cells.where(is_placeholder)
        if required:
            self.tell("missing_value", ~cells.filled, column, "rejected", found=lambda _: column)
        is_end = column == "end" or (column == "granted_until" and "end" not in self.given)
        if required or is_end:  # an end that is not known would be a service that goes on
            self.tell("unreadable_date", unreadable, column, "rejected")
        else:
            self.tell("date_left_out", unreadable, column, "corrected")
        return days

    def ends(self, start: Dates, today: Day) -> None:
        """Read the end of the service and the end that was granted; both the day after the last."""
        column = "end" if "end" in self.given else "granted_until"
        if column != "end":
            self.tell_column(column, "granted_is_end", "kept")
        end = self.without_placeholders(column, self.date(column), today)
        self.tell("end_before_start", end < start, column, "rejected", expected=self.text("start"))
        self.tell("no_days", end == start, column, "kept")
        self.values["end"] = end
        if "granted_until" in self.given:
            granted = end if column != "end" else self.date("granted_until")
            self.values["granted_until"] = self.without_placeholders("granted_until", granted, today)

    def without_placeholders(self, column: str, days: Dates, today: Day) -> Dates:
        """Return ends without those that stand for none, and by a day later where they are the last day."""
        cells = self.given[column].cells
        written = {text: cells.where(text.__eq__) for text in cells.texts if is_placeholder(text)}
        for found, rows in (
            written | {str(day)[:10]: days == day for day in placeholders(days, today)}
        ).items():
            days[rows] = np.datetime64("NaT")
            count = str(int(rows.sum()))
            self.tell_column(column, "placeholder", "corrected", found=found, expected=count)
        return days + _DAY if self.source.mapping.end_is_last_day else days

    def tell_column(self, column: str, kind: str, done: Done, *, found: str = "", expected: str = "") -> None:
        """Record a fault that is one of the whole column."""
        there = self.given[column].where
        at = next(iter(there[there != NOWHERE].tolist()), None)
        self.findings.append(
            LedgerFault(
                file=self.name,
                letter="" if at is None else column_letter(at),
                column="" if at is None else self.source.table.headings[at],
                kind=kind,
                found=found,
                expected=expected,
                done=done,
            )
        )

    def steps(self, known: Sequence[str] | None) -> None:
        """Read the step."""
        steps = self.source.steps()[self.kept]
        none = steps == ""
        if self.source.mapping.steps:
            self.tell("no_rule", none, "step", "rejected", found=self.described)
        else:
            self.tell("missing_value", none, "step", "rejected", found=lambda _: "step")
        if known is not None:
            unknown = ~none & ~np.isin(steps, [*known])
            meant = {step: get_close_matches(step, known, n=1) for step in set(steps[unknown])}
            self.tell(
                "unknown_step",
                unknown,
                "step",
                "rejected",
                found=lambda row: str(steps[row]),
                expected=lambda row: "".join(meant[steps[row]]),
            )
        self.values["step"] = steps

    def described(self, row: int) -> str:
        """Return the texts of a row that the rules for steps look at."""
        table = self.source.table
        headings = [
            heading
            for rule in self.source.mapping.steps.values()
            for key in rule.when
            for heading in key.split("|")
        ]
        of_file = int(np.flatnonzero(self.kept)[row])
        texts = [table.columns[at].at(of_file) for at in dict.fromkeys(table.named(headings))]
        if "paragraph" in self.given:
            texts = [self.given["paragraph"].cells.at(row), *texts]
        return ", ".join(filter(None, texts)) or "-"

    def paragraphs(self) -> None:
        """Read the paragraph in the normal notation, or as it stands where it cannot be read."""
        if "paragraph" not in self.given:
            return
        codes, known = self.source.paragraphs
        names = np.array(["" if each is None else str(each) for each in known], dtype=object)[
            codes[self.kept]
        ]
        cells = self.given["paragraph"].cells
        unreadable = (names == "") & cells.filled
        self.tell("unreadable_paragraph", unreadable, "paragraph", "kept")
        self.values["paragraph"] = np.where(unreadable, cells.by_row(), names)

    def prices(self) -> None:
        """Read the price and its unit; a price without a known unit is left out."""
        if "price" not in self.given:
            return
        price = self.price()
        if "price_unit" not in self.given:
            if not np.isnan(price).all():
                self.findings.append(LedgerFault(file=self.name, kind="no_price_unit", done="corrected"))
            return
        cells = self.given["price_unit"].cells.mapped(str.casefold)
        known = cells.where(lambda text: text in UNITS)
        per = ", ".join(UNITS)
        self.tell("unknown_unit", ~known & cells.filled, "price_unit", "corrected", expected=per)
        bare = ~cells.filled & ~np.isnan(price)
        self.tell("price_without_unit", bare, "price", "corrected", expected=per)
        price[~known] = np.nan
        self.tell("negative_price", price < 0, "price", "kept")
        self.tell("zero_price", price == 0, "price", "kept")
        self.values["price"] = price
        self.values["price_unit"] = cells.mapped(lambda text: text if text in UNITS else "").by_row()

    def price(self) -> Floats:
        """Return the amounts; an ambiguous one is reported, unless the column is Danish."""
        cells = self.given["price"].cells
        marks = marks_of(cells.texts)
        english = marks is Marks.ENGLISH
        read = [amount_of(text, english=english) for text in cells.texts]
        amounts = np.array([np.nan if amount is None else amount for amount in read])
        price = cells.spread(amounts)
        self.tell("amount_left_out", np.isnan(price) & cells.filled, "price", "corrected")
        ambiguous = cells.where(is_ambiguous)
        if marks is Marks.MIXED:
            self.tell("ambiguous_left_out", ambiguous, "price", "corrected")
            price[ambiguous] = np.nan
        elif marks is not Marks.DANISH:
            self.tell("ambiguous_amount", ambiguous, "price", "kept", expected=lambda row: f"{price[row]:g}")
        return price

    def ledger(self) -> pd.DataFrame:
        """Return the rows that were not rejected."""
        good = ~self.rejected
        rows = int(good.sum())
        columns: dict[str, pd.Series[Any]] = {}
        for column, dtype in COLUMNS.items():
            value = self.values.get(column)
            if column == "file":
                value = np.full(len(good), self.name, dtype=object)
            elif column == "row":
                value = self.numbers
            if value is None:
                empty = "" if dtype == "str" else np.nan if dtype == "float64" else np.datetime64("NaT")
                columns[column] = pd.Series([empty] * rows, dtype=cast("Any", dtype))
            else:
                columns[column] = pd.Series(value[good]).astype(cast("Any", dtype))
        return pd.DataFrame(columns)


def _personal_number_test(texts: Sequence[str]) -> Callable[[str], bool]:
    """Return a test for personal numbers in a column of identifiers.

    Nine digits are one only where most identifiers of the column have lost their first zero.
    """
    shortened = sum(map(cpr.lacks_zero, texts)) * 2 >= max(1, len(texts))
    return lambda text: cpr.is_in(text) or (shortened and cpr.lacks_zero(text))


def _born(cells: Cells) -> Dates:
    days = [np.datetime64(cpr.birth_date(text) or "NaT") for text in cells.texts]
    return cells.spread(np.array(days, dtype="datetime64[s]"))
