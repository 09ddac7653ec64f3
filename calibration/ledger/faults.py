"""Describe a fault of a ledger in one sentence: where it stands, what is wrong, what was done about it."""

from dataclasses import dataclass
from typing import Literal

from calibration.ledger import cpr
from language.messages import mark, say

Done = Literal["rejected", "corrected", "kept"]


@dataclass(frozen=True, kw_only=True, order=True, slots=True)
class LedgerFault:
    """One thing in a ledger that was not as it should be, and what was done about it.

    No personal number is in it: what could be one is masked.
    """

    file: str
    row: int = 0
    """As the file's own program counts, from 1 with the headings; 0: the file as a whole."""
    letter: str = ""
    """What a spreadsheet calls the column; empty where it is about the row or the file."""
    column: str = ""
    """Its heading."""
    kind: str
    found: str = ""
    expected: str = ""
    """What it was compared with: another row, a name that was perhaps meant, what it was read as."""
    done: Done
    """The row was left out, something in it was changed, or nothing was."""

    def __post_init__(self) -> None:
        for name in ("column", "found", "expected"):
            object.__setattr__(self, name, cpr.masked(getattr(self, name)))

    def __str__(self) -> str:
        """Return the sentence `file, row, column: the fault; what was done`."""
        text = say(_SENTENCES[self.kind], found=_short(self.found), expected=self.expected)
        if self.kind in _WITH_MEANT and self.expected:
            text += say("; did you mean '{meant}'?", meant=self.expected)
        done = say(_DONE[self.done]) if self.row and self.done in _DONE and self.kind != "conflict" else ""
        return f"{self.place()}: {text}{done}"

    def place(self) -> str:
        """Return `file, row, column`, as far as they are known."""
        row = say(", row {row}", row=self.row) if self.row else ""
        if not self.letter:
            return f"{self.file}{row}"
        column = say(", column '{column}' ({letter})", column=_short(self.column), letter=self.letter)
        return f"{self.file}{row}{column}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:57]}..."


_DONE = {
    "rejected": mark("; the row is left out"),
    "kept": mark("; the row is kept as it is"),
}
"""Where something was corrected, the sentence itself says what."""

_WITH_MEANT = ("unknown_step", "unused_heading")
"""Kinds whose `expected` is a name that was perhaps meant."""

_SENTENCES = {
    # The file
    "mapping_chosen": mark("the file is read with the mapping '{found}', which fits its headings"),
    "no_rows": mark("there are no rows below the headings"),
    "unread_sheet": mark("only the first sheet is read; something stands in '{found}' too"),
    "error_cells": mark("{found} cells show an error such as #REF! or #N/A; they are read as empty"),
    "unused_heading": mark("the column is not used"),
    "heading_missing": mark("the mapping asks for the heading '{found}', which the file does not have"),
    "column_missing": mark("the column {found} is missing here, though another of the files has it"),
    "no_price_unit": mark(
        "there are prices, but nothing says if they are per day, month, year or start; they are left out"
    ),
    # The row
    "wrong_cells": mark("the row has {found} cells, there are {expected} headings"),
    "open_quote": mark("a quotation mark is not closed, or something follows it"),
    "duplicate": mark("the row says the same as row {expected}; it is counted only once"),
    "duplicate_of_file": mark("the row says the same as one in {expected}; it is counted only once"),
    "conflict": mark(
        "the row says something else of the same service than row {expected} ({found}); both count"
    ),
    "withdrawn": mark(
        "the newer {expected} covers the time of the row and no longer has it; the decision was withdrawn"
    ),
    "ended_between": mark(
        "the newer {expected} holds what ran later and no longer has the row; it is read as ended on "
        "{found}, the day of its own extract"
    ),
    "partly_covered": mark(
        "the newer {expected} has most of the services of the file that it could have, and lacks {found}; "
        "they are kept"
    ),
    "missing_value": mark("the value is missing ({found})"),
    "no_rule": mark("no rule of the mapping gives a step for {found}"),
    "unknown_step": mark("there is no step '{found}'"),
    # Dates
    "unreadable_date": mark("'{found}' cannot be read as a date"),
    "date_left_out": mark("'{found}' cannot be read as a date; the field is read as empty"),
    "date_outside": mark("{found} lies outside what is possible, {expected}"),
    "placeholder": mark(
        "{found} is a placeholder for no end (rows: {expected}); the services are read as still going on"
    ),
    "granted_is_end": mark(
        "there is no column of ends, so those that were granted are read as ends where they have passed"
    ),
    "end_before_start": mark("the end {found} lies before the start {expected}"),
    "no_days": mark("the service ends on the day it begins ({found}) and lasts for zero days"),
    "born_after_start": mark("the birth date {found} lies after the start {expected}"),
    "birth_from_cpr": mark("the birth date is taken from the CPR number in {found} rows"),
    "too_old": mark("the child is {found} years old at the start; {expected} at most is possible"),
    "two_birth_dates": mark(
        "the child has several birth dates; {found} is changed to {expected}, which stands most often"
    ),
    # Money
    "amount_left_out": mark("'{found}' cannot be read as an amount; the field is read as empty"),
    "ambiguous_amount": mark(
        "'{found}' is read as {expected}, but the column does not tell if the mark is for thousands or not"
    ),
    "ambiguous_left_out": mark(
        "'{found}' may be thousands or decimals, and the column uses both; the field is read as empty"
    ),
    "negative_price": mark("the price {found} is below zero"),
    "zero_price": mark("the price is zero"),
    "unknown_unit": mark(
        "the price is per '{found}', which is unknown (known are {expected}); the price is left out"
    ),
    "price_without_unit": mark("nothing says what the price is per ({expected}); the price is left out"),
    # Texts
    "unreadable_paragraph": mark("'{found}' cannot be read as a paragraph"),
    "cpr_hidden": mark("a CPR number stood in the text; a pseudonym stands for it now"),
}
