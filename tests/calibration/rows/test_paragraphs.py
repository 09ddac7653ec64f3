"""Check how paragraphs are parsed."""

from datetime import date

import pytest

from calibration.rows.paragraphs import Paragraph, paragraph_of, paragraphs_in

BEFORE, AFTER = date(2023, 12, 31), date(2024, 1, 1)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("§ 52, stk. 3, nr. 7", "SEL § 52.3.7"),
        ("SEL §52.3.7", "SEL § 52.3.7"),
        ("SEL § 52 stk 3 nr 7", "SEL § 52.3.7"),
        ("servicelovens § 52, stk. 3", "SEL § 52.3"),
        ("52.3.7", "SEL § 52.3.7"),
        ("§46", "SEL § 46"),
        ("BL § 46", "BL § 46"),
        ("§ 46 i barnets lov", "BL § 46"),
        ("Barnets Lov § 32, stk. 1, nr. 2", "BL § 32.1.2"),
        ("§ 76 a", "SEL § 76a"),
        ("§76a, stk. 2", "SEL § 76a.2"),
        ("§ 52, stk. 3, nr. 7, jf. § 54", "SEL § 52.3.7"),
        ("paragraf 58", "SEL § 58"),
    ],
)
def test_a_paragraph_has_one_name_however_it_is_written(text: str, name: str) -> None:
    assert str(paragraph_of(text, BEFORE)) == name


@pytest.mark.parametrize("text", ["", "intet", "2024", "lov", "§", "BL"])
def test_what_names_no_paragraph_is_none(text: str) -> None:
    assert paragraph_of(text, BEFORE) is None


def test_a_law_that_is_not_named_is_the_one_that_held_on_the_day() -> None:
    assert str(paragraph_of("§ 46", BEFORE)) == "SEL § 46"
    assert str(paragraph_of("§ 46", AFTER)) == "BL § 46"
    assert str(paragraph_of("SEL § 46", AFTER)) == "SEL § 46"
    assert str(paragraph_of("§ 46")) == "§ 46"


def test_a_range_names_each_of_its_paragraphs() -> None:
    assert [str(each) for each in paragraphs_in("BL §§ 114-116")] == ["BL § 114", "BL § 115", "BL § 116"]
    assert [str(each) for each in paragraphs_in("SEL § 52.3.8-9")] == ["SEL § 52.3.8", "SEL § 52.3.9"]
    with pytest.raises(ValueError, match="intet"):
        paragraphs_in("intet")


def test_a_paragraph_covers_its_parts_and_no_others() -> None:
    whole = Paragraph(law="SEL", section="52", stk=3)
    assert whole.covers(Paragraph(law="SEL", section="52", stk=3, nr=7))
    assert not whole.covers(Paragraph(law="SEL", section="52", stk=2))
    assert not whole.covers(Paragraph(law="BL", section="52", stk=3))
    assert not whole.covers(Paragraph(law="SEL", section="52"))
    assert Paragraph(law="", section="46").covers(Paragraph(law="BL", section="46"))
