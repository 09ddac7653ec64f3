"""Hold what was computed: figures, tidy tables, the answer in sentences, and the page about it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import pandas as pd

Found = TypeVar("Found")


@dataclass(frozen=True, kw_only=True)
class Result(Generic[Found]):
    """What was computed; tables and figures are attributes, too, by their names."""

    found: Found
    """The analysis itself, with every run of it."""
    document: dict[str, Any] = field(repr=False)
    """Figures and texts, as the command prints them with `--json`."""
    tables: Mapping[str, pd.DataFrame] = field(repr=False)
    """One row for each combination of the keys; zeros are kept. One may be made when it is asked for."""
    answer: Callable[[], Sequence[str]] = field(repr=False)
    """Return the answer in a few sentences, in the language that is set."""
    page: Callable[[], str] = field(repr=False)
    """Return the page that the command writes with `--out`, as one HTML document."""

    @property
    def headline(self) -> "pd.DataFrame | pd.Series[Any]":
        """The figures that stand at the top: those of the document that are one number or text."""
        single = {key: value for key, value in self.document.items() if not isinstance(value, list | dict)}
        return pd.Series(single, dtype=object)

    def __getattr__(self, name: str) -> Any:
        """Return a table, or else a figure of the document."""
        tables, document = (self.__dict__.get(things, {}) for things in ("tables", "document"))
        for things in (tables, document):
            if name in things:
                return things[name]
        raise AttributeError(f"there is no {name!r}; there are {', '.join(sorted({*tables, *document}))}")

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self.document, *self.tables})


def report(result: Result[Any]) -> str:
    """Return the page about a result as one HTML document that fetches nothing from outside."""
    return result.page()
