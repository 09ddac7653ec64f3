from pathlib import Path
from time import process_time

import pytest

from scenarios.library import catalogue as library
from scenarios.reading.load import load
from tests.scenarios.small import BEFORE_CASES, SMALL, sentences, write


def test_a_list_of_bases_is_laid_in_order_and_the_file_last(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        lille="base: [en.yaml, to.yaml]\ntitle: Sidst\n",
        en=BEFORE_CASES,
        to="years: 5\ntitle: To\nstaircase: {title: Anden}\n",
    )
    scenario = load(path).scenario
    assert (scenario.years, scenario.title.da, scenario.staircase.title.da) == (5, "Sidst", "Anden")
    assert [*scenario.staircase.steps] == ["hjemme", "pleje", "efter"]


def test_a_base_of_a_base_is_found_beside_the_base(tmp_path: Path) -> None:
    (tmp_path / "under").mkdir()
    write(tmp_path / "under", midt="base: bund.yaml\nyears: 3\n", bund=BEFORE_CASES)
    assert load(write(tmp_path, lille="base: under/midt.yaml\n")).scenario.years == 3


def test_null_deletes_what_the_base_has(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        lille="base: bund.yaml\nprice_index: null\nprices: {pleje: {ophold: ~}}\nassumptions: "
        "{plejepris: }\n",
        bund=BEFORE_CASES,
    )
    scenario = load(path).scenario
    assert scenario.price_index is None
    assert scenario.prices["pleje"] == {}
    assert "plejepris" not in scenario.assumptions


def test_a_distribution_of_another_kind_replaces_the_whole(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        lille="base: bund.yaml\nassumptions: {udslusning: {distribution: {kind: uniform, low: 0, high: "
        "1}}}\n",
        bund=BEFORE_CASES,
    )
    assert load(path).assumptions["udslusning"].support == (0.0, 1.0)


def test_a_base_that_cannot_be_read_is_all_that_is_said(tmp_path: Path) -> None:
    path = write(tmp_path, lille="base: [bund.yaml, mangler.yaml]\nyears: x\n", bund="title: [\n")
    known = ", ".join(library.entries())
    broken = "filen er ikke gyldig YAML: en parentes er ikke lukket, eller et komma mangler"
    assert sentences(path) == [
        f"{tmp_path / 'bund.yaml'}:2:1: {broken}",
        f"{path}:1:19: «mangler.yaml» er hverken en fil eller en del af biblioteket; biblioteket har {known}",
    ]
    assert sentences(path, "en")[1] == (
        f"{path}:1:19: 'mangler.yaml' is neither a file nor an entry of the library; the library has {known}"
    )


def test_files_that_build_on_each_other_are_a_fault(tmp_path: Path) -> None:
    path = write(tmp_path, en="base: to.yaml\n", to="base: en.yaml\n", selv="base: selv.yaml\n")
    assert sentences(path) == [f"{tmp_path / 'to.yaml'}:1:7: «en.yaml» bygger på sig selv"]
    assert sentences(tmp_path / "selv.yaml", "en") == [
        f"{tmp_path / 'selv.yaml'}:1:7: 'selv.yaml' builds on itself"
    ]


def test_many_bases_upon_bases_are_read_once_each(tmp_path: Path) -> None:
    for i in range(30):
        write(tmp_path, **{f"f{i}": f"base: [f{i + 1}.yaml, f{i + 1}.yaml]\n"})
    write(tmp_path, f30=BEFORE_CASES)
    begun = process_time()
    assert load(tmp_path / "f0.yaml").scenario.years == 2
    assert process_time() - begun < 2


def test_a_long_chain_of_bases_is_a_fault_and_no_traceback(tmp_path: Path) -> None:
    for i in range(100):
        write(tmp_path, **{f"f{i}": f"base: f{i + 1}.yaml\n"})
    write(tmp_path, f100=BEFORE_CASES)
    assert len(sentences(tmp_path / "f0.yaml")) == 1


@pytest.mark.parametrize(
    "base", ["x" * 300, "5", "true", "[1, 2]", "{a: 1}", "2027-01-01", '"a\\0b"', "~", "[[a]]", "''"]
)
def test_what_is_no_base_is_a_fault_at_its_line(base: str, tmp_path: Path) -> None:
    path = write(tmp_path, lille=SMALL + f"base: {base}\n")
    line = SMALL.count("\n") + 1
    faults = sentences(path)
    assert faults
    assert all(sentence.startswith(f"{path}:{line}:") for sentence in faults)


def test_a_rate_that_is_one_number_stays_the_rate_of_the_ages_that_are_not_named(tmp_path: Path) -> None:
    own = "base: lille.yaml\nrates: {by_step: {pleje: {hjemme: {by_age: {0-17: 0.7}}}}}\n"
    (tmp_path / "lille.yaml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "egen.yaml").write_text(own, encoding="utf-8")
    (tmp_path / "to.yaml").write_text(
        "base: [lille.yaml, del.yaml]\nrates: {by_step: {pleje: {hjemme: 0.4}}}\n", encoding="utf-8"
    )
    (tmp_path / "del.yaml").write_text(own.split("\n", 1)[1], encoding="utf-8")
    rate = load(tmp_path / "egen.yaml").scenario.rates.by_step["pleje"]["hjemme"]
    assert (rate.rate.value, rate.by_age["0-17"].value) == (0.2, 0.7)
    whole = load(tmp_path / "to.yaml").scenario.rates.by_step["pleje"]["hjemme"]
    assert (whole.rate.value, whole.by_age) == (0.4, {})  # one number says it for all
