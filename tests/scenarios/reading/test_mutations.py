"""Damage scenarios at random: each is read or refused with places, and nothing else ever happens.

`TRAPPE_MUTATIONS` sets how many mutations each test tries.
"""

import os
import random
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest

from scenarios.files.faults import Fault, ScenarioError
from scenarios.format.study import Study
from scenarios.library import catalogue as library
from scenarios.reading.load import load
from tests.languages import said_in
from tests.scenarios.small import TOGETHER, with_change

MUTATIONS = int(os.environ.get("TRAPPE_MUTATIONS", "60"))
SLOWEST = 2.0
KOLDING = library.path_of("examples/kolding")
assert KOLDING is not None
FACTORS = """\
factors:
  ud: {from: [pleje, hjemme], to: [slut], times: udslusning}
  ind: {arrivals: [hjemme], stock: [pleje], years_on_step: [pleje], times: 1.5}
payers:
"""
TEXTS = {
    "small": with_change("payers:\n  familie", f"{FACTORS}  familie", TOGETHER),
    "kolding": KOLDING.read_text(encoding="utf-8"),
}
ODD = [
    *(
        "",
        " ",
        "  ",
        "\t",
        "\n",
        "\r\n",
        "\0",
        "\ufeff",
        "\u2028",
        "æ",
        "📈",
        "#",
        "%",
        "@",
        "`",
        "|",
        ">",
        "-",
        "?",
    ),
    *(
        ":",
        ": ",
        ",",
        "[",
        "]",
        "{",
        "}",
        "'",
        '"',
        "\\",
        "&a ",
        "*a",
        "!!int ",
        "!x ",
        "<<",
        "~",
        "null",
        "---",
        "...",
    ),
    *(
        "yes",
        "true",
        ".inf",
        ".nan",
        "-1",
        "0",
        "1e999",
        "12.345",
        "40.000,50",
        "0x1F",
        "1_0",
        "2027-02-30",
        "9" * 500,
    ),
    *("kind", "value", "base: x", "changes", "staircase", "cases", "title", "{}", "[]", "[[[[", "{a: 1}"),
]


def bytes_changed(text: str, chance: random.Random) -> bytes:
    data = bytearray(text.encode())
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data))
        data[at : at + chance.randint(0, 2)] = chance.randbytes(chance.randint(0, 2))
    return bytes(data)


def texts_put_in(text: str, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(text))
        text = text[:at] + chance.choice(ODD) + text[at + chance.choice((0, 0, 1, 5)) :]
    return text.encode()


def values_replaced(text: str, chance: random.Random) -> bytes:
    lines = text.split("\n")
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(lines))
        key, colon, _ = lines[at].partition(": ")
        lines[at] = f"{key}{colon}{chance.choice(ODD)}"
    return "\n".join(lines).encode()


def words_swapped(text: str, chance: random.Random) -> bytes:
    words = text.split(" ")
    for _ in range(chance.randint(1, 3)):
        i, j = chance.randrange(len(words)), chance.randrange(len(words))
        words[i], words[j] = words[j], words[i]
    return " ".join(words).encode()


def lines_moved(text: str, chance: random.Random) -> bytes:
    lines = text.split("\n")
    for _ in range(chance.randint(1, 3)):
        taken = lines.pop(chance.randrange(len(lines)))
        if chance.random() < 0.5:
            lines.insert(chance.randrange(len(lines)), taken)
    return "\n".join(lines).encode()


def cut_short(text: str, chance: random.Random) -> bytes:
    return text.encode()[: chance.randrange(len(text))]


def outcome(path: Path) -> Study | list[Fault]:
    try:
        return load(path)
    except ScenarioError as error:
        return error.faults


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize(
    "damage", [bytes_changed, texts_put_in, values_replaced, words_swapped, lines_moved, cut_short]
)
def test_a_damaged_scenario_is_read_or_refused_with_places(
    damage: Callable[[str, random.Random], bytes], name: str, tmp_path: Path
) -> None:
    path = tmp_path / "skadet.yaml"
    refused = 0
    for seed in range(MUTATIONS if name == "small" else MUTATIONS // 5):
        chance = random.Random(f"{damage.__name__} {seed}")  # noqa: S311  not for secrets
        data = damage(TEXTS[name], chance)
        path.write_bytes(data)
        begun = process_time()
        result = outcome(path)
        assert process_time() - begun < SLOWEST, f"seed {seed}"
        if isinstance(result, Study):
            continue
        refused += 1
        assert result, f"seed {seed}"
        lengths = [len(line) for line in data.decode(errors="replace").splitlines()] or [0]
        for fault in result:
            assert str(fault) != said_in("en", str, fault), f"seed {seed}"
            if fault.spot.file != str(path):
                assert fault.spot.file.removesuffix(".yaml") in library.entries(), f"seed {seed}"
                continue
            assert 1 <= fault.spot.line <= len(lengths) + 1, f"seed {seed}: {fault}"
            assert 1 <= fault.spot.column <= max(lengths) + 1, f"seed {seed}: {fault}"
    assert refused
