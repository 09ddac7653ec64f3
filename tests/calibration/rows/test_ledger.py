"""Check that rows of several files become one ledger in which each text is kept once."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from calibration.rows.ledger import COLUMNS, column_of, empty_column, places_of, stacked
from calibration.tables.table import Cells
from tests.calibration.made_rows import ledger, stay

TEXTS = st.lists(st.sampled_from(["", "a", "B", "b", "æ", "Å", "10", "9"]), max_size=12)


@given(TEXTS, st.data())
def test_a_column_has_the_texts_in_order_of_the_alphabet(texts: list[str], data: st.DataObject) -> None:
    cells = Cells.of(texts)
    kept = pd.Series(data.draw(st.lists(st.booleans(), min_size=len(texts), max_size=len(texts))), dtype=bool)
    column = column_of("step", cells, kept.to_numpy())
    assert column.tolist() == [text for text, is_kept in zip(texts, kept, strict=True) if is_kept]
    assert [*column.cat.categories] == sorted({*texts})
    assert column.sort_values().tolist() == sorted(column.tolist())


@given(TEXTS)
def test_the_place_of_a_text_is_that_among_the_known(texts: list[str]) -> None:
    known = ["b", "10", "a"]
    expected = [known.index(text) if text in known else -1 for text in texts]
    assert places_of(column_of("step", Cells.of(texts)), known).tolist() == expected


def test_parts_are_put_below_each_other_and_are_gone() -> None:
    parts = [ledger(stay("A", "pleje", 0, 9)).rows, ledger(stay("B", "anden", 3, None)).rows]
    plain = pd.concat([part.astype(object) for part in parts], ignore_index=True)
    rows = stacked(parts)
    assert {name: str(dtype) for name, dtype in rows.dtypes.items()} == COLUMNS
    pd.testing.assert_frame_equal(rows.astype(object), plain)
    assert [*rows["step"].cat.categories] == ["anden", "pleje"]
    assert not any(len(part.columns) for part in parts)


def test_a_column_of_which_nothing_is_known_is_empty_in_every_row() -> None:
    for name in COLUMNS.keys() - {"row"}:
        column = empty_column(name, 3)
        assert str(column.dtype) == COLUMNS[name]
        assert (column.isna() | (column == "")).all()
        assert len(column) == 3
