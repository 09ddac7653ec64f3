"""Read the frame of the year: an amount, or a table of the budget for each step.

Danish municipalities are advised to budget with explicit numbers of services and their average prices (VIVE
2017, section 5.2); with those an overrun can be split into more children and dearer places.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from calibration.rows.personal_numbers import check_names, hide
from calibration.tables.dates_and_amounts import amount_of, is_ambiguous, kroner_of
from calibration.tables.layout import plain
from calibration.tables.read_file import read_table
from calibration.tables.table import Table, column_letter
from language.messages import Message
from model.world.arrays import Floats
from scenarios.files.refusals import RefusedError

_STEP = ("step", "trin")
_PERSONS = ("full_year_persons", "helårspersoner", "antal helårspersoner")
_DKK = ("dkk", "beløb", "budget", "kr.")


@dataclass(frozen=True, kw_only=True)
class Frame:
    """Budget of the year, in kroner of that year."""

    dkk: float
    full_year_persons: Floats | None = None
    """That the frame covers; [step]. None where only the amount is known."""
    dkk_by_step: Floats | None = None
    left_out: tuple[tuple[int, str], ...] = ()
    """Number and text of the rows of the table that are no step, such as a total or a footnote."""


def frame_of(text: str, steps: tuple[str, ...]) -> Frame:
    """Return the frame in an amount such as `120,5 mio`, or in a table with a row for each step.

    Raises RefusedError for anything else, with row and column where there is a table.
    """
    path = Path(text)
    if _is_file(path):
        return _in_table(path, text, steps)
    dkk = kroner_of(text, "--frame")
    if dkk is None or not dkk > 0:
        raise RefusedError(
            Message(
                "--frame: '{value}' is neither an amount nor a file; write 120500000, 120.5 mio "
                "or the name of a table with the columns step, full_year_persons and dkk",
                value=text,
            )
        )
    return Frame(dkk=dkk)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # no path at all
        return False


def _in_table(path: Path, name: str, steps: tuple[str, ...]) -> Frame:
    check_names([name])
    table = read_table(path, name)
    hide(table, name, pseudonyms=None, prices=table.named(_DKK))
    at = {key: _column(table, names, name) for key, names in _COLUMNS.items()}
    known = {plain(step): number for number, step in enumerate(steps)}
    figures = np.zeros((2, len(steps)))
    seen: dict[int, int] = {}
    for index, row in enumerate(table.numbers.tolist()):
        text = table.columns[at["step"]].at(index)
        step = known.get(plain(text))
        if step is None or step in seen:
            listed = ", ".join(steps)
            fault = (
                Message("there is no such step; there are {listed}", listed=listed)
                if step is None
                else Message(
                    "the step stands in row {row} too; there are {listed}", row=seen[step], listed=listed
                )
            )
            raise _refused((name, row, at["step"]), text, fault)
        seen[step] = row
        for number, key in enumerate(("persons", "dkk")):
            cell = table.columns[at[key]].at(index)
            value = amount_of(cell)
            if value is None or value < 0 or is_ambiguous(cell):
                fault = Message("write a number from zero up, plainly")
                raise _refused((name, row, at[key]), cell, fault)
            figures[number, step] = value
    if table.misfits or not seen or not figures[1].sum() > 0:
        place = f" {table.misfits[0].row}" if table.misfits else ""
        raise RefusedError(
            Message(
                "{name}: row{place}: there must be one row for each step, with more than nothing in all",
                name=name,
                place=place,
            )
        )
    return Frame(
        dkk=float(figures[1].sum()),
        full_year_persons=figures[0],
        dkk_by_step=figures[1],
        left_out=tuple((aside.row, aside.text) for aside in table.asides if aside.row),
    )


_COLUMNS = {"step": _STEP, "persons": _PERSONS, "dkk": _DKK}


def _column(table: Table, names: tuple[str, ...], file: str) -> int:
    columns = table.named(names)
    if not columns:
        listed = ", ".join(table.headings)
        raise RefusedError(
            Message(
                "{file}: the column {column} ({others}) is missing; there are {listed}",
                file=file,
                column=names[0],
                others=", ".join(names[1:]),
                listed=listed,
            )
        )
    return columns[0]


def _refused(place: tuple[str, int, int], found: str, fault: Message) -> RefusedError:
    name, row, column = place
    return RefusedError(
        Message(
            "{name}: row {row}, column {column}: '{found}': {fault}",
            name=name,
            row=row,
            column=column_letter(column),
            found=found,
            fault=fault,
        )
    )
