"""Case ledgers in files of any of the usual kinds, read as one, with everything that was found in them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from calibration.ledger.faults import LedgerFault
from calibration.ledger.ledger import COLUMNS, Ledger
from calibration.ledger.mapped_table import mapped
from calibration.ledger.mapping import CANONICAL, Mapping, choose, load
from calibration.ledger.pseudonyms import Pseudonyms
from calibration.ledger.read_rows import FileRows, ledger_rows
from calibration.tables.read_file import read_table
from calibration.tables.table import Table, letter, plain
from language.messages import Message
from scenarios import clock
from scenarios.files.forms import Text
from scenarios.files.refusals import RefusedError


@dataclass(frozen=True, kw_only=True)
class FileRead:
    """What a file was, and where its rows went: `rows = used + rejected + duplicates + left_out_rows`."""

    file: str
    form: str
    """What it is, such as "CSV (;), UTF-8"."""
    mapping: str
    """The mapping it was read with; empty for the ledger's own headings."""
    rows: int
    """Below the headings, without those that are entirely empty."""
    used: int
    rejected: int
    duplicates: int
    left_out: tuple[tuple[Text, int], ...]
    """Rows that the mapping leaves out: why, and how many."""

    @property
    def left_out_rows(self) -> int:
        """How many rows the mapping leaves out."""
        return sum(rows for _, rows in self.left_out)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A ledger, and all that was found on the way to it."""

    ledger: Ledger
    findings: tuple[LedgerFault, ...]
    """By file, row and column."""
    files: tuple[FileRead, ...]

    @property
    def rows(self) -> int:
        """How many rows the files have."""
        return sum(file.rows for file in self.files)

    @property
    def rejected(self) -> int:
        """How many of them could not be used."""
        return sum(file.rejected for file in self.files)

    @property
    def duplicates(self) -> int:
        """How many of them said what another had said."""
        return sum(file.duplicates for file in self.files)

    @property
    def left_out(self) -> int:
        """How many of them the mapping leaves out."""
        return sum(file.left_out_rows for file in self.files)

    def by_kind(self) -> dict[str, tuple[LedgerFault, ...]]:
        """Return the findings by kind, the most frequent first."""
        found: defaultdict[str, list[LedgerFault]] = defaultdict(list)
        for finding in self.findings:
            found[finding.kind].append(finding)
        by_number = sorted(found.items(), key=lambda item: -len(item[1]))
        return {kind: tuple(findings) for kind, findings in by_number}


def read_ledgers(
    paths: Sequence[str | Path],
    *,
    mapping: str | Path | None = None,
    steps: Iterable[str] | None = None,
    pseudonyms: Pseudonyms | None = None,
    today: date | None = None,
) -> Reading:
    """Return the ledger in one or several files, and what was found in them.

    `mapping` is a file or the name of a shipped one; without it the headings are the ledger's own, or a
    shipped mapping is found for them. `steps` are the names that a step may have; without them any.
    `pseudonyms` are given to children and households; without them a file with personal numbers is refused.
    A start is held against `today`.

    Raises RefusedError for a file that cannot be used at all, MappingError for a mapping with faults.
    """
    request = None if mapping is None else (str(mapping), load(mapping))
    allowed = None if steps is None else list(steps)
    day = today or clock.today()
    read = [
        _read(str(path), request=request, steps=allowed, pseudonyms=pseudonyms, today=day) for path in paths
    ]
    if not read:
        raise RefusedError(Message("give at least one ledger file"))
    findings = [finding for one in read for finding in one.findings]
    findings += _columns_apart(read)
    rows = pd.concat([one.made.rows for one in read], ignore_index=True)
    of_file = np.repeat(np.arange(len(read)), [len(one.made.rows) for one in read])
    again, told = _duplicates(rows)
    findings += told
    rows, told = _with_one_birth_date(rows[~again].reset_index(drop=True))
    findings += told
    used = np.bincount(of_file[~again], minlength=len(read))
    files = tuple(
        FileRead(
            file=one.name,
            form=one.table.form,
            mapping=one.mapping,
            rows=one.table.rows,
            used=int(used[i]),
            rejected=one.made.rejected + len(one.table.misfits),
            duplicates=len(one.made.rows) - int(used[i]),
            left_out=one.made.left_out,
        )
        for i, one in enumerate(read)
    )
    return Reading(ledger=Ledger(rows=rows), findings=tuple(sorted(findings)), files=files)


@dataclass(frozen=True, kw_only=True)
class _One:
    """One file, before it is put together with the others."""

    name: str
    table: Table
    mapping: str
    columns: tuple[str, ...]
    made: FileRows
    findings: list[LedgerFault]


def _read(
    name: str,
    *,
    request: tuple[str, Mapping] | None,
    steps: Sequence[str] | None,
    pseudonyms: Pseudonyms | None,
    today: date,
) -> _One:
    table = read_table(Path(name), name)
    chosen, mapping = request or choose(table.headings)
    source = mapped(table, mapping, name)
    made = ledger_rows(source, name, steps=steps, pseudonyms=pseudonyms, today=today)
    findings = [*_of_table(table, name), *_of_headings(table, mapping, name), *made.findings]
    if chosen and not request:
        findings.append(LedgerFault(file=name, kind="mapping_chosen", found=chosen, done="kept"))
    return _One(
        name=name, table=table, mapping=chosen, columns=(*source.columns,), made=made, findings=findings
    )


def _of_table(table: Table, name: str) -> Iterator[LedgerFault]:
    """Yield what there is to say of a file before its columns are looked at."""
    if not table.rows:
        yield LedgerFault(file=name, kind="no_rows", done="kept")
    for sheet in table.unread:
        yield LedgerFault(file=name, kind="unread_sheet", found=sheet, done="kept")
    if table.error_cells:
        yield LedgerFault(file=name, kind="error_cells", found=str(table.error_cells), done="corrected")
    width = str(len(table.headings))
    for misfit in table.misfits:
        if misfit.cells is None:
            yield LedgerFault(file=name, row=misfit.row, kind="open_quote", done="rejected")
        else:
            cells = str(misfit.cells)
            yield LedgerFault(
                file=name, row=misfit.row, kind="wrong_cells", found=cells, expected=width, done="rejected"
            )


def _of_headings(table: Table, mapping: Mapping, name: str) -> Iterator[LedgerFault]:
    """Yield the headings that nobody asks for, or those that are asked for in vain."""
    if mapping is not CANONICAL:
        for condition in (*mapping.leave_out, *mapping.steps.values()):
            for headings in condition.when:
                if not table.named(headings.split("|")):
                    yield LedgerFault(file=name, kind="heading_missing", found=headings, done="kept")
        return
    there = {plain(heading) for heading in table.headings}
    free = [column for column in COLUMNS if column not in there]
    for at, heading in enumerate(table.headings):
        if plain(heading) not in COLUMNS:
            meant = "".join(get_close_matches(plain(heading), free, n=1, cutoff=0.75))
            yield LedgerFault(
                file=name,
                letter=letter(at),
                column=heading,
                kind="unused_heading",
                expected=meant,
                done="kept",
            )


def _columns_apart(read: Sequence[_One]) -> Iterator[LedgerFault]:
    """Yield the columns that one file lacks and another has."""
    every = dict.fromkeys(column for one in read for column in one.columns)
    for one in read:
        for column in every:
            if column not in one.columns:
                yield LedgerFault(file=one.name, kind="column_missing", found=column, done="kept")


def _duplicates(rows: pd.DataFrame) -> tuple[NDArray[np.bool_], list[LedgerFault]]:
    """Return which rows say exactly what one before them says, [row], and a finding for each."""
    said = [column for column in COLUMNS if column not in {"file", "row"}]
    among = rows[rows.duplicated(said, keep=False)]
    group = among.groupby(said, dropna=False, sort=False).ngroup().to_numpy()
    again = np.zeros(len(rows), dtype=bool)
    first: dict[int, tuple[int, str, int]] = {}
    findings = []
    for which, at, file, row in zip(group, among.index, among["file"], among["row"], strict=True):
        here, before, number = first.setdefault(int(which), (at, file, int(row)))
        if here == at:
            continue
        again[at] = True
        same = before == file
        findings.append(
            LedgerFault(
                file=file,
                row=int(row),
                kind="duplicate" if same else "duplicate_of_file",
                expected=str(number) if same else f"{before}:{number}",
                done="corrected",
            )
        )
    return again, findings


def _with_one_birth_date(rows: pd.DataFrame) -> tuple[pd.DataFrame, list[LedgerFault]]:
    """Return the rows with one birth date for each child, and a finding for each that was changed.

    Of the dates before all its services it is the most frequent, and of two that are as frequent the first.
    """
    born = rows[["child_id", "birth_date"]].dropna()
    several = born.groupby("child_id")["birth_date"].nunique()
    among = rows[rows["child_id"].isin(several.index[several > 1]) & rows["birth_date"].notna()]
    findings = []
    births = rows["birth_date"].copy()
    for _, of_child in among.groupby("child_id", sort=False):
        possible = of_child["birth_date"][of_child["birth_date"] <= of_child["start"].min()]
        chosen = possible.value_counts(sort=False).idxmax()
        for at, file, row, birth in zip(
            of_child.index, of_child["file"], of_child["row"], of_child["birth_date"], strict=True
        ):
            if birth != chosen:
                births.loc[at] = chosen
                found, expected = f"{birth:%Y-%m-%d}", f"{chosen:%Y-%m-%d}"
                findings.append(
                    LedgerFault(
                        file=file,
                        row=int(row),
                        kind="two_birth_dates",
                        found=found,
                        expected=expected,
                        done="corrected",
                    )
                )
    return rows.assign(birth_date=births), findings
