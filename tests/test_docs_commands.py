"""Every command in the README and the docs runs as it stands there, page by page, in the order of the page.

A page is a walk that a reader can follow from the top in an empty folder: a scenario that it shows with the
name of a file in its first line is written to that file, blocks of `sh` are run, and so is a command in the
middle of a sentence, unless it has a word in capitals, which stands for something of the reader's own. A
command that is meant to be refused has its exit code in a comment behind it.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import click
import pytest

from cli import main

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`(trappe [^`]+)`")
_PLACEHOLDER = re.compile(r"\b[A-ZÆØÅ]{2,}\b")
_EXIT_CODE = re.compile(r"^(.*?)\s+# (?:slutkode|exit code) (\d)\b.*$")


def steps(page: str) -> Iterator[tuple[str, str]]:
    """Yield what a reader of a page does, in order: (name of a file, its text), or ("", commands)."""
    position = 0
    for block in _BLOCK.finditer(page):
        yield from (("", command) for command in _in_sentences(page[position : block.start()]))
        position = block.end()
        language, text = block.groups()
        if language == "sh":
            yield "", text
        elif named := re.match(r"# ([\w./-]+\.(?:ya?ml|csv))\n", text):
            yield named[1], text
    yield from (("", command) for command in _in_sentences(page[position:]))


def _in_sentences(text: str) -> Iterator[str]:
    for command in (" ".join(found.split()) for found in _INLINE.findall(text)):
        if command.split()[1:] not in _named() and not _PLACEHOLDER.search(command):
            yield command


@cache
def _named() -> list[list[str]]:
    """Return the names of all commands and their commands: a page that says only these speaks of them."""
    groups = {name: command for name, command in main.commands.items() if isinstance(command, click.Group)}
    return [[name] for name in main.commands] + [
        [name, inner] for name, group in groups.items() for inner in group.commands
    ]


def script(commands: str) -> str:
    """Return a script of bash that stops at the first command that ends otherwise than the page says."""
    lines = ["set -eu"]
    for line in commands.replace("\\\n", " ").splitlines():
        if refused := _EXIT_CODE.match(line):
            lines.append(f"code=0; {refused[1]} || code=$?; [ $code -eq {refused[2]} ]")
        else:
            lines.append(line)
    return "\n".join(lines)


def _ran(commands: str, **where: Any) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(  # noqa: S603  commands of our own pages
        ["bash", "-c", script(commands)],  # noqa: S607  wherever the machine has it
        **where,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("programs")
    trappe = folder / "trappe"
    trappe.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{ROOT / "cli.py"}" "$@"\n', encoding="utf-8")
    trappe.chmod(0o755)
    path = os.pathsep.join([str(folder), str(Path(sys.executable).parent), os.environ["PATH"]])
    return {**os.environ, "PATH": path, "TRAPPE_LANG": "da"}


@pytest.mark.long
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_can_be_followed_from_the_top(page: Path, environment: dict[str, str], tmp_path: Path) -> None:
    for file, text in steps(page.read_text(encoding="utf-8")):
        if file:
            (tmp_path / file).write_text(text, encoding="utf-8")
            continue
        ran = _ran(text, cwd=tmp_path, env=environment)
        assert ran.returncode == 0, f"{page.name}\n{text}\n{ran.stdout[-2000:]}\n{ran.stderr[-3000:]}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_command_stands_where_it_would_not_be_run(page: Path) -> None:
    for language, text in _BLOCK.findall(page.read_text(encoding="utf-8")):
        lines = text.splitlines() if language not in ("sh", "bat") else []
        commands = [line for line in lines if line.startswith("trappe ")]
        told = [re.split("  +", line)[0] for line in commands]
        assert not [command for command in told if [*_in_sentences(f"`{command}`")]]


def test_a_command_that_ends_otherwise_than_the_page_says_stops_the_walk() -> None:
    assert _ran("true\nfalse\ntrue").returncode == 1
    assert _ran("false  # slutkode 1: afvist\ntrue").returncode == 0
    assert _ran("true  # exit code 1").returncode == 1


def test_what_is_run_is_what_is_no_placeholder_and_no_mere_name() -> None:
    page = (
        "Se `trappe compare` og `trappe check LEDGER`; kør `trappe list --json`.\n"
        "```yaml\n# egen.yaml\nbase: []\n```\n```sh\ntrappe check egen.yaml\n```\n"
        "Og `trappe compare egen.yaml`.\n"
    )
    assert [*steps(page)] == [
        ("", "trappe list --json"),
        ("egen.yaml", "# egen.yaml\nbase: []\n"),
        ("", "trappe check egen.yaml\n"),
        ("", "trappe compare egen.yaml"),
    ]
