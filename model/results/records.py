"""Hold the records of one replication: columns with one row for each stay, wait, enrolment and child."""

from dataclasses import dataclass, fields
from enum import IntEnum
from typing import Any

import numpy as np

from model.world.arrays import Bools, Floats, Ints, UInts


class Cause(IntEnum):
    """The cause that ended a stay."""

    RATE = 0
    """A transition's clock rang."""
    AGE = 1
    """The child passed the step's age limit."""
    PLACE = 2
    """A place fell free on the step it waited for."""
    DIVERTED = 3
    """Its clock rang, but the step was full and it went to another."""
    HORIZON = 4
    """It had not ended: the stay is censored and its destination is -1."""
    REROUTED = 5
    """Its clock rang for one step, and a programme sent it to another instead."""
    HOUSEHOLD = 6
    """It moved together with a sibling."""


class WaitEnd(IntEnum):
    """The end of a wait for a place."""

    PLACE = 0
    CANCELLED = 1
    HORIZON = 2


class EnrolmentEnd(IntEnum):
    """The end of an enrolment, or of the wait for it."""

    COMPLETED = 0
    LEFT = 1
    DROPPED_OUT = 2
    RUNNING = 3
    GAVE_UP = 4
    WAITING = 5


@dataclass(frozen=True, kw_only=True)
class Children:
    """One row for each child, in order of identity; days count from the start date."""

    identity: UInts
    birth_day: Floats
    group: Ints
    household: UInts
    step: Ints
    """Index of the step it first came to or asked for."""
    since_day: Floats
    """When it came or asked; below zero for the children of the start date."""
    in_stock: Bools


@dataclass(frozen=True, kw_only=True)
class Sojourns:
    """One row for each stay on a step, in order of child and visit; a running stay ends at the horizon."""

    child: UInts
    visit: Ints
    step: Ints
    start: Floats
    end: Floats
    destination: Ints
    """Index into `Staircase.names`; -1 for a stay that had not ended."""
    cause: Ints


@dataclass(frozen=True, kw_only=True)
class Waits:
    """One row for each wait for a place, in order of child, step waited for, step waited on and start."""

    child: UInts
    step: Ints
    """The step waited for."""
    origin: Ints
    """The step waited on; -1 outside, which costs nothing."""
    start: Floats
    end: Floats
    outcome: Ints


@dataclass(frozen=True, kw_only=True)
class Enrolments:
    """One row for each child that said yes to a programme, in order of child and programme."""

    child: UInts
    programme: Ints
    asked: Floats
    start: Floats
    """nan for a child that never got a slot."""
    end: Floats
    outcome: Ints


@dataclass(frozen=True, kw_only=True)
class Records:
    """The records of one replication."""

    children: Children
    sojourns: Sojourns
    waits: Waits
    enrolments: Enrolments


_UNSIGNED = ("identity", "household", "child")
_DAYS = ("birth_day", "since_day", "start", "end", "asked")


class Book:
    """Rows in the order in which an engine adds them; `records` sorts them into columns.

    A row is in the order of its table's fields, so rows sort by child first: the same lives give the same
    columns whatever the order in which they were added.
    """

    def __init__(self) -> None:
        self.children: list[tuple[float, ...]] = []
        self.sojourns: list[tuple[float, ...]] = []
        self.waits: list[tuple[float, ...]] = []
        self.enrolments: list[tuple[float, ...]] = []

    def records(self) -> Records:
        """Return the rows added so far as records."""
        return Records(
            children=Children(**_columns(Children, self.children)),
            sojourns=Sojourns(**_columns(Sojourns, self.sojourns)),
            waits=Waits(**_columns(Waits, self.waits)),
            enrolments=Enrolments(**_columns(Enrolments, self.enrolments)),
        )


def _columns(table: type, rows: list[tuple[float, ...]]) -> dict[str, Any]:
    names = [field.name for field in fields(table)]
    values = list(zip(*sorted(rows), strict=True)) or [()] * len(names)
    return {name: np.array(column, dtype=_dtype(name)) for name, column in zip(names, values, strict=True)}


def _dtype(name: str) -> type[np.generic]:
    if name in _UNSIGNED:
        return np.uint64
    if name == "in_stock":
        return np.bool_
    return np.float64 if name in _DAYS else np.int64
