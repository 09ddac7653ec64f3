"""Say of own numbers laid over lent ones that no source is given, where none stands by them.

Files are laid over each other key by key, so a number that replaces another would keep the other's source,
grade and rationale. Of two files of one's own the source below still counts: whose words it is, is not known.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from language.messages import Message, in_both
from scenarios.files.forms import Text
from scenarios.files.yaml_tree import Located, Scalar
from scenarios.library import catalogue
from scenarios.reading.number_marks import BORROWED

_BASIS = ("grade", "source", "rationale")
_LEAST = "assumption"
"""The grade of a number without a source."""
_FACTORED = {"rates": ("from",), "arrivals": ("arrivals",), "stock": ("stock", "years_on_step")}
"""By table, the keys by which a factor names what it multiplies there."""


def with_own_sources(tree: Located) -> tuple[Located, dict[str, Message]]:
    """Return a merged tree in which no own number has a lender's source, and a note on each without one.

    A table of which only some numbers are one's own keeps its source, and says that those have none.
    """
    sources = _Sources(tree)
    made = {key: node if key == "cases" else sources.of(node, str(key)) for key, node in tree.entries.items()}
    return replace(tree, value=made), sources.notes


@dataclass(frozen=True)
class _Sources:
    tree: Located
    notes: dict[str, Message] = field(default_factory=dict)

    def of(self, node: Located, path: str) -> Located:
        """Return a part of the tree, everything in it with its own source."""
        if not node.entries:
            return node
        inner = {key: self.of(each, f"{path}.{key}") for key, each in node.entries.items()}
        node = replace(node, value=inner)
        if not {"grade", "source"} <= inner.keys():
            return node
        price = self._estimate_of(node)
        if price is not None:
            is_own = any(_lacks_source(number, node) for number in _numbers_of_estimate(price))
            return _based(node, price.entries) if is_own else node
        is_table = not {"dkk", "value", "distribution"} & inner.keys()
        numbers = [*_numbers(node), *self._factors(path)] if is_table else [*_numbers_of_estimate(node)]
        own = [number for number in numbers if _lacks_source(number, node)]
        if not own:
            return node
        self.notes[f"source {path}"] = Message(
            "{where}: no source stands by the number, and reports say so; write 'source' beside it",
            where=own[0].spot,
        )
        worked_out = inner.get("keep_stock_level")
        if is_table and (len(own) < len(numbers) or (worked_out is not None and worked_out.value is True)):
            return _based(node, {**inner, "source": _partly_without(inner["source"], own[0])})
        grade = inner["grade"]
        if grade.spot.file != own[0].spot.file:
            grade = Located(value=_LEAST, spot=own[0].spot)
        return _based(node, {"grade": grade, "source": _text(_WITHOUT, own[0])})

    def _estimate_of(self, line: Located) -> Located | None:
        """Return what gives a price its value where that has a source of its own."""
        dkk = line.get("dkk")
        if dkk is None or dkk.get("source"):
            return dkk
        known = self.tree.get("assumptions", dkk.value) if isinstance(dkk.value, str) else None
        return None if known is None else self.of(known, f"assumptions.{dkk.value}")

    def _factors(self, table: str) -> Iterator[Located]:
        """Yield the numbers without a source that multiply numbers of a table."""
        factors = self.tree.get("factors")
        for factor in () if factors is None else factors.entries.values():
            times = factor.get("times")
            if times is not None and any(key in factor.entries for key in _FACTORED.get(table, ())):
                yield from _numbers(times)


_WITHOUT = Message("Own number; no source is given")


def _lacks_source(number: Located, node: Located) -> bool:
    """Return whether a number is one's own and the source by it another's."""
    source = node.entries["source"]
    return not _is_lent(number) and all(map(_is_lent, source.entries.values() or [source]))


def _is_lent(node: Located) -> bool:
    """Return whether a value is of a file that others build on: one that is borrowed, or of the library."""
    return BORROWED in node.marks or _is_in_library(node.spot.file)


@cache
def _is_in_library(file: str) -> bool:
    """Return whether a file is an entry: a base by its whole name, or what was asked for by its name."""
    entry = catalogue.entry_of(file.removesuffix(".yaml"))
    return entry is not None and file in (f"{entry}.yaml", entry, entry.removeprefix("examples/"))


def _numbers(node: Located) -> Iterator[Located]:
    """Yield the numbers of a part of the tree, without those that have a source of their own."""
    items = node.value if isinstance(node.value, list) else node.entries.values()
    for each in items:
        if "source" not in each.entries:
            yield from _numbers(each)
    if isinstance(node.value, int | float) and not isinstance(node.value, bool):
        yield node


def _numbers_of_estimate(node: Located) -> Iterator[Located]:
    for key in ("dkk", "value", "distribution"):
        if key in node.entries:
            yield from _numbers(node.entries[key])


def _based(node: Located, basis: Mapping[Scalar, Located]) -> Located:
    """Return something with another grade, source and rationale."""
    new: dict[Scalar, Located] = {key: basis[key] for key in _BASIS if key in basis}
    others = {key: each for key, each in node.entries.items() if key not in _BASIS}
    return replace(node, value={**others, **new}, keys={**node.keys, **{key: new[key].spot for key in new}})


def _partly_without(source: Located, own: Located) -> Located:
    theirs = source.plain()
    texts = theirs if isinstance(theirs, dict) else {"da": theirs}
    return _text(
        Message("{source}; own numbers: no source is given", source=Text.model_construct(**texts)), own
    )


def _text(message: Message, at: Located) -> Located:
    texts: dict[Scalar, Located] = {
        name: Located(value=text, spot=at.spot) for name, text in in_both(message).items()
    }
    return Located(value=texts, spot=at.spot, keys=dict.fromkeys(texts, at.spot))
