"""Collect notes on a scenario that are no faults: old limits, numbers under another file's factor."""

from collections.abc import Iterator

from language.messages import Message, say
from scenarios.building.economy import reimbursement_limits
from scenarios.files.yaml_tree import Located
from scenarios.format.study import Study
from scenarios.reading.number_marks import BORROWED, number_marks


def warnings(study: Study) -> list[str]:
    """Return one sentence for each thing to know about a scenario."""
    notes = [str(note) for note in study.notes]
    scenario = study.scenario
    if scenario.reimbursement is None:
        return notes
    known = reimbursement_limits(scenario).year
    if known == scenario.start.year:
        return notes
    old = say(
        "the limits for central reimbursement in {start} are not known; those of {known} are used at the "
        "price level of the calculation. Add newer ones under reimbursement.limits",
        start=scenario.start.year,
        known=known,
    )
    return [*notes, old]


def factor_notes(tree: Located) -> dict[str, Message]:
    """Return a sentence for each factor that multiplies numbers from another file, on the first of them.

    That may be meant, or be forgotten. A borrowed factor leaves the numbers of other files alone.
    """
    factors = tree.get("factors")
    notes: dict[str, Message] = {}
    for name, factor in factors.entries.items() if factors is not None else ():
        times = factor.get("times")
        if times is not None and BORROWED in number_marks(times):
            continue
        own = factor.spot.file
        number = next((node for node in _numbers(tree, factor) if node.spot.file != own), None)
        if number is not None:
            notes[f"factor {name}"] = Message(
                "{where}: the number is multiplied by the factor {name} from {file}; if it is your own, "
                "write 'factors: {{{name}: }}' to take the factor away",
                where=number.spot,
                name=name,
                file=own,
            )
    return notes


def _numbers(tree: Located, factor: Located) -> Iterator[Located]:
    """Yield the numbers that a factor multiplies."""
    for origin in _items(factor, "from"):
        for to in _items(factor, "to"):
            yield from _leaves(tree.get("rates", "by_step", origin, to), but=("shape", "by_group"))
    for part, table in (
        ("arrivals", ("arrivals", "by_step")),
        ("stock", ("stock", "by_step")),
        ("years_on_step", ("stock", "years_on_step")),
    ):
        for step in _items(factor, part):
            yield from _leaves(tree.get(*table, step))


def _items(factor: Located, key: str) -> list[str]:
    node = factor.get(key)
    return (
        [str(item.value) for item in node.value] if node is not None and isinstance(node.value, list) else []
    )


def _leaves(node: Located | None, *, but: tuple[str, ...] = ()) -> Iterator[Located]:
    if node is None:
        return
    if isinstance(node.value, dict):
        for key, inner in node.value.items():
            if key not in but:
                yield from _leaves(inner)
    else:
        yield node
