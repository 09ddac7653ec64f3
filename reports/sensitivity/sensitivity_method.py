"""How an analysis was made: what was run, and what its figures are."""

from reports.language.texts_sensitivity import sensitivity_texts
from reports.language.writing import number
from reports.sensitivity.formatting import outcome_scale, outcome_words
from sensitivity.analysis.analysis import Sensitivity
from sensitivity.methods import break_even
from sensitivity.views import three_views as views


def method_words(found: Sensitivity, lang: str) -> list[str]:
    """Return a paragraph for each thing that was done."""
    t, asked = sensitivity_texts(lang), found.asked
    level = outcome_scale(found, [found.level]).amount(found.level, lang)
    said = [t["method_outcome"].format(outcome=outcome_words(found, lang), level=level).replace("..", ".")]
    said += _of_method(found, lang)
    together = sum(len(joint.members) for joint in found.subject.factors.joints)
    if found.indices is not None and together:
        said.append(t["method_together"].format(count=together))
    if found.tornado is not None:
        said.append(t["method_tornado"])
    if found.crossings:
        runs = number(break_even.DRAWS * break_even.REPLICATIONS, lang)
        said.append(t["method_balance"].format(runs=runs))
    if found.views is not None:
        draws, replications = number(views.DRAWS, lang), number(views.REPLICATIONS, lang)
        said.append(t["method_views"].format(draws=draws, replications=replications))
    if asked.run is not None:
        said.append(t["method_run"].format(run=asked.run))
    return said


def _of_method(found: Sensitivity, lang: str) -> list[str]:
    t, asked = sensitivity_texts(lang), found.asked
    told = {"samples": number(asked.samples, lang), "replications": number(asked.replications, lang)}
    if found.indices is not None:
        width = _width(found)
        runs = number(asked.samples * width * asked.replications, lang)
        return [t["method_sobol"].format(**told, width=width, runs=runs), t["method_sobol_share"]]
    if found.screening is not None:
        runs = number(asked.samples * (len(found.subject.factors.names) + 1) * asked.replications, lang)
        return [t["method_morris"].format(**told, runs=runs)]
    if found.densities is not None:
        return [t[f"method_{found.densities.measure}"].format(**told)]
    return []


def _width(found: Sensitivity) -> int:
    """Return how many points a row of Sobol' has: A, B, a mixture of each part, and each member redrawn."""
    factors = found.subject.factors
    parts = len(factors.alone) + len(factors.joints)
    mixtures = parts * (2 if found.asked.second else 1)
    return 2 + mixtures + sum(len(joint.members) for joint in factors.joints)
