"""Test that help, and what is said of a command that is typed wrongly, is in the language of the call."""

import re

import pytest
from click.testing import CliRunner

from cli import main

ENGLISH = re.compile(
    r"\b(Usage|Error|Options|Commands|Try|Invalid|Missing|No such|must|not a|range|Show|and exit"
    r"|INTEGER|FLOAT|TEXT|PATH|NUMBER)\b"
)


def said(*arguments: str) -> str:
    runner = CliRunner(env={"TRAPPE_LANG": None, "COLUMNS": "100"})
    return runner.invoke(main, arguments, prog_name="trappe").output


@pytest.mark.parametrize(
    ("arguments", "danish", "english"),
    [
        ("comparee", "Kommandoen 'comparee' findes ikke", "No such command 'comparee'"),
        ("compare --drws 3 kolding", "Tilvalget '--drws' findes ikke", "No such option '--drws'"),
        ("compare", "Der mangler et argument 'SCENARIE'", "Missing argument 'SCENARIO'"),
        ("compare kolding --draws", "Tilvalget '--draws' kræver", "Option '--draws' requires an argument"),
        ("compare kolding --draws x", "'x' er ikke et gyldigt heltal", "'x' is not a valid whole number"),
        ("compare kolding --draws 0", "Ugyldig værdi for '--draws'", "Invalid value for '--draws'"),
        ("sensitivity kolding --confidence x", "'x' er ikke et gyldigt tal", "'x' is not a valid number"),
        ("sensitivity kolding --samples 1,5", "'1,5' er ikke et gyldigt heltal", "not a valid whole number"),
        ("sensitivity kolding --method pawm", "Ugyldig værdi for '--method'", "Invalid value for '--method'"),
        (
            "check a.csv --to 9999-12-31",
            "9999-12-31 ligger uden for 1900",
            "9999-12-31 lies outside 1900",
        ),
        (
            "compare kolding ekstra",
            "Der er et argument for meget (ekstra)",
            "extra argument (ekstra)",
        ),
    ],
)
def test_a_command_typed_wrongly(arguments: str, danish: str, english: str) -> None:
    command, *others = arguments.split()
    in_danish = said(command, *others)
    assert danish in in_danish
    assert "Fejl: " in in_danish
    assert not ENGLISH.search(in_danish), in_danish
    assert english in said(command, "--lang", "en", *others)


@pytest.mark.parametrize("name", [[], *([each] for each in main.commands)], ids=" ".join)
def test_the_help_is_in_danish(name: list[str]) -> None:
    lines = said(*name, "--help")
    assert lines.startswith("Brug: trappe ")
    assert "Tilvalg:" in lines
    assert not ENGLISH.search(lines), ENGLISH.search(lines)
