"""Test the waterfall: each bar begins where the one above ended."""

from itertools import pairwise

import pytest

from booking.decisions.case_status import CaseStatus
from reports.booking.sums import own
from reports.booking.waterfall_chart import drops, waterfall_chart
from reports.shared.figure_style import NARROW, WIDE, svg_bytes
from tests.languages import said_in
from tests.reports.booked import every_kind
from tests.reports.drawn import assert_readable, in_sight

DRAWN = {name: each for name, each in every_kind().items() if name not in {"losses", "nothing"}}


@pytest.mark.parametrize(("width", "lang"), [(WIDE, "da"), (WIDE, "en"), (NARROW, "da"), (NARROW, "en")])
def test_no_text_is_cut_off_small_or_on_top_of_another(width: float, lang: str) -> None:
    for status in DRAWN.values():
        figure = said_in(lang, waterfall_chart, status, width=width)
        assert_readable(figure, in_sight(figure))


@pytest.mark.parametrize("status", DRAWN.values(), ids=DRAWN)
def test_each_bar_begins_where_the_one_above_ended_and_they_end_at_what_may_be_booked(
    status: CaseStatus,
) -> None:
    bars = drops(status)
    assert bars[0].end_dkk == status.expected_gain.dkk
    for above, each in pairwise(bars[:-1]):
        assert each.start_dkk == above.end_dkk
    assert bars[-1].start_dkk == 0
    assert bars[-1].end_dkk == pytest.approx(own(status).bookable_dkk)
    assert bars[-2].end_dkk == pytest.approx(bars[-1].end_dkk, abs=5)


def test_the_bars_are_the_amounts() -> None:
    status = every_kind()["idle"]
    (axes,) = waterfall_chart(status).axes
    widths = [bar.get_width() for bar in axes.patches]  # type: ignore[attr-defined]
    assert widths == pytest.approx([abs(each.end_dkk - each.start_dkk) for each in drops(status)])


def test_the_order_is_that_of_the_rule_and_the_amounts_are_in_the_words() -> None:
    words = [each.words.replace("\N{NO-BREAK SPACE}", " ") for each in drops(every_kind()["idle"])]
    assert words == [
        "Forventet gevinst, nutidsværdi: 11,2 mio. kr.",
        "Et budget regner senere år fuldt med: 1,2 mio. kr.",
        "Merudgifter modregnes ikke: 2,7 mio. kr.",
        "Ikke endnu, ikke penge i budgettet: 6,1 mio. kr.",
        "Ikke endnu, under 80 % sikkerhed: 6,1 mio. kr.",
        "Ikke endnu, afventer følsomhedsanalyse: 3,0 mio. kr.",
        "Kan indlægges nu: 0 kr.",
    ]


def test_what_goes_up_looks_another_way_and_says_so() -> None:
    more = drops(every_kind()["upside"])[2]
    assert (more.look, more.end_dkk > more.start_dkk) == ("more", True)
    looks = [each.look for each in drops(every_kind()["worse"])]
    assert looks == ["gain", "otherwise", "otherwise", "less", "booked", "over", "bookable"]


@pytest.mark.parametrize("name", ["losses", "nothing"])
def test_where_there_is_no_gain_nothing_is_drawn(name: str) -> None:
    with pytest.raises(ValueError, match="say so in words"):
        waterfall_chart(every_kind()[name])


def test_the_same_figure_is_the_same_bytes() -> None:
    once, again = (svg_bytes(waterfall_chart(every_kind()["worse"], width=NARROW)) for _ in range(2))
    assert once == again
