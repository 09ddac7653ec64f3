"""Match the steps, ways out and groups of a ledger with the names that the staircase has.

Case, spaces, hyphens and underscores do not count where one name fits, and that is told; a name that fits
none is never taken for another or for a new one.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from calibration.rows.faults import LedgerFault
from calibration.rows.ledger import column_of
from calibration.rows.row_reader import RowReader
from language.messages import Message
from model.world.arrays import Bools
from scenarios.files.refusals import RefusedError
from scenarios.format.schema import Scenario

_FOLLOWS_DAYS = 31
"""A service that begins so many days after another ended is where the child went."""
_CORRECTED = frozenset({"other_spelling", "two_groups", "exit_is_other_step"})
"""Faults that take more than one row to see, and that cost none."""


@dataclass(frozen=True, kw_only=True)
class Names:
    """Names that the rows of a ledger may have; None where any will do."""

    steps: tuple[str, ...] | None = None
    exits: tuple[str, ...] | None = None
    groups: tuple[str, ...] | None = None

    @classmethod
    def of(cls, scenario: Scenario, *, ways_out: Iterable[str] = ()) -> Self:
        """Return the names of a scenario, and further ways out.

        Raises RefusedError for a further one that the staircase has already, as a step or a way out.
        """
        staircase = scenario.staircase
        for name in ways_out:
            known = match([name], (*staircase.steps, *staircase.exits)).get(name)
            if known is not None:
                raise RefusedError(
                    Message("--exit {name}: the staircase has '{known}' already", name=name, known=known)
                )
        exits = dict.fromkeys((*staircase.exits, *ways_out))
        return cls(steps=(*staircase.steps,), exits=(*exits,), groups=(*scenario.groups,))


ANY_NAMES = Names()


def name_key(text: str) -> str:
    """Return what the spellings of one name have in common."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", text).casefold())


def match(texts: Iterable[str], known: Sequence[str]) -> dict[str, str]:
    """Return the name that each text stands for, if there is one and only one."""
    names: dict[str, list[str]] = {}
    for name in known:
        names.setdefault(name_key(name), []).append(name)
    matched = {text: [text] if text in known else names.get(name_key(text), []) for text in texts}
    return {text: found[0] for text, found in matched.items() if len(found) == 1}


def nearest(text: str, known: Sequence[str]) -> str:
    """Return the name that a text is most like; empty where it is like none."""
    keys = {name_key(name): name for name in known}
    return "".join(keys[key] for key in get_close_matches(name_key(text), keys, n=1))


def read_steps(reader: RowReader, names: Names, described: Callable[[int], str]) -> None:
    """Read the step of each row; `described` tells what the rules of the mapping saw in a row without one."""
    steps = reader.source.steps()[reader.kept]
    none = (steps == "") & ~reader.broken("step")
    if reader.source.mapping.steps:
        reader.tell("no_rule", none, "step", "rejected", found=described)
    else:
        reader.tell("missing_value", none, "step", "rejected", found=lambda _: "step")
    reader.columns["step"] = steps
    if names.steps is not None:
        reader.columns["step"] = _matched(reader, "step", steps, names.steps, "unknown_step")


def read_exits(reader: RowReader, names: Names) -> None:
    """Read where the child went, which only a service that is over can say."""
    if "exit_to" not in reader.given:
        return
    exits = reader.given["exit_to"].cells.by_row()
    if names.exits is not None:
        known = (*names.exits, *(names.steps or ()))
        exits = _matched(reader, "exit_to", exits, known, "unknown_exit", meant=names.exits)
    reader.columns["exit_to"] = exits
    end = reader.columns.get("end")
    is_open = np.isnat(end) if isinstance(end, np.ndarray) else np.ones(len(exits), dtype=bool)
    reader.tell("exit_on_open", (exits != "") & is_open & ~reader.rejected, "exit_to", "rejected")


def read_groups(reader: RowReader, names: Names) -> None:
    """Read the group of the child; where the staircase has but one, everybody is in it."""
    if "group" not in reader.given:
        return
    groups = reader.given["group"].cells.by_row()
    if names.groups is not None and len(names.groups) > 1:
        groups = _matched(reader, "group", groups, names.groups, "unknown_group")
    elif names.groups is not None:
        others = sorted({*groups} - {"", *names.groups})
        if others:
            shown = ", ".join(others[:5]) + (", ..." if len(others) > 5 else "")
            reader.tell_column("groups_unused", "group", "kept", found=shown, expected=names.groups[0])
        groups = np.full(len(groups), names.groups[0], dtype=object)
    reader.columns["group"] = groups


def _matched(
    reader: RowReader,
    column: str,
    texts: NDArray[np.object_],
    known: Sequence[str],
    unknown: str,
    *,
    meant: Sequence[str] = (),
) -> NDArray[np.object_]:
    """Return the names that texts stand for; a text that stands for none is told of and its row rejected."""
    different = {*texts} - {""}
    names = match(different, known) | {"": ""}
    wrong = np.array([text not in names for text in texts], dtype=bool) & ~reader.broken(column)
    meanings = {text: nearest(text, meant or known) for text in different - {*names}}
    reader.tell(
        unknown,
        wrong,
        column,
        "rejected",
        found=lambda row: str(texts[row]),
        expected=lambda row: meanings[texts[row]],
    )
    read = np.array([names.get(text, "") for text in texts], dtype=object)
    reader.tell(
        "other_spelling",
        (read != texts) & (read != ""),
        column,
        "corrected",
        found=lambda row: str(texts[row]),
        expected=lambda row: str(read[row]),
    )
    return read


def across_rows(
    rows: pd.DataFrame, names: Names, letters: dict[tuple[str, str], tuple[str, str]]
) -> tuple[pd.DataFrame, Bools, list[LedgerFault]]:
    """Return the rows with one name for each step, way out and group, which cannot be used, and why.

    `letters` has letter and heading of each column, by file and column of the ledger. Raises RefusedError
    where the staircase has several groups and the ledger says nothing of them.
    """
    checks = _AcrossRows(rows, letters)
    for column, known in (("step", names.steps), ("exit_to", names.exits), ("group", names.groups)):
        if known is None:
            checks.one_spelling(column)
    checks.exits_that_are_steps({*(names.steps or checks.rows["step"].unique())})
    checks.groups(names)
    return checks.rows, checks.rejected, checks.findings


class _AcrossRows:
    """Checks of the rows of all files that take more than one of them."""

    def __init__(self, rows: pd.DataFrame, letters: dict[tuple[str, str], tuple[str, str]]) -> None:
        self.rows = rows
        self.letters = letters
        self.rejected: Bools = np.zeros(len(rows), dtype=bool)
        self.findings: list[LedgerFault] = []

    def tell(self, kind: str, at: int, column: str, *, found: str, expected: str = "") -> None:
        """Record a fault of the row at this place; it is rejected, unless its name is only changed."""
        corrected = kind in _CORRECTED
        file = str(self.rows["file"].iloc[at])
        letter, heading = self.letters.get((file, column), ("", ""))
        fault = LedgerFault(
            file=file,
            row=int(self.rows["row"].iloc[at]),
            letter=letter,
            column=heading,
            kind=kind,
            found=found,
            expected=expected,
            done="corrected" if corrected else "rejected",
        )
        self.findings.append(fault)
        self.rejected[at] |= not corrected

    def one_spelling(self, column: str) -> None:
        """Give names that differ only in spelling the most frequent one; of spaces nothing is told."""
        codes, spelled = pd.factorize(self.rows[column])
        texts = np.array([" ".join(text.split()) for text in spelled], dtype=object)[codes]
        counts = Counter(texts.tolist())
        best: dict[str, str] = {}
        for text in sorted(counts, key=lambda text: (-counts[text], text)):
            best.setdefault(name_key(text) or text, text)
        names = {text: best[name_key(text) or text] for text in counts}
        named = np.array([names[" ".join(text.split())] for text in spelled], dtype=object)[codes]
        for at in np.flatnonzero(texts != named).tolist():
            self.tell("other_spelling", at, column, found=texts[at], expected=named[at])
        self.rows = self.rows.assign(**{column: column_of(column, named)})

    def exits_that_are_steps(self, steps: set[str]) -> None:
        """Take a step for where the child went only if a service of the child there follows."""
        rows = self.rows
        named = np.flatnonzero(rows["exit_to"].isin(steps).to_numpy())
        if not len(named):
            return
        of_child = rows.groupby("child_id").indices
        latest = np.timedelta64(_FOLLOWS_DAYS, "D")
        start, end = rows["start"].to_numpy(), rows["end"].to_numpy()
        exit_to = rows["exit_to"].to_numpy(dtype=object, copy=True)
        step = rows["step"].to_numpy()
        for at in named.tolist():
            others = of_child[rows["child_id"].iloc[at]]
            later = (start[others] <= end[at] + latest) & ~(end[others] <= end[at]) & (others != at)
            following = step[others[later]]
            if not later.any():
                self.tell("exit_is_step", at, "exit_to", found=exit_to[at])
            elif exit_to[at] not in following:
                next_step = following[np.argmin(start[others[later]])]
                self.tell("exit_is_other_step", at, "exit_to", found=exit_to[at], expected=next_step)
            exit_to[at] = ""  # the rows of the child say where it went
        self.rows = rows.assign(exit_to=column_of("exit_to", exit_to))

    def groups(self, names: Names) -> None:
        """Give each child one group; a child without one cannot be used where there are several."""
        groups = self.rows["group"].to_numpy(dtype=object)
        known = names.groups or tuple(sorted({*groups} - {""}))
        if names.groups is not None and len(known) == 1:
            return
        if not known or (groups == "").all():
            if len(known) > 1 and len(groups):
                raise RefusedError(
                    Message(
                        "the staircase has the groups {groups}, and no row of the ledger says which a child "
                        "is in; add the column group, or translate the ledger's own column in a mapping",
                        groups=", ".join(known),
                    )
                )
            return
        given = self.rows[(groups != "") & ~self.rejected]
        first = given.sort_values("start", kind="stable").drop_duplicates("child_id")
        of_child = dict(zip(first["child_id"], first["group"], strict=True))
        codes, children = pd.factorize(self.rows["child_id"])
        right = np.array([of_child.get(child, "") for child in children], dtype=object)[codes]
        for at in np.flatnonzero(((groups != right) | (right == "")) & ~self.rejected).tolist():
            if not right[at]:
                self.tell("group_missing", at, "group", found=", ".join(known))
            elif groups[at]:
                self.tell("two_groups", at, "group", found=groups[at], expected=right[at])
        self.rows = self.rows.assign(group=column_of("group", right))
