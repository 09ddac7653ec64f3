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
"""So few different numbers are personal ones, whatever they look like."""
_BY_YEAR = re.compile(r"20[0-3]\d{6,7}")
_WITH_MARK = re.compile(r"\d{6}[.,]\d{4}")
"""An amount in a column of amounts, and a number of a person where persons stand."""
_UNIT, _THIS_CENTURY = "10", "20"
"""What the numbers of production units, and of cases of this century, begin with."""
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
    rules = [
        _rule(cells.texts, always=at in identifiers, amounts=at in prices)
        for at, cells in enumerate(table.columns)
    ]
    columns = {at: rule for at, rule in enumerate(rules) if any(map(rule, table.columns[at].texts))}
    outside = _outside(table)
    if pseudonyms is None and (columns or outside):
        raise _refused(table, name, columns, outside)
    cells, rows = [*table.columns], dict[int, Bools]()
    findings: list[LedgerFault] = []
    for at, rule in columns.items():
        before = cells[at]
        there = before.where(lambda text: bool(rule(text)))  # noqa: B023  used at once
        if at in identifiers:
            rows[at] = there
            cells[at] = before.mapped(lambda text: _normal(text, rule(text)))  # noqa: B023
            findings += _restored(table, name, at, before, there)
        elif pseudonyms is not None:
            of = pseudonyms.of
            cells[at] = before.mapped(lambda text: _replaced(text, rule(text), of))  # noqa: B023
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


Rule = Callable[[str], Sequence[Found]]
"""Returns the personal numbers in a text of one column."""


def _rule(texts: Collection[str], *, always: bool, amounts: bool) -> Rule:
    """Return how the texts of a column are judged; `always` where children and households stand."""
    numbers = {text: cpr.find(text)[1] for text in texts}
    known = [found for of in numbers.values() for found in of if found.sureness != "perhaps"]
    perhaps = {text for text, of in numbers.items() if any(found.sureness == "perhaps" for found in of)}
    filled = sum(map(bool, numbers))
    if always:
        perhaps = {text for text in perhaps if not _WITH_MARK.fullmatch(text)}
    sure = sum(bool(of) for of in numbers.values()) - len(perhaps)
    least = 1 if always and not amounts else _FEW
    by_year = len(perhaps) > _FEW and all(_BY_YEAR.fullmatch(text) for text in perhaps)
    has_perhaps = len(perhaps) + sure >= least and (len(perhaps) + sure) * 2 >= filled and not by_year
    bare = {found.number for found in known if found.sureness == "bare"}
    others = bare if len(bare) >= _FEW and _of_another_kind(texts) else set[str]()
    if not always and all(found.number in bare and found.number.startswith(_UNIT) for found in known):
        others |= {number for number in bare if not _of_a_child(number)}

    def rule(text: str) -> Sequence[Found]:
        if text in perhaps:
            return numbers[text] if has_perhaps else ()
        return [found for found in numbers[text] if found.sureness != "bare" or found.number not in others]

    return rule


def _of_another_kind(texts: Collection[str]) -> bool:
    """Return whether all ten digits alone in a column begin alike, and some of them with no date."""
    numbers = [number for text in texts for number in re.findall(r"(?<![^\W_])\d{10}(?![^\W_])", text)]
    alike = {number[:2] for number in numbers} in [{_UNIT}, {_THIS_CENTURY}]
    return alike and not all(map(cpr.has_date, numbers))


def _of_a_child(number: str) -> bool:
    """Return whether a number is of somebody who may be a child or young person in a ledger."""
    born = cpr.birth_date(number)
    return born is None or born.year >= _OLDEST_BORN


def _normal(text: str, numbers: Sequence[Found]) -> str:
    return cpr.one_form(text) if numbers else text


def _replaced(text: str, numbers: Sequence[Found], of: Callable[[str], str]) -> str:
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
    table: Table, name: str, columns: Mapping[int, Rule], outside: Sequence[Message]
) -> RefusedError:
    places: list[Message] = []
    for at, rule in columns.items():
        there = table.columns[at].where(lambda text: bool(rule(text)))  # noqa: B023  used at once
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
