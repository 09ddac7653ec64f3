"""The catalogues of the checks and the forecast say the same in both languages, and all of it is read."""

import re
from pathlib import Path

import pytest

import reports
from reports.texts_checks import CHECKS_CATALOGUE
from reports.texts_forecast import FORECAST_CATALOGUE
from tests.reports.test_texts import placeholders

FOLDER = Path(str(reports.__file__)).parent
CATALOGUES = {"checks": CHECKS_CATALOGUE, "forecast": FORECAST_CATALOGUE}
READERS = {
    "checks": ("check_*.py", "checks_page.py", "stock_panel.py", "totals_grids.py", "templates/checks.html"),
    "forecast": ("forecast_*.py", "account_chart.py", "effects_chart.py", "templates/forecast.html"),
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
    sources = [path.read_text(encoding="utf-8") for pattern in READERS[name] for path in FOLDER.glob(pattern)]
    words = {*re.findall(r"\w+", "\n".join(sources))} | PUT_TOGETHER[name]
    assert [key for key in CATALOGUES[name]["da"] if key not in words] == []
