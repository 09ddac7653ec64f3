"""Test the page of the forecast: its answer, its account, and its caveat."""

import pytest

from forecast.outputs import document
from forecast.overrun import overrun
from reports.forecast.tables import account_grid, answer
from tests.languages import said_in
from tests.reports.forecasted import forecasted, page


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        ("30 mio", "under rammen på 30,0 mio. kr."),
        ("1 mio", "over rammen på 1,0 mio. kr."),
    ],
)
def test_the_answer_says_on_which_side_of_the_frame_it_ends(frame: str, said: str) -> None:
    forecast = forecasted(frame)
    first, second, third = map(plain, answer(forecast))
    assert said in first
    assert f"{document(forecast)['account_dkk']['mean'] / 1e6:.1f}".replace(".", ",") in first
    assert ("alle 12 forløb" in second) == (overrun(forecast).probability == 1)
    assert "fra mængden" in third
    assert ".." not in first + second + third


def test_small_counts_are_spoken_of_before_any_number_of_children() -> None:
    text = page("da")
    assert text.index("små antal er ikke skjult") < text.index("<table")


def test_what_is_spent_and_what_is_to_come_are_the_account() -> None:
    forecast = forecasted()
    outputs = document(forecast)
    rows = said_in("en", account_grid, forecast, overrun(forecast)).rows
    assert outputs["spent_dkk"] < outputs["account_dkk"]["mean"]
    assert [len(row) for row in rows] == [3] * 6
    assert plain(rows[1][1]) == f"{(outputs['account_dkk']['mean'] - outputs['spent_dkk']) / 1e6:.1f}"
