"""Write estimates as assumptions of a scenario file: their distributions and correlations."""

import re
from io import StringIO
from typing import Any

import numpy as np
from ruamel.yaml import YAML

from language.messages import Message, in_both
from model.arithmetic.functions import exp, mean_ranks, normal_quantile
from model.arithmetic.products import correlation
from model.arithmetic.systems import eigen
from model.world.arrays import Floats
from scenarios.files.forms import Text

TextOrMessage = Message | Text

_LEAST_CORRELATION = 0.05
"""Correlations below it are not written."""
_PERT_SPREADS = 2.645751
"""Standard deviations from the middle to the ends of a symmetric PERT distribution: the root of 7."""
_NEAR_ZERO = 1e-9
_LEAST_SHAPE, _LARGEST_SHAPE = 0.1, 10.0


class SixDigits(float):
    """Number that is written with at most six digits."""

    @staticmethod
    def written(representer: Any, number: "SixDigits") -> Any:
        """Return the number as YAML."""
        text = f"{number:.6g}"
        if "." not in text:
            whole, e, power = text.partition("e")
            text = f"{whole}.0{e}{power}"  # without a point YAML takes it for a text or a whole number
        if re.fullmatch(r"-?\d+\.\d{3}", text):
            text += "0"  # three digits after a point may be read as thousands
        return representer.represent_scalar("tag:yaml.org,2002:float", text)


class Assumptions:
    """Assumptions of a file under construction, and which are drawn together."""

    def __init__(self, source: dict[str, Any], *, few: bool = False) -> None:
        self._source = source | ({"few_children": True} if few else {})
        self.entries: dict[str, Any] = {}
        self.joint: list[dict[str, Any]] = []

    def of(self, source: dict[str, Any], *, few: bool = False) -> "Assumptions":
        """Return the same assumptions; one adds under another grade and source, and of `few` children."""
        other = Assumptions(source, few=few)
        other.entries, other.joint = self.entries, self.joint
        return other

    def add(self, name: str, distribution: dict[str, Any], unit: TextOrMessage) -> str:
        """Add an uncertain assumption and return its name."""
        return self._entry(name, {"distribution": distribution}, unit)

    def fixed(self, name: str, value: float, unit: TextOrMessage) -> str:
        """Add an assumption that is one number."""
        return self._entry(name, {"value": SixDigits(value)}, unit)

    def titled(self, name: str, title: Message) -> str:
        """Give an assumption that was added a title, and return its name."""
        self.entries[name] = {"title": in_both(title), **self.entries[name]}
        return name

    def _entry(self, name: str, says: dict[str, Any], unit: TextOrMessage) -> str:
        self.entries[name] = {**says, "unit": in_both(unit), **self._source}
        return name

    def gamma(self, name: str, mean: float, sd: float, unit: TextOrMessage) -> str:
        """Add an assumption with a Gamma distribution."""
        values = {"mean": SixDigits(max(mean, _NEAR_ZERO)), "sd": SixDigits(max(sd, _NEAR_ZERO))}
        return self.add(name, {"kind": "gamma", **values}, unit)

    def lognormal(self, name: str, log_mean: float, log_sd: float, unit: TextOrMessage) -> str:
        """Add a lognormal assumption, by mean and standard deviation of the logarithm."""
        ends = log_mean + log_sd * normal_quantile([0.05, 0.95])
        p05, p95 = exp(ends)
        return self.add(name, {"kind": "lognormal", "p05": SixDigits(p05), "p95": SixDigits(p95)}, unit)

    def shape(self, name: str, mean: float, sd: float) -> str:
        """Add a Weibull shape, which a scenario keeps between limits: a PERT distribution."""
        low = max(_LEAST_SHAPE, mean - _PERT_SPREADS * sd)
        high = min(_LARGEST_SHAPE, mean + _PERT_SPREADS * sd)
        values = {"low": SixDigits(low), "mode": SixDigits(mean), "high": SixDigits(high)}
        return self.add(name, {"kind": "pert", **values}, Message("Weibull shape"))

    def together(self, names: list[str], drawn: Floats) -> None:
        """Give names the correlations of the normal scores of `drawn`, [draw, name], unless all are small.

        Spearman's correlation of what a scenario then draws may be some 0.08 lower than that of `drawn`. Were
        it that which agrees, sums of the names would vary too much.
        """
        if len(names) < 2:
            return
        ranks = np.stack([mean_ranks(column) for column in drawn.T], axis=1) / (len(drawn) + 1)
        alike = correlation(normal_quantile(ranks))
        if np.abs(alike - np.eye(len(names))).max() < _LEAST_CORRELATION:
            return
        self.joint.append({"names": names, "correlation": _rounded(alike).tolist()})


def _rounded(correlation: Floats) -> Floats:
    """Return correlations with three digits, weakened where rounding makes them no correlation matrix."""
    symmetric = (correlation + correlation.T) / 2
    rounded = np.eye(len(symmetric))
    for weaker in np.linspace(0.0, 1.0, 201):
        rounded = np.asarray(np.round((1.0 - weaker) * symmetric, 3))
        np.fill_diagonal(rounded, 1.0)
        if float(eigen(rounded)[0].min()) > -_NEAR_ZERO:
            break
    return rounded


def text_of(document: dict[str, Any]) -> str:
    """Return a scenario file, or a part of one, as text."""
    yaml, text = YAML(), StringIO()
    yaml.allow_unicode = True
    yaml.width = 120
    yaml.representer.add_representer(SixDigits, SixDigits.written)
    yaml.representer.ignore_aliases = lambda _: True  # an alias is no part of a scenario file
    yaml.dump(document, text)
    return text.getvalue()
