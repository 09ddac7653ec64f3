"""Lay extracts of one system over each other: what the newest says of a service holds.

A service is the same where child, step and start are, and paragraph and provider as far as both rows give
them.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from calibration.ledger.coverage import Presence
from calibration.ledger.extract_days import ExtractDay
from calibration.rows import cpr
from calibration.rows.faults import PRICED, LedgerFault
from calibration.rows.ledger import COLUMNS
from calibration.rows.mapped_table import Dates
from calibration.tables.layout import plain
from language.messages import Message
from model.world.arrays import Bools, Ints
from scenarios.files.refusals import RefusedError

SERVICE = ["child_id", "step", "start"]
SAID = [column for column in COLUMNS if column not in {"file", "row"}]
"""All columns of a row but the file and row that it stands in."""
_TOLD_ELSEWHERE = ("birth_date", "score", "follow_up_date")
"""Columns in which rows of one service in one file may differ: told with the child, or one by one in time."""
_NEAR_DAYS = 31
"""A start that was corrected was moved by no more."""


@dataclass(frozen=True, kw_only=True)
class Replacement:
    """One thing that a newer extract says otherwise of a service."""

    file: str
    row: int
    newer_file: str
    newer_row: int
    column: str
    """Of the ledger."""
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class Merged:
    """The rows that hold, and where the others went."""

    rows: pd.DataFrame
    """With the columns of the ledger."""
    day: "pd.Series[pd.Timestamp]"
    """Day of the extract that each row stands in; [row]."""
    extracted: Dates
    """Day of the extract of each row; [row of the files]."""
    holder: Ints
    """By row of the files: the row of `rows` that stands for it, -1 for none; [row of the files]."""
    replaced: tuple[Replacement, ...]
    counts: dict[str, Ints]
    """How many rows of each file are "used", "duplicates", "replaced" or "withdrawn"; [file]."""
    findings: tuple[LedgerFault, ...]


def merged(parts: Sequence[pd.DataFrame], days: Sequence[ExtractDay]) -> Merged:
    """Return the rows of several files as one ledger, the newest extract of each service holding.

    Raises RefusedError where two files say different things and nothing tells which of them is newer.
    """
    rows = pd.concat(parts, ignore_index=True)
    of_file = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    day = np.concatenate([each.by_row for each in days]).astype("datetime64[s]")
    layers = _Layers(rows=rows, of_file=of_file, day=day, rank=_ranks(rows, of_file, day, days), days=days)
    layers.drop_repeated()
    layers.replace_restated()
    layers.replace_moved()
    layers.drop_missing()
    return layers.merged()


def _ranks(rows: pd.DataFrame, of_file: Ints, day: Dates, days: Sequence[ExtractDay]) -> Ints:
    """Return the place in time of the extract of each row, from 0, the same for files of one day; [row].

    Among files whose days were inferred and are the same, one is newer where it has ended services that go on
    in the other.
    """
    known = np.unique(day)
    rank = 1000 * np.searchsorted(known, day)
    by_data = [number for number, each in enumerate(days) if each.source == "data"]
    for one, other in combinations(by_data, 2):
        if days[one].day == days[other].day:
            newer = _more_ended(rows[of_file == one], rows[of_file == other])
            rank[of_file == (one if newer > 0 else other)] += newer != 0
    return np.asarray(rank)


def _more_ended(one: pd.DataFrame, other: pd.DataFrame) -> int:
    """Return how many more services ended in one file and go on in the other than the other way round."""
    pairs = one[[*SERVICE, "end"]].merge(other[[*SERVICE, "end"]], on=SERVICE, suffixes=("", "_other"))
    ended, other_ended = pairs["end"].notna(), pairs["end_other"].notna()
    return int((ended & ~other_ended).sum()) - int((other_ended & ~ended).sum())


def _plain(column: "pd.Series[str]") -> NDArray[np.object_]:
    """Return the texts of a column as they are compared; [row]."""
    codes, texts = pd.factorize(column)
    return np.array([*map(plain, texts), ""], dtype=object)[codes]


class _Layers:
    """Rows of all files while they are laid over each other."""

    def __init__(
        self, *, rows: pd.DataFrame, of_file: Ints, day: Dates, rank: Ints, days: Sequence[ExtractDay]
    ) -> None:
        self.rows = rows
        self.of_file = of_file
        self.day = day
        self.rank = rank
        self.days = days
        self.file = rows["file"].to_numpy()
        self.row = rows["row"].to_numpy()
        self.service = rows.groupby(SERVICE, sort=False).ngroup().to_numpy()
        self.values: dict[str, NDArray[Any]] = {column: rows[column].to_numpy() for column in SAID}
        self.paragraph, self.provider = (_plain(rows[column]) for column in ("paragraph", "provider"))
        self.holder = np.arange(len(rows))
        """Index of the row that stands for each; itself while it holds, -1 when it was withdrawn."""
        self.went = np.full(len(rows), "used", dtype=object)
        self.replaced: list[Replacement] = []
        self.findings: list[LedgerFault] = []

    @property
    def holds(self) -> Bools:
        """Which rows hold."""
        return np.asarray(self.holder == np.arange(len(self.rows)))

    def drop_repeated(self) -> None:
        """Count rows that say exactly the same once: that of the newest extract."""
        newest_first = np.argsort(-self.rank, kind="stable")
        ordered = self.rows[SAID].iloc[newest_first]
        again = ordered.duplicated(keep="first").to_numpy()
        among = ordered.duplicated(keep=False).to_numpy()
        same = ordered[among].groupby(SAID, dropna=False, sort=False).ngroup().to_numpy()
        first: dict[int, int] = {}
        for at, group, repeats in zip(newest_first[among], same, again[among], strict=True):
            kept = first.setdefault(int(group), int(at))
            if not repeats:
                continue
            self.holder[at], self.went[at] = kept, "duplicates"
            if self.rank[at] == self.rank[kept]:
                in_file = self.file[at] == self.file[kept]
                self.findings.append(
                    LedgerFault(
                        file=self.file[at],
                        row=int(self.row[at]),
                        kind="duplicate" if in_file else "duplicate_of_file",
                        found=PRICED if in_file and not np.isnan(self.values["price"][at]) else "",
                        expected=str(self.row[kept]) if in_file else f"{self.file[kept]}:{self.row[kept]}",
                        done="corrected",
                    )
                )

    def replace_restated(self) -> None:
        """Let the newest extract of each service hold, and tell of a service that one file has twice."""
        left = np.flatnonzero(self.holds)
        several = pd.Series(self.service[left]).duplicated(keep=False).to_numpy()
        groups: defaultdict[int, list[int]] = defaultdict(list)
        for at in left[several].tolist():
            groups[int(self.service[at])].append(at)
        restated: defaultdict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
        for group in groups.values():
            newest_first = sorted(group, key=lambda at: -self.rank[at])
            holding: list[int] = []
            for at in newest_first:
                same = [other for other in holding if self.is_same_service(at, other)]
                newer = [other for other in same if self.rank[other] > self.rank[at]]
                if newer:
                    by = min(newer, key=lambda other: len(self.differing(at, other)))
                    self.replace(at, by)
                    restated[int(self.of_file[at]), int(self.of_file[by])].append((at, by))
                    continue
                if same:
                    self.tell_conflict(same[-1], at)
                holding.append(at)
        for (older, newer_file), pairs in restated.items():
            self.check_order(self.days[older], self.days[newer_file], pairs)

    def replace_moved(self) -> None:
        """Let a service whose step, start, paragraph or provider was corrected replace what it was before.

        It is one that an extract has of a time that the older one knew, and the older one has not; of the
        same child, and begun on the same day, or a month from it at most with all else alike.
        """
        presence = self.presence()
        if len(presence.extracts) < 2:
            return
        child, start = self.values["child_id"], self.values["start"]
        of_child: defaultdict[str, list[int]] = defaultdict(list)
        for at in np.flatnonzero(self.holds).tolist():
            of_child[child[at]].append(at)
        for services in of_child.values():
            if len({int(self.rank[at]) for at in services}) < 2:
                continue
            for at in sorted(services, key=lambda at: int(self.rank[at])):
                known = presence.of_service[at]
                for by in services:
                    is_news = min(presence.of_service[by]) > max(known) and start[by] <= self.day[at]
                    if is_news and self.holder[at] == at and self.is_moved(at, by, presence):
                        self.replace(at, by)

    def drop_missing(self) -> None:
        """Leave out the rows that were withdrawn: those that a newer extract should have and has not."""
        presence, held = self.presence(), np.flatnonzero(self.holds)
        for each in presence.missing(held):
            at, newer = each.row, self.file[each.newer]
            if each.ended:
                self.rows.loc[at, "end"] = self.day[at]
            else:
                self.holder[at], self.went[at] = -1, "withdrawn"
            self.findings.append(
                LedgerFault(
                    file=self.file[at],
                    row=int(self.row[at]),
                    kind="ended_between" if each.ended else "withdrawn",
                    found=str(self.day[at].astype("datetime64[D]")),
                    expected=newer,
                    done="corrected" if each.ended else "rejected",
                )
            )
        for at, by, lacking in presence.partly(held):
            self.findings.append(
                LedgerFault(
                    file=self.file[at],
                    kind="partly_covered",
                    found=str(lacking),
                    expected=self.file[by],
                    done="kept",
                )
            )

    def presence(self) -> Presence:
        """Return which services stand in which extracts, as far as rows are known to be of one service."""
        return Presence(self.rows, said=SAID, rank=self.rank, day=self.day, service=self.final())

    def final(self) -> Ints:
        """Return the row that stands for each row in the end, -1 for none; [row]."""
        final = self.holder
        while (further := np.where(final >= 0, self.holder[final], -1)).tolist() != final.tolist():
            final = further
        return final

    def is_same_service(self, one: int, other: int) -> bool:
        """Return whether paragraph and provider are the same as far as both rows give them."""
        return all(
            not column[one] or not column[other] or column[one] == column[other]
            for column in (self.paragraph, self.provider)
        )

    def is_moved(self, one: int, other: int, presence: Presence) -> bool:
        """Return whether one row may be the other with its step, start, paragraph or provider corrected."""
        if self.service[one] == self.service[other]:
            return True
        start, step = self.values["start"], self.values["step"]
        apart = abs(int((start[one] - start[other]) / np.timedelta64(1, "D")))
        alike = step[one] == step[other] and self.is_same_service(one, other)
        return (apart == 0 or (apart <= _NEAR_DAYS and alike)) and presence.covered(
            int(self.rank[one]), int(self.rank[other])
        ).overlaps

    def differing(self, one: int, other: int) -> list[str]:
        """Return the columns in which two rows differ."""
        return [column for column in SAID if self.text(column, one) != self.text(column, other)]

    def text(self, column: str, at: int) -> str:
        """Return what stands in a column of a row, as it is told."""
        value = self.values[column][at]
        if COLUMNS[column].startswith("datetime"):
            return "" if np.isnat(value) else str(value.astype("datetime64[D]"))
        if COLUMNS[column] == "float64":
            return "" if np.isnan(value) else f"{value:.12g}"
        return str(value)

    def replace(self, at: int, by: int) -> None:
        """Let one row stand for another, and list what is new."""
        self.holder[at], self.went[at] = by, "replaced"
        for column in self.differing(at, by):
            self.replaced.append(
                Replacement(
                    file=self.file[at],
                    row=int(self.row[at]),
                    newer_file=self.file[by],
                    newer_row=int(self.row[by]),
                    column=column,
                    before=cpr.masked(self.text(column, at)),
                    after=cpr.masked(self.text(column, by)),
                )
            )

    def tell_conflict(self, one: int, other: int) -> None:
        """Tell of two rows of one extract that say different things of one service; both count.

        Raises RefusedError where they stand in two files of which nothing tells if they are one extract.
        """
        columns = [column for column in self.differing(one, other) if column not in _TOLD_ELSEWHERE]
        if not columns:
            return
        if self.file[one] != self.file[other] and "data" in {
            self.days[self.of_file[at]].source for at in (one, other)
        }:
            raise self.undecided(one, other)
        first, second = sorted((one, other), key=lambda at: (self.file[at], self.row[at]))
        said = ", ".join(
            f"{column} {self.text(column, first) or '-'} / {self.text(column, second) or '-'}"
            for column in columns
        )
        where = (
            str(self.row[first])
            if self.file[first] == self.file[second]
            else f"{self.file[first]}:{self.row[first]}"
        )
        self.findings.append(
            LedgerFault(
                file=self.file[second],
                row=int(self.row[second]),
                kind="conflict",
                found=said,
                expected=where,
                done="kept",
            )
        )

    def check_order(self, older: ExtractDay, newer: ExtractDay, pairs: list[tuple[int, int]]) -> None:
        """Raise RefusedError where a file that is taken to be newer may be the older one.

        Its day is that of an end, which may be a plan; the other has begun services that are later than all
        that surely happened in it; and it does not end services that went on.
        """
        if "data" not in {older.source, newer.source} or older.surely <= newer.surely:
            return
        end = self.rows["end"].to_numpy()
        ended = sum(int(np.isnat(end[at])) - int(np.isnat(end[by])) for at, by in pairs)
        if newer.source == "data" and ended <= 0:
            raise self.undecided(*pairs[0])

    def undecided(self, one: int, other: int) -> RefusedError:
        """Return the refusal of two files of which nothing tells which is newer."""
        first, second = sorted((one, other), key=lambda at: (self.file[at], self.row[at]))
        columns = ", ".join(self.differing(first, second))
        return RefusedError(
            Message(
                "{file}, row {row}, and {other}, row {other_row}, say different things of one service "
                "({columns}), and nothing tells which file is newer; say when each was extracted, such as "
                "--extract-day {file}=2025-12-31",
                file=self.file[first],
                row=int(self.row[first]),
                other=self.file[second],
                other_row=int(self.row[second]),
                columns=columns,
            )
        )

    def merged(self) -> Merged:
        """Return the rows that hold, and where the others went."""
        held = np.flatnonzero(self.holds)
        place = np.full(len(self.rows) + 1, -1)
        place[held] = np.arange(len(held))
        files = len(self.days)
        return Merged(
            rows=self.rows.iloc[held].reset_index(drop=True),
            day=pd.Series(self.day[held]),
            extracted=self.day,
            holder=place[self.final()],
            replaced=tuple(sorted(self.replaced, key=lambda each: (each.file, each.row, each.column))),
            counts={
                fate: np.bincount(self.of_file[self.went == fate], minlength=files)
                for fate in ("used", "duplicates", "replaced", "withdrawn")
            },
            findings=tuple(self.findings),
        )
