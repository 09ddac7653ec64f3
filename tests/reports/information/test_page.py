"""Test page and sentences of the value of information, in both languages and every situation."""

import json
import re
from dataclasses import replace

import pytest
from markupsafe import escape

from reports.information.page import information_html
from reports.information.sentences import answer, case_title, curves, indicator_title, too_low
from reports.information.tables import (
    early_figure_grids,
    follow_up_option_grids,
    information_grids,
    singles_grid,
    whole_grid,
)
from sensitivity.information.outputs import document
from sensitivity.points.early_figures import early_figures
from tests.languages import said_in
from tests.reports.known import BEST, SITUATIONS, case, known, many, page, poorly_fitted, together


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


SAID = {
    "usual": (
        "2025-priser). At vide alt på forhånd ville højst være 2,",
        (
            "er at følge alle børn på casens trin (80 ad gangen) i 24 måneder og så gå videre eller stoppe: "
            "den ventes at give 960 tusind kr. mere end at beslutte endeligt nu"
        ),
        (
            "er afsluttede ophold på trinnet »Institution«: tallet kan læses fra måned 12, og i måned 24 "
            "sætter det en case, der betaler sig, over en, der ikke gør, i 68 af 100 sammenligninger"
        ),
    ),
    "sure gain": (
        "2025-priser). Hvordan antagelserne end falder ud, bliver beslutningen den samme",
        "Derfor er der heller ikke noget at vinde",
        "for det ventes den at gøre, hvordan",
    ),
    "sure loss": (
        "minus er tab). Hvordan antagelserne end falder ud, bliver beslutningen den samme",
        "Derfor er der heller ikke noget at vinde",
        "for det ventes den ikke at gøre, hvordan",
    ),
    "loss": (
        "2025-priser, minus er tab). At vide alt på forhånd ville højst være",
        "(25 til 100 børn i 3 til 24 måneder), er ventetiden værd: at sætte casen i gang for at følge",
        "tallet kan læses fra måned 12",
    ),
    "even": ("Den forventede gevinst er 0,0 ± 1,0 mio. kr.", "", ""),
    "too late": ("", "er ventetiden værd: når svaret kommer, er der ikke længere noget at spare", ""),
    "same": ("", "ville ændre beslutningen, så ingen af dem er ventetiden værd.", ""),
    "unsure": ("", "men det er ikke mere end regneusikkerheden.", ""),
    "enough children": ("", "at følge 100 børn i 24 måneder", ""),
    "few children": ("", "at følge alle børn på casens trin (under 5 ad gangen)", ""),
    "nobody": ("", "virker ikke på noget trin på indsatstrappen, så der er ingen børn at følge op på.", ""),
    "silent": ("", "", "Ingen af de 18 tidlige tal siger noget de første 24 måneder"),
    "weak": (
        "",
        "",
        (
            "Ingen af de 18 tidlige tal kan læses med nogen kraft de første 24 måneder: det bedste, "
            "flytninger til et mindre indgribende trin, sætter en case, der betaler sig, over en, der ikke "
            "gør, i 56 af 100"
        ),
    ),
    "late": (
        "",
        "",
        (
            "er flytninger til et mere indgribende trin: tallet kan først læses i måned 24, hvor det sætter "
            "en case, der betaler sig, over en, der ikke gør, i 64 af 100"
        ),
    ),
    "half": ("og mest værd at kende for sig er »Virkning af tæt opfølgning på bevægelser nedad« (", "", ""),
    "own step": ("", "", "nye ophold på trinnet »Alternativ til anbringelse«: tallet kan læses fra måned 6"),
}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_three_sentences_tell_the_situation(situation: str) -> None:
    sentences = [plain(sentence) for sentence in answer(known(situation))]
    assert sentences[0].startswith("Den forventede gevinst er ")
    assert [said in sentence for said, sentence in zip(SAID[situation], sentences, strict=True)] == [True] * 3


@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_sentence_is_whole(situation: str, lang: str) -> None:
    sentences = said_in(lang, answer, known(situation))
    assert len(sentences) == 3
    for sentence in sentences:
        assert sentence.endswith(".")
        assert ".." not in sentence
        assert not re.search(r"[{}]|\b(nan|None(?! of)|inf)\b", sentence)
        assert not re.search(r"EVPI|EVPPI|EVSI|AUC|budget", sentence)


def test_which_assumption_and_how_much_of_it() -> None:
    analysis = known()
    title = "»Virkning af tæt opfølgning på bevægelser nedad«"
    assert answer(analysis)[0].endswith(f"og næsten det hele ligger i {title}.")
    single = next(each for each in analysis.information.singles if each.name == BEST)
    for share, said in ((0.95, "næsten det hele ligger i"), (0.6, "det meste ligger i"), (0.4, "for sig er")):
        less = replace(single, evppi_dkk=share * analysis.information.evpi_dkk)
        others = [replace(each, evppi_dkk=0.0) for each in analysis.information.singles if each.name != BEST]
        told = replace(analysis, information=replace(analysis.information, singles=(*others, less)))
        assert f"{said} {title}" in answer(told)[0]
    assert answer(together(analysis))[0].endswith("men ingen af antagelserne er værd at kende for sig.")


def test_the_best_figure_is_one_that_can_be_read_where_there_is_one() -> None:
    analysis = known()
    loud = tuple(
        replace(each, explained=0.9) if (each.name, each.month) == ("moved_up", 24) else each
        for each in analysis.indicators
    )
    told = replace(analysis, indicators=loud)
    assert curves(told)[0].name == "moved_up"
    assert "»Institution«" in answer(told)[2]


@pytest.mark.parametrize(("explained", "told"), [(0.79, True), (0.8, False), (1.0, False), (None, False)])
def test_a_poor_regression_is_told_and_a_good_one_is_not(explained: float | None, told: bool) -> None:
    analysis = poorly_fitted(known("sure gain"), explained)
    sentence = too_low(analysis)
    assert (sentence is not None) == told
    notes = whole_grid(analysis).notes
    shown = information_html(analysis, document(analysis))
    assert ("kun 79 %" in plain(notes[0])) == told
    assert (sentence or "kun ") in (shown if told else "kun ")
    assert ("<strong>" in shown) == told
    assert ("Den finder ingen forskelle" in shown) == (explained is None)


def test_to_see_nothing_is_not_to_know_that_there_is_nothing() -> None:
    blind = answer(poorly_fitted(known("sure loss"), 0.1))
    assert "fanger for lidt af det" in blind[0]
    assert "ikke brug for at vide mere" not in blind[0]
    assert blind[1].startswith("Derfor kan det heller ikke siges, hvad det er værd")
    assert blind[2].startswith("Derfor kan det heller ikke siges, om tidlige tal")
    assert answer(poorly_fitted(known(), 0.1)) == answer(known())


@pytest.mark.parametrize("name", early_figures(case().study, case().case).indicators)
def test_every_early_figure_has_a_name_in_both_languages(name: str) -> None:
    analysis = known()
    danish, english = (said_in(lang, indicator_title, analysis, name) for lang in ("da", "en"))
    assert danish != english
    if ":" in name:
        step = analysis.subject.study.scenario.staircase.steps[name.partition(":")[2]]
        assert f"»{step.title.da}«" in danish
        assert f"“{step.title.en}”" in english
    assert "_" not in danish + english


def test_a_step_that_only_the_case_has_is_called_by_its_title() -> None:
    assert said_in("en", indicator_title, known("own step"), "ends:alternativ").endswith(
        "“Alternative to placement”"
    )


def test_assumptions_stand_by_worth_and_nothing_is_not_rounded_to_nothing() -> None:
    analysis = many(known(), 12)
    rows = singles_grid(analysis).rows
    assert [row[0].split(".")[0] for row in rows] == [str(place) for place in range(12, 0, -1)]
    usual = singles_grid(known()).rows
    assert usual[0][0] == "Virkning af tæt opfølgning på bevægelser nedad"
    assert usual[-1][1:4] == (
        "0",
        "\N{EN DASH}",
        plain("0\N{NO-BREAK SPACE}%").replace(" ", "\N{NO-BREAK SPACE}"),
    )


def test_the_whole_is_what_was_found_and_the_groups_are_in_words() -> None:
    analysis = known()
    rows = said_in("en", whole_grid, analysis).rows
    assert rows[0][1] == f"{analysis.information.evpi_dkk / 1e6:.2f}"
    assert [row[0] for row in rows] == [
        "All assumptions",
        "What only the case brings",
        "What also holds without the case",
    ]


def test_follow_ups_stand_months_down_and_children_across() -> None:
    evsi, net = said_in("en", follow_up_option_grids, known())
    assert net.head == ("Followed for", "25 children", "50 children", "100 children")
    assert evsi.head[1] == "Children on the steps"
    assert [row[0] for row in net.rows] == [f"{month} months" for month in (3, 6, 12, 18, 24)]
    assert evsi.rows[4][1:] == (
        "80",
        *(f"{size * 24 * 0.1:.0f}\N{NO-BREAK SPACE}±100" for size in (25, 50, 100)),
    )
    assert net.rows[4][3] == "960\N{NO-BREAK SPACE}±100"
    assert (
        said_in("en", follow_up_option_grids, known("loss"))[1]
        .rows[4][1]
        .startswith("\N{MINUS SIGN}2.40\N{NO-BREAK SPACE}±")
    )
    assert said_in("en", follow_up_option_grids, known("too late"))[1].rows[4][1] == "0"


def test_few_children_are_hidden() -> None:
    assert {row[1] for row in said_in("en", follow_up_option_grids, known("few children"))[0].rows} == {
        "under\N{NO-BREAK SPACE}5"
    }


def test_early_figures_stand_best_first_and_the_silent_are_counted() -> None:
    hits, explained = said_in("en", early_figure_grids, known())
    names = ["Stays ended on the step “Institution”", "The cost per placed full-year person"]
    assert [row[0] for row in hits.rows] == [*names, "Moves to a less intrusive step"]
    assert [row[0] for row in explained.rows] == [row[0] for row in hits.rows]
    dash = "\N{EN DASH}"
    assert hits.rows[0][1:] == ("more", dash, "58", "61", "66", "68")
    assert hits.rows[1][1:] == ("lower", dash, dash, "55", dash, "62")
    assert explained.rows[0][1:] == (dash, "3%", "5%", "10%", "13%", "130")
    assert "15 of 18 early figures tell nothing" in explained.notes[1]


def test_where_the_case_always_pays_or_never_nothing_is_said_of_being_right() -> None:
    (explained,) = said_in("en", early_figure_grids, known("sure loss"))
    assert explained.rows[0][-2] == "13%"
    (nothing,) = said_in("en", early_figure_grids, known("sure gain"))
    assert nothing.rows == ()
    assert nothing.notes == ("None of the 18 early figures tells anything.",)


PICTURES = {
    ("usual", "da"): 3,
    ("loss", "en"): 3,
    ("sure gain", "en"): 0,
    ("sure loss", "da"): 2,
    ("nobody", "da"): 2,
    ("silent", "en"): 2,
}
"""Of each page: there is one where there is something to draw."""


@pytest.mark.parametrize(("situation", "lang"), PICTURES)
def test_every_note_of_the_terminal_stands_on_the_page(situation: str, lang: str) -> None:
    shown = page(lang, situation)
    for grid in said_in(lang, information_grids, known(situation)):
        for note in grid.notes:
            assert str(escape(note)) in shown


@pytest.mark.parametrize(("situation", "lang"), PICTURES)
def test_a_figure_stands_where_there_is_something_to_draw(situation: str, lang: str) -> None:
    assert page(lang, situation).count("<figure>") == PICTURES[situation, lang]


def test_the_alternative_texts_tell_what_the_pictures_show() -> None:
    knowing, following, telling = map(plain, re.findall(r'alt="([^"]*)"', page("da")))
    assert "Virkning af tæt opfølgning på bevægelser nedad: 2," in knowing
    assert "960 tusind kr." in following
    assert "I måned 24 forudsiger afsluttede ophold på trinnet »Institution« 13 % af forskellene." in telling


def test_the_stamp_is_that_of_the_document() -> None:
    analysis, shown = known(), page("da")
    told = document(analysis)
    json.dumps(told, allow_nan=False)
    for key in ("scenario_digest", "run_digest", "value_digest"):
        assert told[key] in shown
    assert "kolding, Tæt opfølgning" in shown
    assert "numpy" in shown


def test_the_page_has_the_scenarios_caveats_and_says_nothing_may_be_booked() -> None:
    text = page("da")
    for caveat in known().subject.study.scenario.caveats:
        assert str(escape(caveat.da)) in text
    assert "må indlægges i budgettet" in text[: text.index("<table")]
    assert "Den bedste af mange opfølgninger" in text
    assert "Den bedste af mange opfølgninger" not in page("da", "nobody")


def test_the_case_stands_above_all() -> None:
    analysis = known()
    assert case_title(analysis) == "Tæt opfølgning, halvt så mange sager pr. rådgiver"
    assert case_title(analysis) in page("da")
