"""Lay extracts of one system over each other: what the newest says of a service holds.

A service is the same where child, step and start are, and paragraph and provider as far as both rows give
them.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from calibration.ledger.comparison import PRICE, SAID, Comparison, Replacement, lacking_columns
from calibration.ledger.coverage import Presence
from calibration.ledger.extract_days import ExtractDay
from calibration.ledger.extract_order import ranks, service_numbers
from calibration.rows.faults import PRICED, LedgerFault
from calibration.rows.mapped_table import Dates
from language.messages import Message
from model.world.arrays import Bools, Ints
from scenarios.files import cpr
from scenarios.files.refusals import RefusedError

_TOLD_ELSEWHERE = ("birth_date", "score", "follow_up_date")
"""Columns in which rows of one service in one file may differ: told with the child, or one by one in time."""
_NEAR_DAYS = 31
"""A start that was corrected was moved by no more."""
_ENDED_PER_LONGER = 3
"""A newer file ends more services than this for each that goes on longer in it than was said before."""


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


def merged(
    rows: pd.DataFrame, of_file: Ints, days: Sequence[ExtractDay], given: Sequence[Collection[str]]
) -> Merged:
    """Return the rows of several files as one ledger, the newest extract of each service holding.

    `given` are the columns that each file has. Of one that it has not it says nothing: what was said of it
    before stands.

    Raises RefusedError where two files say different things and nothing tells which of them is newer.
    """
    day = np.concatenate([each.by_row for each in days]).astype("datetime64[s]")
    layers = _Layers(
        rows=rows,
        of_file=of_file,
        day=day,
        rank=ranks(rows, of_file, day, days),
        days=days,
        lacking=[lacking_columns({*columns}) for columns in given],
    )
    layers.drop_repeated()
    layers.replace_restated()
    layers.replace_moved()
    layers.drop_missing()
    return layers.merged()


class _Layers:
    """Rows of all files while they are laid over each other."""

    def __init__(
        self,
        *,
        rows: pd.DataFrame,
        of_file: Ints,
        day: Dates,
        rank: Ints,
        days: Sequence[ExtractDay],
        lacking: Sequence[frozenset[str]],
    ) -> None:
        self.rows = rows.copy(deep=False)
        self.of_file = of_file
        self.day = day
        self.rank = rank
        self.days = days
        self.service = service_numbers(rows)
        self.said = Comparison(rows, of_file=of_file, rank=rank, lacking=lacking)
        self.holder = np.arange(len(rows))
        """Index of the row that stands for each; itself while it holds, -1 when it was withdrawn."""
        self.went = np.full(len(rows), "used", dtype=object)
        self.lacking = lacking
        self.taken: dict[tuple[str, int], int] = {}
        """By column and row the other row that says what stands there, where the row itself does not."""
        self.beside: dict[int, int] = {}
        """Rows that hold as a further price of a service, and the newer row that says the rest of it."""
        self.replaced: list[Replacement] = []
        self.findings: list[LedgerFault] = []

    @property
    def holds(self) -> Bools:
        """Which rows hold."""
        return np.asarray(self.holder == np.arange(len(self.rows)))

    def drop_repeated(self) -> None:
        """Count rows that say exactly the same once: that of the newest extract."""
        among = np.flatnonzero(pd.Series(self.service).duplicated(keep=False).to_numpy())
        among = among[np.argsort(-self.rank[among], kind="stable")]
        same = self.rows[SAID].iloc[among].groupby(SAID, dropna=False, sort=False).ngroup()
        first: dict[int, int] = {}
        for at, group in zip(among.tolist(), same.tolist(), strict=True):
            kept = first.setdefault(group, at)
            if kept == at:
                continue
            self.holder[at], self.went[at] = kept, "duplicates"
            if self.rank[at] == self.rank[kept]:
                self.tell_repeated(at, kept)

    def tell_repeated(self, at: int, kept: int) -> None:
        """Tell of a row that says what another of the same extract says."""
        file, row = self.said.file, self.said.row
        in_file = file[at] == file[kept]
        self.findings.append(
            LedgerFault(
                file=file[at],
                row=int(row[at]),
                kind="duplicate" if in_file else "duplicate_of_file",
                found=PRICED if in_file and not np.isnan(self.said.values("price")[at]) else "",
                expected=str(row[kept]) if in_file else f"{file[kept]}:{row[kept]}",
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
            newest_first = sorted(
                group, key=lambda at: (-self.rank[at], len(self.lacking[int(self.of_file[at])]))
            )
            holding: list[int] = []
            for at in newest_first:
                same = [other for other in holding if self.said.is_same_service(at, other)]
                newer = [other for other in same if self.rank[other] > self.rank[at]]
                if newer:
                    by = min(newer, key=lambda other: len(self.said.differing(at, other)))
                    if self.said.differing(at, by):
                        restated[int(self.of_file[at]), int(self.of_file[by])].append((at, by))
                    self.replace(at, by)
                    continue
                alike = [other for other in same if self.said.says_no_more(at, other)]
                if alike:
                    self.repeat(at, alike[0])
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
        child, start = self.said.values("child_id"), self.said.values("start")
        of_child: defaultdict[str, list[int]] = defaultdict(list)
        for at in np.flatnonzero(self.holds).tolist():
            of_child[child[at]].append(at)
        for services in of_child.values():
            if len({int(self.rank[at]) for at in services}) < 2:
                continue
            for at in sorted(services, key=lambda at: int(self.rank[at])):
                known = presence.of_service[int(presence.service[at])]
                for by in services:
                    there = presence.of_service[int(presence.service[by])]
                    is_news = min(there) > max(known) and start[by] <= self.day[at]
                    if is_news and self.holder[at] == at and self.is_moved(at, by, presence):
                        self.replace(at, by)

    def drop_missing(self) -> None:
        """Leave out the rows that were withdrawn: those that a newer extract should have and has not."""
        presence, held = self.presence(), np.flatnonzero(self.holds)
        for each in presence.missing(held):
            at, newer = each.row, self.said.file[each.newer]
            if each.ended:
                self.rows.loc[at, "end"] = self.day[at]
            else:
                self.holder[at], self.went[at] = -1, "withdrawn"
            self.findings.append(
                LedgerFault(
                    file=self.said.file[at],
                    row=int(self.said.row[at]),
                    kind="ended_between" if each.ended else "withdrawn",
                    found=str(self.day[at].astype("datetime64[D]")),
                    expected=newer,
                    done="corrected" if each.ended else "rejected",
                )
            )
        for at, by, lacking in presence.partly(held):
            self.findings.append(
                LedgerFault(
                    file=self.said.file[at],
                    kind="partly_covered",
                    found=str(lacking),
                    expected=self.said.file[by],
                    done="kept",
                )
            )

    def presence(self) -> Presence:
        """Return which services stand in which extracts, as far as rows are known to be of one service."""
        service = self.final().copy()
        for at, by in self.beside.items():
            service[at] = service[by]
        return Presence(self.rows, said=SAID, rank=self.rank, day=self.day, service=service)

    def final(self) -> Ints:
        """Return the row that stands for each row in the end, -1 for none; [row]."""
        final = self.holder
        while not np.array_equal(further := np.where(final >= 0, self.holder[final], -1), final):
            final = further
        return final

    def is_moved(self, one: int, other: int, presence: Presence) -> bool:
        """Return whether one row may be the other with its step, start, paragraph or provider corrected."""
        if self.service[one] == self.service[other]:
            return True
        start, step = self.said.values("start"), self.said.values("step")
        apart = abs(int((start[one] - start[other]) / np.timedelta64(1, "D")))
        alike = step[one] == step[other] and self.said.is_same_service(one, other)
        return (apart == 0 or (apart <= _NEAR_DAYS and alike)) and presence.covered(
            int(self.rank[one]), int(self.rank[other])
        ).overlaps

    def replace(self, at: int, by: int) -> None:
        """Let one row stand for another, and list what is new."""
        differing = self.said.differing(at, by)
        if self.is_further_price(at, by):
            self.beside[at] = by
            for column in SAID:
                if not self.said.is_silent(column, by, at):
                    self.taken[column, at] = by
        else:
            self.holder[at], self.went[at] = by, "replaced" if differing else "duplicates"
            self.take(at, by)
        for column in differing:
            self.replaced.append(
                Replacement(
                    file=self.said.file[at],
                    row=int(self.said.row[at]),
                    newer_file=self.said.file[by],
                    newer_row=int(self.said.row[by]),
                    column=column,
                    before=cpr.masked(self.said.text(column, at)),
                    after=cpr.masked(self.said.text(column, by)),
                )
            )

    def repeat(self, at: int, by: int) -> None:
        """Count a row that says no more than another of the same extract as said once."""
        self.holder[at], self.went[at] = by, "duplicates"
        self.take(at, by)
        self.tell_repeated(at, by)

    def take(self, at: int, by: int) -> None:
        """Let a row say of the columns that its file lacks what another row says of the same service."""
        for column in self.lacking[self.of_file[by]]:
            goes_on = column == "exit_to" and not self.said.text("end", by)
            if self.said.is_silent(column, by, at) and self.said.text(column, at) and not goes_on:
                self.taken.setdefault((column, by), at)

    def is_further_price(self, at: int, by: int) -> bool:
        """Return whether a row has a price beside another of its extract, where a newer one has none."""
        of = self.taken.get(("price", by))
        return (
            of is not None
            and self.rank[of] == self.rank[at]
            and bool(self.said.text("price", at))
            and any(self.said.text(column, of) != self.said.text(column, at) for column in PRICE)
        )

    def tell_conflict(self, one: int, other: int) -> None:
        """Tell of two rows of one extract that say different things of one service; both count.

        Raises RefusedError where they stand in two files of which nothing tells if they are one extract.
        """
        columns = [column for column in self.said.differing(one, other) if column not in _TOLD_ELSEWHERE]
        if not columns:
            return
        if self.said.file[one] != self.said.file[other] and "data" in {
            self.days[self.of_file[at]].source for at in (one, other)
        }:
            raise self.undecided(one, other)
        first, second = sorted((one, other), key=lambda at: (self.said.file[at], self.said.row[at]))
        said = ", ".join(
            f"{column} {self.said.text(column, first) or '-'} / {self.said.text(column, second) or '-'}"
            for column in columns
        )
        where = (
            str(self.said.row[first])
            if self.said.file[first] == self.said.file[second]
            else f"{self.said.file[first]}:{self.said.row[first]}"
        )
        self.findings.append(
            LedgerFault(
                file=self.said.file[second],
                row=int(self.said.row[second]),
                kind="conflict",
                found=said,
                expected=where,
                done="kept",
            )
        )

    def check_order(self, older: ExtractDay, newer: ExtractDay, pairs: list[tuple[int, int]]) -> None:
        """Raise RefusedError where a file that is taken to be newer may be the older one.

        Its day is that of an end, which may be a plan; nothing surely happened in it later than all in the
        other; and it does not end services that went on, or hardly more of them than go on longer in it.
        """
        if "data" not in {older.source, newer.source} or older.surely < newer.surely:
            return
        end = self.rows["end"]
        before, after = (end.iloc[list(rows)].reset_index(drop=True) for rows in zip(*pairs, strict=True))
        ended = int((before.isna() & after.notna()).sum())
        longer = int((before.notna() & (after.isna() | (after > before))).sum())
        is_known = ended > _ENDED_PER_LONGER * longer
        if newer.source == "data" and not is_known and (longer or older.surely > newer.surely):
            raise self.undecided(*pairs[0])

    def undecided(self, one: int, other: int) -> RefusedError:
        """Return the refusal of two files of which nothing tells which is newer."""
        first, second = sorted((one, other), key=lambda at: (self.said.file[at], self.said.row[at]))
        columns = ", ".join(self.said.differing(first, second))
        return RefusedError(
            Message(
                "{file}, row {row}, and {other}, row {other_row}, say different things of one service "
                "({columns}), and nothing tells which file is newer; say when each was extracted, such as "
                "--extract-day {file}=2025-12-31",
                file=self.said.file[first],
                row=int(self.said.row[first]),
                other=self.said.file[second],
                other_row=int(self.said.row[second]),
                columns=columns,
            )
        )

    def complete(self) -> pd.DataFrame:
        """Return the rows with what they take from others."""
        rows = self.rows.copy(deep=False)
        for column in dict.fromkeys(column for column, _ in self.taken):
            pairs = {at: of for (name, at), of in self.taken.items() if name == column}
            source = [self.source(column, of) for of in pairs.values()]
            rows.loc[[*pairs], column] = self.rows[column].iloc[source].to_numpy()
        return rows

    def source(self, column: str, at: int) -> int:
        """Return the row that says what stands in a column of a row."""
        while (column, at) in self.taken:
            at = self.taken[column, at]
        return at

    def merged(self) -> Merged:
        """Return the rows that hold, and where the others went."""
        held = np.flatnonzero(self.holds)
        rows, day = self.complete(), self.day.copy()
        day[[*self.beside]] = day[[*self.beside.values()]]
        place = np.full(len(self.rows) + 1, -1)
        place[held] = np.arange(len(held))
        files = len(self.days)
        return Merged(
            rows=rows if len(held) == len(rows) else rows.iloc[held].reset_index(drop=True),
            day=pd.Series(day[held]),
            extracted=self.day,
            holder=place[self.final()],
            replaced=tuple(sorted(self.replaced, key=lambda each: (each.file, each.row, each.column))),
            counts={
                fate: np.bincount(self.of_file[self.went == fate], minlength=files)
                for fate in ("used", "duplicates", "replaced", "withdrawn")
            },
            findings=tuple(self.findings),
        )
