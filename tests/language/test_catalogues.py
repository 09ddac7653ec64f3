"""Every message stands in every catalogue once, with all its facts, and nothing else does."""

import ast
import io
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from language import extraction
from language.extraction import ROOT, extracted, updated

PATHS = sorted(Path(extraction.__file__).parent.glob("*.po"))


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.stem, abort_invalid=True)


def forms(words: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words or ())


def facts(text: str) -> set[str]:
    """Return what a text is filled with, in the way of `str.format` or of `%`."""
    named = {name for _, name, _, _ in Formatter().parse(text) if name}
    return named | {word.partition(")")[0] for word in text.split("%(")[1:]}


def untrue(message: Message) -> bool:
    """Return whether a translation is missing, unsure, or tells other facts than the message."""
    said = forms(message.string)
    if message.fuzzy or not said or not all(said):
        return True
    singular, *plural = forms(message.id)
    expected = (
        [facts(singular), *(facts(text) for text in plural)] if plural else [facts(singular)] * len(said)
    )
    return [facts(text) for text in said] != expected


def test_there_is_a_danish_catalogue() -> None:
    assert "da" in {path.stem for path in PATHS}


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_message_is_translated_and_keeps_its_facts(path: Path) -> None:
    assert [message.id for message in catalogue(path) if message.id and untrue(message)] == []


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_catalogue_has_just_the_messages_there_are(path: Path) -> None:
    known, now = ({message.id for message in some if message.id} for some in (catalogue(path), extracted()))
    assert known == now


def made(id_: str | tuple[str, str], string: str | tuple[str, str]) -> Message:
    catalogue = Catalog(locale="da")
    return catalogue.add(id_, string)


@pytest.mark.parametrize(
    ("id_", "string"),
    [
        ("{count} runs", ""),
        ("{count} runs", "forløb"),
        ("{count} runs", "{antal} forløb"),
        ("a run", "{count} forløb"),
        ("%(prog)s runs", "kører"),
        (("a run", "{count} runs"), ("et forløb", "forløb")),
        (("a run", "{count} runs"), ("et forløb", "")),
    ],
)
def test_what_is_missing_or_loses_a_fact_is_found(
    id_: str | tuple[str, str], string: str | tuple[str, str]
) -> None:
    assert untrue(made(id_, string))


def test_what_tells_the_same_is_let_pass() -> None:
    assert not untrue(made("{count} runs of {case}", "{case}: {count} forløb"))
    assert not untrue(made(("a run", "{count} runs"), ("et forløb", "{count} forløb")))


def unmarked(code: str) -> list[str]:
    """Return texts that are said without being marked, and so would be looked for in vain."""
    found = []
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Call(func=ast.Name(id="say" | "Message"), args=[ast.Constant(), *_]):
                continue
            case ast.Call(func=ast.Name(id="say" | "Message"), args=[first, *_]):
                keys = {id(part) for each in ast.walk(first) for part in inside(each)}
                found += [
                    ast.unparse(part) for part in ast.walk(first) if is_text(part) and id(part) not in keys
                ]
    return found


def inside(node: ast.AST) -> list[ast.AST]:
    """Return what is marked here or elsewhere (the key of a table), and what is not said (a condition)."""
    match node:
        case ast.Call(func=ast.Name(id="mark")):
            return [*ast.walk(node)]
        case ast.Subscript(slice=unsaid) | ast.IfExp(test=unsaid):
            return [*ast.walk(unsaid)]
    return []


def is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


@pytest.mark.parametrize(
    "code", ["say(f'way_{x}')", "say('a' if x else mark('b'))", "say('a' + x)", "Message('a' * 2)"]
)
def test_what_is_put_together_is_no_message(code: str) -> None:
    assert unmarked(code)
    assert not unmarked("say(mark('a') if x == 1 else T['key'], fact=f'{x}')")


@pytest.mark.parametrize("package", extraction.PACKAGES)
def test_only_whole_messages_are_said(package: str) -> None:
    files = (ROOT / package).rglob("*.py")
    assert [text for file in files for text in unmarked(file.read_text(encoding="utf-8"))] == []


def test_messages_are_found_in_code_templates_and_click() -> None:
    places = {message.id: [file for file, _ in message.locations] for message in extracted()}
    assert "reports/templates/report.html" in places["The answer"]
    assert "booking/decisions/reasons.py" in places["the budget year is over"]
    assert "click/formatting.py" in places["Usage:"]


def test_bringing_up_to_date_keeps_translations_and_drops_what_is_gone() -> None:
    known = Catalog(locale="da")
    known.add("The answer", "Svaret her")
    known.add("no longer said", "siges ikke mere")
    now = updated(known)
    assert now.get("The answer").string == "Svaret her"
    assert now.get("no longer said") is None
    assert not now.get("the budget year is over").string
    file = io.BytesIO()
    write_po(file, now)
    assert b"siges ikke mere" not in file.getvalue()
