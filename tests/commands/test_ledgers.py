"""The commands for case ledgers, as a new user meets them."""

import json
import signal
import time
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from cli import main
from scenarios.reading.load import load
from tests.calibration.ledgers import key_file
from tests.started import finished, start, wait_until

ROWS = """child_id;step;start;end;exit_to;birth_date
B1;hjemmebaseret;2020-01-05;2021-03-01;;2010-04-01
B1;familiepleje;01-03-2021;;;01-04-2010
B2;institution;05-02-2020;2022-01-01;afsluttet;2007-01-01
B3;hjemmebaserret;2020-05-05;2021-05-05;afsluttet;2012-01-01
B4;hjemmebaseret;2020-05-05;2021-05-05;afsluttet;2012-01-01
"""


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    path = tmp_path / "sager.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def run(*arguments: str | Path, **environment: str) -> Result:
    variables = {"TRAPPE_LANG": None, "COLUMNS": "100", **environment}
    return CliRunner(env=variables).invoke(main, [str(argument) for argument in arguments])


def test_calibrate_prints_one_object_and_nothing_else(cases: Path) -> None:
    found = run("calibrate", cases, "--from", "2020-01-01", "--to", "01-01-2023", "--json")
    assert found.exit_code == 0
    told = json.loads(found.stdout)
    assert (told["rows"], told["rejected_rows"], told["children"], told["sojourns"]) == (5, 1, 3, 4)
    assert told["child_years"]["familiepleje"] == pytest.approx(671 / 365.25)
    moves = {(t["from"], t["to"], t["age_band"]): t for t in told["transitions"] if t["events"]}
    assert {*moves} == {
        ("hjemmebaseret", "familiepleje", "6-12"),
        ("hjemmebaseret", "afsluttet", "6-12"),
        ("institution", "afsluttet", "13-17"),
    }
    move = moves["institution", "afsluttet", "13-17"]
    assert {*move} == {
        *("from", "to", "age_band", "group", "events", "child_years", "rate_per_year"),
        *("low", "high", "posterior_mean"),
    }
    assert move["rate_per_year"] == pytest.approx(1 / move["child_years"])
    assert told["verdicts"]["institution"] == "poor"
    assert told["weibull"] == []
    assert "række 5, kolonne «step» (B): trinnet «hjemmebaserret» findes ikke" in found.stderr


def test_one_age_band_needs_no_ages(cases: Path) -> None:
    told = json.loads(run("calibrate", cases, "--age-bands", "none", "--json").stdout)
    assert {row["age_band"] for row in told["transitions"]} == {"alle"}
    assert told["rules"]["unknown_age"] == 0


def test_a_ledger_with_steps_of_its_own_is_taken_as_it_is_and_that_is_told(tmp_path: Path) -> None:
    path = tmp_path / "egne.csv"
    path.write_text(
        "child_id,step,start,end,exit_to\nA,nede,2020-01-01,2020-07-01,\nA,oppe,2020-07-01,2021-01-01,hjem\n",
        encoding="utf-8",
    )
    found = run("calibrate", path, "--json")
    assert "sagslistens egne trin, ordnet efter navn" in found.stderr
    assert "nede, oppe; --scenario siger" in found.stderr
    told = json.loads(found.stdout)
    assert [(row["from"], row["to"], row["events"]) for row in told["transitions"]] == [
        ("nede", "oppe", 1),
        ("oppe", "hjem", 1),
    ]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "da",
            ["Sådan blev rækkerne til forløb", "Grundlag", "ringe", "Institution → Hjælpen slutter", "0,5"],
        ),
        ("en", ["How rows became lives", "Basis", "poor", "Institution → Help ends", "0.5"]),
    ],
)
def test_calibrate_tells_in_both_languages(lang: str, words: list[str], cases: Path) -> None:
    found = run("calibrate", cases, "--lang", lang)
    assert found.exit_code == 0
    for word in words:
        assert word in found.stdout


def test_a_scenario_can_build_on_what_is_written(cases: Path, tmp_path: Path) -> None:
    out = tmp_path / "egne"
    found = run("calibrate", cases, "--out", out)
    assert found.exit_code == 0
    assert "byg på den med «base: [..., calibrated.yaml]»" in found.stderr
    (tmp_path / "kommune.yaml").write_text(
        "base: [staircases/kolding, national/six_steps, municipalities/kolding, egne/calibrated.yaml]\n"
        "title: Vores\nstart: 2022-01-01\nyears: 2\nprice_year: 2022\n",
        encoding="utf-8",
    )
    assert [child.step for child in load(tmp_path / "kommune.yaml").scenario.stock.children] == [
        "familiepleje"
    ]
    again = run("calibrate", cases, "--out", out)
    assert again.exit_code == 2
    assert "mappen er ikke tom" in again.stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--from", "2021-01-01", "--to", "2020-01-01"], "ligger ikke før"),
        (
            ["--from", "1990-01-01", "--to", "1991-01-01"],
            "ingen ophold mellem 1990-01-01 og 1991-01-01",
        ),
        (["--age-bands", "0;6"], "er ikke aldersgrænser; skriv dem som 0,6,13,18,23"),
        (["--age-bands", "6,0"], "er ikke aldersgrænser"),
        (["--scenario", "koldig"], "filen findes ikke; giv stien til en fil"),
        (["--mapping", "findes_ikke"], "findes_ikke"),
        (["--pseudonymise", "findes_ikke"], "findes_ikke"),
        (["--from", "i går"], "i går"),
        (["--bridge-days", "-1"], "-1"),
    ],
)
def test_what_is_asked_for_wrongly_is_told_in_a_sentence(
    arguments: list[str], sentence: str, cases: Path
) -> None:
    found = run("calibrate", cases, *arguments)
    assert (found.exit_code, found.stdout) == (2, "")
    assert sentence in found.stderr
    assert "Traceback" not in found.stderr


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "filen er tom"),
        (b"child_id;step\nA;b\n", "kolonnen start mangler"),
        (b"child_id;step;start\n", "der er ingen rækker"),
        (b"child_id;step;start\nA;institution;snarest\n", "«snarest» kan ikke læses som en dato"),
        (b"child_id;step;start\n010203-1234;institution;2020-01-01\n", "--pseudonymise"),
        (b"\x00\x01\x02\x03" * 40, "sager.csv"),
    ],
)
def test_a_file_that_is_no_ledger_is_told_of_in_a_sentence(
    content: bytes, sentence: str, cases: Path
) -> None:
    cases.write_bytes(content)
    for command in ("calibrate", "check"):
        found = run(command, cases)
        assert found.exit_code == 2, command
        assert sentence in found.stderr
        assert "010203" not in found.stderr + found.stdout


def test_personal_numbers_are_replaced_before_anything_is_kept(cases: Path, tmp_path: Path) -> None:
    text = ROWS.replace("B1;", "0104101234;").replace("B2;", "010107-2345;")
    cases.write_text(text, encoding="utf-8")
    key_file(tmp_path)
    out = tmp_path / "egne"
    found = run("calibrate", cases, "--pseudonymise", tmp_path / "nøgle", "--out", out, "--json")
    assert found.exit_code == 0
    told = json.loads(found.stdout)
    assert told["children"] == 3
    everything = found.stdout.encode() + found.stderr.encode()
    everything += b"".join(path.read_bytes() for path in out.iterdir())
    assert not any(number in everything for number in (b"0104101234", b"010107-2345", b"0101072345"))


def test_check_says_what_is_wrong_with_a_ledger(cases: Path) -> None:
    found = run("check", cases, "--lang", "en")
    assert found.exit_code == 2
    assert "row 5, column 'step' (B): there is no step 'hjemmebaserret'; did you mean" in found.stderr
    cases.write_text(ROWS.replace("hjemmebaserret", "hjemmebaseret"), encoding="utf-8")
    assert run("check", cases).exit_code == 0


def test_check_takes_what_calibrate_takes_and_writes_what_it_found(tmp_path: Path) -> None:
    key_file(tmp_path)
    mapping, ledger, out = tmp_path / "egen.yaml", tmp_path / "sager.csv", tmp_path / "fund"
    mapping.write_text(
        "title: x\ncolumns: {child_id: Barn, start: Fra, end: Til, paragraph: Lov}\n"
        "steps: {inst: {step: institution, paragraph: § 43}}\n",
        encoding="utf-8",
    )
    rows = [
        f"0104{at:02}4{at:03};{13 + at}-01-2020;{13 + at}-01-2021;§ {43 if at % 2 else 32}"
        for at in range(12)
    ]
    ledger.write_text("Barn;Fra;Til;Lov\n" + "\n".join(rows) + "\nI alt;;;12\n", encoding="utf-8")
    options: list[str | Path] = ["--mapping", mapping, "--pseudonymise", tmp_path / "nøgle"]
    options += ["--from", "2020-01-20"]
    found = run("check", ledger, *options, "--to", "2020-12-01", "--out", out)
    assert (found.exit_code, found.stdout) == (2, "")
    assert (
        "ingen regel i oversættelsen giver et trin for § 32; rækken er ikke taget med: 6 "
        "rækker (2, 4, 6, 8, 10, ...)" in (found.stderr)
    )
    assert "række 14: «I alt; 12» er en sum" in found.stderr
    assert "en kalibrering bruger tiden fra 2020-01-20 til 2020-12-01" in found.stderr
    sheet = openpyxl.load_workbook(out / "findings.xlsx").active
    kinds = [cell.value for cell in sheet["D"][1:]]
    assert f"Alle {len(kinds)} fund står i {out / 'findings.xlsx'}" in found.stderr
    assert kinds.count("no_rule") == 6
    assert not any(row[:6] in found.stderr for row in rows)
    calibrated = run("calibrate", ledger, *options, "--to", "2020-12-01", "--json")
    assert calibrated.exit_code == 0, calibrated.stderr
    assert json.loads(calibrated.stdout)["rejected_rows"] == 6
    assert "6 rækker (2, 4, 6, 8, 10, ...)" in calibrated.stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--from", "2021-01-01", "--to", "2020-01-01"], "ligger ikke før"),
        (["--mapping", "findes_ikke"], "findes_ikke"),
        (["--pseudonymise", "findes_ikke"], "findes_ikke"),
        (["--scenario", "koldig"], "filen findes ikke"),
    ],
)
def test_check_tells_what_is_asked_for_wrongly(arguments: list[str], sentence: str, cases: Path) -> None:
    found = run("check", cases, *arguments)
    assert found.exit_code == 2
    assert sentence in found.stderr
    assert "Traceback" not in found.stderr


def test_options_of_a_ledger_need_a_ledger() -> None:
    found = run("check", "kolding", "--mapping", "dubu_2", "--from", "2020-01-01")
    assert (found.exit_code, found.stdout) == (2, "")
    assert "--from, --mapping: hører til en sagsliste, og ingen af filerne er en" in found.stderr


def test_check_reads_several_ledgers_as_one_and_scenarios_by_themselves(cases: Path, tmp_path: Path) -> None:
    other = tmp_path / "flere.csv"
    other.write_text(ROWS.replace("hjemmebaserret", "hjemmebaseret"), encoding="utf-8")
    cases.write_text(ROWS.replace("hjemmebaserret", "hjemmebaseret"), encoding="utf-8")
    found = run("check", "kolding", cases, other)
    assert found.exit_code == 0
    assert "kolding: i orden" in found.stdout
    assert "5 rækker, 0 brugt, 0 afvist, 5 dubletter" in found.stderr


def test_a_way_out_of_the_towns_own_is_declared_and_can_be_built_on(cases: Path, tmp_path: Path) -> None:
    cases.write_text(ROWS.replace("afsluttet", "hjemgivet").replace("baserret", "baseret"), encoding="utf-8")
    undeclared = run("calibrate", cases, "--json")
    assert json.loads(undeclared.stdout)["rejected_rows"] == 3
    assert "udgangen «hjemgivet» findes ikke; angiv den med --exit" in undeclared.stderr
    out = tmp_path / "egne"
    found = run("calibrate", cases, "--exit", "hjemgivet", "--to", "2022-01-01", "--out", out, "--json")
    assert found.exit_code == 0, found.stderr
    assert json.loads(found.stdout)["rejected_rows"] == 0
    assert f"fund står i {out / 'findings.xlsx'}" in found.stderr
    (tmp_path / "kommune.yaml").write_text(
        "base: [staircases/kolding, national/six_steps, municipalities/kolding, egne/calibrated.yaml]\n"
        "title: Vores\nstart: 2022-01-01\nyears: 1\nprice_year: 2022\n",
        encoding="utf-8",
    )
    assert "hjemgivet" in load(tmp_path / "kommune.yaml").scenario.rates.by_step["institution"]
    assert run("check", tmp_path / "kommune.yaml").exit_code == 0
    again = run("calibrate", cases, "--scenario", tmp_path / "kommune.yaml", "--to", "2022-01-01", "--json")
    assert json.loads(again.stdout)["rejected_rows"] == 0


def test_an_example_ledger_tells_what_is_planted_in_it_and_overwrites_nothing(tmp_path: Path) -> None:
    for name in ("sager.csv", "sager.xlsx", "sager.parquet"):
        folder = tmp_path / name.replace(".", "_")
        folder.mkdir()
        made = run("example-ledger", folder / name, "--rows", "300")
        assert made.exit_code == 0, made.stderr
        planted = json.loads((folder / "sager.planted.json").read_text(encoding="utf-8"))
        kinds = dict(line.split(": ") for line in made.stdout.splitlines())
        assert sum(map(int, kinds.values())) == len(planted)
        told = run("calibrate", folder / name, "--json")
        assert told.exit_code == 0, told.stderr
        assert json.loads(told.stdout)["rows"] >= 300
        again = run("example-ledger", folder / name)
        assert (again.exit_code, "findes allerede" in again.stderr) == (2, True)
    assert run("example-ledger", tmp_path / "sager.doc").exit_code == 2
    clean = run("example-ledger", tmp_path / "ren.csv", "--rows", "300", "--no-faults")
    assert (clean.exit_code, clean.stdout) == (0, "")
    assert run("check", tmp_path / "ren.csv").exit_code == 0


def test_an_interrupt_ends_it_with_a_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    run("example-ledger", tmp_path / "sager.csv", "--rows", "40000")
    process = start("calibrate", tmp_path / "sager.csv", "--out", tmp_path / "ud")
    wait_until(lambda: b"pandas" in Path(f"/proc/{process.pid}/maps").read_bytes())
    time.sleep(1.0)  # it has what it needs, and reads
    process.send_signal(signal.SIGINT)
    code, out, err = finished(process)
    assert (code, out) == (130, b"")
    assert b"Afbrudt" in err
    assert b"Traceback" not in err
    assert not (tmp_path / "ud").exists()


def test_the_example_ledger_can_be_calibrated_built_on_checked_and_compared(tmp_path: Path) -> None:
    ledger, out = tmp_path / "sager.csv", tmp_path / "egne"
    assert run("example-ledger", ledger).exit_code == 0
    found = run("calibrate", ledger, "--from", "2022-01-01", "--to", "2026-01-01", "--out", out)
    assert found.exit_code == 0
    assert "priserne er 2025-priser" in found.stderr
    text = "base: [staircases/kolding, national/six_steps, municipalities/kolding, egne/calibrated.yaml]\n"
    for begins in ("2026-01-01", "2027-01-01", "2031-07-01"):
        own = tmp_path / f"{begins}.yaml"
        own.write_text(f"{text}title: Vores\nstart: {begins}\nyears: 3\n", encoding="utf-8")
        checked = run("check", own)
        assert checked.exit_code == 0
        assert ("når trinnets aldersgrænse" in checked.stderr) == (begins > "2026-01-01")
    compared = run("compare", own, "--draws", "2", "--workers", "1")
    assert compared.exit_code == 0
    assert "Efterværn 18-22 år" in compared.stdout
