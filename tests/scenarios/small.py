"""Give tests a whole scenario in a few lines: three steps, two age bands, few children, two cases."""

from pathlib import Path

import pytest

from scenarios.files.faults import ScenarioError
from scenarios.format.study import Study
from scenarios.reading.load import load
from tests.languages import said_in

SMALL = """\
title: {da: "Lille", en: "Small"}
start: 2027-01-01
years: 2
price_year: 2026
price_index: {grade: assumption, source: Antagelse, by_year: {2025: 100, 2026: 110}}
age_bands: [0, 18, 23]
groups: {alle: 1}
municipality:
  name: Lilleby
  grade: assumption
  source: Antagelse
  population: 4000
  children_0_22: 1000
  age_shares: {0-17: 0.75, 18-22: 0.25}
  placed_per_1000: 8.5
  spending_per_child_dkk: 7000
  price_year: 2026
staircase:
  title: Lille trappe
  source: Antagelse
  steps:
    hjemme:
      title: {da: "Hjemme", en: "At home"}
      role: home
      ages: [0, 18]
      at_age_limit: {slut: 1}
    pleje:
      title: {da: "Pleje", en: "Foster care"}
      role: foster
      placed: true
      ages: [0, 18]
      at_age_limit: {efter: 0.5, slut: 0.5}
    efter:
      title: {da: "Efterværn", en: "After-care"}
      role: aftercare
      placed: true
      ages: [18, 23]
      at_age_limit: {slut: 1}
  exits:
    slut: {title: Slut}
payers:
  familie: {title: Familieafdelingen}
  staten: {title: Staten, municipal: false}
rates:
  grade: assumption
  source: Antagelse
  by_step:
    hjemme: {pleje: 0.3, slut: {rate: 0.5, by_age: {0-17: 0.6}}}
    pleje: {hjemme: 0.2, slut: udslusning}
    efter: {slut: 0.8}
arrivals:
  grade: assumption
  source: Antagelse
  unit: children
  by_step:
    hjemme: {0-17: 10}
stock:
  grade: assumption
  source: Antagelse
  unit: per_1000
  by_step:
    hjemme: {0-17: 20}
    pleje: {0-17: 8}
  years_on_step: {pleje: 2}
prices:
  hjemme:
    indsats:
      {dkk: 100000, per: year, price_year: 2026, payers: {familie: 1}, grade: assumption, source: Antagelse}
  pleje:
    ophold:
      dkk: plejepris
      per: year
      price_year: 2025
      payers: {familie: 0.75, staten: 0.25}
      grade: assumption
      source: Antagelse
  efter: {}
assumptions:
  udslusning:
    distribution: {kind: lognormal, p05: 0.05, p95: 0.2}
    grade: assumption
    source: Antagelse
  plejepris: {value: 400000, grade: assumption, source: Antagelse}
cases:
  tættere:
    title: {da: "Tættere hjælp", en: "Closer help"}
    changes:
      programmes:
        hjælp:
          title: {da: "Hjælp", en: "Help"}
          start: 2027-01-01
          effects:
            - from: [hjemme]
              to: [pleje]
              multiplier:
                distribution: {kind: pert, low: 0.4, mode: 0.6, high: 1.0}
                grade: assumption
                source: Antagelse
          costs:
            leder:
              {dkk: 300000, per: year, price_year: 2026, payers: {familie: 1}, grade: assumption, source: x}
  ingenting:
    title: {da: "Intet", en: "Nothing"}
    changes:
      programmes:
        intet:
          title: Intet
          start: 2027-01-01
          effects:
            - {from: [hjemme], to: [pleje], multiplier: 1}
"""

TOGETHER = SMALL + "  begge:\n    title: Begge\n    together: [tættere, ingenting]\n"
"""The same with a case that is the other two at once."""


BEFORE_CASES, CASES = SMALL.split("cases:\n")


def with_change(old: str, new: str, text: str = SMALL) -> str:
    """Return the scenario with one text replaced, which must stand there exactly once."""
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    return text.replace(old, new)


def with_changes(text: str, **changes: str) -> str:
    """Return a scenario in which cases change more; `changes` are lines of the small scenario's cases."""
    for case, line in changes.items():
        programme = {"tættere": "hjælp", "ingenting": "intet"}[case]
        before, after = "    changes:\n", f"      programmes:\n        {programme}:"
        text = with_change(before + after, f"{before}      {line}\n{after}", text)
    return text


def place(needle: str, text: str, *, after: int = 0) -> str:
    """Return `line:column` of a text that stands exactly once, counted from 1, `after` characters into it."""
    assert text.count(needle) == 1, f"{needle!r} stands {text.count(needle)} times"
    before = text[: text.index(needle) + after]
    return f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


def study_of(text: str, folder: Path) -> Study:
    """Return the study in a text, written to `folder`/lille.yaml."""
    path = folder / "lille.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path)


def write(folder: Path, **texts: str) -> Path:
    """Write files named as the keywords and return the first."""
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder / f"{next(iter(texts))}.yaml"


def sentences(path: Path | str, lang: str = "da") -> list[str]:
    """Return what a file that is refused is refused for."""
    with pytest.raises(ScenarioError) as raised:
        load(path)
    return [said_in(lang, str, fault) for fault in raised.value.faults]


def faults_of(text: str | bytes, folder: Path, lang: str = "da", name: str = "lille.yaml") -> list[str]:
    """Return the sentences on what is wrong with a text, without the folder it stands in."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    try:
        load(path)
    except ScenarioError as error:
        return [said_in(lang, str, fault).replace(f"{folder}/", "") for fault in error.faults]
    return []
