"""Run benchmarks and print their tables: `python -m bench [NAME ...] [--size N] [--json]`."""

import argparse
import json
import time
from collections.abc import Mapping

from bench import (
    Bench,
    Document,
    Figures,
    engine,
    follow_up,
    ledger,
    machine,
    register,
    sensitivity,
    variance_reduction,
)

BENCHES = {
    bench.name: bench
    for bench in (
        engine.BENCH,
        variance_reduction.BENCH,
        sensitivity.BENCH,
        follow_up.BENCH,
        register.BENCH,
        ledger.BENCH,
    )
}


def main(arguments: list[str] | None = None, benches: Mapping[str, Bench] = BENCHES) -> None:
    """Run the benchmarks named, or all."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measured comparisons.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which: {', '.join(benches)} (default all)")
    parser.add_argument("--size", type=int, help="how much to measure; each benchmark has its own default")
    parser.add_argument("--json", action="store_true", help="one JSON document instead of tables")
    chosen = parser.parse_args(arguments)
    if unknown := [name for name in chosen.names if name not in benches]:
        parser.error(f"there is no benchmark {unknown[0]}; there are {', '.join(benches)}")
    if chosen.size is not None and chosen.size < 2:
        parser.error(f"--size: {chosen.size} is below 2")
    here = machine()
    document: Document = {}
    if not chosen.json:
        versions = ", ".join(f"{package} {version}" for package, version in here["versions"].items())
        print(f"{here['cores']} cores, {here['machine']}, {versions}")
    for bench in (benches[name] for name in chosen.names or benches):
        size = bench.size if chosen.size is None else chosen.size
        began = time.perf_counter()
        measured = bench.measure(size)
        about = {
            "name": bench.name,
            bench.size_is: size,
            "seconds": round(time.perf_counter() - began, 2),
        }
        document |= {key: {**figures, "bench": about, **here} for key, figures in measured.items()}
        if not chosen.json:
            print(f"\n{bench.question}\n" + ", ".join(f"{key} {value}" for key, value in about.items()))
            print_table(bench.rows(measured))
    if chosen.json:
        print(json.dumps(document, indent=2))


def print_table(rows: list[Figures]) -> None:
    """Print rows as aligned columns."""
    table = [[*rows[0]], *([_text(value) for value in row.values()] for row in rows)]
    widths = [max(len(line[i]) for line in table) for i in range(len(table[0]))]
    for line in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def _text(value: float | str) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    main()
