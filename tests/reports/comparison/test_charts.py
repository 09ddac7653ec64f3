"""Test charts of a comparison: nothing cut off, text that fits, amounts as Danes write them."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from reports.comparison.fan_chart import fan_chart
from reports.comparison.page import figures
from reports.comparison.payer_chart import payer_chart
from reports.comparison.staircase_chart import staircase_chart
from reports.shared.cases import cases_in_report
from reports.shared.figure_style import NARROW, SMALL, WIDE, svg_bytes, text_width, wrapped
from tests.languages import said_in
from tests.reports.drawn import assert_readable, texts_of
from tests.reports.example import Example, example


def drawn(made: Example, width: float, lang: str) -> list[Figure]:
    cases = said_in(lang, cases_in_report, made.study, made.comparison)
    heading = f"A. {cases[0].title}"
    return [
        said_in(lang, fan_chart, cases[0].gain, width=width, heading=heading),
        said_in(lang, payer_chart, made.study, made.comparison, cases[0], width=width, heading=heading),
        said_in(lang, staircase_chart, made.study, made.comparison, cases, width=width, heading=heading),
    ]


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("years", [10, 30])
def test_no_text_is_cut_off_small_or_on_top_of_another(width: float, lang: str, years: int) -> None:
    for figure in drawn(example(years=years), width, lang):
        assert_readable(figure, texts_of(figure))


def test_amounts_on_the_axis_are_danish(made: Example) -> None:
    gain = cases_in_report(made.study, made.comparison)[0].gain
    figure = fan_chart(gain)
    texts_of(figure)
    labels = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert "\N{MINUS SIGN}10" in labels
    assert not any("-" in label for label in labels)


def test_the_same_figure_is_the_same_bytes(made: Example) -> None:
    once, again = ([svg_bytes(figure) for figure in drawn(made, NARROW, "da")] for _ in range(2))
    assert once == again


def test_files_for_other_papers(made: Example) -> None:
    files = figures(made.study, made.comparison)
    assert list(files) == [
        "case-a-gain.png",
        "case-a-payers.png",
        "case-b-gain.png",
        "case-b-payers.png",
        "staircase.png",
    ]
    assert all(content.startswith(b"\x89PNG") for content in files.values())
    width = int.from_bytes(files["staircase.png"][16:20], "big")
    assert width == round(WIDE * 160)


def test_long_words_are_cut_with_a_hyphen() -> None:
    lines = wrapped("Familiebehandlingskonsulentbistand og $penge$", 1.2, SMALL).split("\n")
    assert all(text_width(line, SMALL) <= 1.2 for line in lines)
    assert lines[0].endswith("-")
    assert "".join(lines).replace("-", "").startswith("Familiebehandlingskonsulentbistand")


def test_fills_of_payers_differ_in_grey(made: Example) -> None:
    case = cases_in_report(made.study, made.comparison)[0]
    figure = payer_chart(made.study, made.comparison, case)
    looks = {
        (round(float(np.dot(bar.get_facecolor()[:3], (0.299, 0.587, 0.114))), 1), bar.get_hatch())
        for bar in figure.axes[0].patches
    }
    assert len(looks) == 4
