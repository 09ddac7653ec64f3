"""`python -m bench [NAME ...] [--size N] [--json]`: run benchmarks and print their tables."""

import argparse
import json
import time

from bench import Bench, Figures, machine, variance_reduction

BENCHES = {bench.name: bench for bench in (variance_reduction.BENCH,)}


def main(arguments: list[str] | None = None) -> None:
    """Run the benchmarks named, or all."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measured comparisons.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which: {', '.join(BENCHES)} (default all)")
    parser.add_argument("--size", type=int, help="how much to measure; each benchmark has its own default")
    parser.add_argument("--json", action="store_true", help="one JSON document instead of tables")
    chosen = parser.parse_args(arguments)
    if unknown := [name for name in chosen.names if name not in BENCHES]:
        parser.error(f"there is no benchmark {unknown[0]}; there are {', '.join(BENCHES)}")
    if chosen.size is not None and chosen.size < 2:
        parser.error(f"--size: {chosen.size} is below 2")
    results = [run(BENCHES[name], chosen.size) for name in chosen.names or BENCHES]
    if chosen.json:
        print(json.dumps({"machine": machine(), "benches": results}, indent=2))
        return
    print(", ".join(f"{key} {value}" for key, value in machine().items()))
    for result in results:
        print_table(result)


def run(bench: Bench, size: int | None) -> dict[str, object]:
    """Return the rows of one benchmark with what they were measured on."""
    size = bench.size if size is None else size
    began = time.perf_counter()
    rows = bench.measure(size)
    return {
        "name": bench.name,
        "question": bench.question,
        bench.size_is: size,
        "seconds": round(time.perf_counter() - began, 2),
        "rows": rows,
    }


def print_table(result: dict[str, object]) -> None:
    """Print one benchmark as aligned columns."""
    head = {key: value for key, value in result.items() if key not in {"question", "rows"}}
    print(f"\n{result['question']}\n" + ", ".join(f"{key} {value}" for key, value in head.items()))
    rows: list[Figures] = result["rows"]  # type: ignore[assignment]
    table = [[*rows[0]], *([_text(value) for value in row.values()] for row in rows)]
    widths = [max(len(line[i]) for line in table) for i in range(len(table[0]))]
    for line in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def _text(value: float | str) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    main()
