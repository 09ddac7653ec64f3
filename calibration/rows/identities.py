"""Read who a row is about, and know a child again however its identifier is written.

One rule for all files: `pseudonyms.identity_of`. What it joins is told, and two spellings whose birth dates
differ are two children.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from calibration.rows.faults import LedgerFault
from calibration.rows.ledger import column_of
from calibration.rows.mapped_table import Dates
from calibration.rows.mapping import ColumnName
from calibration.rows.pseudonyms import Pseudonyms, identity_of
from calibration.rows.row_reader import RowReader
from calibration.tables.table import Cells
from model.world.arrays import Ints
from scenarios.files import cpr

IDENTIFIERS: tuple[ColumnName, ...] = ("child_id", "household_id")
_CUT_NUMBER = re.compile(r"\d[.,]\d+E\+?\d+|\dE\+\d+", re.IGNORECASE)
_EXAMPLES = 3


def read_identifiers(reader: RowReader) -> Dates:
    """Read child and household, and return the birth dates in personal numbers; NaT elsewhere; [row]."""
    born: Dates = np.full(len(reader.numbers), "NaT", dtype="datetime64[s]")
    for column in IDENTIFIERS:
        if column not in reader.given:
            continue
        given = reader.given[column]
        if column == "child_id":
            reader.tell("missing_value", reader.missing(column), column, "rejected", found=lambda _: column)  # noqa: B023  used at once
            personal = reader.source.are_personal(reader.source.columns[column])[reader.kept]
            if personal.any():
                born = np.where(personal, _born(given.cells), np.datetime64("NaT"))
        reader.tell("number_cut", given.cells.where(_is_cut), column, "rejected")
        reader.columns[column] = given.cells
    return born


def joined(rows: pd.DataFrame, pseudonyms: Pseudonyms | None) -> tuple[pd.DataFrame, list[LedgerFault]]:
    """Return the rows of all files with one identifier for each child and household, and what was joined.

    With pseudonyms each gets its own. Of several spellings the most frequent stands for the child.
    """
    findings: list[LedgerFault] = []
    columns = {}
    for column in IDENTIFIERS:
        codes, different = pd.factorize(rows[column])
        texts = different.tolist()
        several = _several(texts, np.bincount(codes))
        if pseudonyms is None and not several:
            continue
        births = _births(rows, several) if column == "child_id" else {}
        of = pseudonyms.of if pseudonyms is not None else None
        names = {"": ""} | {text: text if of is None else of(identity_of(text)) for text in texts if text}
        alike: dict[str, list[list[str]]] = {"spellings_joined": [], "spellings_apart": []}
        for identity, spelled in several.items():
            children = _children(spelled, births)
            for child in children:
                name = child[0]
                if of is not None:
                    born = f" {min(births.get(name, {''}))}" if len(children) > 1 else ""
                    name = of(f"{identity}{born}")
                names |= dict.fromkeys(child, name)
                if len(child) > 1:
                    alike["spellings_joined"].append(child)
            if len(children) > 1:
                alike["spellings_apart"].append([child[0] for child in children])
        findings += _alike(rows, column, alike, hidden=pseudonyms is not None)
        named = np.array([names[text] for text in texts], dtype=object)
        columns[column] = column_of(column, named[codes])
    return rows.assign(**columns), findings


def _several(texts: Sequence[str], counts: Ints) -> dict[str, list[str]]:
    """Return the identities that are written in several ways, and those, the most frequent first.

    Few are: only those whose hash is that of another are kept to be compared.
    """
    hashes = pd.Series(np.fromiter((hash(identity_of(text)) for text in texts), np.int64, len(texts)))
    alike = np.flatnonzero(hashes.duplicated(keep=False).to_numpy())
    several: dict[str, list[str]] = {}
    for at in sorted(alike.tolist(), key=lambda at: (-counts[at], texts[at])):
        if texts[at]:
            several.setdefault(identity_of(texts[at]), []).append(texts[at])
    return {identity: spelled for identity, spelled in several.items() if len(spelled) > 1}


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
