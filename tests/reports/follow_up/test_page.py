"""Test the page of a follow-up: its figures, their words, and the stamp."""

import re

import pytest

from booking.follow_up.document import document
from booking.follow_up.follow_up import FollowUp
from tests.reports.followed_up import early, outside, page, page_of, several, shipped, thin, untaught


@pytest.mark.parametrize("make", [early, outside, shipped])
def test_every_kind_of_follow_up_has_a_page(make: object) -> None:
    assert callable(make)
    follow_up = make()
    assert isinstance(follow_up, FollowUp)
    for each in (follow_up, thin(follow_up), untaught(follow_up)):
        shown = page_of(each)
        assert shown.count("<img ") == 4
        assert "{" not in re.sub(r"<style>.*?</style>", "", shown, flags=re.DOTALL)


def test_small_counts_are_spoken_of_before_any_number_of_children() -> None:
    assert page("da").index("små antal er ikke skjult") < page("da").index("<table")


def test_who_cannot_see_the_figures_is_told_what_they_show() -> None:
    alts = re.findall(r'alt="([^"]*)"', page("da"))
    assert len(alts) == 4
    assert alts[0].startswith("Kurve over 24 måneder. Børn i anbringelse, gennemsnit siden start. Efter 18 ")
    assert all("Dom: " in alt and ".." not in alt for alt in alts)


def test_the_stamp_has_the_digests_and_the_last_day() -> None:
    outputs = document(several()) | {"ledger_sha256": ["ab" * 32]}
    shown = page("en")
    for key in ("scenario_digest", "run_digest", "value_digest", "policy_digest"):
        assert outputs[key] in shown
    assert "30 June 2024" in shown
    assert "18 of 24" in shown
