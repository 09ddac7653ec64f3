"""Describe a fault of a ledger in one sentence: where it stands, what is wrong, what was done about it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, get_args

from language.messages import mark, say
from language.visible import visible
from scenarios.files import cpr

Done = Literal["rejected", "corrected", "kept"]
PRICED = "price"
"""Found in a row that says the same as another, when a price is among what they say."""


@dataclass(frozen=True, kw_only=True, order=True, slots=True)
class LedgerFault:
    """One thing in a ledger that was not as it should be, and what was done about it.

    No personal number is in it: what could be one is masked. What nobody sees in a cell is shown as a mark.
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
            object.__setattr__(self, name, visible(cpr.masked(getattr(self, name))))

    def __str__(self) -> str:
        """Return the sentence `file, row, column: the fault; what was done`."""
        text = say(_SENTENCES[self.kind], found=_short(self.found), expected=self.expected)
        if self.kind in _WITH_MEANT and self.expected:
            text += say("; did you mean '{meant}'?", meant=self.expected)
        if self.kind == "duplicate" and self.found == PRICED:
            text += say("; if the price is paid for each of them, write one row with the sum of the prices")
        done = say(_DONE[self.done]) if self.row and self.done in _DONE and self.kind != "conflict" else ""
        return f"{self.place()}: {text}{done}"

    def place(self) -> str:
        """Return `file, row, column`, as far as they are known."""
        row = say(", row {row}", row=self.row) if self.row else ""
        file = visible(self.file)
        if not self.letter:
            return f"{file}{row}"
        column = say(", column '{column}' ({letter})", column=_short(self.column), letter=self.letter)
        return f"{file}{row}{column}"

    @property
    def cause(self) -> tuple[str, ...]:
        """What the faults of one cause have in common; one of a file as a whole stands alone."""
        where = (self.file, self.letter, self.column, self.kind, self.done)
        if self.kind == "duplicate":
            return (*where, self.found)
        return where if self.row and self.kind not in _ONE_BY_VALUE else (*where, self.found, self.expected)


@dataclass(frozen=True, kw_only=True)
class FaultGroup:
    """Faults of one cause, in the order of their rows."""

    faults: tuple[LedgerFault, ...]

    def __str__(self) -> str:
        """Return the sentence of the first fault, and which other rows have it."""
        first, *others = self.faults
        if not others:
            return str(first)
        numbers = [fault.row for fault in self.faults[:_ROWS_SHOWN]]
        listed = ", ".join(map(str, numbers)) + (", ..." if len(self.faults) > _ROWS_SHOWN else "")
        if first.kind in _ONE_BY_VALUE:
            sentence = str(replace(first, row=0))
            done = say(_DONE[first.done]) if first.done in _DONE else ""
            return say(
                "{sentence}{done}: {count} rows ({rows})",
                sentence=sentence,
                done=done,
                count=len(self.faults),
                rows=listed,
            )
        return say(
            "{sentence}: {count} such rows ({rows})", sentence=first, count=len(self.faults), rows=listed
        )


def grouped(findings: Iterable[LedgerFault]) -> list[FaultGroup]:
    """Return the faults by cause: first those that cost rows, of these first the most frequent."""
    by_cause: defaultdict[tuple[str, ...], list[LedgerFault]] = defaultdict(list)
    for fault in findings:
        by_cause[fault.cause].append(fault)
    groups = [FaultGroup(faults=tuple(sorted(faults))) for faults in by_cause.values()]
    order = get_args(Done)
    return sorted(
        groups,
        key=lambda group: (order.index(group.faults[0].done), -len(group.faults), group.faults[0]),
    )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:57]}..."


_DONE = {
    "rejected": mark("; the row is left out"),
    "kept": mark("; the row is kept as it is"),
}
"""Where something was corrected, the sentence itself says what."""

_ROWS_SHOWN = 5
"""Of a group of faults."""
_ONE_BY_VALUE = frozenset(
    {
        *("missing_value", "wrong_cells", "no_rule", "unknown_step", "unknown_exit", "unknown_group"),
        *(
            "other_spelling",
            "exit_is_step",
            "exit_is_other_step",
            "exit_on_open",
            "group_missing",
            "unknown_unit",
        ),
        *("price_without_unit", "unreadable_paragraph"),
    }
)
"""Kinds of which each value is a cause; of the others the value differs from row to row."""

_WITH_MEANT = ("unknown_step", "unknown_exit", "unknown_group", "unused_heading")
"""Kinds whose `expected` is a name that was perhaps meant."""

_SENTENCES = {
    # The file
    "mapping_chosen": mark("the file is read with the mapping '{found}', which fits its headings"),
    "no_rows": mark("there are no rows below the headings"),
    "unread_sheet": mark("only the first sheet is read; something stands in '{found}' too"),
    "hides_errors": mark(
        "in this kind of workbook a cell that shows an error cannot be told from an empty one; save it as "
        ".xlsx to have them told"
    ),
    "separator_line": mark("the first line '{found}' names the separator and is no row"),
    "title_line": mark("'{found}' stands above the headings and is no row"),
    "heading_again": mark("the headings stand here again; the row is not counted"),
    "totals_row": mark("'{found}' is a total and no service; the row is not counted"),
    "footnote": mark("'{found}' is a note and no service; the row is not counted"),
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
    "error_cell": mark("'{found}' is an error, or a formula without a value, and says nothing"),
    "error_left_out": mark("'{found}' is an error and says nothing; the field is read as empty"),
    # Children
    "number_cut": mark("'{found}' is a number that a spreadsheet has cut; nobody can tell whose it is"),
    "cpr_zero": mark(
        "{found} CPR numbers had lost their first zero, as numbers in a spreadsheet do; it is put back"
    ),
    "spellings_joined": mark(
        "{found} identifiers are written in several ways, and each is taken for one child or household: "
        "{expected}. Case, spaces, .0 and zeros in front do not count"
    ),
    "spellings_apart": mark(
        "{found} identifiers are written in several ways and have different birth dates, so they are "
        "taken for different children: {expected}"
    ),
    # Names
    "other_spelling": mark("'{found}' is read as '{expected}'"),
    "unknown_exit": mark(
        "there is no way out '{found}'; declare it with --exit to calibrate, or translate it in a mapping"
    ),
    "exit_on_open": mark(
        "the way out '{found}' stands there, but no end; either the end is missing or the way out is wrong"
    ),
    "exit_is_step": mark("the way out is the step '{found}', but no row of the child follows there"),
    "exit_is_other_step": mark(
        "the way out is the step '{found}', but the child's next row is on '{expected}', which counts"
    ),
    "unknown_group": mark("the staircase has no group '{found}'"),
    "group_missing": mark("no row says which group the child is in ({found})"),
    "two_groups": mark(
        "the child has several groups; {found} is changed to {expected}, which its first service has"
    ),
    "groups_unused": mark("the staircase has only the group '{expected}'; {found} are not used"),
    # Dates
    "month_first": mark("the dates have the month first, such as {found}; the whole column is read so"),
    "order_unknown": mark(
        "{expected} dates such as {found} may have the day or the month first, and nothing in the file shows "
        "which; they are read with the day first"
    ),
    "zoned": mark(
        "{found} times name their time zone and are taken to the day in Denmark, in {expected} of them "
        "another day than the one that is written"
    ),
    "from_1904": mark("the workbook counts days from 1904, and {found} day numbers are read so"),
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
    "no_days": mark(
        "the service ends on the day it begins ({found}): zero days are no stay, and its way out counts for "
        "the stay that ends that day"
    ),
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
