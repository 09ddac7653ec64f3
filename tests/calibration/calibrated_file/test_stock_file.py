"""Check that the children of a stock are written as the rest of the file is, however many they are."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from calibration.calibrated_file.assumptions_file import text_of
from calibration.calibrated_file.stock_file import with_children

NAMES = st.text(min_size=1, max_size=80) | st.sampled_from(
    [
        "yes",
        "1",
        "1.5",
        "null",
        "- a",
        "a: b",
        "#",
        "'",
        '"',
        "æ ø",
        "2020-01-01",
        "en linje\nto",
        "ord " * 40,
    ]
)
CHILDREN = st.lists(
    st.fixed_dictionaries(
        {
            "step": NAMES,
            "birth_date": st.dates(date(1995, 1, 1), date(2030, 1, 1)),
            "since": st.dates(date(1995, 1, 1), date(2030, 1, 1)),
            "group": NAMES,
        },
        optional={"household": st.integers(1, 9).map("h{}".format)},
    ),
    max_size=6,
)


@given(CHILDREN)
def test_children_are_written_one_by_one_as_all_of_a_document_is(children: list[dict[str, Any]]) -> None:
    about = {"replace": True, "as_of": date(2026, 1, 1)}
    assert with_children(about, children) == text_of({"stock": {**about, "children": children}})
