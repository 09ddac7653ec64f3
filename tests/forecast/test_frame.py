"""Check the frame: an amount in any notation, or a table, and the refusals."""

from pathlib import Path

import pytest

from forecast.frame import Frame, frame_of
from scenarios.files.refusals import RefusedError
from tests.languages import said_in

STEPS = ("lav", "høj")


@pytest.mark.parametrize(
    ("text", "dkk"),
    [
        ("120500000", 120_500_000.0),
        ("120.500.000", 120_500_000.0),
        ("120 500 000 kr.", 120_500_000.0),
        ("120,500,000", 120_500_000.0),
        ("120,5 mio", 120_500_000.0),
        ("120.5 mio.", 120_500_000.0),
        ("120,5 mio. kr.", 120_500_000.0),
        ("120.5 million", 120_500_000.0),
        ("1,25 mia", 1_250_000_000.0),
        ("850 t.kr.", 850_000.0),
        ("kr. 1.000,50", 1_000.5),
    ],
)
def test_an_amount_is_read_however_it_is_written(text: str, dkk: float) -> None:
    frame = frame_of(text, STEPS)
    assert frame.dkk == pytest.approx(dkk)
    assert frame.full_year_persons is None


@pytest.mark.parametrize(
    "text",
    ["", "-5 mio", "0", "mange", "12 dusin", "12 mio 3", "nan", "\0", "x" * 5000],
)
def test_what_is_no_amount_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(RefusedError) as refused:
        frame_of(text, STEPS)
    assert str(refused.value).startswith("--frame: «")
    assert "120.5 mio" in said_in("en", str, refused.value)


@pytest.mark.parametrize(
    ("text", "whole", "decimals"),
    [
        ("850.000", "850000", "850.0000"),
        ("850,000 kr.", "850000", "850,0000"),
        ("1.250 mio", "1250 mio", "1.2500 mio"),
        ("1,250 mio.", "1250 mio", "1,2500 mio"),
    ],
)
def test_an_amount_that_may_be_thousands_is_refused_as_in_a_scenario(
    text: str, whole: str, decimals: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        frame_of(text, STEPS)
    assert said_in("en", str, refused.value) == (
        f"--frame: '{text}' may mean thousands or three decimals; write {whole} or {decimals}"
    )


def table(folder: Path, text: str) -> Frame:
    path = folder / "ramme.csv"
    path.write_text(text, encoding="utf-8")
    return frame_of(str(path), STEPS)


def test_a_table_gives_numbers_and_kroner_for_each_step(tmp_path: Path) -> None:
    frame = table(tmp_path, "Trin;Helårspersoner;Beløb\nhøj;12,5;10.000.000\nLav;100;5000000\n")
    assert frame.dkk == 15e6
    assert frame.full_year_persons is not None
    assert frame.dkk_by_step is not None
    assert frame.full_year_persons.tolist() == [100.0, 12.5]
    assert frame.dkk_by_step.tolist() == [5e6, 10e6]


def test_a_step_without_a_row_has_nothing(tmp_path: Path) -> None:
    frame = table(tmp_path, "step,full_year_persons,dkk\nhøj,12,1000000\n")
    assert frame.full_year_persons is not None
    assert frame.full_year_persons.tolist() == [0.0, 12.0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("step;dkk\nlav;5\n", "kolonnen full_year_persons (helårspersoner, antal helårspersoner) mangler"),
        ("step;full_year_persons;dkk\nmellem;1;5000\n", "række 2, kolonne A: «mellem»: trinnet findes ikke"),
        (
            "step;full_year_persons;dkk\nlav;1;5\nLAV;1;5\n",
            "række 3, kolonne A: «LAV»: trinnet er skrevet i række 2",
        ),
        ("step;full_year_persons;dkk\nlav;en;5\n", "række 2, kolonne B: «en»: skriv et tal"),
        ("step;full_year_persons;dkk\nlav;1;-5\n", "række 2, kolonne C: «-5»: skriv et tal"),
        ("step;full_year_persons;dkk\nlav;1;1.250\n", "række 2, kolonne C: «1.250»: skriv et tal"),
        ("step;full_year_persons;dkk\nlav;1;5;7\n", "række 2: der skal være én række for hvert trin"),
        ("step;full_year_persons;dkk\n", "række: der skal være én række for hvert trin"),
        ("step;full_year_persons;dkk\nlav;1;0\n", "række: der skal være én række for hvert trin"),
        ("\n\n", "filen er tom"),
    ],
)
def test_a_fault_in_a_table_is_told_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(RefusedError) as refused:
        table(tmp_path, text)
    assert said in str(refused.value)


def test_a_title_a_total_and_a_footnote_of_a_table_are_no_steps_and_are_known(tmp_path: Path) -> None:
    rows = "trin;helårspersoner;beløb\nlav;3;100000,5\nI alt;3;100000,5\nKilde: A\n"
    frame = table(tmp_path, f"Budget 2026;;\n{rows}")
    assert frame.dkk == pytest.approx(100000.5)
    assert frame.left_out == ((1, "Budget 2026"), (4, "I alt; 3; 100000,5"), (5, "Kilde: A"))
