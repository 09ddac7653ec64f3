"""No personal number that is written in a call, or in a YAML file, is shown or kept."""

import json
from pathlib import Path

import pytest

from tests.booking.registers import Place
from tests.calibration.rows.cpr_spellings import NUMBERS
from tests.commands.office import Office, run
from tests.scenarios.small import SMALL, with_change

NUMBER = NUMBERS[7]


def test_a_reason_with_a_number_is_not_entered(office: Office) -> None:
    entries = len(Place(str(office.register)).entries())
    result = office.book(
        "propose", office.scenario, "--run", office.run, "--who", "A", "--why", f"Om {NUMBER}"
    )
    assert result.exit_code == 2
    assert "der står et CPR-nummer i kaldet, i «Om ******-****»" in result.stderr
    assert NUMBER not in result.stderr
    assert len(Place(str(office.register)).entries()) == entries


@pytest.mark.parametrize(
    "written", [f"{NUMBER[:6]}-{NUMBER[6:]}", NUMBER, f"cpr {NUMBER}", f"{NUMBER[:6]} {NUMBER[6:]}"]
)
@pytest.mark.parametrize(
    "before", ["check", "compare", "calibrate", "book amount --case", "calibrate x.csv --exit"]
)
def test_wherever_it_stands_in_a_call(written: str, before: str) -> None:
    result = run(*before.split(), written)
    assert result.exit_code == 2
    assert "der står et CPR-nummer i kaldet" in result.stderr
    assert NUMBER[6:] not in result.stderr


def test_also_where_the_environment_says_it(office: Office) -> None:
    result = run("register", "countersign", "--why", "x", "--register", office.register, TRAPPE_WHO=NUMBER)
    assert (result.exit_code, NUMBER in result.stderr) == (2, False)


def test_an_unknown_command_is_not_repeated() -> None:
    assert NUMBER not in run(NUMBER).stderr
    assert NUMBER not in run("book", NUMBER).stderr


def test_amounts_and_addresses_are_none(office: Office) -> None:
    amount = office.commit("1012121234")
    assert "CPR" not in amount.stderr
    seed = run(
        "compare", office.scenario, "--draws", "1", "--replications", "1", "--seed", "1012121234", "--json"
    )
    assert seed.exit_code == 0, seed.stderr
    assert json.loads(seed.stdout)["seed"] == 1012121234
    cluster = run("compare", office.scenario, "--cluster", "tcp://10.1.12.34:8786")
    assert "CPR" not in cluster.stderr


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Lille trappe", "title: Trappen til {}"),
        ("  staten: {title: Staten, municipal: false}", "  '{}': {{title: Staten, municipal: false}}"),
        ("name: Lilleby", 'name: "{}"'),
        ("price_year: 2026\nprice_index", "pris {}: 2026\nprice_index"),
    ],
)
def test_a_scenario_with_a_number_says_where_and_nothing_else(old: str, new: str, tmp_path: Path) -> None:
    path = tmp_path / "lille.yaml"
    path.write_text(with_change(old, new.format(NUMBER)) + "ukendt: 1\n", encoding="utf-8")
    result = run("check", path)
    assert result.exit_code == 2
    (fault, count) = result.stderr.splitlines()
    assert fault.endswith("her står et CPR-nummer; tag det ud, for det, der står her, bliver vist og gemt")
    assert count == "1 fejl"
    assert NUMBER not in result.stderr


def test_amounts_of_ten_digits_are_no_numbers_of_persons(tmp_path: Path) -> None:
    path = tmp_path / "lille.yaml"
    path.write_text(with_change("dkk: 100000", "dkk: 1012121234.0"), encoding="utf-8")
    assert "CPR" not in run("check", path).stderr


def test_what_is_no_yaml_does_not_show_it_either(tmp_path: Path) -> None:
    path = tmp_path / "lille.yaml"
    for text in (
        f"%{NUMBER}\n{SMALL}",
        f"{SMALL}x: !{NUMBER} 2\n",
        f"{SMALL}x: *{NUMBER}\n",
        f"&{NUMBER} {SMALL}x: '",
    ):
        path.write_text(text, encoding="utf-8")
        assert NUMBER not in run("check", path).stderr
