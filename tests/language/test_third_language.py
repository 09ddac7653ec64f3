"""Another language is one catalogue file: here a short one, beside the others in a copy of the room."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.started import ROOT

SWEDISH = """
msgid ""
msgstr ""
"Language: sv\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"Content-Type: text/plain; charset=utf-8\\n"

msgid "Usage:"
msgstr "Användning:"

msgid "Error: {message}"
msgstr "Fel: {message}"

msgid "No such command {name!r}."
msgstr "Kommandot {name!r} finns inte."

msgid "1 fault"
msgstr "1 fel"

msgid "there is no such file; give the path of a file or a name from 'trappe list'"
msgstr "filen finns inte; ange sökvägen till en fil eller ett namn från 'trappe list'"

msgid "below {percent}% confidence"
msgstr "under {percent} % säkerhet"
"""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a copy of `language/` and one more catalogue."""
    folder = tmp_path_factory.mktemp("rum")
    shutil.copytree(ROOT / "language", folder / "language", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "language" / "sv.po").write_text(SWEDISH, encoding="utf-8")
    return folder


def run(room: Path, code: str, *args: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(room)!r})\n{code}", *args]
    there = {**os.environ, "PYTHONUTF8": "1"}
    return subprocess.run(  # noqa: S603  our own code
        command, cwd=ROOT, env=there, capture_output=True, text=True, check=False
    )


def trappe(room: Path, *args: str) -> subprocess.CompletedProcess[str]:
    return run(room, "from cli import main; main(prog_name='trappe')", *args)


def test_the_command_line_speaks_it_and_english_where_it_is_silent(room: Path) -> None:
    found = trappe(room, "--help")
    assert found.returncode == 0, found.stderr
    found = trappe(room, "check", "finns_inte.yaml", "--lang", "sv")
    assert found.returncode == 2
    assert found.stderr.splitlines() == [
        "finns_inte.yaml:1:1: filen finns inte; ange sökvägen till en fil eller ett namn från 'trappe list'",
        "1 fel",
    ]
    helped = trappe(room, "compare", "--lang=sv", "--help")
    assert helped.stdout.startswith("Användning: trappe compare")
    assert "Draws: what we do not know." in helped.stdout
    assert "[da|en|sv]" in helped.stdout


def test_numbers_are_written_as_its_readers_write_them(room: Path) -> None:
    code = (
        "from language.messages import in_language\n"
        "from booking.decisions.reasons import confidence\n"
        "from language.formatting import kroner\n"
        "with in_language('sv'): print(confidence(0.995)); print(kroner(1_234_567))"
    )
    found = run(room, code)
    assert found.stdout.splitlines() == [
        "under 99,5 % säkerhet",
        "DKK\N{NO-BREAK SPACE}1,2\N{NO-BREAK SPACE}million",
    ]


def test_it_is_offered_where_it_lies_and_not_elsewhere(room: Path) -> None:
    found = trappe(room, "list", "--lang", "xx")
    assert found.returncode == 2
    assert "'xx'" in found.stderr
    assert "'sv'" in found.stderr
