"""Hold the request for a sensitivity analysis, and refuse what cannot be asked."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from language.messages import Message
from scenarios.files.forms import Form
from scenarios.files.refusals import RefusedError
from scenarios.running.limits import CONFIDENCE, PAIRS, POINT_REPLICATIONS, SEED, check_limits
from sensitivity.subject.subject import Method, Subject
from sensitivity.views.optimism_file import Optimism

SAMPLES: dict[Method, int] = {"sobol": 256, "morris": 20, "local": 16, "pawn": 500, "delta": 500}
"""Default sizes: rows, trajectories, chances, draws."""
LEAST: dict[Method, int] = {"sobol": 16, "morris": 4, "local": 2, "pawn": 100, "delta": 100}
MOST_SAMPLES = 2**14
"""With more, every outcome of every point would take more than half a gigabyte."""


@dataclass(frozen=True, kw_only=True)
class SensitivityRequest:
    """What a sensitivity analysis is asked to do."""

    method: Method
    outcome: str
    samples: int
    replications: int
    second: bool
    """Second-order indices too; Sobol' only."""
    confidence: float
    """With which the case is to pay its way, for break-even."""
    pairs: int
    """How many of the assumptions that matter most are mapped two and two; 0 or 1 for no map."""
    with_break_even: bool
    seed: int
    run: Path | None
    """The folder of a comparison to take the draws from; nothing is run then."""
    optimism: Optimism


class RequestForm(Form):
    """A request as it stands in the folder of the analysis, so that it can be carried out again."""

    case: str
    method: Method
    outcome: str
    samples: int
    replications: int
    second: bool
    confidence: float
    pairs: int
    with_break_even: bool
    seed: int
    from_run: bool
    """Whether it took the draws of a run."""
    optimism: Optimism

    @classmethod
    def of(cls, request: SensitivityRequest, case: str) -> Self:
        """Return the form of a request about a case."""
        fields = {name: value for name, value in vars(request).items() if name != "run"}
        return cls(case=case, from_run=request.run is not None, **fields)

    def request(self, run: Path | None) -> SensitivityRequest:
        """Return the request; `run` is the folder of the run whose draws it took."""
        fields = {name: value for name, value in dict(self).items() if name not in {"case", "from_run"}}
        return SensitivityRequest(run=run if self.from_run else None, **fields)


def check_request(request: SensitivityRequest, subject: Subject) -> None:
    """Raise RefusedError for what cannot be asked, before anything is run."""
    check_limits(
        replications=(request.replications, POINT_REPLICATIONS),
        confidence=(request.confidence, CONFIDENCE),
        pairs=(request.pairs, PAIRS),
        seed=(request.seed, SEED),
    )
    subject.outcome(request.outcome)
    least = LEAST[request.method]
    if not least <= request.samples <= MOST_SAMPLES:
        raise RefusedError(
            Message(
                "--samples: {samples} will not do for {method}; give {least} to {most_samples}",
                samples=request.samples,
                method=request.method,
                least=least,
                most_samples=MOST_SAMPLES,
            )
        )
    if request.method == "sobol" and request.samples & (request.samples - 1):
        below = 2 ** (request.samples.bit_length() - 1)
        raise RefusedError(
            Message(
                "--samples: {samples} is no power of two; give for example {below} or {value}",
                samples=request.samples,
                below=below,
                value=2 * below,
            )
        )
    if request.second and request.method != "sobol":
        raise RefusedError(Message("--second: second order is for --method sobol only"))
    if request.run is not None and request.method not in {"pawn", "delta"}:
        raise RefusedError(
            Message(
                "--run: {method} needs points of its own; use --method pawn or delta", method=request.method
            )
        )


def about(request: SensitivityRequest, subject: Subject) -> dict[str, Any]:
    """Return a description of the run, for resuming it and for its digest."""
    return {
        "what": {
            "sensitivity": request.method,
            "case": subject.case,
            "outcome": request.outcome,
            "samples": request.samples,
            "replications": request.replications,
            "second": request.second,
            "confidence": request.confidence,
            "pairs": request.pairs,
            "break_even": request.with_break_even,
        },
        "scenario": subject.study.name,
        "scenario_digest": subject.study.digest,
        "seed": request.seed,
    }
