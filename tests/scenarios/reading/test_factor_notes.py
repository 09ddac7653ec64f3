"""Check the notes on numbers that another file's factor multiplies, with their places."""

from pathlib import Path

import pytest

from scenarios.reading.load import load
from tests.scenarios.small import SMALL, study_of, with_change

FACTORS = """\
factors:
  ud: {from: [hjemme, pleje], to: [slut], times: 1.2}
  ind: {arrivals: [hjemme], times: 0.9}
  her: {stock: [pleje], years_on_step: [pleje], times: 1.1}
"""


def notes(folder: Path, over: str) -> list[str]:
    study_of(with_change("assumptions:\n", FACTORS + "assumptions:\n", text=SMALL), folder)
    (folder / "over.yaml").write_text("base: lille.yaml\n" + over, encoding="utf-8")
    return [str(note).replace(f"{folder}/", "") for note in load(folder / "over.yaml").notes]


@pytest.mark.parametrize(
    ("over", "number", "factor"),
    [
        ("rates: {by_step: {hjemme: {slut: 0.4}}}\n", "0.4", "ud"),
        ("rates: {by_step: {hjemme: {slut: {by_age: {0-17: 0.4}}}}}\n", "0.4", "ud"),
        ("arrivals: {by_step: {hjemme: {0-17: 12}}}\n", "12", "ind"),
        ("stock: {by_step: {pleje: {0-17: 9}}}\n", "9", "her"),
        ("stock: {years_on_step: {pleje: 1}}\n", "1", "her"),
        (
            "cases: {en: {title: En, changes: {rates: {by_step: {pleje: {slut: 0.4}}}}}}\n",
            "0.4",
            "ud",
        ),
    ],
)
def test_it_is_told_where_the_number_stands_and_what_multiplies_it(
    tmp_path: Path, over: str, number: str, factor: str
) -> None:
    (sentence,) = notes(tmp_path, over)
    place = f"over.yaml:2:{over.rindex(number) + 1}"
    assert sentence == (
        f"{place}: tallet bliver ganget med faktoren {factor} fra lille.yaml; er det jeres eget, "
        f"så skriv «factors: {{{factor}: }}» for at tage faktoren væk"
    )


@pytest.mark.parametrize(
    "over",
    [
        "",
        "rates: {by_step: {hjemme: {pleje: 0.4}}}\n",  # no factor is on that move
        "rates: {by_step: {hjemme: {slut: {shape: 0.9}}}}\n",  # a shape is not multiplied
        "factors: {ud: }\nrates: {by_step: {hjemme: {slut: 0.4}}}\n",
        "factors: {ud: {from: [hjemme], to: [slut], times: 1}}\nrates: {by_step: {hjemme: {slut: 0.4}}}\n",
    ],
)
def test_nothing_is_told_where_nothing_of_ones_own_is_multiplied(tmp_path: Path, over: str) -> None:
    assert notes(tmp_path, over) == []
