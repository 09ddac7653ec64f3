"""The catalogues of checks, forecast and booking say the same in both languages, and all of it is read."""

import re
from pathlib import Path
from typing import get_args

import pytest

import reports
from booking.decisions.reasons import Kind
from booking.follow_up.bands import Told
from booking.follow_up.indicators import COST, LENGTH, NUMBER
from booking.register.entry_kinds import KINDS
from reports.booking.waterfall_chart import Look
from reports.follow_up.formatting import MAIN, Side
from reports.language.texts_booking import BOOKING_CATALOGUE
from reports.language.texts_checks import CHECKS_CATALOGUE
from reports.language.texts_follow_up import FOLLOW_UP_CATALOGUE
from reports.language.texts_forecast import FORECAST_CATALOGUE
from sensitivity.points.early_figures import KINDS as EVENTS
from tests.reports.test_texts import placeholders

FOLDER = Path(str(reports.__file__)).parent
CATALOGUES = {
    "checks": CHECKS_CATALOGUE,
    "forecast": FORECAST_CATALOGUE,
    "booking": BOOKING_CATALOGUE,
    "follow_up": FOLLOW_UP_CATALOGUE,
}
PUT_TOGETHER = {
    "checks": {"good", "thin", "poor"},
    "forecast": {
        *("answer_over", "answer_under", "answer_even", "answer_rest_over", "answer_rest_under"),
        *("answer_interval", "answer_interval_all", "answer_interval_none"),
        *("persons_before_frame", "persons_before_last_year"),
        *("stamp_rates_ledger", "stamp_rates_scenario"),
        *("caveat_granted", "caveat_gross", "caveat_practice", "caveat_prices", "caveat_returns"),
    },
    "booking": {
        *(f"kind_{kind}" for kind in get_args(Kind)),
        *(f"waits_{kind}" for kind in ("sensitivity", "newest_ledger", "milestone", "approval")),
        *(f"stands_{kind}" for kind in ("outside", "evidence", "first_year", "year_over", "same_children")),
        *(f"lacking_{kind}" for kind in ("sensitivity", "approval")),
        *(f"waterfall_{kind}" for kind in ("less", "more", "booked", "overbooked")),
        *(f"legend_{look}" for look in get_args(Look)),
        *(f"entry_{kind}" for kind in KINDS),
        *(f"verdict_{told}" for told in get_args(Told)),
        *(f"indicator_{name}" for name in (NUMBER, LENGTH, COST)),
    },
    "follow_up": {
        *(f"answer_{side}" for side in get_args(Side)),
        *(f"items_{told}" for told in ("over", "under")),
        *(f"amounts_{some}" for some in ("some", "none", "same_some", "same_none")),
        *(f"caveat_{key}" for key in ("planned", "weak", "scenario", "weights", "luck", "late")),
        *(f"shift_{way}" for way in ("up", "down", "none")),
        *(f"event_{kind}" for kind in EVENTS),
        *(f"dimension_{name}" for name in ("resources", "activity", "results")),
        *(f"chart_{name}" for name in MAIN),
    },
}
"""Keys that no source names whole."""
KEYS = [(name, key) for name, catalogue in CATALOGUES.items() for key in catalogue["da"]]


@pytest.mark.parametrize("name", CATALOGUES)
def test_both_languages_have_the_same_sentences(name: str) -> None:
    assert CATALOGUES[name]["da"].keys() == CATALOGUES[name]["en"].keys()


@pytest.mark.parametrize(("name", "key"), KEYS)
def test_both_languages_tell_the_same_facts(name: str, key: str) -> None:
    catalogue = CATALOGUES[name]
    assert placeholders(catalogue["da"][key]) == placeholders(catalogue["en"][key])


@pytest.mark.parametrize("name", CATALOGUES)
def test_every_sentence_is_used(name: str) -> None:
    sources = [
        path.read_text(encoding="utf-8")
        for path in FOLDER.rglob("*.*")
        if path.suffix in {".py", ".html"} and "texts_" not in path.name
    ]
    words = {*re.findall(r"\w+", "\n".join(sources))} | PUT_TOGETHER[name]
    assert [key for key in CATALOGUES[name]["da"] if key not in words] == []
