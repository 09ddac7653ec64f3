"""Hide personal numbers (CPR) in a table before anything of it is used: every cell, heading and sheet name.

This is the border: behind it no text of a file has a number that can be known as a personal one. Without a
key the file is refused; with one a pseudonym stands for each number, and in the columns of children and
households its ten digits, which get their pseudonym when all files are joined.

Caveat. Numbers that a text alone cannot tell are judged by their column: ten digits alone are no personal
numbers where all of a column are production units or cases by year, and nine only where half of it are. An
adult born on a tenth, whose number stands in a column without any other, is taken for a production unit.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from calibration.rows.faults import LedgerFault
from calibration.rows.pseudonyms import Pseudonyms
from calibration.tables.table import Cells, Table, column_letter
from language.messages import Fact, Message
from model.world.arrays import Bools
from scenarios.files import cpr
from scenarios.files.cpr import Found
from scenarios.files.refusals import RefusedError

_FEW = 5
"""The fewest different numbers by which a column is judged."""
_BY_YEAR = re.compile(r"20[0-3]\d{6,7}")
_WITH_MARK = re.compile(r"\d{6}[.,]\d{4}")
"""Six digits, a comma or point and four digits: an amount, or a personal number in a column of persons."""
_UNIT, _THIS_CENTURY = "10", "20"
"""The first digits of production unit numbers, and of case numbers that begin with a year."""
_OLDEST_BORN = 1990


@dataclass(frozen=True, kw_only=True)
class HiddenNumbers:
    """A table without personal numbers, where they stood, and what is to be told of it."""

    table: Table
    rows: Mapping[int, Bools]
    """By column of children and households: in which rows ten digits are a personal number; [row]."""
    findings: tuple[LedgerFault, ...]


def check_names(names: Sequence[str]) -> None:
    """Raise RefusedError for a file with a personal number in its name: it stands in all that is told."""
    for name in names:
        parts = Path(name).parts
        if hidden := [part for part in parts if cpr.hidden(part) != part]:
            raise RefusedError(
                Message(
                    "{name}: there is a CPR number in the name of the file or folder; give it another name",
                    name="/".join(map(cpr.masked, hidden)),
                )
            )


def hide(
    table: Table,
    name: str,
    *,
    pseudonyms: Pseudonyms | None,
    identifiers: Collection[int] = (),
    prices: Collection[int] = (),
) -> HiddenNumbers:
    """Return the table of the file `name` without personal numbers.

    `identifiers` and `prices` are columns of the table; amounts are seldom numbers of persons. Raises
    RefusedError if there are any and there are no pseudonyms to give.
    """
    by_column = (
        _numbers(cells.texts, always=at in identifiers, amounts=at in prices)
        for at, cells in enumerate(table.columns)
    )
    columns = {at: numbers for at, numbers in enumerate(by_column) if numbers}
    outside = _outside(table)
    if pseudonyms is None and (columns or outside):
        raise _refused(table, name, columns, outside)
    cells, rows = [*table.columns], dict[int, Bools]()
    findings: list[LedgerFault] = []
    for at, numbers in columns.items():
        before = cells[at]
        there = before.where(numbers.__contains__)
        if at in identifiers:
            rows[at] = there
            cells[at] = before.mapped(lambda text: cpr.one_form(text) if text in numbers else text)  # noqa: B023  used at once
            findings += _restored(table, name, at, before, there)
        elif pseudonyms is not None:
            of = pseudonyms.of
            cells[at] = before.mapped(lambda text: _replaced(text, numbers.get(text), of))  # noqa: B023
            findings += _told(table, name, at, there)
    return HiddenNumbers(
        table=replace(
            table,
            form=cpr.hidden(table.form),
            headings=tuple(map(cpr.hidden, table.headings)),
            columns=tuple(cells),
            asides=tuple(replace(aside, text=cpr.hidden(aside.text)) for aside in table.asides),
            unread=tuple(map(cpr.hidden, table.unread)),
        ),
        rows=rows,
        findings=tuple(findings),
    )


Numbers = Mapping[str, Sequence[Found]]
"""The personal numbers of one column by the text they stand in; texts without any are not in it."""


def _numbers(texts: Collection[str], *, always: bool, amounts: bool) -> Numbers:
    """Return the numbers in the texts of a column; `always` where children and households stand."""
    numbers = {text: found for text in texts if (found := cpr.find(text)[1])}
    known = [found for of in numbers.values() for found in of if found.sureness != "perhaps"]
    perhaps = {text for text, of in numbers.items() if any(found.sureness == "perhaps" for found in of)}
    filled = sum(map(bool, texts))
    if always:
        perhaps = {text for text in perhaps if not _WITH_MARK.fullmatch(text)}
    sure = len(numbers) - len(perhaps)
    least = 1 if always and not amounts else _FEW
    by_year = len(perhaps) > _FEW and all(_BY_YEAR.fullmatch(text) for text in perhaps)
    has_perhaps = len(perhaps) + sure >= least and (len(perhaps) + sure) * 2 >= filled and not by_year
    bare = {found.number for found in known if found.sureness == "bare"}
    others = bare if len(bare) >= _FEW and _of_another_kind(texts) else set[str]()
    if not always and all(found.number in bare and found.number.startswith(_UNIT) for found in known):
        others |= {number for number in bare if not _of_a_child(number)}

    judged: dict[str, Sequence[Found]] = {}
    for text, of in numbers.items():
        if text not in perhaps:
            judged[text] = [found for found in of if found.sureness != "bare" or found.number not in others]
        elif has_perhaps:
            judged[text] = of
    return {text: of for text, of in judged.items() if of}


def _of_another_kind(texts: Collection[str]) -> bool:
    """Return whether all ten digits alone in a column begin alike, and some of them with no date."""
    numbers = [number for text in texts for number in re.findall(r"(?<![^\W_])\d{10}(?![^\W_])", text)]
    alike = {number[:2] for number in numbers} in [{_UNIT}, {_THIS_CENTURY}]
    return alike and not all(map(cpr.has_date, numbers))


def _of_a_child(number: str) -> bool:
    """Return whether a number is of somebody who may be a child or young person in a ledger."""
    born = cpr.birth_date(number)
    return born is None or born.year >= _OLDEST_BORN


def _replaced(text: str, numbers: Sequence[Found] | None, of: Callable[[str], str]) -> str:
    return cpr.replaced(cpr.find(text)[0], numbers, of) if numbers else text


def _outside(table: Table) -> list[Message]:
    """Return what else of a file has a personal number in it."""
    places = (
        (table.headings, Message("a heading")),
        ((table.form, *table.unread), Message("the name of a sheet")),
        ([aside.text for aside in table.asides], Message("a line above or below the table")),
    )
    return [place for texts, place in places if any(cpr.hidden(text) != text for text in texts)]


def _refused(
    table: Table, name: str, columns: Mapping[int, Numbers], outside: Sequence[Message]
) -> RefusedError:
    places: list[Message] = []
    for at, numbers in columns.items():
        there = table.columns[at].where(numbers.__contains__)
        heading = cpr.masked(table.headings[at]) or column_letter(at)
        places.append(Message("the column '{heading}' ({rows} rows)", heading=heading, rows=int(there.sum())))
    return RefusedError(
        Message(
            "{name}: there are CPR numbers in {places}. Give a key file (--pseudonymise KEYFILE) to put "
            "pseudonyms in their place, or take them out",
            name=name,
            places=Fact(_listed, *places, *outside),
        )
    )


def _listed(*parts: Message) -> str:
    return ", ".join(map(str, parts))


def _restored(table: Table, name: str, at: int, before: Cells, there: Bools) -> Iterator[LedgerFault]:
    """Yield a fault where numbers had lost their first zero."""
    short = there & before.where(lambda text: len(cpr.digits(cpr.without_decimals(text))) == 9)
    if short.any():
        yield LedgerFault(
            file=name,
            letter=column_letter(at),
            column=table.headings[at],
            kind="cpr_zero",
            found=str(int(short.sum())),
            done="corrected",
        )


def _told(table: Table, name: str, at: int, there: Bools) -> Iterator[LedgerFault]:
    """Yield a fault for each row in which a pseudonym stands now."""
    for row in table.numbers[np.flatnonzero(there)].tolist():
        yield LedgerFault(
            file=name,
            row=row,
            letter=column_letter(at),
            column=table.headings[at],
            kind="cpr_hidden",
            done="corrected",
        )
