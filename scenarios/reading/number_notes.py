"""Collect notes on numbers that are laid over borrowed ones: their units, what the level multiplies."""

from collections.abc import Iterator, Sequence

from language.messages import Message
from scenarios.files.yaml_tree import Located, Scalar
from scenarios.format.assumptions import Quantity
from scenarios.format.study import Study
from scenarios.reading.number_marks import BORROWED, COUNTED, PER_1000, has_unit, is_borrowed, number_marks

_PRICED = ("per", "price_year")
"""Keys that give an amount of kroner its unit and its price year."""


def number_notes(tree: Located, baseline: Located) -> dict[str, Message]:
    """Return a sentence for everything that a number takes from another file, or that its neighbours do.

    In a case that is held against the numbers of the baseline.
    """
    mixed = _mixed(tree) if tree is baseline else ()
    return dict([*_units(tree), *mixed, *_prices(tree), *_replaced(tree, baseline)])


def level_notes(study: Study) -> list[str]:
    """Return a sentence for each part of the level: how many numbers it multiplies, and how many not."""
    scenarios = [study.scenario, *study.cases.values()]
    prices = {
        (step, line, spec.dkk)
        for each in scenarios
        for step, lines in each.prices.items()
        for line, spec in lines.items()
    }
    counts = {
        (part, step, band, number)
        for each in scenarios
        for part, by_step in (("arrivals", each.arrivals.by_step), ("stock", each.stock.by_step))
        for step, row in by_step.items()
        for band, number in row.items()
    }
    level = study.scenario.level
    return [
        str(note)
        for name, times, places in (("activity", level.activity, counts), ("price", level.price, prices))
        for note in _level(name, times, [number for *_, number in places])
        if name in level.model_fields_set
    ]


def _level(name: str, times: Quantity, numbers: Sequence[Quantity]) -> Iterator[Message]:
    multiplied = sum(number.borrowed for number in numbers)
    if times.value == 1:
        return
    if multiplied:
        yield Message(
            "level.{name} multiplies {multiplied} borrowed numbers; {own} others are used as they stand",
            name=name,
            multiplied=multiplied,
            own=len(numbers) - multiplied,
        )
    else:
        yield Message("level.{name} multiplies nothing: no such number is borrowed", name=name)


def _units(tree: Located) -> Iterator[tuple[str, Message]]:
    """Yield a note for each step with numbers that say no unit, where others are per 1,000."""
    for part in COUNTED:
        rows = [(step, [*_cells(row)]) for step, row in _rows(tree, part)]
        is_per_1000 = any(PER_1000 in number_marks(cell) for _, cells in rows for _, cell in cells)
        for step, cells in rows:
            unsaid = [cell for _, cell in cells if not has_unit(cell)]
            if unsaid and is_per_1000:
                yield (
                    f"unit {part} {step}",
                    Message(
                        "{where}: the number is taken as children, since no unit stands by it and others are "
                        "per 1,000; write 'unit: children' or 'unit: per_1000' on the step {step}",
                        where=unsaid[0].spot,
                        step=step,
                    ),
                )


def _mixed(tree: Located) -> Iterator[tuple[str, Message]]:
    """Yield a note for each step at which the numbers of some ages are borrowed and those of others not."""
    for part in COUNTED:
        for step, row in _rows(tree, part):
            own = [cell for _, cell in _cells(row) if not is_borrowed(cell, tree)]
            borrowed = [str(band) for band, cell in _cells(row) if is_borrowed(cell, tree)]
            if own and borrowed:
                yield (
                    f"mixed {part} {step}",
                    Message(
                        "{where}: the number is yours, but those of the step {step} at the ages {bands} are "
                        "still borrowed; write 0 where there is nobody",
                        where=own[0].spot,
                        step=step,
                        bands=", ".join(borrowed),
                    ),
                )


def _rows(tree: Located, part: str) -> list[tuple[Scalar, Located]]:
    table = tree.get(part, "by_step")
    return [] if table is None else [*table.entries.items()]


def _cells(row: Located) -> Iterator[tuple[Scalar, Located]]:
    return ((band, cell) for band, cell in row.entries.items() if band != "unit")


def _prices(tree: Located) -> Iterator[tuple[str, Message]]:
    """Yield a note for each amount of one's own whose unit or price year is borrowed."""
    for step, line, node in _lines(tree):
        dkk = node.get("dkk")
        if dkk is None or is_borrowed(dkk, tree):
            continue
        theirs = [
            (key, each)
            for key in _PRICED
            if (each := node.get(key)) is not None and BORROWED in number_marks(each)
        ]
        if theirs:
            yield (
                f"price {step} {line}",
                Message(
                    "{where}: the amount is yours, but '{theirs}' by it is from {file}; write it beside "
                    "the amount",
                    where=dkk.spot,
                    theirs=", ".join(f"{key}: {each.value}" for key, each in theirs),
                    file=theirs[0][1].spot.file,
                ),
            )


def _replaced(tree: Located, baseline: Located) -> Iterator[tuple[str, Message]]:
    """Yield a note for each number of a case that stands in the place of one that the level multiplies."""
    for step, line, node in _lines(tree):
        dkk, before = node.get("dkk"), baseline.get("prices", step, line, "dkk")
        if dkk is not None and before is not None:
            yield from _in_the_place_of(f"prices {step} {line}", dkk, before, tree, "price")
    for step, row in _rows(tree, "arrivals"):
        for band, cell in _cells(row):
            before = baseline.get("arrivals", "by_step", step, band)
            if before is not None:
                yield from _in_the_place_of(f"arrivals {step} {band}", cell, before, tree, "activity")


def _in_the_place_of(
    key: str, node: Located, before: Located, tree: Located, level: str
) -> Iterator[tuple[str, Message]]:
    if tree.get("level", level) and is_borrowed(before, tree) and not is_borrowed(node, tree):
        yield (
            f"instead {key}",
            Message(
                "{where}: the case's number is used as it stands, but that of the baseline from {file} is "
                "multiplied by level.{level}; write it at the level of the municipality",
                where=node.spot,
                file=before.spot.file,
                level=level,
            ),
        )


def _lines(tree: Located) -> Iterator[tuple[Scalar, Scalar, Located]]:
    prices = tree.get("prices")
    for step, lines in prices.entries.items() if prices is not None else ():
        for line, node in lines.entries.items():
            yield step, line, node
