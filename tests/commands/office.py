"""What somebody who is about to book has lying around, and how they type."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from cli import main

SURE = (
    ("{kind: pert, low: 0.4, mode: 0.6, high: 1.0}", "{kind: pert, low: 0.05, mode: 0.1, high: 0.3}"),
    ("hjemme: {0-17: 20}", "hjemme: {0-17: 60}"),
)
ME = ("--who", "A. Hansen", "--why", "Byrådet")
YOU = ("--who", "B. Jensen", "--why", "Byrådet")
THEN = datetime(2022, 11, 1, 12, tzinfo=UTC)


def run(*arguments: str | Path, **variables: str) -> Result:
    environment = {"TRAPPE_LANG": None, "TRAPPE_REGISTER": None, "TRAPPE_WHO": None, "COLUMNS": "140"}
    return CliRunner(env=environment | variables).invoke(main, [str(argument) for argument in arguments])


def done(*arguments: str | Path) -> str:
    found = run(*arguments)
    assert found.exit_code == 0, found.stderr
    return found.stdout


@dataclass(frozen=True)
class Office:
    """What somebody who is about to book has lying around."""

    scenario: Path
    run: Path
    analysis: Path
    register: Path

    def book(self, act: str, *arguments: str | Path) -> Result:
        return run("book", act, *arguments, "--register", self.register)

    def propose(self, *arguments: str | Path) -> Result:
        return self.book("propose", self.scenario, "--run", self.run, "--case", "tættere", *ME, *arguments)

    def record(self, analysis: Path | None = None, *arguments: str | Path) -> Result:
        folder = self.analysis if analysis is None else analysis
        return self.book("sensitivity", self.scenario, "--analysis", folder, *ME, *arguments)

    def commit(self, dkk: str, *arguments: str, payer: str = "familie", year: str = "2024") -> Result:
        return self.book("commit", "--payer", payer, "--year", year, "--dkk", dkk, *ME, *arguments)

    def amount(self, year: str = "2024", payer: str = "familie") -> dict[str, Any]:
        found = self.book("amount", "--json")
        assert found.exit_code == 0, found.stderr
        amounts: dict[str, Any] = json.loads(found.stdout)["budget_years"][year][payer]
        return amounts
