"""Calibrate and check small made-up ledgers."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from calibration.checks.checks import Checks, check
from calibration.rates.calibrate import Calibration, CalibrationRequest, calibrate
from reports.calibration.page import checks_html
from tests.calibration.totals_small import LONE
from tests.languages import said_in

FIRST, LAST = date(2016, 1, 1), date(2022, 12, 31)
TWELVE = (
    "Åben rådgivning i kommunens familiehus for forældre til børn under seks år",
    "Mentor",
    "Kontaktperson",
    "Familiebehandling",
    "Aflastning i weekender",
    "Slægtsanbringelse",
    "Netværkspleje",
    "Plejefamilie $almen$",
    "Specialiseret plejefamilie",
    "Socialpædagogisk opholdssted",
    "Døgninstitution <b>",
    "Sikret afdeling",
)


@dataclass(frozen=True)
class Checked:
    calibration: Calibration
    checks: Checks


def ledger_text(
    steps: tuple[str, ...],
    *,
    children: int,
    seed: int = 1,
    longer_from: date = date.max,
    born: bool = False,
) -> str:
    """Return children who move between neighbouring steps; later stays may last six times as long.

    `born` tells that all were born on one day.
    """
    chance = Random(seed)  # noqa: S311  no secrets here
    rows = ["child_id;step;start;end" + ";birth_date" * born]
    for number in range(children):
        day = FIRST + timedelta(days=chance.randrange((LAST - FIRST).days))
        step = chance.randrange(len(steps))
        for _ in range(chance.choice((1, 1, 2, 3))):
            days = chance.expovariate(1 / (150 + 40 * step)) * (6 if day >= longer_from else 1)
            end = day + timedelta(days=int(days) + 1)
            rows.append(f"B{number};{steps[step]};{day};{end if end <= LAST else ''}" + ";2010-05-05" * born)
            if end > LAST:
                break
            day, step = end, min(len(steps) - 1, max(0, step + chance.choice((-1, 1))))
    return "\n".join(rows) + "\n"


def checked(text: str, *, scenario: str = "", draws: int = 40) -> Checked:
    """Return a ledger calibrated, with the steps of a scenario or its own, and checked."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "sager.csv").write_text(text, encoding="utf-8")
        (folder / "lille.yaml").write_text(scenario, encoding="utf-8")
        request = CalibrationRequest(
            ledgers=[folder / "sager.csv"], scenario=str(folder / "lille.yaml") if scenario else None
        )
        calibration = calibrate(request)
        checks = check(calibration, seed=1, draws=draws, replications=2)
        return Checked(calibration=calibration, checks=checks)


@cache
def two_steps() -> Checked:
    """Return two steps with the titles of a scenario."""
    return checked(ledger_text(("nede", "oppe"), children=150), scenario=LONE)


@cache
def missed() -> Checked:
    """Return two steps on which stays became much longer just when the backtest begins."""
    text = ledger_text(("nede", "oppe"), children=400, longer_from=date(2020, 12, 1))
    return checked(text, scenario=LONE, draws=70)


@cache
def many_steps() -> Checked:
    """Return twelve steps with long names of the ledger's own, without a scenario."""
    return checked(ledger_text(TWELVE, children=250), draws=10)


@cache
def one_step() -> Checked:
    """Return one step."""
    return checked(ledger_text(("Mentor",), children=60), draws=20)


@cache
def few_rows() -> Checked:
    """Return a month with three rows: no backtest, nothing to test."""
    rows = ["child_id;step;start;end", "A;mentor;2020-01-01;2020-01-20", "B;mentor;2020-01-05;"]
    return checked("\n".join([*rows, "C;mentor;2020-01-09;2020-01-31"]) + "\n", draws=5)


EXAMPLES = {
    "two_steps": two_steps,
    "missed": missed,
    "many_steps": many_steps,
    "one_step": one_step,
    "few_rows": few_rows,
}


@cache
def page_of(example: str, lang: str) -> str:
    """Return the page about the checks of an example."""
    return page_again(example, lang)


def page_again(example: str, lang: str = "da") -> str:
    """Return the same page, made anew."""
    made = EXAMPLES[example]()
    return said_in(lang, checks_html, made.calibration, made.checks)
