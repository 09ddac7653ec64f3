"""Build small sensitivity analyses by hand around a case of Kolding."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any, Literal

import numpy as np

from model.world.arrays import Floats
from reports.sensitivity.page import sensitivity_html
from scenarios.files.forms import Text
from sensitivity.analysis.analysis import Sensitivity
from sensitivity.analysis.outputs import document
from sensitivity.analysis.request import SAMPLES, SensitivityRequest
from sensitivity.methods.bootstrap import IntervalEstimate
from sensitivity.methods.break_even import BreakEven, Map
from sensitivity.methods.densities import Densities
from sensitivity.methods.one_at_a_time import Corner, Tornado
from sensitivity.methods.screening import Screening
from sensitivity.methods.variance import DrawnTogether, Indices
from sensitivity.subject.factors import Factors, Joint
from sensitivity.subject.subject import Method, Subject, subject
from sensitivity.views.optimism import Correction, View
from sensitivity.views.optimism_file import shipped
from sensitivity.views.repeated import only_repeated
from sensitivity.views.three_views import Views
from tests.languages import said_in

Light = Literal["raw", "corrected", "repeated"]

CASE = "opfølgning"
DOWN, UP = 5, 6
"""The effects of the case on moves down and up among its assumptions; the first five are drawn together."""
TOTALS = (0.02, 0.0, 0.01, 0.03, 0.05, 0.87, 0.10)
FIRSTS = (0.01, -0.03, 0.01, 0.02, 0.12, 0.83, 0.08)
LONG = (
    "Virkning af tidlig og tæt opfølgning hver tredje måned på bevægelser fra døgninstitution og "
    "socialpædagogisk opholdssted til familiepleje nr. {number} til $ {number}0.000"
)


@cache
def town() -> Subject:
    """Return the case with seven uncertain assumptions."""
    return subject("kolding", CASE)


@cache
def large_town() -> Subject:
    """Return the same case with sixteen assumptions with long titles, and one with markup."""
    factors = town().factors
    known = factors.assumptions[DOWN]
    titles = [LONG.format(number=i + 1) for i in range(14)] + ["<i>&", "Antagelse 16"]
    assumptions = [known.model_copy(update={"title": Text(da=title)}) for title in titles]
    made = Factors(
        names=tuple(f"antagelse_{i}" for i in range(16)),
        assumptions=tuple(assumptions),
        joints=(Joint(members=(2, 3, 4), correlation=np.eye(3), root=np.eye(3)),),
        fixed={},
    )
    return replace(town(), factors=made)


def request(method: Method = "sobol", **changes: Any) -> SensitivityRequest:
    """Return what is asked for by default."""
    known: dict[str, Any] = {
        "method": method,
        "outcome": "net_present_gain",
        "samples": SAMPLES[method],
        "replications": 8,
        "second": False,
        "confidence": 0.8,
        "pairs": 2,
        "with_break_even": True,
        "seed": 3,
        "run": None,
        "optimism": shipped(),
    }
    return SensitivityRequest(**known | changes)


def spread(values: Sequence[float], half: float, outcomes: int) -> IntervalEstimate:
    """Return the same estimates of every outcome, with an interval of twice `half`."""
    value = np.repeat(np.array(values)[:, None], outcomes, axis=1)
    return IntervalEstimate(value=value, low=value - half, high=value + half)


def indices(about: Subject, totals: Sequence[float], firsts: Sequence[float], **changes: Any) -> Indices:
    """Return shares of every outcome; chance is 0.2 % of the mean of a point."""
    number = len(about.outcomes)
    known: dict[str, Any] = {
        "first": spread(firsts, 0.05, number),
        "total": spread(totals, 0.01, number),
        "together": spread([0.11], 0.02, number),
        "pairs": (),
        "second": spread([], 0.0, number),
        "chance": IntervalEstimate(
            value=np.full(number, 0.0025), low=np.full(number, 0.002), high=np.full(number, 0.003)
        ),
        "variance": np.full(number, 1e15),
    }
    return Indices(**known | changes)


def tornado(about: Subject, *, dkk: float = 1e6, middle: float = 24.2e6) -> Tornado:
    """Return a tornado of every outcome; the move down gains 70, the others hardly anything."""
    count, number = len(about.factors.names), len(about.outcomes)
    swing = np.linspace(0.2, 3.0, count)
    swing[min(DOWN, count - 1)] = 70.0
    both = np.repeat(dkk * swing[:, None], number, axis=1)
    factors = about.factors
    return Tornado(
        low_values=factors.quantiles(np.full((1, count), 0.1))[0],
        high_values=factors.quantiles(np.full((1, count), 0.9))[0],
        middle=np.full(number, middle),
        at_low=-both,
        at_high=0.9 * both,
        error=np.full((count, number), 0.1 * dkk),
        chance=np.full(number, 0.01),
        best=Corner(change=111.0 * dkk, summed=86.5 * dkk),
        worst=Corner(change=-67.2 * dkk, summed=-85.9 * dkk),
    )


def crossings(about: Subject, value: float | None, *, pays_above: bool = True) -> tuple[BreakEven, ...]:
    """Return break-even of every assumption: the one at DOWN at `value`, all the others nowhere."""
    ends = [[a.quantile(share) for share in (0.005, 0.995)] for a in about.factors.assumptions]
    return tuple(
        BreakEven(
            assumption=i,
            value=value if i == DOWN else None,
            low=low,
            high=high,
            pays_above=pays_above if i == DOWN else False,
        )
        for i, (low, high) in enumerate(ends)
    )


def border(
    about: Subject, values: tuple[float | None, ...], above: tuple[bool, ...], across: int = UP
) -> Map:
    """Return a map of the move down over another assumption."""
    columns = [about.factors.assumptions[across].quantile(share) for share in (0.05, 0.25, 0.5, 0.75, 0.95)]
    return Map(across=across, up=DOWN, columns=tuple(columns), values=values, pays_above=above)


def maps(about: Subject) -> tuple[Map, ...]:
    """Return a map with a border all over, one with columns without a border, and one without any."""
    return (
        border(about, (1.20, 1.15, 1.10, 1.05, 1.0), (True,) * 5),
        border(about, (None, 1.5, 1.2, 0.9, None), (False, True, True, True, True), across=0),
        border(about, (None,) * 5, (False,) * 5, across=1),
    )


@cache
def views() -> Views:
    """Return a gain of 25, one of 5.9 after the correction, and a loss of 25.8 with what is repeated."""
    told: tuple[tuple[Light, float, float], ...] = (
        ("raw", 25.0, 0.69),
        ("corrected", 5.94, 0.576),
        ("repeated", -25.8, 0.0),
    )
    return Views(
        views=tuple(
            View(
                name=name,
                mean_dkk=mean * 1e6,
                p10_dkk=(mean - 60) * 1e6,
                p50_dkk=(mean - 3) * 1e6,
                p90_dkk=(mean + 60) * 1e6,
                probability=share,
                mc_error_dkk=3.8e6 if share else float("nan"),
            )
            for name, mean, share in told
        ),
        correction=Correction(grade="before_after", reduction=0.25, delay_years=0.75),
        repeated=only_repeated(town().study, CASE),
    )


def sensed(method: Method = "sobol", outcome: str = "net_present_gain", **changes: Any) -> Sensitivity:
    """Return what a method found of an outcome; everything but the method's own is the same."""
    about = town()
    chosen = about.outcome(outcome)
    number, is_dkk = len(about.outcomes), about.outcomes[chosen].unit == "dkk"
    dkk = 1e6 if is_dkk else 0.05
    fields: dict[str, Any] = {
        "subject": about,
        "request": request(method, outcome=outcome),
        "chosen": chosen,
        "level": 24.5 * dkk,
        "tornado": tornado(about, dkk=dkk, middle=24.2 * dkk),
        "crossings": crossings(about, 1.0833),
        "maps": maps(about),
        "views": views(),
    }
    weights = np.array(TOTALS)
    if method == "sobol":
        fields["indices"] = indices(about, TOTALS, FIRSTS)
    if method == "morris":
        size = dkk * 100 * np.repeat(np.abs(weights)[:, None], number, axis=1)
        fields["screening"] = Screening(
            mu=size,
            mu_star=IntervalEstimate(value=size, low=0.9 * size, high=1.1 * size),
            sigma=0.3 * size,
            noise=np.full_like(size, 2.5 * dkk),
            chance=IntervalEstimate(
                value=np.full(number, 0.04), low=np.zeros(number), high=np.full(number, 0.1)
            ),
        )
    if method in {"pawn", "delta"}:
        fields["densities"] = Densities(
            measure="pawn" if method == "pawn" else "delta",
            distance=IntervalEstimate(value=weights, low=weights - 0.03, high=weights + 0.03),
            chance=0.05,
        )
    return Sensitivity(**fields | changes)


def drowned(method: Method = "sobol") -> Sensitivity:
    """Return what is found where the assumptions are not seen for chance."""
    analysis = sensed(method)
    if method == "sobol":
        nothing = [np.nan] * len(TOTALS)
        chance = IntervalEstimate(value=np.ones(17), low=np.ones(17), high=np.ones(17))
        lost = indices(town(), nothing, nothing, chance=chance, together=spread([np.nan], 0.0, 17))
        return replace(analysis, indices=lost)
    if analysis.screening is not None:
        return replace(
            analysis, screening=replace(analysis.screening, noise=analysis.screening.mu_star.value + 1.0)
        )
    if analysis.densities is not None:
        low = analysis.densities.distance.value * 0.0
        return replace(analysis, densities=replace(analysis.densities, distance=replace_low(analysis, low)))
    assert analysis.tornado is not None
    return replace(analysis, tornado=replace(analysis.tornado, error=np.abs(analysis.tornado.at_low)))


def replace_low(analysis: Sensitivity, low: Floats) -> IntervalEstimate:
    assert analysis.densities is not None
    return replace(analysis.densities.distance, low=low)


def many(method: Method = "sobol") -> Sensitivity:
    """Return sixteen assumptions with long titles, three of them drawn together, and all pairs."""
    about = large_town()
    totals = np.linspace(0.3, 0.001, 16).tolist()
    parts = [DrawnTogether(members=(i,)) for i in about.factors.alone] + [DrawnTogether(members=(2, 3, 4))]
    pairs = tuple((one, other) for i, one in enumerate(parts) for other in parts[i + 1 :])
    second = spread(np.linspace(-0.02, 0.2, len(pairs)).tolist(), 0.01, len(about.outcomes))
    analysis = sensed(
        subject=about,
        request=request(method, second=True),
        indices=indices(about, totals, totals, pairs=pairs, second=second),
        tornado=tornado(about),
        crossings=crossings(about, 1.0833),
        maps=(border(about, (1.20, 1.15, 1.10, 1.05, 1.0), (True,) * 5),),
    )
    if method == "morris":
        size = 1e6 * np.repeat(np.array(totals)[:, None], len(about.outcomes), axis=1)
        shown = Screening(
            mu=size,
            mu_star=IntervalEstimate(value=size, low=0.8 * size, high=1.2 * size),
            sigma=size,
            noise=np.full_like(size, 1e5),
            chance=IntervalEstimate(value=np.zeros(17), low=np.zeros(17), high=np.zeros(17)),
        )
        return replace(analysis, indices=None, screening=shown)
    return analysis


@cache
def page(lang: str, method: Method = "sobol") -> str:
    """Return the page of a method, with maps for one of them only: drawing takes its time."""
    return page_of(sensed(method) if method == "sobol" else sensed(method, maps=()), lang)


@cache
def large_page() -> str:
    """Return the page with sixteen assumptions."""
    return page_of(many())


def page_of(analysis: Sensitivity, lang: str = "da") -> str:
    """Return the page of an analysis with its document."""
    return said_in(lang, sensitivity_html, analysis, document(analysis))
