"""Read back a run from the folder that `trappe compare --out` wrote, to the last bit."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from language.messages import Message
from language.os_errors import why_not_whole
from model.results.account import account
from model.results.economy import counting
from model.results.household_costs import QUANTILES, SIZES
from model.results.key_figures import key_figures
from model.results.records import Book
from model.results.tally import tally
from model.world.arrays import Floats, Ints
from model.world.months import Months
from scenarios.building.draws import draw
from scenarios.building.world import build
from scenarios.files.documents import read_json
from scenarios.files.refusals import RefusedError
from scenarios.format.schema import Scenario
from scenarios.format.study import BASELINE, Study
from scenarios.results.comparison import CaseRuns, Comparison, sum_items
from scenarios.results.kept_arrays import KeptArrays
from scenarios.results.provenance import Stamp, run_digest, stamp
from scenarios.results.result_folder import MANIFEST
from scenarios.results.tables import BLOCKS, Block, blocks_of


def read(folder: Path, study: Study) -> tuple[Comparison, Stamp]:
    """Return the comparison that a run left in a folder, and its stamp; nothing is simulated.

    The stamp is made anew of what was read, with the versions that made the run. Raises RefusedError when
    there is no whole run, or it is of another scenario than `study`, or its figures are not those it gave.
    """
    given = _given_stamp(folder, study)
    comparison = _empty(study, seed=given.seed, draws=given.draws, replications=given.replications)
    for name, blocks in blocks_of(comparison).items():
        if name != _DERIVED:
            for room, figures in _figures(folder, name, blocks(comparison)):
                room[...] = figures
    for runs in comparison.runs.values():
        runs.paid_dkk[...] = sum_items(runs.cost_dkk)
    own = stamp(study, comparison, given.versions)
    if own.value_digest != given.value_digest:
        raise _altered(folder, f"{MANIFEST}, *.parquet")
    for gain, figures in _figures(folder, _DERIVED, BLOCKS[_DERIVED](comparison)):
        if not np.array_equal(gain, figures):
            raise _altered(folder, f"{_DERIVED}.parquet")
    return comparison, own


_DERIVED = "gains"
"""The table of what follows from the others."""


_MOST_CELLS = 10_000_000
"""Draws times replications of a run that is read back: room is made for as many as its manifest says."""


def _check_counts(given: Stamp) -> None:
    """Check that the counts in a manifest can be those of a run; raises ValueError where they cannot."""
    counts = (given.draws, given.replications)
    if not all(type(count) is int and count > 0 for count in counts):
        raise ValueError(MANIFEST)
    if given.draws * given.replications > _MOST_CELLS:
        raise ValueError(MANIFEST)


def _given_stamp(folder: Path, study: Study) -> Stamp:
    """Return the stamp in the manifest; raises RefusedError unless it is whole and of this study."""
    try:
        manifest = read_json(folder / MANIFEST)
        given = Stamp(**{field.name: manifest[field.name] for field in fields(Stamp)})
        version = given.versions["trappe"].partition("+")[0]
        _check_counts(given)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise _no_run(folder, error) from error
    if given.scenario_digest != study.digest:
        raise RefusedError(
            Message(
                "{folder}: the run is of another scenario, or it has been edited since; run it again",
                folder=folder,
            )
        )
    counts = {"seed": given.seed, "draws": given.draws, "replications": given.replications}
    if given.run_digest != run_digest(study, version=version, **counts):
        raise _altered(folder, MANIFEST)
    return given


def _no_run(folder: Path, error: Exception) -> RefusedError:
    return RefusedError(
        Message(
            "{folder}: there is no whole run of trappe compare --out here ({error})",
            folder=folder,
            error=why_not_whole(error),
        )
    )


def _altered(folder: Path, where: str) -> RefusedError:
    return RefusedError(
        Message(
            "{folder}: the figures in the folder are not those that the run gave ({where}); they "
            "have been edited or damaged, or another edition of trappe made them; run it again",
            folder=folder,
            where=where,
        )
    )


# The room for what is read: every name and every length, as the scenario gives them -------------------------


def _empty(study: Study, *, seed: int, draws: int, replications: int) -> Comparison:
    """Return a comparison with room for every figure, and no figures yet."""
    scenario = study.scenario
    months = Months.of(scenario.start, scenario.years)
    values = draw(study, seed=seed, number=0)
    runs = {}
    for case in (BASELINE, *study.cases):
        labels = _labels(study.case(case), values)
        shapes = _shapes(labels, months, payers=len(scenario.payers))
        figures = KeptArrays({name: (draws, replications, *shape) for name, shape in shapes.items()})
        runs[case] = CaseRuns(**labels, figures=figures)
    uncertain = sorted(name for name, assumption in study.assumptions.items() if assumption.is_uncertain)
    return Comparison(
        seed=seed,
        draws=draws,
        replications=replications,
        months=months,
        payers=tuple(scenario.payers),
        municipal=tuple(payer.municipal for payer in scenario.payers.values()),
        runs=runs,
        assumptions={name: np.empty(draws) for name in uncertain},
    )


def _labels(scenario: Scenario, values: dict[str, float]) -> dict[str, Any]:
    """Return the labels of a case, by tallying a run without a single child."""
    world = build(scenario, values)
    staircase, months, economy = world.parameters.staircase, world.months, world.economy
    programmes = tuple(programme.name for programme in world.parameters.programmes)
    counted = counting(
        economy,
        staircase,
        months,
        programme_names=programmes,
        roles=world.roles,
        stay_limits=world.stay_limits,
    )
    nobody = tally(Book().records(), counted)
    books = account(nobody, staircase, months, economy, programme_names=programmes)
    figures = key_figures(
        nobody,
        staircase,
        months,
        books,
        roles=world.roles,
        children_aged_0_22=world.children_aged_0_22,
        followed_up_on_time=world.followed_up_on_time,
    )
    return {
        "steps": tuple(step.name for step in staircase.steps),
        "destinations": staircase.names,
        "items": books.items,
        "programmes": programmes,
        "key_figure_rows": figures.rows,
        "stay_limits": world.stay_limits,
        "household_sizes": SIZES if world.parameters.has_siblings else (),
    }


def _shapes(labels: dict[str, Any], months: Months, *, payers: int) -> dict[str, tuple[int, ...]]:
    """Return the axes behind draw and replication of every array of a case."""
    years, on_steps = len(months.years), (months.count, len(labels["steps"]))
    return {
        "cost_dkk": (years, len(labels["items"]), payers),
        "paid_dkk": (years, payers),
        "person_days": on_steps,
        "starts": on_steps,
        "ends": on_steps,
        "ended_within": (months.count, len(labels["stay_limits"])),
        "waiting_days": (*on_steps, 2),
        "moves": (years, len(labels["steps"]), len(labels["destinations"])),
        "enrolments": (years, len(labels["programmes"])),
        "step_cost_dkk": on_steps,
        "key_figures": (len(labels["key_figure_rows"]),),
        "households": (len(labels["household_sizes"]), 3 + len(QUANTILES)),
        "household_cost_dkk": (len(labels["household_sizes"]), payers),
    }


# The tables, some runs at a time ----------------------------------------------------------------------------


def _figures(folder: Path, name: str, blocks: Sequence[Block]) -> Iterator[tuple[Floats, Floats]]:
    """Yield the figures of every block, and those of the table in their place; all of one shape.

    Raises RefusedError when the table is not there, or has other rows or columns.
    """
    try:
        file = (folder / f"{name}.parquet").open("rb")
    except OSError as error:
        raise _no_run(folder, error) from error
    with file:
        try:
            yield from _columns(file, blocks)
        except (OSError, ValueError, TypeError, KeyError, pa.ArrowException) as error:
            raise _altered(folder, f"{name}.parquet") from error


def _columns(file: Any, blocks: Sequence[Block]) -> Iterator[tuple[Floats, Floats]]:
    """Yield as `_figures` does; raises ValueError for other rows, and what pyarrow does."""
    wanted = sum(block.rows for block in blocks)
    if not wanted:
        if pq.ParquetFile(file).metadata.num_rows:
            raise ValueError("there should be no rows")
        return
    first = next(block for block in blocks if block.rows)
    keys = {
        column: place
        for columns, places in first.keys
        for column, place in zip(columns, places[0], strict=True)
    }
    texts = [column for column, key in keys.items() if isinstance(key, str)]
    table = pq.ParquetFile(file, read_dictionary=texts)
    _check_size(table, wanted, texts)
    rows = _Rows(_row_groups(table, [*keys, *first.columns]))
    for block in blocks:
        for runs in block.parts():
            part = rows.next(math.prod(block.shape(runs)))
            for number, (columns, _) in enumerate(block.keys):
                for i, column in enumerate(columns):
                    _check(part.column(column), block, number, i, runs)
            for name, room in block.columns.items():
                values = part.column(name)
                if values.type != pa.float64():
                    raise TypeError(f"{name} is {values.type}")
                yield room(runs), values.to_numpy().reshape(block.shape(runs))


_MOST_ROWS = 2**21
"""Of a part of a table that is read at once; trappe writes parts of some hundred thousand at most."""


def _row_groups(file: pq.ParquetFile, columns: list[str]) -> Iterator[pa.Table]:
    """Yield a table part by part: read as one stream, it would be kept whole until its end."""
    for number in range(file.num_row_groups):
        if file.metadata.row_group(number).num_rows > _MOST_ROWS:
            raise ValueError("too many rows in one part")
        yield file.read_row_group(number, columns=columns)


class _Rows:
    """The rows of a table, so many at a time as are asked for."""

    def __init__(self, parts: Iterator[pa.Table]) -> None:
        self._parts = parts
        self._left: list[pa.Table] = []

    def next(self, count: int) -> pa.Table:
        """Return the next rows; raises ValueError when there are fewer."""
        while sum(part.num_rows for part in self._left) < count:
            if (part := next(self._parts, None)) is None:
                raise ValueError("too few rows")
            self._left.append(part)
        table = pa.concat_tables(self._left)
        self._left = [table.slice(count)]
        return table.slice(0, count)


def _check_size(table: Any, rows: int, texts: Sequence[str]) -> None:
    """Raise ValueError or TypeError for a table of other rows, or that takes more than they warrant."""
    if table.metadata.num_rows != rows:
        raise ValueError(f"{table.metadata.num_rows} rows instead of {rows}")
    if _unpacked(table.metadata) > table.metadata.num_columns * (_MOST_BYTES * rows + _MOST_OVERHEAD):
        raise ValueError("more than its rows warrant")
    for field in table.schema_arrow:  # every row of a text may be as long as the longest
        if field.name not in texts and not pa.types.is_primitive(field.type):
            raise TypeError(f"{field.name} is {field.type}")


_MOST_BYTES, _MOST_OVERHEAD = 100, 1_000_000
"""Of a value, such as the name of a step, and of a column beside its values."""


def _unpacked(metadata: Any) -> int:
    """Return the bytes that a table takes when it is no longer compressed, as it says itself."""
    groups = (metadata.row_group(number) for number in range(metadata.num_row_groups))
    return sum(group.total_byte_size for group in groups)


def _check(column: Any, block: Block, number: int, i: int, runs: slice) -> None:
    """Raise ValueError unless a column says of every row its place on an axis; `i` is its number there."""
    keys = [place[i] for place in block.keys[number][1]]
    known = {key: code for code, key in enumerate(dict.fromkeys(keys))}
    expected = np.array([known[key] for key in keys], dtype=np.intp)[block.places(number, runs)]
    if not np.array_equal(_codes(column, [*known]), expected):
        raise ValueError("other rows")


def _codes(column: Any, known: Sequence[object]) -> Ints:
    """Return for each value its number among those that are known; raises ValueError for any other."""
    codes = []
    for chunk in column.dictionary_encode().chunks:
        numbers = pc.index_in(chunk.dictionary, value_set=pa.array(known, type=chunk.dictionary.type))
        codes.append(numbers.take(chunk.indices).to_numpy(zero_copy_only=False))
    return np.concatenate(codes)
