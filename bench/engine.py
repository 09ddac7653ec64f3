"""Compare the speed of the compiled engine with other engines, libraries and limits, as ratios in one run."""

from collections.abc import Callable
from time import perf_counter

from bench import Bench, Document, Figures, case_variance, floor, memory, queues, throughput
from bench.ratios import Effort, Ratio
from model.compiled_engine import engine as compiled_engine

Measure = Callable[[Effort], dict[str, Ratio]]


def compared(effort: Effort) -> dict[str, Ratio]:
    """Return the speed over SimPy, the variance ratio of common numbers, and their product."""
    speed, variance = throughput.compiled_over_simpy(effort), case_variance.variance_ratio(effort)
    precision = Ratio(
        compares="time to a given precision: SimPy with independent seeds over compiled with common numbers",
        runs=tuple(faster * narrower for faster, narrower in zip(speed.runs, variance.runs, strict=True)),
        figures={"is": "compiled_over_simpy x variance_ratio, run by run"},
    )
    return {"compiled_over_simpy": speed, "variance_ratio": variance, "precision_ratio": precision}


MEASURES: tuple[Measure, ...] = (
    compared,
    queues.measure,
    floor.measure,
    lambda effort: {"threads_2_over_1": throughput.threads_2_over_1(effort)},
    lambda effort: {"cost_per_event_98_over_1": throughput.cost_per_event_98_over_1(effort)},
    lambda effort: {"mechanisms_over_none": throughput.mechanisms_over_none(effort)},
    lambda effort: {"memory_10000_over_1000": memory.memory_10000_over_1000(effort)},
    lambda effort: {"memory_of_comparison_2000_over_200": memory.memory_of_comparison_2000_over_200(effort)},
)


def measure(size: int) -> Document:
    """Return every ratio with the figures that explain it; nothing is compiled while the clock runs."""
    compiled_engine.prepare()
    floor.prepare()
    document: Document = {}
    for measured in MEASURES:
        began = perf_counter()
        ratios = measured(Effort(percent=size))
        seconds = round((perf_counter() - began) / len(ratios), 2)
        document |= {name: {**ratio.document, "seconds": seconds} for name, ratio in ratios.items()}
    return document


def rows(document: Document) -> list[Figures]:
    """Return a line for each ratio."""
    shown = ("value", "low", "high", "wanted", "compares")
    return [{"key": key} | {name: figures[name] for name in shown} for key, figures in document.items()]


BENCH = Bench(
    name="engine",
    question="How fast is the compiled engine, beside what, and how near to what the machine allows?",
    size=100,
    size_is="percent",
    measure=measure,
    rows=rows,
)
