from datetime import date
from pathlib import Path
from time import process_time

import pytest

from scenarios.format.assumptions import Quantity
from scenarios.reading.load import load
from tests.scenarios.small import BEFORE_CASES, SMALL, faults_of, place, study_of, with_change


def listed(text: str) -> list[str]:
    return text.split(" | ")


@pytest.mark.parametrize(
    "text",
    [
        SMALL.replace("\n", "\r\n"),
        "\ufeff" + SMALL,
        "---\n" + SMALL + "...\n",
        SMALL + "\n\n# slut",
        SMALL.rstrip("\n"),
    ],
    ids=["CRLF", "BOM", "markers", "comments", "no last newline"],
)
def test_how_a_file_is_saved_does_not_matter(text: str, tmp_path: Path) -> None:
    digest = study_of(SMALL, tmp_path).digest
    path = tmp_path / "anden.yaml"
    path.write_bytes(text.encode())
    assert load(path).digest == digest


@pytest.mark.parametrize(
    ("written", "value"),
    [
        *[("5", 5.0), ("5.5", 5.5), ("1e3", 1000.0), ("1_000", 1000.0), ("0x1F", 31.0), ("0o17", 15.0)],
        *[("-0", 0.0), ("12.3450", 12.345), ("0.125", 0.125), ("1234.567", 1234.567), ("010", 10.0)],
    ],
)
def test_a_number_is_what_it_says(written: str, value: float, tmp_path: Path) -> None:
    study = study_of(with_change("dkk: 100000", f"dkk: {written}"), tmp_path)
    assert study.scenario.prices["hjemme"]["indsats"].dkk == Quantity(value=value)


NO_AMOUNT = listed(
    "40.000,50 | 12.345 | 12.345.678 | 40 000 | 1:30 | 190:20:30 | yes | no | on | true | True"
    " | .inf | -.inf | .nan | -1.234 | -1e300 | '5' | \"5\" | 1e400 | 1e300 | 2027-01-01 | 2027-02-30"
    " | 2027-01-01T10:00:00Z | ~ |  | [1] | {a: 1} | !!bool maybe | !!null 5 | !!int '12.345'"
    " | !!float x | !penge 12 | +0x1F | 0b11 | \uff11\uff12 | \u0663 | ½ | 5 kr. | kr. 5 | 1,5 | 1.5.5 | _1"
    " | --5 | 1-2 | =5 | 5% | 5 % | Infinity | NaN | 1.234"
)


@pytest.mark.parametrize("written", [*NO_AMOUNT, "1" + "0" * 400, "1" + "0" * 5000, "0x1" + "0" * 4000])
def test_what_is_no_clear_amount_is_a_fault(written: str, tmp_path: Path) -> None:
    sentences = faults_of(with_change("dkk: 100000", f"dkk: {written}"), tmp_path)
    line = place("dkk: 100000", SMALL).partition(":")[0]
    assert sentences
    assert all(sentence.startswith(f"lille.yaml:{line}:") for sentence in sentences)


REIMBURSED = "reimbursement: {receiver: familie, state: staten, limits: {2026: [860.000, 900, 999]}}\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("dkk: 100000", "dkk: {value: 100.000, grade: assumption, source: x}"),
        ("value: 400000", "value: 400.000"),
        ("value: 400000", "distribution: {kind: pert, low: 1, mode: 2, high: 450.000}"),
        ("children_0_22: 1000", "children_0_22: 1.000"),
        ("population: 4000", "population: 4.000"),
        ("{0-17: 10}", "{0-17: 1.200}"),
        ("hjemme: {0-17: 20}", "hjemme: {0-17: 1.200}"),
        ("dkk: 300000", "dkk: 300.000"),
        ("spending_per_child_dkk: 7000", "spending_per_child_dkk: 7.000"),
        ("rates:\n", REIMBURSED + "rates:\n"),
    ],
)
def test_three_digits_after_a_point_are_never_silently_decimals_of_money_or_counts(
    old: str, new: str, tmp_path: Path
) -> None:
    (sentence,) = faults_of(with_change(old, new), tmp_path)
    assert "kan betyde tusinder eller tre decimaler" in sentence


def test_every_ambiguous_number_of_a_distribution_is_said(tmp_path: Path) -> None:
    text = with_change(
        "value: 400000", "distribution: {kind: pert, low: 200.000, mode: 300.000, high: 450.000}"
    )
    assert [sentence.split(": ")[1] for sentence in faults_of(text, tmp_path)] == [
        f"assumptions.plejepris.distribution.{name}" for name in ("low", "mode", "high")
    ]


@pytest.mark.parametrize(
    "value", [".inf", "-.inf", ".nan", "1e400", "1e16", "true", "'5'", "2027-01-01", "[1]"]
)
@pytest.mark.parametrize("field", ["value: 400000", "p05: 0.05", "p95: 0.2"])
def test_no_assumption_is_endless_or_no_number(field: str, value: str, tmp_path: Path) -> None:
    sentences = faults_of(with_change(field, f"{field.partition(':')[0]}: {value}"), tmp_path)
    assert sentences
    assert all("assumptions." in sentence for sentence in sentences)


NO_DISTRIBUTION = listed(
    "{kind: beta, mean: 0.5, sd: 1.0e-200} | {kind: beta, mean: 1.0e-300, sd: 0.1}"
    " | {kind: beta, mean: 1, sd: 0.1} | {kind: lognormal, p05: 1.0e-300, p95: 1.0e+300}"
    " | {kind: lognormal, p05: 0, p95: 1} | {kind: uniform, low: -1.0e+308, high: 1.0e+308}"
    " | {kind: uniform, low: 1, high: 1} | {kind: trekant, low: 0} | {low: 0, high: 1}"
    " | {kind: [1]} | {kind: pert, low: 0.1} | [1] | 5 | {} | ~"
    " | {kind: uniform, low: -1, high: 1}"
)


@pytest.mark.parametrize("distribution", NO_DISTRIBUTION)
def test_what_is_no_distribution_of_a_rate_is_a_fault(distribution: str, tmp_path: Path) -> None:
    sentences = faults_of(with_change("{kind: lognormal, p05: 0.05, p95: 0.2}", distribution), tmp_path)
    assert sentences


@pytest.mark.parametrize("written", ["yes", "no", "'true'", "1", "0", "~", "sand", "TRUE x", "[true]"])
def test_only_true_and_false_are_truth_values(written: str, tmp_path: Path) -> None:
    text = SMALL.replace("      placed: true\n", "")
    text = with_change("    pleje:\n      title", f"    pleje:\n      placed: {written}\n      title", text)
    sentences = faults_of(text, tmp_path)
    assert len(sentences) == 1
    assert "true eller false" in sentences[0]


@pytest.mark.parametrize(
    "written",
    [
        "2027",
        "'2027-01-01'",
        "01-01-2027",
        "1. januar 2027",
        "2027-1-1",
        "2027-13-01",
        "2027-01-01 00:00:00",
        "~",
    ],
)
def test_only_a_day_that_exists_is_a_date(written: str, tmp_path: Path) -> None:
    sentences = faults_of(with_change("start: 2027-01-01\nyears", f"start: {written}\nyears"), tmp_path)
    assert len(sentences) == 1
    assert "2027-01-31" in sentences[0]


NO_KEY = listed(
    "1: x | 2027-01-01: x | ~: x | ? [a]\n: x | ? {a: 1}\n: x | true: x | 1.5: x | .nan: x"
    " | '': x | <<: {years: 3} | 📈: 1 | base: 5 | cases:  | *a : 1 | &a b: 1 | !!binary x: 1"
)


@pytest.mark.parametrize("line", [*NO_KEY, '"\\ud800": 1', "\u2028x: 1"])
def test_a_key_that_is_none_of_ours_is_a_fault_at_its_line(line: str, tmp_path: Path) -> None:
    sentences = faults_of(BEFORE_CASES + line + "\n", tmp_path)
    count = BEFORE_CASES.count("\n")
    assert sentences
    assert all(count + 1 <= int(sentence.split(":")[1]) <= count + 3 for sentence in sentences)


def test_laughs_and_circles_of_aliases_are_faults_in_no_time(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 30)]
    begun = process_time()
    assert (
        sum("YAML-henvisninger" in sentence for sentence in faults_of("\n".join(lines), tmp_path)) == 29 * 9
    )
    assert any("YAML-henvisninger" in sentence for sentence in faults_of("a: &a [*a]", tmp_path))
    assert process_time() - begun < 2


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "a:\n", "[[", "{", "[{a: [", "('", "!!x "])
@pytest.mark.parametrize("times", [30, 300, 3000])
def test_deep_nesting_is_a_fault_in_no_time(opening: str, times: int, tmp_path: Path) -> None:
    nest = "".join(" " * i + "a:\n" for i in range(min(times, 500))) if opening == "a:\n" else opening * times
    begun = process_time()
    assert faults_of(SMALL + "x: " + nest, tmp_path)
    assert process_time() - begun < 2


def test_windows_1252_and_utf16_are_faults_at_the_first_strange_byte(tmp_path: Path) -> None:
    (sentence,) = faults_of(SMALL.encode("cp1252"), tmp_path)
    assert sentence.startswith(f"lille.yaml:{place('Efterværn', SMALL, after=6)}: tegnet 0xe6 er ikke UTF-8")
    (sentence,) = faults_of(SMALL.encode("utf-16"), tmp_path)
    assert sentence.startswith("lille.yaml:1:1: tegnet 0xff er ikke UTF-8")


def test_names_may_be_in_any_script(tmp_path: Path) -> None:
    study = study_of(SMALL.replace("pleje:", "漢字-📈:").replace("[pleje]", "[漢字-📈]"), tmp_path)
    assert "漢字-📈" in study.scenario.staircase.steps


def test_a_share_that_is_uncertain_must_still_sum_to_one(tmp_path: Path) -> None:
    share = "{distribution: {kind: uniform, low: 0.4, high: 0.6}, grade: assumption, source: x}"
    text = with_change("{efter: 0.5, slut: 0.5}", f"{{efter: {share}, slut: 0.5}}")
    (sentence,) = faults_of(text, tmp_path)
    assert "at_age_limit: andelene summer til 0.90" in sentence


def test_a_rate_of_many_moves_a_day_is_a_fault(tmp_path: Path) -> None:
    (sentence,) = faults_of(with_change("hjemme: 0.2", "hjemme: 100000"), tmp_path)
    assert sentence.endswith("rates.by_step.pleje.hjemme: fandt 100000; tilladt er tal 0 - 366")


def test_a_number_from_dates_on_is_read_by_date(tmp_path: Path) -> None:
    places = (
        "      placed: true\n      ages: [0, 18]\n      places: {number: {2028-07-01: 9, 2027-01-01: 8}}\n"
    )
    study = study_of(with_change("      placed: true\n      ages: [0, 18]\n", places), tmp_path)
    spec = study.scenario.staircase.steps["pleje"].places
    assert spec is not None
    assert {day: number.value for day, number in spec.number.items()} == {
        date(2027, 1, 1): 8,
        date(2028, 7, 1): 9,
    }


def test_every_fault_of_an_assumption_that_is_used_nowhere_is_found(tmp_path: Path) -> None:
    text = with_change("cases:\n", "  ubrugt: {value: .nan, grade: assumption, source: x}\ncases:\n")
    (sentence,) = faults_of(text, tmp_path)
    assert "assumptions.ubrugt.value" in sentence
