"""Test page and sentences of a sensitivity analysis, in both languages."""

import math
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from markupsafe import escape

from reports.sensitivity.formatting import of_runs, share_range, share_words, values_with_unit
from reports.sensitivity.importance_tables import MOST_PAIRS, method_grid, second_grid
from reports.sensitivity.sentences import answer
from reports.sensitivity.tables import balance_grid, map_grid, sensitivity_grids, tornado_grid, views_grid
from sensitivity.analysis.outputs import document
from sensitivity.subject.subject import Method
from sensitivity.views.optimism import Correction
from tests.languages import said_in
from tests.reports.sensed import (
    DOWN,
    crossings,
    drowned,
    indices,
    many,
    page,
    page_of,
    request,
    sensed,
    spread,
    town,
    views,
)

METHODS: tuple[Method, ...] = ("sobol", "morris", "pawn", "delta", "local")
TITLE = "»Virkning af tæt opfølgning på bevægelser nedad«"


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def said(*args: object, **changes: object) -> list[str]:
    return [plain(sentence) for sentence in answer(sensed(*args, **changes))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("method", "words"),
    [
        ("sobol", ("87 % af det, vi ikke ved", "2 % af udsvingene i et enkelt forløb")),
        ("morris", ("ændrer resultatet sig med 87,0 mio. kr.", "4 % af de udslag, der er målt")),
        ("pawn", ("ingen anden antagelse", "30 % af udsvingene i et enkelt forløb")),
        ("delta", ("ingen anden antagelse", "30 % af udsvingene i et enkelt forløb")),
        ("local", ("alene kan flytte resultatet 70,0 mio. kr.", "1 % af de udslag, der er målt")),
    ],
)
def test_every_method_says_in_three_sentences_what_matters_where_it_pays_and_the_views(
    method: Method, words: tuple[str, ...]
) -> None:
    hangs, balance, third = said(method)
    assert hangs.startswith(f"Den samlede gevinst for kommunen hænger mest på {TITLE}")
    assert all(word in hangs for word in words)
    assert (
        f"{TITLE} med sikkerhed er mindst 1,08 gange raten, tjener casen sig hjem i mindst 8 af 10" in balance
    )
    assert balance.endswith("scenariets midterste bud er 1,14 gange raten.")
    assert third.startswith("Den forventede gevinst er 25,0 ± ")
    assert re.findall(r"en gevinst på [\d,]+|et tab på [\d,]+", third) == [
        "en gevinst på 5,9",
        "et tab på 25,8",
    ]


@pytest.mark.parametrize(
    ("outcome", "hangs", "balance"),
    [
        ("cashable_gain", "Gevinsten i kommunens budgetter", "er gevinsten i kommunens budgetter over nul i"),
        ("largest_yearly_need", "Den største merudgift i et enkelt budgetår", "tjener casen sig hjem i"),
        (
            "children_placed",
            "Ændringen i antallet af anbragte",
            "tjener casen sig hjem i",
        ),
        ("gain_2029", "Kommunens gevinst i 2029", "er kommunens gevinst i 2029 over nul i"),
        ("gain_staten", "Gevinsten for Staten", "er gevinsten for Staten over nul i"),
    ],
)
def test_every_outcome_has_a_name_and_what_is_no_gain_is_held_against_the_net_gain(
    outcome: str, hangs: str, balance: str
) -> None:
    sentences = said("sobol", outcome)
    assert sentences[0].startswith(hangs)
    assert f"{balance} mindst 8 af 10 forløb" in sentences[1]


def test_children_are_told_in_full_year_persons() -> None:
    analysis = sensed("local", "children_placed")
    assert "kan flytte resultatet 3,5 helårspersoner" in plain(answer(analysis)[0])
    assert "mio. kr." not in "".join(cell for row in tornado_rows(analysis) for cell in row)


def tornado_rows(analysis: object) -> tuple[tuple[str, ...], ...]:
    made = tornado_grid(analysis)  # type: ignore[arg-type]
    assert made is not None
    return made.rows


@pytest.mark.parametrize(("pays", "words"), [(True, "mindst 8 af 10"), (False, "færre end 8 af 10")])
def test_a_border_that_is_not_within_the_range_is_said_both_ways(pays: bool, words: str) -> None:
    analysis = sensed(crossings=crossings(town(), None, pays_above=pays))
    balance = plain(answer(analysis)[1])
    assert f"ligger i spændet 0,79 til 1,66 gange raten, tjener casen sig hjem i {words} forløb" in balance
    grid = balance_grid(analysis)
    assert grid is not None
    assert grid.rows[0][2] == ("overalt" if pays else "ingen steder")


def test_a_case_that_pays_below_a_value_is_said_to() -> None:
    sides = crossings(town(), 1.0833, pays_above=False)
    analysis = sensed(crossings=tuple(replace(each, value_low=1.052, value_high=None) for each in sides))
    assert "er højst 1,08 gange raten" in plain(answer(analysis)[1])
    grid = balance_grid(analysis)
    assert grid is not None
    assert plain(grid.rows[0][2]) == "op til 1,08"
    assert plain(grid.rows[0][3]) == "1,05–…"  # noqa: RUF001
    assert plain(grid.rows[0][5]) == "36 %"  # below 1.08 the scenario expects a little more than a third


def test_without_break_even_the_tornado_says_it() -> None:
    balance = said(crossings=(), maps=())[1]
    assert f"{TITLE} flyttes fra 0,95 til 1,38 gange raten" in balance
    assert "fra −45,8 mio. kr. til 87,2 mio. kr." in balance  # noqa: RUF001  a true minus sign


def test_draws_of_a_run_that_was_there_leave_two_answers_open_and_say_so() -> None:
    there = request("pawn", run=Path("kørsel"), replications=2)
    analysis = sensed("pawn", request=there, tornado=None, crossings=(), maps=(), views=None)
    hangs, balance, third = (plain(sentence) for sentence in answer(analysis))
    assert "5 % af udsvingene mellem trækningerne" in hangs  # how many replications there were is not known
    assert "er ikke regnet her" in balance
    assert "er ikke regnet her" in third
    text = page_of(analysis)
    assert "kørsel, der var der i forvejen: kørsel." in text
    assert text.count("<figure>") == 1


@pytest.mark.parametrize("method", METHODS)
def test_where_chance_drowns_the_assumptions_that_is_said_and_no_assumption_named(method: Method) -> None:
    analysis = drowned(method)
    hangs, balance, _ = answer(analysis)
    assert "skal regnes flere gentagelser" in hangs
    assert "»" not in hangs
    assert "1,08" in balance  # there is a break-even all the same
    cells = [cell for grid in sensitivity_grids(analysis) for row in grid.rows for cell in row]
    assert not [cell for cell in cells if "nan" in cell or cell.startswith("0 %")]
    grid = method_grid(analysis)
    assert grid is None or "overdøver" in grid.notes[-2 if method == "sobol" else -1]


def test_a_page_without_a_share_that_can_be_told_is_a_page_all_the_same() -> None:
    assert not of_nothing(page_of(replace(drowned(), maps=(), tornado=None)))


def of_nothing(text: str) -> list[str]:
    """Return words that stand for no number, outside the figures."""
    return re.findall(r"\b(?:nan|None|inf)\b", re.sub(r"base64,\S+", "", text))


def test_two_that_cannot_be_told_apart_are_both_named() -> None:
    close = indices(town(), (0.0,) * 5 + (0.5, 0.485), (0.4,) * 7)
    hangs = said(indices=close)[0]
    assert TITLE in hangs
    assert "»Virkning af tæt opfølgning på bevægelser opad«" in hangs
    assert "50 % og 48 %" in hangs
    assert TITLE in said()[0]
    assert "opad" not in said()[0]


def test_a_set_that_matters_more_than_any_one_comes_first() -> None:
    number = len(town().outcomes)
    together = indices(town(), (0.05,) * 7, (0.3, *(0.1,) * 6), together=spread([0.8], 0.05, number))
    hangs = said(indices=together)[0]
    assert "hænger mest på 5 antagelser, der følges ad og tilsammen står for omkring 80 %" in hangs
    assert "(mest »Veje ud af anbringelse, under 18 år«)" in hangs


@pytest.mark.parametrize(
    ("share", "words"),
    [(-0.2, "under 1 %"), (0.0, "under 1 %"), (0.004, "under 1 %"), (1.25, "100 %"), (math.nan, "–")],  # noqa: RUF001
)
def test_noise_is_not_written_as_an_odd_share(share: float, words: str) -> None:
    assert plain(share_words(share)) == words


def test_an_interval_stays_within_what_a_share_can_be() -> None:
    assert plain(share_range(0.57, 1.25)) == "57–100 %"  # noqa: RUF001
    assert plain(said_in("en", share_range, -0.05, 0.03)) == "0–3%"  # noqa: RUF001
    assert plain(share_range(-0.05, 0.001)) == "under 1 %"


@pytest.mark.parametrize(
    ("confidence", "words"),
    [
        (0.8, "8 af 10 forløb"),
        (0.95, "19 af 20 forløb"),
        (0.75, "15 af 20 forløb"),
        (0.72, "72 % af forløbene"),
    ],
)
def test_the_confidence_is_told_as_it_was_chosen(confidence: float, words: str) -> None:
    assert plain(of_runs(confidence)) == words
    assert words in said(request=request(confidence=confidence))[1]


def test_values_stand_with_their_units() -> None:
    analysis = sensed()
    assert plain(values_with_unit(analysis, DOWN, (1.0833,))[0]) == "1,08 gange raten"
    assert plain(values_with_unit(analysis, 0, (2.1545,))[0]) == "faktor 2,15"
    assert (
        plain(said_in("en", values_with_unit, analysis, DOWN, (1.0833, 1.0835))[1]) == "1.0835 times the rate"
    )


def test_chance_and_the_set_have_rows_of_their_own_and_noise_is_nothing() -> None:
    grid = method_grid(sensed())
    assert grid is not None
    names = [row[0] for row in grid.rows]
    assert names[0] == "Virkning af tæt opfølgning på bevægelser nedad"
    assert names[-2].startswith("5 antagelser")
    assert plain(grid.rows[-2][1]) == "11 %"
    assert names[-1] == "Tilfældigheder i gennemsnittet af 8 gentagelser, holdt for sig"
    assert plain(grid.rows[-1][1]) == "under 1 %"
    assert "tilfældigheder står for 2 % af udsvingene i et enkelt forløb" in plain(answer(sensed())[0])
    by_name = dict(zip(names, grid.rows, strict=True))
    assert plain(by_name["Fælles Weibull-form for vejene ud"][1]) == "under 1 %"
    assert not any("−" in cell for row in grid.rows for cell in row)  # noqa: RUF001


def test_the_tornado_tells_the_outcome_at_both_ends_the_longest_bar_first() -> None:
    first = tornado_rows(sensed())[0]
    assert [plain(cell) for cell in first] == [
        "Virkning af tæt opfølgning på bevægelser nedad (gange raten)",
        "0,95",
        "1,38",
        "−45,8",  # noqa: RUF001
        "87,2",
        "0,1",
    ]


def test_the_largest_pairs_are_shown_first_and_the_rest_counted() -> None:
    grid = second_grid(many())
    assert grid is not None
    assert len(grid.rows) == MOST_PAIRS
    assert plain(grid.rows[0][1]) == "20 %"
    assert "81 mindre par er udeladt" in grid.notes[1]
    assert second_grid(sensed()) is None


def test_a_map_says_on_which_side_it_pays_and_where_there_is_no_border() -> None:
    rows = map_grid(sensed(), sensed().maps[1]).rows
    assert [plain(row[1]) for row in rows] == ["ingen steder", "fra 1,50", "fra 1,20", "fra 0,90", "overalt"]


def test_the_correction_and_what_became_of_the_effects_stand_with_the_views() -> None:
    text = plain(page("da"))
    assert "sættes ned med 25 % og kommer 0,75 år senere" in text
    assert "Før- og eftermåling uden kontrolgruppe" in text
    for sentence in views().repeated.sentences():
        assert sentence in text
    none = replace(views(), correction=Correction(grade="registered", reduction=0.0, delay_years=0.0))
    grid = views_grid(sensed(views=none))
    assert grid is not None
    assert "trækkes intet fra" in grid.notes[1]


def test_the_page_has_the_stamp_the_caveats_of_the_scenario_and_says_that_nothing_is_to_be_booked() -> None:
    text, outputs = page("da"), document(sensed())
    for key in ("scenario_digest", "run_digest", "value_digest"):
        assert outputs[key] in text
    for caveat in town().study.scenario.caveats:
        assert escape(str(caveat)) in text
    assert "Ingen del af gevinsten må indlægges i budgettet" in text
    assert text.index("hænger mest på") < text.index("<figure>")


def test_the_method_tells_how_many_runs_there_were() -> None:
    text = plain(page("da"))  # 256 rows of A, B, two mixed, a set mixed and eight redrawn, times eight
    assert "256 rækker, hver med 10 sæt værdier, og hvert sæt er regnet 8 gange med nyt held: 20.480" in text
    assert "in 20 passes, and each set of values was run 8 times with new luck: 1,280 runs" in page(
        "en", "morris"
    )


def test_what_is_said_of_no_gain_at_all() -> None:
    flat = replace(views(), views=tuple(replace(each, mean_dkk=0.2) for each in views().views))
    assert said(views=flat)[2].count("hverken gevinst eller tab") == 2


def test_where_nothing_repeated_can_stand_in_for_the_case_the_third_sentence_says_so() -> None:
    kept = replace(views().repeated, taken=(), no_effect=(), kept=views().repeated.no_effect)
    assert "intet af det, der er gentaget andre steder" in said(views=replace(views(), repeated=kept))[2]
    assert "intet af det" not in said()[2]


def test_draws_that_tell_nothing_but_chance_name_no_assumption() -> None:
    analysis = sensed("pawn")
    assert analysis.densities is not None
    lost = replace(analysis, densities=replace(analysis.densities, chance=1.0))
    assert "skal regnes flere gentagelser" in answer(lost)[0]


def test_the_weights_of_a_test_are_those_that_it_means() -> None:
    assert sensed().order[0] == DOWN
    assert np.isclose(sensed().chance[0], 0.0025)
