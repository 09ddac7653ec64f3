"""Check that a terminal, a page and a letter obey nothing unseen in a text from a file or an option."""

import json
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from calibration.rows.faults import LedgerFault
from cli import main
from language.messages import Fact, Message, say
from language.visible import escaped, visible, visible_lines
from reports.shared.html import environment
from reports.shared.table import Grid
from scenarios.files.forms import Text

EVIL = {
    "escape": "\x1b[2J\x1b[31m",
    "title of the window": "\x1b]0;x\x07",
    "escape of eight bits": "\x9b31m",
    "carriage return": "rigtigt\rfalsk",
    "line break": "a\nIngen fejl",
    "line separator": "a\u2028b",
    "next line": "a\x85b",
    "backspace": "123\b\b\b9",
    "right to left": "\u202e000.1",
    "isolate": "\u20661.000\u2069",
    "right-to-left mark": "\u200f",
    "Arabic letter mark": "\u061c",
    "zero width": "a\u200bb",
    "soft hyphen": "a\u00adb",
    "tag": "\U000e0041",
    "nothing": "a\0b",
    "half a character": "\ud800",
}


def is_plain(text: str) -> bool:
    """Return whether a text has nothing that a terminal obeys or nobody sees."""
    return not any(unicodedata.category(each) in {"Cc", "Cf", "Zl", "Zp", "Cs"} for each in text)


@pytest.mark.parametrize("name", EVIL)
def test_what_is_unseen_is_a_mark_wherever_a_text_goes_out(name: str) -> None:
    evil = EVIL[name]
    grid = Grid(caption=evil, head=(evil,), rows=((evil, "1"),), total=(evil,), notes=(evil,))
    texts = [
        visible(evil),
        say("{name}: there is no such file; check the path", name=evil),
        say("{name}: there is no such file; check the path", name=Path(f"a{evil}".replace("\0", ""))),
        str(Message("{name}: there is no such file; check the path", name=Fact(str.strip, evil))),
        str(Text(da=evil)),
        str(
            LedgerFault(
                file=f"l{evil}.csv",
                row=2,
                letter="A",
                column=evil,
                kind="unknown_step",
                found=evil,
                done="kept",
            )
        ),
        environment().from_string("{{ text }}").render(text=evil),
        *(grid.caption, *grid.head, *grid.rows[0], *grid.total, *grid.notes),
    ]
    assert [text for text in texts if not is_plain(text)] == []


@given(st.text())
def test_a_text_keeps_its_length_and_all_that_is_seen(text: str) -> None:
    shown = visible(text)
    assert len(shown) == len(text)
    assert is_plain(visible("".join(each for each in text if unicodedata.category(each) != "Cf")))
    assert visible(shown) == shown
    assert visible_lines(text).replace("\n", "\u240a") == shown
    assert all(
        new == old or not is_plain(old) or new == "\ufffd" for old, new in zip(text, shown, strict=True)
    )


def test_letters_of_all_languages_and_hard_spaces_are_left_alone() -> None:
    for text in ("Ærø, blåbærgrød", "1 234 kr.", "naïve Łódź Ωmega 中文 עברית عربي", "\N{EN DASH}\u202f5"):
        assert visible(text) == text


@given(st.text())
def test_json_with_nothing_unseen_says_the_same(text: str) -> None:
    written = escaped(json.dumps({"a": text}, ensure_ascii=False))
    assert json.loads(written) == {"a": text}
    assert is_plain("".join(each for each in written if unicodedata.category(each) != "Cf"))


@pytest.mark.parametrize(
    "name", ["escape", "line break", "right to left", "escape of eight bits", "carriage return"]
)
@pytest.mark.parametrize(
    "call",
    [
        ("check", "{}.yaml"),
        ("check", "{}.csv"),
        ("compare", "{}"),
        ("compare", "kolding", "--draws", "{}"),
        ("{}",),
        ("compare", "kolding", "--{}"),
        ("calibrate", "x.csv", "--from", "{}"),
        ("calibrate", "x.csv", "--pseudonymise", "{}"),
        ("forecast", "kolding", "--ledger", "{}", "--frame", "{}"),
        ("book", "show", "kolding", "--register", "{}"),
    ],
    ids=" ".join,
)
def test_a_wrong_call_is_repeated_with_marks(call: tuple[str, ...], name: str) -> None:
    found = CliRunner().invoke(main, [part.replace("{}", EVIL[name]) for part in call])
    assert found.exit_code == 2
    told = found.stdout + found.stderr
    assert is_plain(told.replace("\n", ""))
    assert "\nIngen fejl" not in told


def test_a_ledger_and_a_scenario_are_told_of_with_marks(tmp_path: Path) -> None:
    ledger, scenario = tmp_path / "sager.csv", tmp_path / "a.yaml"
    rows = [f'"b{at}";"tidlig{text}";2024-01-01;"{text}"' for at, text in enumerate(EVIL.values()) if at < 16]
    content = "child_id;step;start;price\n" + "\n".join(rows).replace("\0", "")
    ledger.write_text(content, encoding="utf-8")
    found = CliRunner().invoke(main, ["check", str(ledger), "--scenario", "kolding"])
    assert is_plain(found.stderr.replace("\n", ""))
    scenario.write_text(
        'base: [examples/kolding]\n"\\u202eevil\\e[2J": 1\ntitle: "a\\e[2Jb\\u202e"\n', encoding="utf-8"
    )
    found = CliRunner().invoke(main, ["check", str(scenario)])
    assert found.exit_code == 2
    assert is_plain((found.stdout + found.stderr).replace("\n", ""))
