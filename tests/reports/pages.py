"""List examples of every page, for the tests of what holds of all pages.

A page joins by having examples here: `tests.reports.test_every_page` fails for a template that has none.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from booking.decisions.drafts import Act
from reports.booking.letter import letter_html
from reports.booking.sentences import answer as booking_answer
from reports.calibration.check_tables import backtest_grid, stays_grid, verdicts_grid
from reports.calibration.page import summary
from reports.calibration.small_counts import publishable
from reports.comparison.tables import comparison_grids
from reports.follow_up.belief_tables import events_grid, learnt_grids
from reports.follow_up.sentences import answer as follow_up_answer
from reports.follow_up.tables import follow_up_grids
from reports.forecast.tables import answer as forecast_answer
from reports.forecast.tables import forecast_grids
from reports.information.sentences import answer as information_answer
from reports.information.tables import information_grids
from reports.sensitivity.sentences import answer as sensitivity_answer
from reports.sensitivity.tables import sensitivity_grids
from reports.shared.table import Grid
from scenarios.files.forms import Text
from sensitivity.subject.subject import Method
from tests.booking.booked import a_promise, a_proposal, books_of, proposing
from tests.languages import said_in
from tests.reports import checked, followed_up, forecasted, known, sensed
from tests.reports.booked import CASE, at_hand_of, every_kind, page_of, report_page, worse
from tests.reports.example import example

_NO_TABLES: Callable[[], Sequence[Grid]] = list
_NO_ANSWER: Callable[[], Sequence[str]] = list


@dataclass(frozen=True, kw_only=True)
class PageExample:
    """A page in one language, and what has to stand on it."""

    name: str
    template: str
    lang: str
    html: Callable[[], str]
    """Make the page, or fetch it where it has been made."""
    tables: Callable[[], Sequence[Grid]] = _NO_TABLES
    """What the terminal shows of the same, where the page is to have all of it; said in the language set."""
    answer: Callable[[], Sequence[str]] = _NO_ANSWER
    again: Callable[[], str] | None = None
    """Make the same page a second time."""
    escaped: str = ""
    """A name that looks like markup, as it has to stand in the page."""


@dataclass(frozen=True, kw_only=True)
class BrowserExample:
    """A page with as much on it as there may be, to be looked at in a browser."""

    name: str
    template: str
    html: Callable[[], str]
    figures: int
    is_long: bool = False


@cache
def booking_page(kind: str) -> str:
    """Return the report with a case of a kind."""
    bookings = {"home_first": every_kind()[kind], "costly": every_kind()["half_way"]}
    return page_of(example(), bookings=bookings)


@cache
def outside_page() -> str:
    """Return the page of a follow-up far from what the scenario holds possible."""
    return followed_up.page_of(followed_up.outside())


def letter(lang: str, *acts: Act, on: date = date(2028, 7, 1)) -> str:
    """Return the letter after some acts."""
    return said_in(lang, letter_html, books_of(*acts), CASE, on=on)


def marked_letter() -> str:
    """Return a letter on a case with a title that looks like markup."""
    title = Text(da="<script>alert(1)</script>")
    return letter("da", proposing(a_proposal(a_promise(), title=title)))


@cache
def marked_information() -> str:
    """Return a page on assumptions with titles that look like markup."""
    analysis = known.many(known.known(), 2)
    factors = analysis.subject.factors
    title = factors.assumptions[0].title.model_copy(update={"da": "<i>skråt</i>"})
    assumption = factors.assumptions[0].model_copy(update={"title": title})
    subject = replace(analysis.subject, factors=replace(factors, assumptions=(assumption, assumption)))
    return known.page_of(replace(analysis, subject=subject))


@cache
def marked_sensitivity() -> str:
    """Return a page on an assumption with a title that looks like markup."""
    return sensed.page_of(replace(sensed.many(), maps=(), indices=None))


def _comparison(lang: str) -> PageExample:
    made = example()
    return PageExample(
        name="comparison",
        template="report.html",
        lang=lang,
        html=lambda: report_page(lang),
        tables=lambda: comparison_grids(made.study, made.comparison),
        again=(lambda: page_of(made, lang)) if lang == "da" else None,
        escaped="&lt;script&gt;alert(1)&lt;/script&gt;" if lang == "da" else "",
    )


def _letter(lang: str) -> PageExample:
    return PageExample(
        name="letter",
        template="letter.html",
        lang=lang,
        html=lambda: letter(lang, *worse()),
        answer=lambda: booking_answer(at_hand_of(*worse(), on=date(2028, 7, 1))),
        again=lambda: letter(lang, *worse()),
    )


def _checks(name: str, lang: str, **more: Callable[[], str] | str) -> PageExample:
    def grids() -> list[Grid]:
        made = checked.EXAMPLES[name]()
        checks = publishable(made.checks)
        every = [verdicts_grid(made.calibration, checks), stays_grid(made.calibration, checks)]
        ahead = checks.backtest
        return every if ahead is None else [*every, backtest_grid(made.calibration, ahead)]

    def sentences() -> list[str]:
        made = checked.EXAMPLES[name]()
        return summary(made.calibration, made.checks)

    return PageExample(
        name=name,
        template="checks.html",
        lang=lang,
        html=lambda: checked.page_of(name, lang),
        tables=grids,
        answer=sentences,
        **more,  # type: ignore[arg-type]
    )


def _follow_up(lang: str) -> PageExample:
    def grids() -> list[Grid]:
        follow_up = followed_up.several()
        events = events_grid(follow_up)
        assert events is not None
        return [*follow_up_grids(follow_up), *learnt_grids(follow_up), events]

    return PageExample(
        name="several",
        template="follow_up.html",
        lang=lang,
        html=lambda: followed_up.page(lang),
        tables=grids,
        answer=lambda: follow_up_answer(followed_up.several()),
        again=(lambda: followed_up.page_of(followed_up.several(), lang)) if lang == "da" else None,
        escaped="&lt;i&gt;Vej &amp; ud" if lang == "da" else "",
    )


def _forecast(lang: str) -> PageExample:
    return PageExample(
        name="forecast",
        template="forecast.html",
        lang=lang,
        html=lambda: forecasted.page(lang),
        tables=lambda: forecast_grids(forecasted.forecasted()),
        answer=lambda: forecast_answer(forecasted.forecasted()),
        again=forecasted.page_again if lang == "da" else None,
        escaped="&lt;i&gt;",
    )


def _information(situation: str, lang: str) -> PageExample:
    return PageExample(
        name=situation,
        template="information.html",
        lang=lang,
        html=lambda: known.page(lang, situation),
        tables=lambda: information_grids(known.known(situation)),
        answer=lambda: information_answer(known.known(situation)),
        again=(lambda: known.page_of(known.known())) if situation == "usual" else None,
    )


def _sensitivity(lang: str, method: Method) -> PageExample:
    return PageExample(
        name=method,
        template="sensitivity.html",
        lang=lang,
        html=lambda: sensed.page(lang, method),
        tables=lambda: sensitivity_grids(sensed.sensed(method)),
        answer=lambda: sensitivity_answer(sensed.sensed(method)),
        again=(lambda: sensed.page_of(sensed.sensed("delta", maps=()))) if method == "delta" else None,
    )


EXAMPLES = (
    *map(_comparison, ("da", "en")),
    *map(_letter, ("da", "en")),
    PageExample(
        name="marked", template="letter.html", lang="da", html=marked_letter, escaped="&lt;script&gt;"
    ),
    _checks("two_steps", "en"),
    _checks("missed", "da"),
    _checks("many_steps", "da", escaped="Døgninstitution &lt;b&gt;"),
    _checks("one_step", "en"),
    _checks("few_rows", "da", again=lambda: checked.page_again("few_rows")),
    _checks("few_rows", "en"),
    *map(_follow_up, ("da", "en")),
    *map(_forecast, ("da", "en")),
    _information("usual", "da"),
    _information("loss", "en"),
    _information("sure gain", "en"),
    _information("sure loss", "da"),
    _information("nobody", "da"),
    _information("silent", "en"),
    PageExample(
        name="marked",
        template="information.html",
        lang="da",
        html=marked_information,
        escaped="&lt;i&gt;skråt",
    ),
    _sensitivity("da", "sobol"),
    _sensitivity("en", "morris"),
    _sensitivity("en", "pawn"),
    _sensitivity("da", "delta"),
    _sensitivity("en", "local"),
    PageExample(
        name="marked",
        template="sensitivity.html",
        lang="da",
        html=marked_sensitivity,
        escaped="&lt;i&gt;&amp;",
    ),
)
"""In which language each is told; that no text is missing in the other is held by `tests.language`."""

LARGE = (
    BrowserExample(name="comparison", template="report.html", html=lambda: report_page("da"), figures=6),
    BrowserExample(name="booking", template="report.html", html=lambda: booking_page("worse"), figures=8),
    BrowserExample(
        name="booking-long",
        template="report.html",
        html=lambda: booking_page("long"),
        figures=9,  # both cases have milestones, and so a timeline each
        is_long=True,
    ),
    BrowserExample(name="letter", template="letter.html", html=lambda: letter("da", *worse()), figures=1),
    BrowserExample(
        name="checks", template="checks.html", html=lambda: checked.page_of("many_steps", "da"), figures=13
    ),
    BrowserExample(name="follow_up", template="follow_up.html", html=outside_page, figures=4),
    BrowserExample(name="forecast", template="forecast.html", html=lambda: forecasted.page("da"), figures=2),
    BrowserExample(name="information", template="information.html", html=lambda: known.page("da"), figures=3),
    BrowserExample(name="sensitivity", template="sensitivity.html", html=sensed.large_page, figures=3),
)
