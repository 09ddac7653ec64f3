"""Follow up a case under way: compare it with what was expected, month by month, and work it out anew.

Caveat. All results hold within the scenario: what it holds certain, no ledger can change. The bands are for
the months and indicators planned. The amounts worked out anew use what the ledger tells of the assumptions;
that the past months are over, and what they gave, is not in them.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from booking.amounts.bookable import Odds
from booking.amounts.gain_in_kroner import GainInKroner
from booking.amounts.policy import Policy
from booking.amounts.promised import Promised, promised
from booking.follow_up.bands import Bands, IndicatorVerdict, bands, verdicts
from booking.follow_up.beliefs import Learnt, updated_beliefs
from booking.follow_up.evidence import Evidence, kinds_of
from booking.follow_up.indicators import FollowUpIndicators, follow_up_indicators
from booking.follow_up.observed import Observed, observed
from booking.follow_up.reweighting import Reweighted, reweighted
from booking.follow_up.simulated import FollowUpMeasure
from booking.follow_up.steering import SteeringFigure, steering_figures
from calibration.ledger.extract_days import ExtractDays, last_day
from calibration.ledger.read_ledgers import Reading, read_ledgers
from calibration.rows import mapping as mappings
from calibration.rows.names import Names
from calibration.rows.pseudonyms import Pseudonyms
from language.messages import Message
from model.world.arrays import Floats
from model.world.months import Months
from scenarios.files.refusals import RefusedError
from scenarios.results.comparison import Gain
from scenarios.results.expected_gain import ExpectedGain
from scenarios.running.ensemble import RunContext
from sensitivity.points import plain_draws as draws
from sensitivity.points.points import Points
from sensitivity.points.runner import PointRunner, PointWork
from sensitivity.subject.subject import Subject

DRAWS, REPLICATIONS, MONTHS = 500, 2, 36
LEAST_DRAWS = 100


@dataclass(frozen=True, kw_only=True)
class FollowUpRequest:
    """What a follow-up is asked to do."""

    ledgers: Sequence[str | Path]
    policy: Policy
    months: int = MONTHS
    """Of the planned follow-up, from the start of the case; no more than it is simulated."""
    last: date | None = None
    """The last day that the ledger tells of; left out, the day of the newest extract."""
    extract_days: ExtractDays | None = None
    """The day on which the files were extracted, or that of each by name; left out, by the files."""
    mapping: str | Path | None = None
    pseudonyms: Pseudonyms | None = None
    bridge_days: int = 14
    draws: int = DRAWS
    replications: int = REPLICATIONS
    seed: int = 1


@dataclass(frozen=True, kw_only=True)
class FollowUpBasis:
    """What a follow-up rests on before anything is simulated: the case, the ledger, the indicators."""

    subject: Subject
    reading: Reading
    watch: FollowUpIndicators
    observed: Observed
    ledger_sha256: tuple[str, ...]
    """Of the files, in the order in which they were given."""


@dataclass(frozen=True, kw_only=True)
class FollowUp:
    """A follow-up: verdicts, beliefs and amounts before and after the ledger."""

    request: FollowUpRequest
    known: FollowUpBasis
    seen: Floats
    """The ledger's indicators; [month, indicator], whole months that are known, cumulated from the start."""
    baseline: Bands
    case: Bands
    verdicts: tuple[IndicatorVerdict, ...]
    reweighted: Reweighted | None
    """None for a case that works on no step, or where nothing ever happens: nothing can be learnt."""
    learnt: tuple[Learnt, ...]
    """Empty when nothing can be learnt."""
    expected_before: ExpectedGain
    expected_after: ExpectedGain | None
    """Once the ledger is known; None when the weights may not be used."""
    promised_before: tuple[Promised, ...]
    promised_after: tuple[Promised, ...]
    """The same once the ledger is known; `promised_before` when nothing can be learnt. When the weights may
    not be used nothing is sure, and what was expected before stands."""
    steered: tuple[SteeringFigure, ...]
    programmes_dkk: float
    """What the case was expected to cost until now beside its steps; no ledger tells what it did cost."""

    @property
    def months_observed(self) -> int:
        """How many whole months the ledger covers."""
        return self.known.observed.months


def read(request: FollowUpRequest, subject: Subject) -> Reading:
    """Return what stands in the ledgers, on the steps of the case.

    Raises RefusedError for files that cannot be used, ScenarioError for a mapping with faults.
    """
    return read_ledgers(
        request.ledgers,
        mapping=request.mapping,
        names=Names.of(subject.study.case(subject.case)),
        pseudonyms=request.pseudonyms,
        extract_days=request.extract_days,
    ).in_order()


def known(request: FollowUpRequest, subject: Subject, reading: Reading) -> FollowUpBasis:
    """Return what is known before anything is simulated.

    Raises RefusedError for what cannot be asked, a last day after a stated day of the extract, and as
    `booking.follow_up.observed.observed` does.
    """
    scenario = subject.study.case(subject.case)
    horizon = 12 * scenario.years
    if not 1 <= request.months <= horizon:
        raise RefusedError(
            Message(
                "--months: {months} will not do; the scenario simulates {horizon} months; give 1 "
                "to {horizon}",
                months=request.months,
                horizon=horizon,
            )
        )
    if request.draws < LEAST_DRAWS:
        raise RefusedError(
            Message(
                "--draws: {draws} are too few to weigh by a ledger; give at least {least_draws}",
                draws=request.draws,
                least_draws=LEAST_DRAWS,
            )
        )
    indicators = follow_up_indicators(subject.study, subject.case, months=request.months)
    return FollowUpBasis(
        subject=subject,
        reading=reading,
        watch=indicators,
        observed=observed(
            subject.study,
            subject.case,
            reading.ledger,
            indicators,
            last=last_day(request.last, reading.day, reading.day_source),
            bridge_days=request.bridge_days,
        ),
        ledger_sha256=tuple(_sha256(path) for path in request.ledgers),
    )


def about(request: FollowUpRequest, basis: FollowUpBasis) -> dict[str, Any]:
    """Return a description of the run, for resuming it and for its digest.

    The ledger and the number of draws have a part in it: they decide which fresh points are run.
    """
    observed = basis.observed
    return {
        "what": {
            "follow_up": basis.subject.case,
            "months": request.months,
            "draws": request.draws,
            "replications": request.replications,
            "policy": request.policy.digest,
            "ledger": [*basis.ledger_sha256],
            "last": str(observed.last),
            "bridge_days": request.bridge_days,
            "mapping": None if request.mapping is None else mappings.load(request.mapping).model_dump_json(),
        },
        "scenario": basis.subject.study.name,
        "scenario_digest": basis.subject.study.digest,
        "seed": request.seed,
    }


def work(request: FollowUpRequest, basis: FollowUpBasis) -> PointWork:
    """Return the work of a follow-up, without points yet."""
    subject = basis.subject
    measure = FollowUpMeasure(subject.study, subject.case, basis.watch, request.policy, seed=request.seed)
    return PointWork.none(measure, subject.factors, about(request, basis))


def follow_up(request: FollowUpRequest, basis: FollowUpBasis, context: RunContext) -> FollowUp:
    """Return the follow-up of a case; the same ledger, numbers and seed give the same figures.

    Raises as `PointRunner.run` does.
    """
    subject, indicators = basis.subject, basis.watch
    runner = PointRunner(work(request, basis), subject.to_outcomes, context)
    points = draws.points(subject.study, subject.factors, draws=request.draws, seed=request.seed)
    runs = [runner.run(points, replications=request.replications)]
    baseline, case = (bands(runs[0][name], indicators.are_counts) for name in ("baseline", "case"))
    seen = indicators.read(basis.observed.counted)
    weighted = _reweighted(request, basis, points, runs, runner)
    scenario = subject.study.case(subject.case)
    pay = partial(
        promised,
        policy=request.policy,
        years=Months.of(scenario.start, scenario.years).years,
        payers=tuple(scenario.payers),
    )
    before = pay(_money(runs[:1]))
    return FollowUp(
        request=request,
        known=basis,
        seen=seen,
        baseline=baseline,
        case=case,
        verdicts=verdicts(seen, case=case, baseline=baseline, names=indicators.indicators),
        reweighted=weighted,
        learnt=() if weighted is None else updated_beliefs(subject, weighted),
        expected_before=_expected(subject, runs[:1]),
        expected_after=_expected_after(subject, runs, weighted, request),
        promised_before=before,
        promised_after=_after(before, weighted, lambda weights: pay(_money(runs), weights=weights), request),
        steered=steering_figures(
            indicators,
            seen[-1],
            {name: runs[0][name][..., len(seen) - 1, :] for name in ("baseline", "case")},
        ),
        programmes_dkk=float(runs[0]["programmes_dkk"][..., len(seen) - 1].mean()),
    )


def _reweighted(
    request: FollowUpRequest,
    basis: FollowUpBasis,
    points: Points,
    runs: list[dict[str, Floats]],
    runner: PointRunner,
) -> Reweighted | None:
    """Return the weights; runs of fresh points are appended to `runs`."""
    indicators, months = basis.watch, basis.observed.months
    steps = tuple(indicators.steps[step] for step in indicators.acted_on)
    kinds = kinds_of(runs[0]["events"][:, :, :months], steps)
    if not kinds:
        return None

    def evidence(events: Floats, child_years: Floats) -> Evidence:
        return Evidence.of(events[..., :months, :, :], child_years[..., :months, :], kinds)

    def fresh(values: Floats) -> Evidence:
        first = request.draws * len(runs)
        more = Points(values=values, chance=np.arange(first, first + len(values)))
        runs.append(runner.run(more, replications=request.replications))
        return evidence(runs[-1]["events"], runs[-1]["child_years"])

    return reweighted(
        basis.subject.factors,
        points.values,
        evidence(runs[0]["events"], runs[0]["child_years"]),
        evidence(*indicators.events(basis.observed.counted)),
        kinds=kinds,
        fresh=fresh,
        seed=request.seed,
    )


def _after(
    before: tuple[Promised, ...],
    weighted: Reweighted | None,
    pay: Callable[[Floats], tuple[Promised, ...]],
    request: FollowUpRequest,
) -> tuple[Promised, ...]:
    if weighted is None:
        return before
    if not weighted.is_usable:
        return tuple(replace(each, sure=Odds(dkk=0.0, shortfall_dkk=0.0, regret=0.0)) for each in before)
    return pay(_by_run(weighted, request))


def _expected(
    subject: Subject, runs: Sequence[dict[str, Floats]], weights: Floats | None = None
) -> ExpectedGain:
    """Return the expected gain of runs, as a comparison works it out."""
    scenario = subject.study.case(subject.case)
    gain = Gain(
        dkk=_money(runs).in_blocks_dkk,
        months=Months.of(scenario.start, scenario.years),
        municipal=tuple(payer.municipal for payer in scenario.payers.values()),
    )
    return gain.expected(scenario.price_year, weights)


def _expected_after(
    subject: Subject,
    runs: Sequence[dict[str, Floats]],
    weighted: Reweighted | None,
    request: FollowUpRequest,
) -> ExpectedGain | None:
    if weighted is None:
        return _expected(subject, runs)
    return _expected(subject, runs, _by_run(weighted, request)) if weighted.is_usable else None


def _money(runs: Sequence[dict[str, Floats]]) -> GainInKroner:
    """Return the gain of every run, fresh points after the others; [point, replication, year, payer]."""
    return GainInKroner(
        at_average_dkk=np.concatenate([each["at_average_dkk"] for each in runs]),
        in_blocks_dkk=np.concatenate([each["in_blocks_dkk"] for each in runs]),
        cashable_dkk=np.concatenate([each["cashable_dkk"] for each in runs]),
    )


def _by_run(weighted: Reweighted, request: FollowUpRequest) -> Floats:
    """Return the weight of every run; [point, replication]."""
    return np.repeat(weighted.weights[:, np.newaxis] / request.replications, request.replications, axis=1)


def _sha256(path: str | Path) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()
