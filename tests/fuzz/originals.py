"""Make the honest files that are damaged: those of somebody who calibrates, compares and books."""

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import openpyxl
import pandas as pd

import sensitivity
from booking.amounts import policy
from booking.register.seals import Seal
from language.catalogues import catalogue
from language.messages import DANISH
from scenarios import clock, library
from scenarios.building.draws import draw
from scenarios.running.worker_options import compile_engine
from tests.booking.followed import ledger_of, months_later, town, town_text, write
from tests.booking.witness.test_time_stamps import Authority
from tests.calibration.tables.opendocuments import cell, opendocument, row
from tests.conftest import Strict
from tests.fuzz.sandbox import finished
from tests.scenarios.small import TOGETHER

BOOKED = datetime(2022, 11, 1, 12, tzinfo=UTC)
"""When the case was proposed and booked."""
NOW = datetime(2023, 10, 2, 12, tzinfo=UTC)
ME = ("--who", "A. Hansen", "--why", "Byrådet")
YOU = ("--who", "B. Jensen", "--why", "Byrådet")
REGISTER, RUN, ANALYSIS, LETTERS = "register.sqlite", "kørsel", "analyse", "breve"
SCENARIO, SMALL, SHIPPED, BUILT = "by.yaml", "lille.yaml", "kolding.yaml", "bygget.yaml"
LEDGERS = ("sager.csv", "sager.xlsx", "sager.ods", "sager.parquet")
KEY, OTHER_KEY, PSEUDONYMS = "min.key", "en anden.key", "pseudonymer.key"
PROOF, COUNTERSIGNED = "bevis.txt", "segl.json"
RULE, FOUNDED, MAPPING, OPTIMISM, TOTALS, FRAME = (
    *("regel.yaml", "stiftet.yaml", "oversættelse.yaml", "optimisme.yaml"),
    *("totaler.yaml", "ramme.csv"),
)
STAMP, AUTHORITY = "stempel.tsr", "tid.pem"
_MAPPING = """\
title: Vores udtræk
columns:
  child_id: child_id
  start: [start, Startdato]
  end: end
  birth_date: birth_date
  price: price
constants: {price_unit: year}
values:
  price: {"100000": "100.000"}
leave_out:
  - {when: {step: efter}, because: Efterværn er med i en anden liste}
steps:
  a: {step: hjemme, when: {step: hjemme}}
  b: {step: pleje, when: {"step|trin": [pleje, plej*]}}
"""
_TOTALS = """\
title: Lilleby
scenario: lille.yaml
totals:
  anbragte:
    kind: present
    title: Anbragte
    steps: [pleje, efter]
    at: 2027-07-01
    value: 10
    source: x
  tilgang:
    kind: inflow
    title: Tilgang
    steps: [pleje]
    from: 2027-01-01
    to: 2028-01-01
    value: 8
    source: x
parameters:
  udslusning: {prior: {p05: 0.05, p95: 0.5}}
"""
_LARGER_START = ("hjemme: {0-17: 20}", "hjemme: {0-17: 60}")


_OURS = ("api", "booking", "calibration", "commands", "forecast", "reports", "scenarios", "sensitivity")
_THEIRS = (
    *("matplotlib.backends.backend_agg", "matplotlib.backends.backend_svg", "matplotlib.figure", "rich.live"),
    *("pyarrow.pandas_compat", "rich.progress", "sqlalchemy.dialects.sqlite"),
)
"""What commands load when they need it."""


def load_everything() -> None:
    """Load and compile what commands need, and speak as they do, so that each fork of this process has it."""
    for package in _OURS:
        for module in walk_packages(import_module(package).__path__, f"{package}."):
            import_module(module.name)
    for name in _THEIRS:
        import_module(name)
    catalogue(DANISH).add_fallback(Strict())
    os.environ.update({"COLUMNS": "140", "TRAPPE_LANG": DANISH})
    for name in ("TRAPPE_REGISTER", "TRAPPE_WHO", "TRAPPE_KEY"):
        os.environ.pop(name, None)
    compile_engine(lambda _sentence: None)


def at(moment: datetime) -> Callable[[], None]:
    """Return what sets the clock of a process."""

    def set_clock() -> None:
        clock.now = lambda: moment

    return set_clock


def make(folder: Path) -> None:
    """Write all honest files into a folder; raises AssertionError where a command refuses to."""
    folder.mkdir()
    _write_texts(folder)
    _in_a_fork(lambda: _write_ledgers(folder))
    _done(folder, "compare", SCENARIO, "--draws", "100", "--replications", "2", "--out", RUN)
    local = ("--method", "local", "--samples", "2", "--no-break-even")
    _done(folder, "sensitivity", SCENARIO, "--case", "tættere", *local, "--out", ANALYSIS)
    _done(folder, "key", "new", KEY)
    _done(folder, "key", "new", OTHER_KEY)
    _done(folder, "key", "new", PSEUDONYMS, "--for", "pseudonyms")
    book = ("--register", REGISTER)
    _done(folder, "register", "new", "--municipality", "Lilleby", "--policy", FOUNDED, *book, *ME)
    about = ("--case", "tættere", "--run", RUN, "--sensitivity", ANALYSIS)
    _done(folder, "book", "propose", SCENARIO, *about, *book, *ME)
    _done(folder, "book", "approve", "familie", *book, *YOU)
    _done(folder, "book", "commit", "--payer", "familie", "--year", "2024", "--dkk", "1000", *book, *ME)
    _done(folder, "register", "name-key", "--key", KEY, "--who", "Revisoren", "--why", "x", *book)
    seal = str(Seal.read(_done(folder, "register", "verify", *book).split()[-1]))
    _done(folder, "key", "sign", seal, "--who", "Revisoren", "--key", KEY, "--out", COUNTERSIGNED)
    _done(folder, "register", "export", "--out", LETTERS, *book)
    _done(folder, "register", "prove", "--entry", "1", "--out", PROOF, *book)
    if shutil.which("openssl"):
        authority = Authority.made(folder.with_name("authority"))
        shutil.copy(authority.answer(Seal.read(seal)), folder / STAMP)
        shutil.copy(authority.certificate, folder / AUTHORITY)
        shutil.rmtree(authority.folder)


def _write_texts(folder: Path) -> None:
    examples = Path(library.__file__).parent / "examples"
    rule = (Path(policy.__file__).parents[1] / "policy.yaml").read_text(encoding="utf-8")
    rule = rule.replace("countersigned_seal: year_end", "countersigned_seal: never")
    texts = {
        SCENARIO: town_text(
            ("{kind: pert, low: 0.4, mode: 0.6, high: 1.0}", "{kind: pert, low: 0.05, mode: 0.1, high: 0.3}"),
            _LARGER_START,
        ),
        SMALL: TOGETHER,
        SHIPPED: (examples / "kolding.yaml").read_text(encoding="utf-8"),
        BUILT: "base: [lille.yaml]\ntitle: Bygget\nyears: 1\n",
        FOUNDED: rule,
        RULE: rule.replace("confidence: 0.8", "confidence: 0.9"),
        MAPPING: _MAPPING,
        OPTIMISM: next(Path(sensitivity.__file__).parent.glob("*.yaml")).read_text(encoding="utf-8"),
        TOTALS: _TOTALS,
        FRAME: "Trin;Helårspersoner;Beløb\nhjemme;120;12000000\npleje;48;19200000\nefter;10;0\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")


def _write_ledgers(folder: Path) -> None:
    """Write one ledger as each kind of file."""
    study = town(folder.parent).study
    values = draw(study, seed=5, number=1)
    last = months_later(study.scenario.start, 9)
    write(ledger_of(study, "tættere", values, seed=6, replication=1, last=last), folder / LEDGERS[0])
    table = pd.read_csv(folder / LEDGERS[0], sep=";", dtype=str, keep_default_na=False)
    table.to_parquet(folder / LEDGERS[3], index=False)
    lines = [[*table.columns], *table.to_numpy().tolist()]
    book = openpyxl.Workbook()
    sheet = book.active
    for line in lines:
        sheet.append(line)
    book.save(folder / LEDGERS[1])
    opendocument(folder, "".join(row(*map(cell, line)) for line in lines)).rename(folder / LEDGERS[2])


def _in_a_fork(act: Callable[[], object]) -> None:
    """Do something in a process of its own: it may start threads."""
    process = os.fork()
    if process == 0:
        code = 1
        try:
            act()
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(process, 0)
    assert status == 0, "it failed"


def _done(folder: Path, *arguments: str) -> str:
    outcome = finished(arguments, folder, prepare=at(BOOKED))
    assert outcome.code == 0, f"{arguments}: {outcome.err}"
    return outcome.out
