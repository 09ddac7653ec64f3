"""What is said in which language, and where errors carry it."""

import errno
import pickle
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import date
from pathlib import Path

import pytest

from language.catalogues import catalogue, languages
from language.formatting import day_words, number
from language.messages import Fact, Message, in_both, in_language, language, mark, say, set_language
from language.os_errors import reason
from scenarios.files.refusals import GaveUpError, NegativeAnswerError, RefusedError
from scenarios.results.result_folder import FolderInUseError

OVER = mark("the budget year is over")


def test_danish_is_said_unless_another_language_is_set() -> None:
    assert language() == "da"
    assert say(OVER) == "budgetåret er slut"
    with in_language("en"):
        assert say(OVER) == "the budget year is over"
    assert say(OVER) == "budgetåret er slut"


def test_a_language_without_a_catalogue_is_refused_and_nothing_is_changed() -> None:
    with pytest.raises(ValueError, match="language: there is no 'xx'; there are da, en"):
        set_language("xx")
    with pytest.raises(ValueError, match="there is no 'xx'"), in_language("xx"):
        raise AssertionError
    assert language() == "da"


def test_facts_are_filled_in_and_braces_without_facts_stay() -> None:
    assert say("{count} faults", count=3) == "3 fejl"
    assert say("the key '{key}' is missing") == "nøglen «{key}» mangler"
    assert say("") == ""


def test_what_no_catalogue_holds_is_noticed_by_the_tests() -> None:
    with pytest.raises(AssertionError, match="in no catalogue: 'nobody translated this'"):
        say("nobody translated this")
    with in_language("en"):
        assert say("nobody translated this") == "nobody translated this"


def test_a_language_belongs_to_its_context() -> None:
    with in_language("en"), ThreadPoolExecutor(1) as pool:
        assert pool.submit(language).result() == "da"
        assert pool.submit(copy_context().run, language).result() == "en"


def test_a_message_is_said_when_it_is_shown() -> None:
    message = Message(
        "milestone {number} not reached: {title} ({day})", number=2, title=Message(OVER), day="1/1"
    )
    with in_language("en"):
        assert str(message) == "milestone 2 not reached: the budget year is over (1/1)"
    assert f"{message}" == "milepæl 2 ikke nået: budgetåret er slut (1/1)"


def test_a_fact_may_be_worked_out_in_the_language_then_set() -> None:
    message = Message("below {percent}% confidence", percent=Fact(number, 99.5, 1))
    assert str(message) == "under 99,5 % sikkerhed"
    assert in_both(message) == {"da": "under 99,5 % sikkerhed", "en": "below 99.5% confidence"}


@pytest.mark.parametrize("kind", [RefusedError, NegativeAnswerError, GaveUpError])
def test_an_error_goes_between_processes_with_its_message(kind: type[RefusedError]) -> None:
    back = pickle.loads(pickle.dumps(kind(Message("{count} faults", count=2))))  # noqa: S301  made here
    assert type(back) is kind
    assert str(back) == "2 fejl"
    with in_language("en"):
        assert str(back) == "2 faults"


def test_an_error_that_takes_something_else_than_a_message_goes_between_processes() -> None:
    back = pickle.loads(pickle.dumps(FolderInUseError(Path("ud"))))  # noqa: S301  made here
    assert isinstance(back, FolderInUseError)
    assert str(back) == "ud: mappen er ikke tom; vælg en ny med --out"


def test_an_error_of_the_operating_system_is_said_without_its_number() -> None:
    assert str(reason(FileNotFoundError(errno.ENOENT, "No such file or directory"))) == (
        "filen eller mappen findes ikke"
    )
    with in_language("en"):
        assert str(reason(OSError(errno.ENOSPC, "No space left on device"))) == "the disk is full"
    assert reason(OSError(99_999, "something new")) == "something new"
    assert reason(ValueError("embedded null byte")) == "embedded null byte"


def test_dates_and_catalogues_follow_the_language() -> None:
    assert day_words(date(2027, 1, 5)) == "5. januar 2027"
    with in_language("en"):
        assert day_words(date(2027, 1, 5)) == "5 January 2027"
    assert {"da", "en"} <= {*languages()}
    assert catalogue("da") is catalogue("da")
