"""Booking that a small run, a single person or another run cannot fool, as a user meets it."""

import shlex
from pathlib import Path

from click.testing import Result

from tests.commands.office import ME, YOU, Office, done, run


def test_the_next_command_is_named_and_can_be_copied_until_the_booking(office: Office) -> None:
    def follow(text: str) -> list[Result]:
        """Run the commands that a text names, as they stand but for what only the user knows."""
        line = text.splitlines()[-1].strip()
        line = line.replace("NAVN", '"B. Jensen"').replace("HVORFOR", "Byrådet")
        assert line.startswith("trappe ")
        done = []
        for command in line.split(" && "):
            words = shlex.split(command)[1:]
            if words[0] == "sensitivity":
                words = ["book", "sensitivity", str(office.scenario), "--analysis", str(office.analysis)]
                words += ["--register", str(office.register), *ME]
            elif words[1] == "sensitivity":
                continue
            done.append(run(*words))
        return done

    office.propose()
    text = office.book("amount").stdout
    for act in ("følsomhed-tættere", "approve familie", "commit --payer familie --year 20"):
        assert act in text.splitlines()[-1]
        for each in follow(text):
            assert each.exit_code == 0, each.stderr
        text = office.book("amount").stdout
    assert office.amount("2023")["booked_dkk"] + office.amount("2024")["booked_dkk"] > 0


def test_one_draw_books_nothing_and_says_what_to_do(office: Office, tmp_path: Path) -> None:
    out = tmp_path / "lille"
    done("compare", office.scenario, "--draws", "1", "--replications", "1", "--out", out)
    propose = (
        "propose",
        office.scenario,
        "--run",
        out,
        "--case",
        "tættere",
        "--sensitivity",
        office.analysis,
    )
    assert office.book(*propose, *ME).exit_code == 0
    assert office.book("approve", "familie", *YOU).exit_code == 0
    refused = office.commit("1000")
    assert refused.exit_code == 1
    assert "for få trækninger: 1, og reglen kræver 100; kør igen med 100 eller flere" in refused.stderr
    assert "regneusikkerheden er ikke inden for de 10 % af beløbet" in refused.stderr
    shown = office.book("amount").stdout.replace("\N{NO-BREAK SPACE}", " ")
    assert "trappe compare by.yaml --draws 100 --out kørsel-100 && trappe book propose by.yaml" in shown
    assert "hvor meget der er sikkert nok, kan ikke siges: for få trækninger" in " ".join(shown.split())


def test_a_run_of_a_booked_case_that_is_not_the_one_proposed_says_how_it_differs(
    office: Office, tmp_path: Path
) -> None:
    office.propose("--sensitivity", office.analysis)
    office.book("approve", "familie", *YOU)
    assert office.commit("1000").exit_code == 0
    out = tmp_path / "en anden"
    found = run(
        "compare", office.scenario, "--draws", "20", "--replications", "2", "--out", out, "--register",
        office.register,
    )  # fmt: skip
    assert found.exit_code == 0, found.stderr
    page = (out / "report.html").read_text(encoding="utf-8")
    for text in (found.stderr, page):
        plain = " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())
        assert "Casen står i registeret med en anden kørsel (post 2, foreslået" in plain
        assert "20 trækninger med 2 gentagelser her og 150 trækninger med 2 gentagelser dér" in plain
        assert "1.000 kr. af den står indlagt:" in plain
        assert "2024: 1.000 kr." in plain
