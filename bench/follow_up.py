"""Measure after how many months a follow-up detects that a case has not its believed effects, and its time.

A truth is a draw of the scenario in which the effects of the case are as believed, half as large (their
square root, as they multiply) or none. The case's own run is observed month by month: it is compared with
the case's bands, and the draws are weighted by it. The draws are many, so that no fresh points are run.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bench import Bench, Document, Figures
from bench.ratios import timed
from bench.worlds import SEED
from booking.amounts import policy
from booking.amounts.bookable import bookable
from booking.follow_up.bands import bands
from booking.follow_up.event_rates import event_rates
from booking.follow_up.evidence import Evidence, kinds_of
from booking.follow_up.indicators import FollowUpIndicators, follow_up_indicators
from booking.follow_up.normal_scores import ScoreSpace, effective, normalised
from booking.follow_up.reweighting import OUTSIDE, evidence_of_runs, rarity, reweighted
from booking.follow_up.simulated import FollowUpMeasure
from model.compiled_engine import engine as compiled_engine
from model.world.arrays import Bools, Floats
from scenarios.format.study import BASELINE
from scenarios.running.chunk_store import temporary_store
from scenarios.running.dispatch import Dispatcher
from scenarios.running.ensemble import RunContext
from scenarios.running.workers import threads
from sensitivity.points import plain_draws as draws
from sensitivity.points.points import Points
from sensitivity.points.runner import PointRunner, PointWork
from sensitivity.subject.case_effects import effect_numbers
from sensitivity.subject.subject import Subject, subject

CASE = "opfølgning"
LOOKS = (3, 6, 9, 12, 18, 24, 30, 36)
TRUTHS = {"as_believed": 1.0, "half": 0.5, "none": 0.0}
"""The power of the effects: a half is their square root, none is 1."""
DRAWS, REPLICATIONS, OF_A_TRUTH = 2_000, 2, 16
_SPEED_DRAWS = 500


@dataclass(frozen=True, kw_only=True)
class DetectionTimes:
    """Months until truths are detected; [truth], infinite where a truth is not detected in time."""

    beyond: Floats
    """The first month in which any indicator lies outside its band."""
    effect_beyond: Floats
    """The first month in which moves up or down lie outside their bands."""
    outside: Floats
    """The first look at which the observed months lie outside what the scenario holds possible."""
    not_overbooked: Floats
    """The first look from which on the total bookable amount is no more than the true gain, or nothing is
    bookable, as the observed months lie outside the scenario."""
    not_overbooked_before: float
    """Share of the truths in which that is so before any look."""
    effective_draws: Floats
    """Effective number of draws under the weights at the last look; [truth]."""


def detection_times(
    case: Subject, power: float, *, truths: int, looks: Sequence[int], prior: int = DRAWS
) -> DetectionTimes:
    """Return when truths with such a power of the effects are detected."""
    look = follow_up_indicators(case.study, case.case, months=max(looks))
    rule = policy.shipped()
    measure = FollowUpMeasure(case.study, case.case, look, rule, seed=SEED)
    points = draws.points(case.study, case.factors, draws=prior + truths, seed=SEED)
    with temporary_store() as store, Dispatcher(threads()) as dispatcher:
        running = RunContext(store=store, dispatcher=dispatcher, progress=lambda _done, _total: None)
        laboratory = PointRunner(PointWork.none(measure, case.factors, {}), case.to_outcomes, running)
        known = Points(values=points.values[:prior], chance=points.chance[:prior])
        believed = laboratory.run(known, replications=REPLICATIONS)
        real = Points(values=_with(case, points.values[prior:], power), chance=points.chance[prior:])
        lived = laboratory.run(real, replications=OF_A_TRUTH)
    seen = lived["case"][:, 0]
    out = bands(believed["case"], look.are_counts).outside(seen) != 0
    moves = [look.indicators.index(name) for name in ("moved_down", "moved_up")]
    holds = _total(lived["cashable_dkk"], rule.confidence)
    before = _total(believed["cashable_dkk"][np.newaxis], rule.confidence)[0]
    after, outside, effective_draws = _amounts(
        case=case,
        look=look,
        looks=looks,
        values=known.values,
        believed=believed,
        lived=lived,
        confidence=rule.confidence,
    )
    kept = np.logical_and.accumulate(((after <= holds[:, np.newaxis] + 1) | outside)[:, ::-1], axis=1)[
        :, ::-1
    ]
    return DetectionTimes(
        beyond=_first(out.any(axis=-1), range(1, max(looks) + 1)),
        effect_beyond=_first(out[..., moves].any(axis=-1), range(1, max(looks) + 1)),
        outside=_first(outside, looks),
        not_overbooked=_first(kept, looks),
        not_overbooked_before=float((before <= holds + 1).mean()),
        effective_draws=effective_draws,
    )


def measure(size: int) -> Document:
    """Return when `size` truths of each sort are detected in Kolding, and how long a follow-up takes."""
    compiled_engine.prepare()
    case = subject("kolding", CASE)
    times = {name: detection_times(case, power, truths=size, looks=LOOKS) for name, power in TRUTHS.items()}
    seconds, fresh = timed(lambda: _whole(case))
    return {
        "follow_up": {
            "case": CASE,
            "looks": [*LOOKS],
            **{name: _summary(each) for name, each in times.items()},
            "seconds_of_a_follow_up": round(seconds, 1),
            "draws_of_it": _SPEED_DRAWS,
            "fresh_runs_of_it": fresh,
            "wanted": "60 s on two cores",
        }
    }


def rows(document: Document) -> list[Figures]:
    """Return one row for each sort of truth."""
    times = document["follow_up"]
    return [{"truth": name, **_flat(times[name])} for name in TRUTHS]


def _whole(case: Subject) -> int:
    """Run what a follow-up runs after 36 months, and return how many times fresh points were."""
    look = follow_up_indicators(case.study, case.case, months=36)
    work = FollowUpMeasure(case.study, case.case, look, policy.shipped(), seed=SEED)
    points = draws.points(case.study, case.factors, draws=_SPEED_DRAWS + 1, seed=SEED)
    with temporary_store() as store, Dispatcher(threads()) as dispatcher:
        running = RunContext(store=store, dispatcher=dispatcher, progress=lambda _done, _total: None)
        laboratory = PointRunner(PointWork.none(work, case.factors, {}), case.to_outcomes, running)
        runs = laboratory.run(points, replications=REPLICATIONS)
        bands(runs["case"], look.are_counts)
        bands(runs["baseline"], look.are_counts)
        known, real = slice(0, _SPEED_DRAWS), slice(_SPEED_DRAWS, None)
        kinds = kinds_of(runs["events"][known, :, :36], _acted_on(look))

        def evidence(of: dict[str, Floats], some: slice = slice(None)) -> Evidence:
            return Evidence.of(of["events"][some, :, :36], of["child_years"][some, :, :36], kinds)

        def fresh(values: Floats) -> Evidence:
            first = _SPEED_DRAWS * 10
            more = Points(values=values, chance=np.arange(first, first + len(values)))
            return evidence(laboratory.run(more, replications=REPLICATIONS))

        whole = evidence(runs, real)
        reweighting = reweighted(
            case.factors,
            points.values[known],
            evidence(runs, known),
            Evidence(events=whole.events[0, 0], exposure=whole.exposure[0, 0]),
            kinds=kinds,
            fresh=fresh,
            seed=SEED,
        )
    return reweighting.fresh_runs


def _amounts(
    *,
    case: Subject,
    look: FollowUpIndicators,
    looks: Sequence[int],
    values: Floats,
    believed: dict[str, Floats],
    lived: dict[str, Floats],
    confidence: float,
) -> tuple[Floats, Bools, Floats]:
    """Return the total bookable amount, and whether the observed months lie outside; [truth, look].

    And the effective number of draws under the weights at the last look; [truth].
    """
    scores = ScoreSpace(case.factors).scores(values)
    amounts, outside, effective_draws = [], [], np.empty(0)
    for month in looks:
        kinds = kinds_of(believed["events"][:, :, :month], _acted_on(look))
        simulated, real = (
            Evidence.of(runs["events"][:, :, :month], runs["child_years"][:, :, :month], kinds)
            for runs in (believed, lived)
        )
        known = event_rates(scores, simulated.events, simulated.exposure)
        of_runs = evidence_of_runs(known, simulated)
        likelihoods = [
            known.log_likelihood(events, years)
            for events, years in zip(real.events[:, 0], real.exposure[:, 0], strict=True)
        ]
        weights = [normalised(each) for each in likelihoods]
        effective_draws = np.array([effective(each) for each in weights])
        outside.append([rarity(of_runs, each) <= OUTSIDE for each in likelihoods])
        amounts.append([_weighted(believed["cashable_dkk"], each, confidence) for each in weights])
    return np.array(amounts).T, np.array(outside).T, effective_draws


def _weighted(gain_dkk: Floats, weights: Floats, confidence: float) -> float:
    of_runs = np.repeat(weights[:, np.newaxis], gain_dkk.shape[1], axis=1)
    cells = gain_dkk.reshape(*gain_dkk.shape[:2], -1)
    return sum(bookable(cells[..., cell], confidence, of_runs) for cell in range(cells.shape[-1]))


def _total(gain_dkk: Floats, confidence: float) -> Floats:
    """Return the bookable amount of all years and payers together; [truth]."""
    cells = gain_dkk.reshape(len(gain_dkk), -1, int(np.prod(gain_dkk.shape[-2:])))
    return np.array(
        [sum(bookable(each[:, cell], confidence) for cell in range(each.shape[1])) for each in cells]
    )


def _with(case: Subject, values: Floats, power: float) -> Floats:
    """Return values with the effects of the case taken to a power."""
    numbers = effect_numbers(case.study.case(BASELINE), case.study.case(case.case))
    effects = {each.number.name for each in numbers}
    at = [i for i, name in enumerate(case.factors.names) if name in effects]
    changed = values.copy()
    changed[:, at] = changed[:, at] ** power
    return changed


def _acted_on(look: FollowUpIndicators) -> tuple[str, ...]:
    return tuple(look.steps[step] for step in look.acted_on)


def _first(flags: Bools, months: Sequence[int]) -> Floats:
    return np.where(flags.any(axis=1), np.array(months, dtype=float)[flags.argmax(axis=1)], np.inf)


def _summary(times: DetectionTimes) -> dict[str, Any]:
    return {
        "anything_beyond": _quantiles(times.beyond),
        "moves_beyond": _quantiles(times.effect_beyond),
        "outside_scenario": _quantiles(times.outside),
        "bookable_no_more_than_true": _quantiles(times.not_overbooked),
        "bookable_no_more_than_true_before": times.not_overbooked_before,
        "worth_draws_p10": float(np.quantile(times.effective_draws, 0.1)),
    }


def _quantiles(months: Floats) -> dict[str, float | None]:
    low, middle, high = (
        float(each) if np.isfinite(each) else None
        for each in np.quantile(months, [0.1, 0.5, 0.9], method="inverted_cdf")
    )
    return {"p10": low, "median": middle, "p90": high, "share": float(np.isfinite(months).mean())}


def _flat(summary: dict[str, Any]) -> Figures:
    flat: Figures = {}
    for name in ("anything_beyond", "moves_beyond", "outside_scenario", "bookable_no_more_than_true"):
        for key, value in summary[name].items():
            flat[f"{name} {key}"] = "never" if value is None else value
    return flat


BENCH = Bench(
    name="follow_up",
    question="After how many months is it seen that a case does half of what is believed, or nothing?",
    size=200,
    size_is="truths",
    measure=measure,
    rows=rows,
)
