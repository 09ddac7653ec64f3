"""Test the section on booking: everything shown, and no figure of a loss."""

import re

import pytest
from markupsafe import escape

from reports.booking.section import booking_section
from reports.shared.html import environment
from tests.languages import said_in
from tests.reports.booked import every_kind, page_of
from tests.reports.example import Example
from tests.reports.outline import Outline

LOSSES = "År og betalere, hvor der ventes en merudgift, er ikke regnet med."
SECTION = """{% from "booking.html" import booking %}{{ booking(case) }}"""
HEADING = {"da": "Hvad må tages ud af budgettet?", "en": "What may be taken out of the budget?"}


def section(page: str, lang: str = "da") -> str:
    start = page.index(f"<h3>{HEADING[lang]}</h3>")
    return page[start : page.index("</section>", start)]


def test_every_case_that_is_not_idle_says_what_may_be_taken_out(pages: dict[str, str]) -> None:
    for lang, page in pages.items():
        assert page.count(f"<h3>{HEADING[lang]}</h3>") == 2


def test_the_box_at_the_top_and_the_section_agree(pages: dict[str, str]) -> None:
    top = pages["da"][: pages["da"].index("<table")]
    assert "Ingen del af gevinsten må indlægges i budgettet på grundlag af denne side alene." in top
    assert "»Hvad må tages ud af budgettet?«" in top
    assert "0\N{NO-BREAK SPACE}kr. kan indlægges i budgetterne for" in section(pages["da"])
    assert "når betaleren har godkendt" in pages["da"][pages["da"].index("Hvad modellen ikke kan sige") :]


@pytest.mark.parametrize("lang", ["da", pytest.param("en", marks=pytest.mark.long)])
@pytest.mark.parametrize("name", every_kind())
def test_every_kind_of_case_makes_a_section(name: str, lang: str) -> None:
    made = said_in(lang, booking_section, every_kind()[name])
    html = environment().from_string(SECTION).render(case=made)
    outline = Outline(html)
    assert all(len(attrs["alt"] or "") > 60 for attrs in outline.of("img"))
    assert not re.search(r"\b(nan|None|inf)\b", outline.text)
    for sentence in made.answer:
        assert str(escape(sentence)) in html


@pytest.mark.parametrize("name", ["losses", "nothing"])
def test_of_a_loss_there_are_words_and_nothing_drawn(made: Example, name: str) -> None:
    html = section(page_of(made, bookings={"home_first": every_kind()[name]}))
    assert "<img" not in html
    assert "<table" not in html
    assert "så der er intet at indlægge i budgettet" in html
    assert "Reglen" in html


def test_with_milestones_there_is_a_timeline_and_without_them_a_list() -> None:
    with_them = booking_section(every_kind()["half_way"])
    assert with_them.milestones is not None
    assert with_them.lacking == ()
    assert (
        "Milepæl 1: Alle rådgivere er ansat, senest 30. juni 2027; nået 22. november 2026, Økonomichefen"
        in (with_them.milestones.alt)
    )
    assert "endnu intet budgetår" in with_them.milestones.alt
    without = booking_section(every_kind()["unproposed"])
    assert without.milestones is None
    assert len(without.lacking) == 2


def test_the_waterfall_is_told_in_words_from_the_expected_gain() -> None:
    drawn = booking_section(every_kind()["unproposed"])
    assert drawn.waterfall is not None
    alt = drawn.waterfall.alt.replace("\N{NO-BREAK SPACE}", " ")
    assert "Forventet gevinst, nutidsværdi: 13,9 mio. kr" in alt
    assert "Merudgifter modregnes ikke: 3,0 mio. kr" in alt
    assert ".." not in alt


def test_markup_in_a_name_is_text(made: Example) -> None:
    status = every_kind()["half_way"]
    body = status.proposal.body
    loud = body.payers["skole"].title.model_copy(update={"da": "<b>Skoler</b>"})
    body.payers["skole"] = body.payers["skole"].model_copy(update={"title": loud})
    try:
        page = page_of(made, bookings={"home_first": status})
    finally:
        every_kind.cache_clear()
    assert "<b>" not in page
    assert "&lt;b&gt;Skoler" in page
