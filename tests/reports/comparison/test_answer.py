"""Test the two sentences of the answer at every edge."""

import re
from datetime import date

import numpy as np
import pytest

from model.world.months import Months
from reports.comparison.answer import answer, break_even_words
from reports.comparison.fan_chart import break_even_sentence
from reports.shared.cases import CaseInReport, cases_in_report
from scenarios.results.comparison import Gain
from tests.languages import said_in
from tests.reports.example import Example

MONTHS = Months.of(date(2025, 1, 1), 3)
HARD = "\N{NO-BREAK SPACE}"


def finding(net: list[list[float]], *, idle: bool = False) -> CaseInReport:
    """Return a finding from the municipality's gain in three years, one row per run."""
    own = np.array(net, dtype=float)[:, None, :, None]
    gain = Gain(
        dkk=np.concatenate([own, np.zeros_like(own)], axis=-1), months=MONTHS, municipal=(True, False)
    )
    return CaseInReport(
        name="a", letter="A", title="A", description="", price_year=2025, gain=gain, idle=idle
    )


def million(*years: float) -> list[float]:
    return [1e6 * amount for amount in years]


SURE = finding([million(-1, 3, 3)] * 10)
NEVER = finding([million(-1, 0, k / 100) for k in range(10)])
HALF = finding([million(-1, 3, 3)] * 6 + [million(-1, 0, 0)] * 4)
LATE = finding([million(-1, 0, 4)] * 7 + [million(-1, 0, 0)] * 3)
RARE = finding([million(-1, 3, 3)] * 1 + [million(-1, 0, 0)] * 99)
LOSS = finding([million(-5, -k / 10, 0) for k in range(10)])
ONE = finding([million(-1, 3, 3)])
ONE_LOSS = finding([million(-1, 0, 0)])
UNTOUCHED = finding([million(0, 0, 0)] * 4)
IDLE = finding([million(0, 0, 0)] * 4, idle=True)
EVERY = [SURE, NEVER, HALF, LATE, RARE, LOSS, ONE, ONE_LOSS, UNTOUCHED, IDLE]


@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("case", EVERY)
def test_the_answer_is_two_sentences(case: CaseInReport, lang: str) -> None:
    for sentence in said_in(lang, answer, case):
        assert re.fullmatch(r"[A-Z].+[a-z0-9)]\.", sentence)
        assert not re.search(r"[.!?:] +[A-ZÆØÅ]", sentence)


BY_END = "er investeringen tjent hjem ved udgangen af 2027"
HALF_BY = ", i halvdelen af forløbene senest i 2026."
GAIN, LOST = "Den samlede gevinst for kommunen er", "Det samlede tab for kommunen er"
PV = "nutidsværdi i 2025-priser"
EXPECTED = [
    (
        SURE,
        f"I alle 10 beregnede forløb {BY_END}{HALF_BY}",
        f"{GAIN} 4,7 mio. kr. i mindst 9 af 10 forløb ({PV}).",
    ),
    (NEVER, f"I ingen af de 10 beregnede forløb {BY_END}.", f"{LOST} 958 tusind kr. i det midterste forløb"),
    (HALF, f"I 6 af 10 beregnede forløb {BY_END}{HALF_BY}", f"{PV}, minus er tab"),
    (LATE, f"I 7 af 10 beregnede forløb {BY_END}.", "i det midterste forløb og mellem"),
    (RARE, f"I færre end 1 af 20 beregnede forløb {BY_END}.", f"{LOST} 1,0 mio. kr. i mindst 9 af 10 forløb"),
    (LOSS, "I ingen af de 10", "mellem 5,0 og 5,8 mio. kr. i 9 af 10 forløb (nutidsværdi i 2025-priser)."),
    (ONE, f"I det ene beregnede forløb {BY_END}, men ét forløb", f"{GAIN} 4,7 mio. kr. i dette forløb"),
    (ONE_LOSS, "er investeringen ikke tjent hjem", f"{LOST} 1,0 mio. kr. i dette forløb"),
    (UNTOUCHED, "Kommunens udgifter er de samme", f"{GAIN} 0 kr."),
    (IDLE, "Investeringscasen ændrer ikke noget", f"{GAIN} 0 kr."),
]


@pytest.mark.parametrize(("case", "whether", "how_much"), EXPECTED)
def test_the_answer_says_what_the_runs_say(case: CaseInReport, whether: str, how_much: str) -> None:
    first, second = (sentence.replace(HARD, " ") for sentence in answer(case))
    assert whether in first
    assert how_much in second


SPREAD = finding([million(-1, 3, 3)] * 2 + [million(-1, 0, 4)] * 8)
SELDOM = finding([million(-1, 3, 3)] * 3 + [million(-1, 0, 0)] * 7)
NOT = "ikke nået"
BREAK_EVEN = [
    (SURE, "2026", "Tjent hjem: 2026 i mindst 8 af 10 forløb"),
    (SPREAD, "2027 (2026-2027)", "Tjent hjem: 2026-2027 (8 af 10 forløb)"),
    (HALF, f"2026 (2026-{NOT})", "Tjent hjem: 2026, tidligste tiendedel 2026; flere end 1 af 10 ikke i 2027"),
    (
        SELDOM,
        f"{NOT} (2026-{NOT})",
        "Tjent hjem i færre end halvdelen af forløbene; tidligste tiendedel 2026",
    ),
    (RARE, NOT, "Tjent hjem i færre end 1 af 10 forløb ved udgangen af 2027"),
    (ONE, "2026", "Tjent hjem: 2026 (ét forløb)"),
    (ONE_LOSS, NOT, "Ikke tjent hjem ved udgangen af 2027 (ét forløb)"),
]


@pytest.mark.parametrize(("case", "cell", "sentence"), BREAK_EVEN)
def test_break_even_in_words(case: CaseInReport, cell: str, sentence: str) -> None:
    assert break_even_words(case.gain).replace("\N{EN DASH}", "-") == cell
    assert break_even_sentence(case.gain).replace("\N{EN DASH}", "-") == sentence


def test_a_case_that_nobody_notices_is_idle(made: Example) -> None:
    idle = {f.name: f.idle for f in cases_in_report(made.study, made.comparison)}
    assert idle == {"home_first": False, "costly": False, "idle": True}
