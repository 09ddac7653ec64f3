"""Provide a small world and totals of it."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from calibration.totals.expected_totals import make_world
from calibration.totals.file import InflowTotal, Left, Mix, Present, Totals, load
from model.compiled_engine.engine import simulate
from model.world.arrays import Floats
from scenarios.building.draws import corners
from scenarios.building.world import build
from tests.scenarios.small import with_change

WORLD = with_change("children_0_22: 1000", "children_0_22: 100000").replace(
    "hjemme: {0-17: 10}", "hjemme: {0-17: 900}"
)
WORLD = with_change(
    "pleje: {hjemme: 0.2, slut: udslusning}",
    "pleje: {hjemme: {rate: 0.2, shape: form}, slut: {rate: udslusning, shape: form}}",
    WORLD,
)
WORLD = with_change(
    "assumptions:\n",
    """\
factors:
  ud: {from: [pleje], to: [hjemme, slut], times: ud}
  ind: {from: [hjemme], to: [pleje], times: ind}
assumptions:
  ud: {value: 1, title: {da: "Ud", en: "Out"}, grade: assumption, source: x}
  ind: {value: 1, grade: assumption, source: x}
  form:
    distribution: {kind: uniform, low: 0.99, high: 1.01}
    unit: {da: "Weibull-form", en: "Weibull shape"}
    grade: assumption
    source: x
""",
    WORLD,
)
"""The small scenario with a hundred times the children: 1,500 at home and 600 in foster care; and factors."""

TOTALS = """\
title: {da: "Lille", en: "Small"}
scenario: lille.yaml
totals:
  anbragte:
    kind: present
    title: {da: "Anbragte", en: "Placed"}
    source: Antagelse
    steps: [pleje, efter]
    at: 2028-01-01
    value: 900
  nye:
    kind: inflow
    title: {da: "Nye", en: "New"}
    source: Antagelse
    steps: [pleje, efter]
    from: 2027-01-01
    to: 2028-01-01
    also: {efter: 0.5}
    value: 400
  ude:
    kind: left
    title: {da: "Ikke længere anbragt", en: "Not placed any more"}
    source: Antagelse
    steps: [pleje, efter]
    at: 2028-01-01
    value: 0.25
    rounded_to: 0.01
  skiftet:
    kind: changed
    title: {da: "Skiftet", en: "Changed"}
    source: Antagelse
    steps: [pleje, efter]
    kinds: [pleje, efter]
    at: 2028-01-01
    value: 0.03
    rounded_to: 0.01
  andel:
    kind: mix
    title: {da: "Andel", en: "Share"}
    source: Antagelse
    steps: [efter]
    of: [pleje, efter]
    at: 2028-01-01
    value: 0.03
    rounded_to: 0.01
parameters:
  ud:
    prior: {p05: 0.33, p95: 3.0}
  ind:
    title: {da: "Ind", en: "In"}
    prior: {p05: 0.33, p95: 3.0}
    rationale: {da: "Ingen ved det", en: "Nobody knows"}
  form:
    prior: {p05: 0.5, p95: 1.5}
"""


LONE = """\
title: To trin
start: 2027-01-01
years: 1
price_year: 2026
age_bands: [0, 23]
municipality:
  name: x
  grade: assumption
  source: x
  population: 1
  children_0_22: 1
  age_shares: {0-22: 1}
  placed_per_1000: 1
  spending_per_child_dkk: 1
  price_year: 2026
staircase:
  title: x
  source: x
  steps:
    nede: {title: Nede, role: home, at_age_limit: {slut: 1}}
    oppe: {title: Oppe, role: foster, placed: true, at_age_limit: {slut: 1}}
  exits: {slut: {title: Slut}}
payers: {familie: {title: x}}
rates: {grade: assumption, source: x, by_step: {nede: {oppe: 0.2, slut: 0.5}, oppe: {nede: 0.2, slut: 0.3}}}
arrivals: {grade: assumption, source: x, unit: children, by_step: {nede: {0-22: 100}, oppe: {0-22: 20}}}
stock:
  {grade: assumption, source: x, by_step: {nede: {0-22: 150}, oppe: {0-22: 100}}, years_on_step: {oppe: 2}}
prices: {nede: {}, oppe: {}}
factors:
  ud: {from: [oppe], to: [nede, slut], times: ud}
  ind: {from: [nede], to: [oppe], times: ind}
  tilgang: {arrivals: [oppe], times: tilgang}
  beholdning: {stock: [oppe], times: beholdning}
  tid: {years_on_step: [oppe], times: tid}
assumptions:
  ud: {value: 1, grade: assumption, source: x}
  ind: {value: 1, grade: assumption, source: x}
  tilgang: {value: 1, grade: assumption, source: x}
  beholdning: {value: 1, grade: assumption, source: x}
  tid: {value: 1, grade: assumption, source: x}
"""
"""Two steps without age limits: expected numbers in a few milliseconds."""

LONE_TOTALS = """\
title: x
scenario: lille.yaml
totals:
  der: {kind: present, title: Der, source: x, steps: [oppe], at: 2028-01-01, value: 100}
  nye: {kind: inflow, title: Nye, source: x, steps: [oppe], from: 2027-01-01, to: 2028-01-01, value: 50}
  ude: {kind: left, title: Ude, source: x, steps: [oppe], at: 2028-01-01, value: 0.4, rounded_to: 0.01}
parameters:
  ud: {prior: {p05: 0.33, p95: 3.0}}
  ind: {prior: {p05: 0.33, p95: 3.0}}
"""


def totals_of(folder: Path, text: str = TOTALS, world: str = WORLD, name: str = "tal.yaml") -> Totals:
    """Return the totals in a text, written to `folder` beside their scenario."""
    (folder / "lille.yaml").write_text(world, encoding="utf-8")
    (folder / name).write_text(text, encoding="utf-8")
    return load(folder / name)


def with_values(totals: Totals, values: Floats, **changes: float) -> Totals:
    """Return totals with other published values, and other fields the same for all."""
    form = totals.form
    renewed = {
        name: total.model_copy(update={"value": float(value), **changes})
        for (name, total), value in zip(form.totals.items(), values, strict=True)
    }
    return replace(totals, form=form.model_copy(update={"totals": renewed}))


def simulated(totals: Totals, values: dict[str, float], replication: int) -> Floats:
    """Return the totals of one replication under values; `Changed` is between two steps."""
    under = corners(totals.study)[0] | values
    parameters = replace(
        build(totals.study.scenario, under).parameters, horizon_days=make_world(totals).days[-1]
    )
    stays = simulate(parameters, seed=7, replication=replication).sojourns
    names = np.array([*parameters.staircase.names])
    first = stays.visit == stays.visit.min()
    at_start = {
        child: names[step]
        for child, step, since in zip(stays.child[first], stays.step[first], stays.start[first], strict=True)
        if since <= 0
    }
    at_end = {
        child: names[step]
        for child, step, to in zip(stays.child, stays.step, stays.destination, strict=True)
        if to < 0
    }
    measured = []
    for total in totals.form.totals.values():
        inside = {*total.steps}
        from_set = {child for child, step in at_start.items() if step in inside}
        still = {child for child in from_set if at_end.get(child) in inside}
        if isinstance(total, Present):
            measured.append(float(sum(step in inside for step in at_end.values())))
        elif isinstance(total, InflowTotal):
            came = np.isin(names[stays.step], total.steps) & (stays.start > 0)
            moved = np.isin(names[stays.step], total.steps) & (stays.destination >= 0)
            moved &= np.isin(names[np.maximum(stays.destination, 0)], total.steps)
            too = [(moved & (names[stays.destination] == step)).sum() for step in total.also]
            measured.append(float(came.sum() - moved.sum() + np.dot(too, [*total.also.values()])))
        elif isinstance(total, Left):
            measured.append(1.0 - len(still) / len(from_set))
        elif isinstance(total, Mix):
            of = sum(step in total.of for step in at_end.values())
            measured.append(sum(step in inside for step in at_end.values()) / of)
        else:
            measured.append(sum(at_end[child] != at_start[child] for child in still) / len(still))
    return np.array(measured)
