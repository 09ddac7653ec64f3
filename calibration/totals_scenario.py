"""What was fitted to totals, as a scenario file to lay over another: only what was fitted, nothing else.

Caveat: a scenario has no word for a factor, so every rate, arrival and stock that a lever moves becomes an
assumption of its own, and the assumptions of one lever are all but one (`joint`). A number of children is
that of the scenario fitted: per 1,000 it can be carried to others, in children it cannot.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from calibration.assumptions_file import Assumptions, text_of
from calibration.totals import TotalsFit
from calibration.totals_file import AnyTotal, ChildrenLever, MovesLever
from scenarios.checks import band_names
from scenarios.draws import corners
from scenarios.quantities import Quantity
from scenarios.schema import Scenario

Floats = NDArray[np.float64]

_CERTAIN = 0.002
"""Relative spread below which a number is written as known."""
_PER_CHILD_YEAR = ("pr. barneår", "per child-year")
_YEARS = ("år", "years")


def scenario_file(found: TotalsFit) -> str:
    """Return the text of the file, to lay over the scenario that was fitted or one that builds as it does."""
    return text_of(_Writer(found).document())


class _Writer:
    def __init__(self, found: TotalsFit) -> None:
        self.found = found
        self.scenario: Scenario = found.totals.study.scenario
        self.values = corners(found.totals.study)[0]
        self.logs = {name: np.log(found.draws[:, i]) for i, name in enumerate(found.names)}
        self.levers = found.totals.form.parameters
        totals: list[AnyTotal] = [*found.totals.form.totals.values()]
        self.made = Assumptions(
            {
                "grade": "published",
                "source": {
                    "da": f"Tilpasset nøgletal: {'; '.join(dict.fromkeys(t.source.da for t in totals))}",
                    "en": "Fitted to totals: "
                    + "; ".join(dict.fromkeys(t.source.in_language("en") for t in totals)),
                },
                "rationale": {
                    "da": f"{found.totals.form.title.da}: få tal bestemmer kun få forhold",
                    "en": f"{found.totals.form.title.in_language('en')}: a few figures fix a few ratios only",
                },
            }
        )
        self.columns: dict[str, Floats] = {}
        """Logarithms in every draw of the assumptions that are uncertain."""

    def document(self) -> dict[str, Any]:
        parts: dict[str, Any] = {
            "rates": {"by_step": self.rates()},
            "arrivals": {"by_step": self.children("arrivals", self.scenario.arrivals.by_step, "tilgang")},
            "stock": {
                "by_step": self.children("stock", self.scenario.stock.by_step, "beholdning"),
                "years_on_step": self.years(),
            },
        }
        self.made.together([*self.columns], np.array([*self.columns.values()]).T)
        tables = {
            part: kept for part, rows in parts.items() if (kept := {k: v for k, v in rows.items() if v})
        }
        return {**tables, "assumptions": self.made.entries, "joint": self.made.joint}

    def rates(self) -> dict[str, Any]:
        bands = band_names(self.scenario.age_bands)
        by_step: dict[str, dict[str, Any]] = {}
        for origin, row in self.scenario.rates.by_step.items():
            for to, spec in row.items():
                factors: list[str] = []
                says: dict[str, Any] = {}
                for name, lever in self.levers.items():
                    if not (isinstance(lever, MovesLever) and lever.moves(origin, to)):
                        continue
                    if lever.kind == "shape":
                        says["shape"] = self.shape(name)
                    else:
                        factors.append(name)
                if factors:
                    title = f"{origin}_{to}"
                    says["rate"] = self.number(title, spec.rate, factors, _PER_CHILD_YEAR)
                    says["by_age"] = {
                        band: self.number(f"{title}_{band}", spec.by_age[band], factors, _PER_CHILD_YEAR)
                        for band in bands
                        if band in spec.by_age
                    }
                    says["by_age_and_group"] = {
                        band: {
                            group: self.number(f"{title}_{band}_{group}", rate, factors, _PER_CHILD_YEAR)
                            for group, rate in row.items()
                        }
                        for band, row in spec.by_age_and_group.items()
                    }
                elif says:
                    says["rate"] = self.as_it_was(f"{origin}_{to}", spec.rate)
                if says:
                    by_step.setdefault(origin, {})[to] = {
                        key: value for key, value in says.items() if value != {}
                    }
        return by_step

    def as_it_was(self, name: str, before: Quantity) -> float | str:
        """Return a rate of which only the shape is fitted, with the source that it carries."""
        if before.value is not None:
            return before.value
        if before.name.startswith("rates."):
            own = self.found.totals.study.assumptions[before.name]
            self.made.entries[name] = own.model_dump(exclude_defaults=True)
            return name
        return before.name

    def shape(self, lever: str) -> str:
        """Return the name of the assumption for a shape that several moves have in common."""
        if lever not in self.made.entries:
            drawn = np.exp(self.logs[lever])
            self.made.shape(lever, float(drawn.mean()), float(drawn.std()))
            self.columns[lever] = self.logs[lever]
        return lever

    def children(
        self, kind: str, table: dict[str, dict[str, Quantity]], title: str
    ) -> dict[str, dict[str, float | str]]:
        part = self.scenario.arrivals if kind == "arrivals" else self.scenario.stock
        unit = {"children": ("børn", "children"), "per_1000": ("børn pr. 1.000", "children per 1,000")}[
            part.unit
        ]
        if kind == "arrivals":
            unit = (f"{unit[0]} om året", f"{unit[1]} a year")
        return {
            step: {
                band: self.number(f"{title}_{step}_{band}", number, factors, unit)
                for band, number in row.items()
            }
            for step, row in table.items()
            if (factors := self.factors(kind, step))
        }

    def years(self) -> dict[str, float | str]:
        return {
            step: self.number(f"tid_{step}", number, factors, _YEARS)
            for step, number in self.scenario.stock.years_on_step.items()
            if (factors := self.factors("years_on_step", step))
        }

    def factors(self, kind: str, step: str) -> list[str]:
        return [
            name
            for name, lever in self.levers.items()
            if isinstance(lever, ChildrenLever) and lever.kind == kind and step in lever.steps
        ]

    def number(self, name: str, before: Quantity, factors: list[str], unit: tuple[str, str]) -> float | str:
        """Return the name of the assumption for a number times some factors; a zero stays one."""
        number = before.under(self.values)
        if number == 0.0:
            return 0.0
        logs = np.log(number) + sum(
            (self.logs[factor] for factor in factors), np.zeros(len(self.found.draws))
        )
        mean, spread = float(logs.mean()), float(logs.std())
        if spread < _CERTAIN:
            return self.made.fixed(name, float(np.exp(mean)), unit)
        self.columns[name] = logs
        return self.made.lognormal(name, mean, spread, unit)
