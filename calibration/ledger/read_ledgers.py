"""Read case ledgers from files of the usual kinds as one ledger, and collect their faults.

Caveat. Several extracts of one system are laid over each other by day (`extract_days.py`, `extracts.py`); a
row of an older one that nobody restated is believed as it stands.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path

import numpy as np
import pandas as pd

from calibration.ledger.comparison import Replacement
from calibration.ledger.extract_days import (
    HEADINGS,
    DaySource,
    ExtractDay,
    ExtractDays,
    check_stated,
    extract_day,
    stated_day,
)
from calibration.ledger.extract_order import settled
from calibration.ledger.extracts import Merged, merged
from calibration.ledger.granted_ends import NO_GRANTS, PastGrants, past_grants
from calibration.rows.faults import LedgerFault
from calibration.rows.identities import IDENTIFIERS, joined
from calibration.rows.ledger import COLUMNS, Ledger, stacked
from calibration.rows.mapped_table import map_table
from calibration.rows.mapping import CANONICAL, Mapping, choose_mapping, known_headings, load
from calibration.rows.names import ANY_NAMES, Names, across_rows
from calibration.rows.personal_numbers import check_names, hide
from calibration.rows.pseudonyms import Pseudonyms
from calibration.rows.read_rows import ledger_rows
from calibration.tables.layout import plain
from calibration.tables.read_file import read_table
from calibration.tables.table import Table, column_letter
from language.messages import Message
from scenarios import clock
from scenarios.files.forms import Text
from scenarios.files.refusals import RefusedError


@dataclass(frozen=True, kw_only=True)
class FileRead:
    """Kind of a file, and where its rows went.

    `rows = used + rejected + duplicates + replaced + withdrawn + left_out_rows`.
    """

    file: str
    form: str
    """Such as "CSV (;), UTF-8"."""
    mapping: str
    """The mapping it was read with; empty for the ledger's own headings."""
    rows: int
    """Below the headings, without those that are entirely empty."""
    used: int
    rejected: int
    duplicates: int
    replaced: int
    """Rows that a newer extract says something else of."""
    withdrawn: int
    """Rows that a newer extract covers and no longer has."""
    left_out: tuple[tuple[Text, int], ...]
    """Rows that the mapping leaves out: why, and how many."""
    extracted: ExtractDay

    @property
    def left_out_rows(self) -> int:
        """Number of rows that the mapping leaves out."""
        return sum(rows for _, rows in self.left_out)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A ledger, the files it was read from, and their faults."""

    ledger: Ledger
    findings: tuple[LedgerFault, ...]
    """By file, row and column."""
    files: tuple[FileRead, ...]
    day: date
    """Of the newest extract; until then the ledger tells what happened, and later ends are plans."""
    day_source: DaySource = "data"
    replaced: tuple[Replacement, ...] = ()
    """What newer extracts say otherwise, by file, row and column."""
    unconfirmed: int = 0
    """Ends after the day of their own extract that have passed, and that no newer extract has."""
    grants: PastGrants = NO_GRANTS

    def in_order(self) -> "Reading":
        """Return the reading with its ledger in an order of its own; see `Ledger.in_order`."""
        return replace(self, ledger=self.ledger.in_order())

    @property
    def known_until(self) -> date:
        """Until when ends surely are no plans: before `day` where nothing but an end speaks for that."""
        if self.day_source != "data" or not self.files:
            return self.day
        return max(file.extracted.surely for file in self.files)

    @property
    def planned(self) -> int:
        """Number of ends that have not happened."""
        return self.planned_after(None)

    def planned_after(self, last: date | None) -> int:
        """Return the number of ends that have not happened where those until a last day have."""
        known = self.day if last is None else max(self.day, last)
        return int((self.ledger.rows["end"] > pd.Timestamp(known)).sum())

    @property
    def rows(self) -> int:
        """Number of rows in the files."""
        return sum(file.rows for file in self.files)

    @property
    def rejected(self) -> int:
        """Number of rows that could not be used."""
        return sum(file.rejected for file in self.files)

    @property
    def duplicates(self) -> int:
        """Number of rows that repeat another one."""
        return sum(file.duplicates for file in self.files)

    @property
    def replaced_rows(self) -> int:
        """Number of rows that a newer extract says something else of."""
        return sum(file.replaced for file in self.files)

    @property
    def withdrawn(self) -> int:
        """Number of rows that a newer extract covers and no longer has."""
        return sum(file.withdrawn for file in self.files)

    @property
    def left_out(self) -> int:
        """Number of rows that the mapping leaves out."""
        return sum(file.left_out_rows for file in self.files)

    def by_kind(self) -> dict[str, tuple[LedgerFault, ...]]:
        """Return the faults by kind, the most frequent first."""
        by_kind: defaultdict[str, list[LedgerFault]] = defaultdict(list)
        for finding in self.findings:
            by_kind[finding.kind].append(finding)
        by_number = sorted(by_kind.items(), key=lambda item: -len(item[1]))
        return {kind: tuple(findings) for kind, findings in by_number}


def read_ledgers(
    paths: Sequence[str | Path],
    *,
    mapping: str | Path | None = None,
    names: Names = ANY_NAMES,
    pseudonyms: Pseudonyms | None = None,
    extract_days: ExtractDays | None = None,
    today: date | None = None,
) -> Reading:
    """Return the ledger in one or several files, and its faults.

    `mapping` is a file or the name of a shipped one; without it the headings are the ledger's own, or
    those of a shipped mapping. `names` are those that steps, ways out and groups may have. `pseudonyms` are
    given to children and households; without them a file with personal numbers is refused. No service may
    start more than `date_columns.YEARS_AHEAD` years after `today`. `extract_days` is the day on which the
    files were extracted, or that of each by name; without it a column or the newest rows of the file say it.

    Raises RefusedError for a file that cannot be used at all, MappingError for a mapping with faults.
    """
    check_names([str(path) for path in paths])
    request = None if mapping is None else (str(mapping), load(mapping))
    day = today or clock.today()
    check_stated(extract_days, [str(path) for path in paths], day)
    ledger_files, parts = [], []
    for path in paths:
        ledger_file, part = _read_ledger_file(
            str(path),
            request=request,
            names=names,
            pseudonyms=pseudonyms,
            today=day,
            stated=stated_day(extract_days, str(path)),
        )
        ledger_files.append(ledger_file)
        parts.append(part)
    if not parts:
        raise RefusedError(Message("give at least one ledger file"))
    findings = [finding for each in ledger_files for finding in each.findings]
    findings += _missing_columns(ledger_files)
    of_file = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    rows = stacked(parts)
    del parts, part
    rows, faults = joined(rows, pseudonyms)
    findings += faults
    rows, wrong, faults = across_rows(rows, names, _places(ledger_files))
    findings += faults
    rejected = np.bincount(of_file[wrong], minlength=len(ledger_files))
    extracted = [each.extracted.kept(~wrong[of_file == number]) for number, each in enumerate(ledger_files)]
    if wrong.any():
        rows, of_file = rows[~wrong].reset_index(drop=True), of_file[~wrong]
    extracted = settled(rows, of_file, extracted)
    layers = merged(rows, of_file, extracted, [each.columns for each in ledger_files])
    findings += layers.findings
    grants = past_grants(rows, layers)
    rows, faults = _with_one_birth_date(layers.rows, layers.day)
    findings += faults
    newest = max(extracted, key=lambda each: each.day)
    late = rows["end"] > layers.day
    return Reading(
        ledger=Ledger(rows=rows),
        findings=tuple(sorted(findings)),
        files=tuple(
            _file_read(each, extracted[i], layers, i, int(rejected[i])) for i, each in enumerate(ledger_files)
        ),
        day=newest.day,
        day_source=newest.source,
        replaced=layers.replaced,
        unconfirmed=int((late & (rows["end"] <= pd.Timestamp(newest.day))).sum()),
        grants=grants,
    )


def _file_read(
    ledger_file: "_LedgerFile", extracted: ExtractDay, layers: Merged, number: int, rejected: int
) -> FileRead:
    return FileRead(
        file=ledger_file.name,
        form=ledger_file.form,
        mapping=ledger_file.mapping,
        rows=ledger_file.rows,
        rejected=ledger_file.rejected + rejected,
        left_out=ledger_file.left_out,
        extracted=extracted,
        **{fate: int(counts[number]) for fate, counts in layers.counts.items()},
    )


@dataclass(frozen=True, kw_only=True)
class _LedgerFile:
    """One file that has been read, before it is joined with the others."""

    name: str
    form: str
    mapping: str
    columns: tuple[str, ...]
    rows: int
    rejected: int
    left_out: tuple[tuple[Text, int], ...]
    places: dict[str, tuple[str, str]]
    """As `FileRows` has them."""
    findings: list[LedgerFault]
    extracted: ExtractDay


def _read_ledger_file(
    name: str,
    *,
    request: tuple[str, Mapping] | None,
    names: Names,
    pseudonyms: Pseudonyms | None,
    today: date,
    stated: date | None,
) -> tuple[_LedgerFile, pd.DataFrame]:
    """Return what is known of a file, and its rows of the ledger."""
    known = known_headings(request[1] if request else CANONICAL)
    table = read_table(Path(name), name, known)
    chosen, mapping = request or choose_mapping(table.headings)
    headings = {column: table.named(of) for column, of in mapping.columns.items()}
    hidden = hide(
        table,
        name,
        pseudonyms=pseudonyms,
        identifiers=[at for column in IDENTIFIERS for at in headings.get(column, ())],
        prices=[*headings.get("price", ()), *table.named([*mapping.prices])],
    )
    table = hidden.table
    source = map_table(table, mapping, name, hidden.rows)
    file_rows = ledger_rows(source, name, names=names, today=today)
    findings = [
        *hidden.findings,
        *_table_faults(table, name),
        *_heading_faults(table, mapping, name),
        *file_rows.findings,
    ]
    if chosen and not request:
        findings.append(LedgerFault(file=name, kind="mapping_chosen", found=chosen, done="kept"))
    ledger_file = _LedgerFile(
        name=name,
        form=table.form,
        mapping=chosen,
        columns=(*source.columns,),
        rows=table.rows,
        rejected=file_rows.rejected + len(table.misfits),
        left_out=file_rows.left_out,
        places=file_rows.places,
        findings=findings,
        extracted=extract_day(file_rows.rows, table, stated=stated, today=today),
    )
    return ledger_file, file_rows.rows


def _places(ledger_files: Sequence[_LedgerFile]) -> dict[tuple[str, str], tuple[str, str]]:
    """Return letter and heading of each column of the ledger, by file and column."""
    return {(each.name, column): place for each in ledger_files for column, place in each.places.items()}


def _table_faults(table: Table, name: str) -> Iterator[LedgerFault]:
    """Yield the faults of a file that concern none of its columns."""
    if not table.rows:
        yield LedgerFault(file=name, kind="no_rows", done="kept")
    for sheet in table.unread:
        yield LedgerFault(file=name, kind="unread_sheet", found=sheet, done="kept")
    for aside in table.asides:
        yield LedgerFault(file=name, row=aside.row, kind=aside.kind, found=aside.text, done="corrected")
    if table.hides_errors:
        yield LedgerFault(file=name, kind="hides_errors", done="kept")
    width = str(len(table.headings))
    for misfit in table.misfits:
        if misfit.cells is None:
            yield LedgerFault(file=name, row=misfit.row, kind="open_quote", done="rejected")
        else:
            cells = str(misfit.cells)
            yield LedgerFault(
                file=name, row=misfit.row, kind="wrong_cells", found=cells, expected=width, done="rejected"
            )


def _heading_faults(table: Table, mapping: Mapping, name: str) -> Iterator[LedgerFault]:
    """Yield a fault for every heading that is not used, or that the mapping asks for in vain."""
    if mapping is not CANONICAL:
        for condition in (*mapping.leave_out, *mapping.steps.values()):
            for headings in condition.when:
                if not table.named(headings.split("|")):
                    yield LedgerFault(file=name, kind="heading_missing", found=headings, done="kept")
        return
    there = {plain(heading) for heading in table.headings}
    free = [column for column in COLUMNS if column not in there]
    used = {plain(heading) for each in (*mapping.columns.values(), HEADINGS) for heading in each}
    for at, heading in enumerate(table.headings):
        if plain(heading) not in used:
            meant = "".join(get_close_matches(plain(heading), free, n=1, cutoff=0.75))
            yield LedgerFault(
                file=name,
                letter=column_letter(at),
                column=heading,
                kind="unused_heading",
                expected=meant,
                done="kept",
            )


def _missing_columns(ledger_files: Sequence[_LedgerFile]) -> Iterator[LedgerFault]:
    """Yield a fault for every column that one file lacks and another has."""
    every = dict.fromkeys(column for each in ledger_files for column in each.columns)
    for each in ledger_files:
        for column in every:
            if column not in each.columns:
                yield LedgerFault(file=each.name, kind="column_missing", found=column, done="kept")


def _with_one_birth_date(
    rows: pd.DataFrame, day: "pd.Series[pd.Timestamp]"
) -> tuple[pd.DataFrame, list[LedgerFault]]:
    """Return the rows with one birth date for each child, and a fault for each that was changed.

    It is one before all services of the child: that of the newest extract, and there the most frequent; of
    two as frequent, the earlier. `day` is that of each row's extract.
    """
    child, children = pd.factorize(rows["child_id"])
    born = pd.DataFrame({"child": child, "birth": rows["birth_date"]}).dropna().drop_duplicates()
    several = np.bincount(born["child"], minlength=len(children)) > 1
    which = several[child] & rows["birth_date"].notna().to_numpy()
    findings = []
    births = rows["birth_date"].copy()
    for _, of_child in rows[which].groupby(child[which], sort=False):
        possible = of_child["birth_date"][of_child["birth_date"] <= of_child["start"].min()]
        of_day = day[possible.index]
        chosen = possible[of_day == of_day.max()].value_counts(sort=False).sort_index().idxmax()
        for at, file, row, birth in zip(
            of_child.index, of_child["file"], of_child["row"], of_child["birth_date"], strict=True
        ):
            if birth != chosen:
                births.loc[at] = chosen
                before, after = f"{birth:%Y-%m-%d}", f"{chosen:%Y-%m-%d}"
                findings.append(
                    LedgerFault(
                        file=file,
                        row=int(row),
                        kind="two_birth_dates",
                        found=before,
                        expected=after,
                        done="corrected",
                    )
                )
    return rows.assign(birth_date=births), findings
