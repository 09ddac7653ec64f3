import json
import math
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.register.chain import (
    DEEPEST,
    FORMAT,
    Beginning,
    Draft,
    canonical,
    follow,
    from_row,
    is_storable,
    to_row,
)
from scenarios.files.refusals import RefusedError
from tests.booking.registers import AT, DRAFT, content
from tests.languages import said_in

BEGINNING = Beginning(format=FORMAT, identity="0" * 32, written_by="prøve")

texts = st.text().filter(is_storable)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)
drafts = st.builds(
    Draft,
    kind=texts,
    who=texts,
    why=texts,
    scenario_digest=texts,
    run_digest=texts,
    policy_digest=texts,
    body=st.dictionaries(texts, json_values, max_size=4),
)


def test_one_text_stands_for_a_value() -> None:
    value = {"ø": [1, 1.0, -0.0, 1e16, 0.1 + 0.2, True, None], "a": {"b": "\n“"}}
    assert canonical(value) == '{"a":{"b":"\\n“"},"ø":[1,1.0,-0.0,1e+16,0.30000000000000004,true,null]}'
    assert canonical({"b": 1, "a": 2}) == canonical({"a": 2, "b": 1})


@given(json_values)
def test_a_value_is_read_back_as_it_was(value: Any) -> None:
    text = canonical(value)
    assert json.loads(text) == value
    assert canonical(json.loads(text)) == text


@pytest.mark.parametrize(
    "value",
    [math.nan, math.inf, -math.inf, (1, 2), {1: 2}, {None: 1}, b"x", {1}, object(), 1j, AT, "a\0", "\ud800",
     {"\0": 1}, {"\udfff": 1}, [[{"x": math.nan}]]],
)  # fmt: skip
def test_what_is_not_json_or_cannot_be_stored_is_no_body(value: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        canonical(value)
    with pytest.raises(ValueError, match=r"."):
        follow(replace(DRAFT, body={"x": value}), BEGINNING, written_by="prøve")


def test_a_body_has_a_depth() -> None:
    def nested(depth: int) -> Any:
        return [nested(depth - 1)] if depth else 1

    assert json.loads(canonical(nested(DEEPEST))) == nested(DEEPEST)
    with pytest.raises(ValueError, match="nested"):
        canonical(nested(DEEPEST + 1))


@pytest.mark.parametrize("text", ["a\0b", "\ud800"])
def test_a_name_or_a_reason_that_cannot_be_stored_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(RefusedError) as caught:
        follow(replace(DRAFT, who=text), BEGINNING, written_by="prøve")
    assert str(caught.value) == (
        "navnet kan ikke gemmes: der er et tegn i, som ingen kan læse; skriv det igen"
    )
    with pytest.raises(RefusedError) as caught:
        follow(replace(DRAFT, why=text), BEGINNING, written_by="prøve")
    assert said_in("en", str, caught.value) == (
        "the reason cannot be stored: there is a character in it that no one can read; write it again"
    )


@pytest.mark.parametrize("field", ["kind", "scenario_digest", "run_digest", "policy_digest"])
def test_the_other_texts_must_be_storable(field: str) -> None:
    changes: dict[str, Any] = {field: "\0"}
    with pytest.raises(ValueError, match="stored"):
        follow(replace(DRAFT, **changes), BEGINNING, written_by="prøve")


def test_an_entry_follows_the_beginning_or_the_entry_before() -> None:
    first = follow(DRAFT, BEGINNING, at=AT, written_by="prøve")
    second = follow(DRAFT, first, at=AT, written_by="prøve")
    assert (first.number, first.previous) == (1, BEGINNING.digest)
    assert (second.number, second.previous) == (2, first.digest)
    assert content(first) == content(second) == content(DRAFT)
    assert first.digest != second.digest


def test_two_beginnings_are_told_apart() -> None:
    assert replace(BEGINNING, identity="1" * 32).digest != BEGINNING.digest


def test_a_time_is_in_whole_seconds_of_utc() -> None:
    at = datetime(2026, 1, 5, 14, 4, 59, 999999, tzinfo=timezone(timedelta(hours=1)))
    entry = follow(DRAFT, BEGINNING, at=at, written_by="prøve")
    assert (entry.at, entry.at.tzinfo) == (AT, UTC)
    with pytest.raises(ValueError, match="zone"):
        follow(DRAFT, BEGINNING, at=AT.replace(tzinfo=None), written_by="prøve")


def test_a_time_is_now_unless_it_is_told() -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    assert before <= follow(DRAFT, BEGINNING, written_by="prøve").at <= datetime.now(UTC)


def test_a_clock_that_is_put_back_does_not_put_an_entry_before_the_last() -> None:
    first = follow(DRAFT, BEGINNING, at=AT, written_by="prøve")
    assert follow(DRAFT, first, at=AT - timedelta(days=1), written_by="prøve").at == AT
    assert follow(DRAFT, first, at=AT + timedelta(days=1), written_by="prøve").at == AT + timedelta(days=1)


@pytest.mark.parametrize("format_", [1, 2])
def test_a_digest_can_be_worked_out_by_others(format_: int) -> None:
    beginning = Beginning(format=format_, identity="0" * 32, written_by="prøve")
    first = follow(DRAFT, beginning, at=AT, written_by="prøve")
    told = {
        "number": 1,
        "at": "2026-01-05T13:04:59Z",
        "kind": "book",
        "who": "Åse Ærø",
        "why": "vedtaget i byrådet",
        "scenario_digest": "",
        "run_digest": "",
        "policy_digest": "",
        "body": '{"kroner":[1.5,-0.0,100000000000000000000],"ø":null}',
        "written_by": "prøve",
        "previous": beginning.digest,
    }
    if format_ > 1:
        body = sha256(str(told["body"]).encode()).hexdigest()
        told |= {"body": body, "entered_as": "", "signer": ""}
    text = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert first.digest == sha256(text.encode()).hexdigest()


@given(drafts, st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30)))  # noqa: DTZ001
def test_an_entry_is_read_back_from_its_row(draft: Draft, at: datetime) -> None:
    entry = follow(draft, BEGINNING, at=at.replace(tzinfo=UTC), written_by="prøve")
    assert from_row(to_row(entry)) == entry
    assert content(entry) == content(draft)


@pytest.mark.parametrize(
    "change",
    [
        lambda row: row | {"number": row["number"] + 1},
        lambda row: row | {"at": "2026-01-05T13:05:00Z"},
        lambda row: row | {"body": row["body"].replace("1.5", "1.50")},
        lambda row: row | {"who": "Åse Æro"},
        lambda row: row | {"previous": "0" * 64},
        lambda row: row | {"digest": row["digest"].upper()},
        lambda row: row | {"digest": None},
        lambda row: row | {"why": b"vedtaget"},
        lambda row: row | {"why": "\udcff"},
        lambda row: row | {"kind": None},
    ],
)
def test_a_row_that_is_not_what_was_entered_is_no_entry(
    change: Callable[[dict[str, Any]], dict[str, Any]],
) -> None:
    row = to_row(follow(DRAFT, BEGINNING, at=AT, written_by="prøve"))
    with pytest.raises(ValueError, match=r"."):
        from_row(change(row))


@pytest.mark.parametrize(
    "changes",
    [{"body": "[]"}, {"body": '{"a": 1}'}, {"body": '{"a":1,"a":1}'}, {"body": "x"}, {"at": "2026-01-05"},
     {"at": "2026-1-5T13:04:59Z"}, {"kind": 1}, {"who": 1.5}, {"number": "1"}],
)  # fmt: skip
def test_a_row_that_somebody_made_with_its_digest_must_still_be_written_as_an_entry_is(
    changes: dict[str, Any],
) -> None:
    row = to_row(follow(DRAFT, BEGINNING, at=AT, written_by="prøve")) | changes
    told = {name: value for name, value in row.items() if name != "digest"}
    text = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    with pytest.raises(ValueError, match=r"."):
        from_row(row | {"digest": sha256(text.encode()).hexdigest()})
