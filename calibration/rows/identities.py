"""Read who a row is about, and know a child again however its identifier is written.

One rule for all files: case, white space around it and a number written as 7.0 do not count, nor do zeros in
front of an identifier that is all digits, which a spreadsheet drops when it takes it for a number. A personal
number is its ten digits. What the rule joins is told, and two spellings whose birth dates differ are two
children.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from calibration.rows import cpr
from calibration.rows.faults import LedgerFault
from calibration.rows.mapped_table import NOWHERE, Dates, SourceColumn
from calibration.rows.pseudonyms import Pseudonyms, identity_of, without_decimals
from calibration.rows.row_reader import RowReader
from calibration.tables.table import Cells
from language.messages import Message
from model.world.arrays import Bools
from scenarios.files.refusals import RefusedError

IDENTIFIERS = ("child_id", "household_id")
_TEXTS = ("exit_to", "provider", "payer", "group", "score", "paragraph")
_FEWEST_NUMBERS = 5
"""Different ones that make a column of texts one of them; numbers of production units look alike."""
_CUT_NUMBER = re.compile(r"\d[.,]\d+E\+?\d+|\dE\+\d+", re.IGNORECASE)
_EXAMPLES = 3


def read_identifiers(reader: RowReader, pseudonyms: Pseudonyms | None) -> Dates:
    """Read child and household, and return the birth dates in personal numbers; NaT elsewhere; [row].

    Raises RefusedError if personal numbers stand there and there are no pseudonyms to give.
    """
    born: Dates = np.full(len(reader.numbers), "NaT", dtype="datetime64[s]")
    for column in IDENTIFIERS:
        if column not in reader.given:
            continue
        given = reader.given[column]
        if column == "child_id":
            reader.tell("missing_value", reader.missing(column), column, "rejected", found=lambda _: column)  # noqa: B023  used at once
        reader.tell("number_cut", given.cells.where(_is_cut), column, "rejected")
        numbers = _personal_numbers(given)
        if numbers.any() and pseudonyms is None:
            raise refused(reader, column, numbers)
        bare = given.cells.mapped(without_decimals)
        if (shortened := numbers & bare.where(cpr.lacks_zero)).any():
            reader.tell_column("cpr_zero", column, "corrected", found=str(int(shortened.sum())))
        if column == "child_id":
            born = np.where(numbers, _born(bare), np.datetime64("NaT"))
        whole = bare.mapped(cpr.normalised).by_row()
        reader.columns[column] = np.where(numbers, whole, given.cells.by_row())
    return born


def _personal_numbers(given: SourceColumn) -> Bools:
    """Return in which rows an identifier is a personal number; [row].

    Nine digits are one only where at least half of the identifiers of the same column of the file are, with
    or without their zero; a mapping may take what one column lacks from another.
    """
    bare = given.cells.mapped(without_decimals)
    numbers = bare.where(cpr.is_in)
    for column in np.unique(given.where):
        here = given.where == column
        texts = [bare.texts[code] for code in np.unique(bare.codes[here])]
        if cpr.are_in_column(texts):
            numbers |= here & bare.where(cpr.lacks_zero)
    return numbers


def read_texts(reader: RowReader, pseudonyms: Pseudonyms | None) -> None:
    """Replace the personal numbers in the columns that are plain texts, and keep the texts of those."""
    for column in _TEXTS:
        if column not in reader.given:
            continue
        given = reader.given[column]
        whole = sum(map(cpr.is_whole, given.cells.texts)) >= _FEWEST_NUMBERS
        of_column = whole and cpr.are_in_column(given.cells.texts)
        numbers = given.cells.where(
            lambda text: cpr.is_written_in(text) or (of_column and cpr.is_whole(text))  # noqa: B023  used at once
        )
        if not numbers.any():
            continue
        if pseudonyms is None:
            raise refused(reader, column, numbers)
        reader.tell("cpr_hidden", numbers, column, "corrected")
        of = pseudonyms.of
        cells = given.cells.mapped(
            lambda text: of(text) if of_column and cpr.is_whole(text) else cpr.replaced(text, of)  # noqa: B023
        )
        reader.given[column] = SourceColumn(cells=cells, where=given.where)


def refused(reader: RowReader, column: str, numbers: Bools) -> RefusedError:
    """Return the refusal of a file with personal numbers in these rows of a column."""
    at = int(reader.given[column].where[numbers][0])
    rows = int(numbers.sum())
    heading = column if at == NOWHERE else cpr.masked(reader.source.table.headings[at])
    return RefusedError(
        Message(
            "{name}: there are CPR numbers in the column '{heading}' ({rows} rows). Give a "
            "key file (--pseudonymise KEYFILE) to put pseudonyms in their place, or take them "
            "out",
            name=reader.name,
            heading=heading,
            rows=rows,
        )
    )


def joined(rows: pd.DataFrame, pseudonyms: Pseudonyms | None) -> tuple[pd.DataFrame, list[LedgerFault]]:
    """Return the rows of all files with one identifier for each child and household, and what was joined.

    With pseudonyms each gets its own. Of several spellings the most frequent stands for the child.
    """
    findings: list[LedgerFault] = []
    columns = {}
    for column in IDENTIFIERS:
        counts = Counter(rows[column][rows[column] != ""])
        spellings: dict[str, list[str]] = {}
        for text in sorted(counts, key=lambda text: (-counts[text], text)):
            spellings.setdefault(identity_of(text), []).append(text)
        several = {identity: texts for identity, texts in spellings.items() if len(texts) > 1}
        births = _births(rows, several) if column == "child_id" else {}
        names = {"": ""}
        alike: dict[str, list[list[str]]] = {"spellings_joined": [], "spellings_apart": []}
        for identity, texts in spellings.items():
            children = _children(texts, births)
            for child in children:
                names |= dict.fromkeys(child, child[0] if pseudonyms is None else pseudonyms.of(identity))
                if len(children) > 1 and pseudonyms is not None:
                    names |= dict.fromkeys(
                        child, pseudonyms.of(f"{identity} {min(births.get(child[0], {''}))}")
                    )
                if len(child) > 1:
                    alike["spellings_joined"].append(child)
            if len(children) > 1:
                alike["spellings_apart"].append([child[0] for child in children])
        findings += _alike(rows, column, alike, hidden=pseudonyms is not None)
        columns[column] = rows[column].map(names)
    return rows.assign(**columns), findings


def _births(rows: pd.DataFrame, several: Mapping[str, Sequence[str]]) -> dict[str, set[str]]:
    """Return the birth dates of each child that is written in several ways, by spelling."""
    spelled = {text for texts in several.values() for text in texts}
    known = rows[rows["child_id"].isin(spelled) & rows["birth_date"].notna()]
    days = known["birth_date"].dt.strftime("%Y-%m-%d")
    births: dict[str, set[str]] = {}
    for text, day in zip(known["child_id"], days, strict=True):
        births.setdefault(text, set()).add(day)
    return births


def _children(texts: Sequence[str], births: Mapping[str, set[str]]) -> list[list[str]]:
    """Return the spellings of each child: two without a birth date in common are two children.

    A spelling without one is the same child as the others, unless they are several.
    """
    children: list[tuple[set[str], list[str]]] = []
    for text in filter(births.__contains__, texts):
        days = births[text]
        same = next((child for child in children if child[0] & days), None)
        if same is None:
            children.append(({*days}, [text]))
        else:
            same[0].update(days)
            same[1].append(text)
    bare = [text for text in texts if text not in births]
    if bare and len(children) == 1:
        children[0][1].extend(bare)
    elif bare:
        children.append((set(), bare))
    return [spelled for _, spelled in children]


def _alike(
    rows: pd.DataFrame, column: str, alike: Mapping[str, Sequence[Sequence[str]]], *, hidden: bool
) -> list[LedgerFault]:
    """Return a fault for what was joined and one for what was not: how many, and where the first stand.

    Under pseudonyms the identifiers themselves are `hidden`.
    """
    findings = []
    for kind, groups in alike.items():
        if not groups:
            continue
        examples = []
        for spelled in groups[:_EXAMPLES]:
            places = []
            for text in spelled:
                at = rows[rows[column] == text].iloc[0]
                place = f"{Path(at['file']).name}:{at['row']}"
                places.append(place if hidden else f"'{text}' ({place})")
            examples.append(", ".join(places))
        findings.append(
            LedgerFault(
                file=str(rows["file"][rows[column] == groups[0][0]].iloc[0]),
                column=column,
                kind=kind,
                found=str(len(groups)),
                expected="; ".join(examples),
                done="corrected" if kind == "spellings_joined" else "kept",
            )
        )
    return findings


def _is_cut(text: str) -> bool:
    return bool(_CUT_NUMBER.fullmatch(text))


def _born(cells: Cells) -> Dates:
    days = [np.datetime64(cpr.birth_date(text) or "NaT") for text in cells.texts]
    return cells.spread(np.array(days, dtype="datetime64[s]"))
