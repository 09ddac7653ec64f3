"""`trappe book`, `trappe register` and a follow-up on record, as a new user meets them."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from booking.register.chain import Draft
from booking.register.register import register
from language.number_words import kroner_words
from scenarios import clock
from tests.booking.followed import months_later, town, town_text
from tests.commands.office import ME, SURE, THEN, YOU, Office, done, run


def test_the_whole_way_from_a_run_to_a_booking_and_back(office: Office) -> None:
    office.propose()
    assert office.amount()["bookable_dkk"] == 0
    kinds = [reason["kind"] for reason in office.amount()["reasons"]]
    assert kinds == ["confidence", "sensitivity", "approval"]
    refused = office.commit("1000")
    assert refused.exit_code == 1
    assert "afventer følsomhedsanalyse" in refused.stderr
    assert office.record().exit_code == 0
    assert office.book("approve", "familie", *YOU).exit_code == 0
    bookable = office.amount()["bookable_dkk"]
    assert bookable > 100_000
    assert office.commit(str(int(bookable) + 1)).exit_code == 1
    booked = office.commit(str(int(bookable)))
    words = kroner_words(int(bookable))
    assert booked.exit_code == 0, booked.stderr
    assert booked.stdout.startswith("Post 5: ")
    assert office.amount()["booked_dkk"] == int(bookable)
    assert f"({words})" in booked.stdout.replace("\N{NO-BREAK SPACE}", " ")
    assert office.commit("1000").exit_code == 1
    part = office.book("reverse", "5", "--dkk", "1001", *ME)
    assert "tilbageført: 1.001 kr. af post 5 (et tusind og en kroner)" in part.stdout.replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert office.amount()["booked_dkk"] == int(bookable) - 1001
    assert office.book("reverse", "5", "--dkk", str(int(bookable)), *ME).exit_code == 1
    assert office.book("reverse", "5", *ME).exit_code == 0
    assert office.amount()["bookable_dkk"] == bookable
    assert run("register", "verify", "--register", office.register).exit_code == 0


def test_the_amount_is_one_object_with_the_agreed_keys(office: Office) -> None:
    office.propose("--sensitivity", office.analysis)
    found = office.book("amount", "--json")
    told = json.loads(found.stdout)
    assert {"case", "policy_digest", "budget_years"} <= {*told}
    assert told["case"] == "tættere"
    assert {*told["budget_years"]} == {"2023", "2024", "2025"}
    for payers in told["budget_years"].values():
        assert {*payers} == {"familie", "staten"}
        for line in payers.values():
            keys = {"mean_dkk", "cashable_dkk", "bookable_dkk", "expected_shortfall_dkk", "reasons"}
            assert keys <= {*line}
            told_for = sum(reason["dkk"] for reason in line["reasons"])
            assert line["bookable_dkk"] + told_for == pytest.approx(max(line["mean_dkk"], 0), abs=0.05)


def test_the_amount_is_told_in_both_languages(office: Office) -> None:
    office.propose()
    danish = office.book("amount").stdout.replace("\N{NO-BREAK SPACE}", " ")
    assert "0 kr. kan indlægges i budgetterne for" in danish
    english = office.book("amount", "--lang", "en").stdout.replace("\N{NO-BREAK SPACE}", " ")
    assert "DKK 0 may be taken out of the budgets of" in english


def test_the_register_is_shown_verified_and_exported(office: Office, tmp_path: Path) -> None:
    office.propose("--sensitivity", office.analysis)
    shown = done("register", "show", "--register", office.register)
    assert "forslag" in shown
    entries = json.loads(done("register", "show", "--register", office.register, "--json"))
    assert [entry["kind"] for entry in entries] == ["founding", "proposal", "sensitivity"]
    seal = entries[-1]["seal"]
    assert seal in done("register", "verify", "--register", office.register, "--seal", seal)
    out = tmp_path / "breve"
    done("register", "export", "--register", office.register, "--out", out)
    assert sorted(path.name for path in out.iterdir()) == ["brev-tættere.html", "register.json"]
    assert json.loads((out / "register.json").read_text(encoding="utf-8")) == entries
    assert seal in (out / "brev-tættere.html").read_text(encoding="utf-8")
    again = run("register", "export", "--register", office.register, "--out", out)
    assert again.exit_code == 2
    assert "ikke tom" in again.stderr


def test_a_register_with_a_changed_byte_is_told_and_takes_nothing_more(office: Office) -> None:
    office.propose("--sensitivity", office.analysis)
    whole = office.register.read_bytes()
    at = whole.index("Byrådet".encode())
    office.register.write_bytes(whole[:at] + b"b" + whole[at + 1 :])
    found = run("register", "verify", "--register", office.register)
    assert found.exit_code == 1
    assert "post" in found.stderr
    told = run("register", "verify", "--register", office.register, "--json")
    assert (told.exit_code, json.loads(told.stdout)["whole"]) == (1, False)
    assert office.book("approve", "familie", *YOU).exit_code == 1
    office.register.write_bytes(whole)
    assert office.book("approve", "familie", *YOU).exit_code == 0


def test_a_booking_that_was_slipped_in_is_found(office: Office) -> None:
    office.propose("--sensitivity", office.analysis)
    body = {
        "proposal": 2, "basis": 2, "sensitivity": 3, "on": "2022-11-01", "year": 2024, "payer": "familie",
        "dkk": 1000.0,
    }  # fmt: skip
    with register(office.register, create=False) as opened:
        opened.append(Draft(kind="booking", who="Ingen", why="x", body=body), after=3)
    found = run("register", "verify", "--register", office.register)
    assert found.exit_code == 1
    assert found.stderr.startswith("post 4 kunne ikke være ført ind: familie 2024: 1.000 kr. kan ikke")
    told = json.loads(run("register", "verify", "--register", office.register, "--json").stdout)
    assert (told["whole"], [each["what"] for each in told["findings"]]) == (False, ["rule"])


def test_a_seal_that_is_not_in_the_register_is_told(office: Office) -> None:
    office.propose()
    found = run("register", "verify", "--register", office.register, "--seal", "7:0123456789abcdef")
    assert found.exit_code == 1


def test_a_run_or_an_analysis_that_was_edited_is_not_taken(office: Office, tmp_path: Path) -> None:
    edited = tmp_path / "rettet"
    shutil.copytree(office.run, edited)
    gains = pd.read_parquet(edited / "gains.parquet")
    gains["gain_dkk"] *= 2
    gains.to_parquet(edited / "gains.parquet", index=False)
    found = run(
        "book", "propose", office.scenario, "--run", edited, "--case", "tættere", "--register",
        office.register, *ME,
    )  # fmt: skip
    assert found.exit_code == 2
    assert "tallene i mappen er ikke dem, kørslen gav" in found.stderr
    assert len(json.loads(done("register", "show", "--register", office.register, "--json"))) == 1
    analysis = tmp_path / "analyse"
    shutil.copytree(office.analysis, analysis)
    path = analysis / "sensitivity.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"mean": ', '"mean": 1'), encoding="utf-8")
    office.propose()
    found = office.record(analysis)
    assert found.exit_code == 2
    assert f"{analysis}: tallene i mappen er ikke dem, de samme forløb giver" in found.stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--case", "tæt"], "--case: «tæt» er ikke en case i by; der er tættere, ingenting"),
        (["--case", "tættere", "--run", "ingen"], "ingen: her er ingen hel kørsel fra trappe compare --out"),
        (["--case", "tættere", "--who", " "], "--who: skriv hvem; det står i registeret for altid"),
    ],
)
def test_a_slip_in_a_proposal_is_a_sentence(office: Office, arguments: list[str], sentence: str) -> None:
    found = run(
        "book",
        "propose",
        office.scenario,
        "--run",
        office.run,
        *ME,
        "--register",
        office.register,
        *arguments,
    )
    assert found.exit_code == 2
    assert sentence in found.stderr


def test_a_case_must_be_named_where_there_are_several(office: Office) -> None:
    found = run("book", "propose", office.scenario, "--run", office.run, *ME, "--register", office.register)
    assert (found.exit_code, found.stderr) == (
        2,
        "by: vælg en case med --case; der er tættere, ingenting\n",
    )


def put_forward(office: Office, rule: Path) -> None:
    """Let one put another rule forward, and another accept it."""
    of_register = ("--register", office.register)
    done("register", "rule", rule, *of_register, *ME)
    done("register", "accept", "2", *of_register, *YOU)


def test_a_rule_that_names_what_is_not_there_is_told(office: Office, tmp_path: Path) -> None:
    rule = tmp_path / "regel.yaml"
    rule.write_text(
        "title: R\nsource: B\nconfidence: 0.9\ncashable:\n- {payers: [famlie], share: 0.5, why: x}\n",
        encoding="utf-8",
    )
    put_forward(office, rule)
    found = office.propose()
    assert found.exit_code == 2
    assert found.stderr.startswith("--policy: payers: «famlie» kendes ikke i casen; der er familie, staten")


def test_a_rule_of_ones_own_is_the_one_that_holds(office: Office, tmp_path: Path) -> None:
    rule = tmp_path / "regel.yaml"
    rule.write_text(
        "title: R\nsource: B\nconfidence: 0.8\nfirst_year: 3\n"
        "milestones: {ansat: {title: Alle er ansat, by: 2023-06-30}}\n",
        encoding="utf-8",
    )
    put_forward(office, rule)
    office.propose("--sensitivity", office.analysis)
    office.book("approve", "familie", *YOU)
    texts = [reason["text"] for reason in office.amount("2024")["reasons"]]
    assert "først fra casens 3. budgetår" in texts
    assert "milepæl 1 ikke nået: Alle er ansat (30. juni 2023)" in texts
    assert office.book("milestone", "ansat", *ME).exit_code == 0
    assert office.amount("2025")["bookable_dkk"] > 0


@pytest.mark.parametrize("command", [("book", "amount"), ("register", "show"), ("register", "verify")])
def test_a_register_that_is_not_there_is_told(tmp_path: Path, command: tuple[str, str]) -> None:
    found = run(*command, "--register", tmp_path / "intet.sqlite")
    assert found.exit_code == 2
    assert found.stderr == f"{tmp_path / 'intet.sqlite'}: der er ikke noget register\n"


@pytest.mark.parametrize(
    ("dkk", "sentence"),
    [
        ("mange", "--dkk: «mange» er ikke et beløb; skriv 1200000 eller 1,2 mio"),
        ("1,5", "--dkk: 1.5 er ikke et antal hele kroner fra 1 og op"),
        ("1.400", "--dkk: «1.400» kan betyde tusinder eller tre decimaler; skriv 1400 eller 1.4000"),
        ("2,500 kr.", "--dkk: «2,500 kr.» kan betyde tusinder eller tre decimaler; skriv 2500 eller 2,5000"),
        (
            "1.250 mio",
            "--dkk: «1.250 mio» kan betyde tusinder eller tre decimaler; skriv 1250 mio eller 1.2500 mio",
        ),
        ("0", "--dkk: 0 er ikke et antal hele kroner fra 1 og op"),
    ],
)
def test_an_amount_that_is_none_is_told(office: Office, dkk: str, sentence: str) -> None:
    office.propose()
    found = office.commit(dkk)
    assert (found.exit_code, found.stderr) == (2, f"{sentence}\n")


def test_nothing_is_decided_on_a_day_to_come(office: Office) -> None:
    office.propose()
    found = office.book("amount", "--on", "2140-01-01")
    assert (found.exit_code, found.stderr) == (2, "--on 2140-01-01: dagen er ikke kommet endnu\n")


def test_who_may_stand_in_the_environment(office: Office) -> None:
    office.propose()
    found = run(
        "book", "approve", "familie", "--why", "Møde", TRAPPE_WHO="B. Jensen",
        TRAPPE_REGISTER=str(office.register),
    )  # fmt: skip
    assert found.exit_code == 0
    assert "B. Jensen" in done("register", "show", "--register", office.register)


def test_the_report_tells_what_the_register_says(office: Office, tmp_path: Path) -> None:
    office.propose("--sensitivity", office.analysis)
    out = tmp_path / "igen"
    done(
        "compare", office.scenario, "--draws", "150", "--replications", "2", "--out", out, "--register",
        office.register,
    )  # fmt: skip
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "Hvad må tages ud af budgettet?" in page
    assert json.loads(done("register", "show", "--register", office.register, "--json"))[-1]["seal"] in page


def test_a_follow_up_on_record_decides_what_may_be_booked(
    office: Office, ledger: Callable[[int], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    office.propose("--sensitivity", office.analysis)
    office.book("approve", "familie", *YOU)
    before = office.amount()["bookable_dkk"]
    last = months_later(town(office.scenario.parent / "..", *SURE).study.scenario.start, 9)
    monkeypatch.setattr(clock, "now", lambda: THEN.replace(year=2023))
    follow = (
        "follow-up", office.scenario, "--case", "tættere", "--ledger", ledger(9), "--to", str(last),
        "--months", "24", "--draws", "120",
    )  # fmt: skip
    found = run(*follow, "--register", office.register, *ME)
    assert found.exit_code == 0, found.stderr
    assert f"opfølgningen er ført i {office.register} som post 5" in found.stderr
    entries = json.loads(done("register", "show", "--register", office.register, "--json"))
    assert entries[-1]["kind"] == "follow_up"
    assert entries[-1]["body"]["last"] == str(last)
    after = office.amount()
    promised = {(each["year"], each["payer"]): each for each in entries[-1]["body"]["promised"]}
    assert after["when_all_is_in_place"]["dkk"] == promised[2024, "familie"]["sure"]["dkk"] != before
    assert run(*follow, "--register", office.register).stderr.startswith("--register: sig også med --who")
    rule = run(*follow, "--register", office.register, *ME, "--policy", "x.yaml")
    assert (rule.exit_code, rule.stderr.splitlines()[-1]) == (
        2,
        "--policy: med --register gælder forslagets egen regel; udelad --policy",
    )


def test_a_follow_up_of_another_scenario_is_refused_before_anything_is_run(
    office: Office, ledger: Callable[[int], Path], tmp_path: Path
) -> None:
    office.propose()
    other = tmp_path / "by.yaml"
    other.write_text(town_text(), encoding="utf-8")
    found = run(
        "follow-up", other, "--case", "tættere", "--ledger", ledger(9), "--register", office.register, *ME
    )
    assert found.exit_code == 1
    assert found.stderr == "opfølgningen er af et andet scenarie end forslaget (post 2)\n"
