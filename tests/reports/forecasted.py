"""Make a forecast and its pages."""

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from forecast.year import Forecast
from reports.forecast.page import forecast_html
from tests.forecast.test_forecast import cases, priced
from tests.forecast.worlds import run, town
from tests.languages import said_in


@cache
def forecasted(frame: str = "10 mio") -> Forecast:
    """Return the forecast of a small town."""
    with TemporaryDirectory() as folder:
        request, study = town(Path(folder))
        request = replace(request, last=date(2021, 9, 30), draws=6, replications=2, frame=frame)
        odd = priced("æ", "hjemme", 300, None, 9_000.0, paragraph="<i>")
        return run(request, study, cases(odd))


@cache
def page(lang: str, frame: str = "10 mio") -> str:
    """Return its page."""
    return page_again(lang, frame)


def page_again(lang: str = "da", frame: str = "10 mio") -> str:
    """Return the same page, made anew."""
    return said_in(lang, forecast_html, forecasted(frame))
