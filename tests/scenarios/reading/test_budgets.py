"""Check that a small file cannot take our time, or read elsewhere, and is refused with a sentence."""

from pathlib import Path
from time import process_time

import pytest

from scenarios.files import bounded_composer
from scenarios.files.yaml_tree import read
from tests.scenarios.small import SMALL, faults_of, with_change

BEFORE_CASES = SMALL.partition("cases:\n")[0]


def seconds_of(text: str, folder: Path) -> float:
    begun = process_time()
    faults_of(text, folder)
    return process_time() - begun


def of_cases(lines: list[str]) -> str:
    return "\n".join([BEFORE_CASES + "cases:", *lines, ""])


def doubled(times: int) -> str:
    """Return two cases a line, each of which consists of both of the line before."""
    lines = ["  a0: {title: A, changes: {}}", "  b0: {title: B, changes: {}}"]
    for i in range(1, times):
        lines += [f"  {name}{i}: {{title: {name}, together: [a{i - 1}, b{i - 1}]}}" for name in "ab"]
    return of_cases(lines)


def test_more_values_than_are_read_are_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded_composer, "MOST_VALUES", 5)
    assert faults_of("title: A\nyears: 2\nstart: 3\n", tmp_path) == [
        "lille.yaml:3:1: filen har mere end 5 nøgler og værdier, og det er flere, end der læses"
    ]
    assert faults_of("title: A\nyears: 2\nstart: 3\n", tmp_path, "en") == [
        "lille.yaml:3:1: the file has more than 5 keys and values, which is more than is read"
    ]


def test_more_lines_than_are_read_are_a_fault(tmp_path: Path) -> None:
    text = "\n" * 1_000_000
    assert faults_of(text, tmp_path) == [
        "lille.yaml:200001:1: filen har mere end 200000 linjer, og det er flere, end der læses"
    ]
    assert "the file has more than 200000 lines" in faults_of(text, tmp_path, "en")[0]


def test_very_many_aliases_are_one_fault(tmp_path: Path) -> None:
    text = f"a: &a 1\nb: [{'*a, ' * 5000}]\n"
    (danish,) = faults_of(text, tmp_path)
    (english,) = faults_of(text, tmp_path, "en")
    assert "der er mere end 1000 YAML-henvisninger (*navn)" in danish
    assert "there are more than 1000 YAML aliases (*name)" in english


def test_cases_that_double_line_by_line_are_refused_in_no_time(tmp_path: Path) -> None:
    assert faults_of(doubled(6), tmp_path) == []
    danish = faults_of(doubled(40), tmp_path)
    english = faults_of(doubled(40), tmp_path, "en")
    assert any("cases.a6.together: casen består af 126 cases" in sentence for sentence in danish)
    assert any("the case consists of 126 cases, counted each" in sentence for sentence in english)
    assert seconds_of(doubled(50), tmp_path) < 5


def test_a_thousand_cases_are_refused_in_no_time(tmp_path: Path) -> None:
    text = of_cases([f"  c{i}: {{title: C{i}, changes: {{}}}}" for i in range(1000)])
    assert faults_of(text, tmp_path)[0].endswith("der er 1000 cases; et scenarie kan have 100")
    assert faults_of(text, tmp_path, "en")[0].endswith("there are 1000 cases; a scenario may have 100")
    assert seconds_of(text, tmp_path) < 10


def test_cases_of_many_pairs_are_refused(tmp_path: Path) -> None:
    lines = [f"  c{i}: {{title: C{i}, changes: {{}}}}" for i in range(30)]
    names = ", ".join(f"c{i}" for i in range(30))
    lines += [f"  alle{i}: {{title: Alle, together: [{names}]}}" for i in range(5)]
    (danish,) = faults_of(of_cases(lines), tmp_path)
    (english,) = faults_of(of_cases(lines), tmp_path, "en")
    assert "cases.alle4.together: filens cases er sat sammen i mere end 2000 par" in danish
    assert "put together in more than 2000 pairs" in english


def test_a_case_of_very_many_that_are_not_there_is_refused_in_no_time(tmp_path: Path) -> None:
    text = of_cases([f"  alle: {{title: Alle, together: [{'x, ' * 20_000}]}}"])
    assert any("består af 20000 cases" in sentence for sentence in faults_of(text, tmp_path))
    assert seconds_of(text, tmp_path) < 20


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no file without end")
def test_a_file_without_end_is_too_large() -> None:
    tree, (fault,) = read(Path("/dev/zero"), "a")
    assert tree is None
    assert fault.kind == "too_large"


ZERO = "{value: 0, grade: assumption, source: Antagelse}"


@pytest.mark.parametrize(
    ("old", "new", "danish", "english"),
    [
        ("alle: 1}", f"alle: {ZERO}}}", "groups: andelene summer til 0", "groups: the shares sum to 0"),
        ("[0, 18, 23]", "[0, 2027-01-01, 23]", "age_bands.1: fandt «2027-01-01»", "age_bands.1: found '2027"),
        (
            "[0, 18, 23]",
            "[0, 99999999999999999999, 23]",
            "tilladt er tal <= 120",
            "allowed are numbers <= 120",
        ),
        (
            "years: 2\n",
            f"years: {'9' * 400}\n",
            "kan ikke læses som et helt tal",
            "cannot be read as a whole",
        ),
        ("years: 2\n", "years: 2\n-5: 1\n", "nøglen «-5» skal være en tekst", "the key '-5' must be a text"),
    ],
)
def test_odd_numbers_and_keys_are_a_sentence(
    old: str, new: str, danish: str, english: str, tmp_path: Path
) -> None:
    text = with_change(old, new)
    assert danish in " ".join(faults_of(text, tmp_path))
    assert english in " ".join(faults_of(text, tmp_path, "en"))


def test_an_assumption_that_is_called_by_a_number_is_a_sentence(tmp_path: Path) -> None:
    text = with_change("assumptions:\n", f"assumptions:\n  -5: {ZERO}\n")
    text = with_change("hjemme: 0.2", "hjemme: ukendt", text)
    sentences = " ".join(faults_of(text, tmp_path))
    assert "nøglen «-5» skal være en tekst" in sentences
    assert "«ukendt» er hverken et tal eller en antagelse" in sentences


@pytest.mark.parametrize("times", [101, 5000])
def test_a_base_too_many_is_a_fault(times: int, tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text(SMALL, encoding="utf-8")
    text = f"base: [{'b.yaml, ' * times}]\n"
    assert faults_of(text, tmp_path)[0].endswith(
        "«b.yaml» er et grundlag for meget; et scenarie kan bygge på 100 i alt"
    )
    assert "one base too many; a scenario may build on 100 in all" in faults_of(text, tmp_path, "en")[0]


@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize("how", ["above", "absolute", "link", "folder_link", "through_a_base"])
def test_a_base_elsewhere_is_neither_read_nor_repeated(how: str, there: bool, tmp_path: Path) -> None:
    elsewhere, own = tmp_path / "andet", tmp_path / "eget"
    for folder in (elsewhere, own / "under"):
        folder.mkdir(parents=True)
    if there:
        (elsewhere / "secret.yaml").write_text("password: hunter2\n", encoding="utf-8")
    base = {
        "above": "../andet/secret.yaml",
        "absolute": str(elsewhere / "secret.yaml"),
        "link": "link.yaml",
        "folder_link": "link/secret.yaml",
        "through_a_base": "under/b.yaml",
    }[how]
    (own / "link.yaml").symlink_to(elsewhere / "secret.yaml")
    (own / "link").symlink_to(elsewhere, target_is_directory=True)
    (own / "under" / "b.yaml").write_text("base: ../../andet/secret.yaml\n", encoding="utf-8")
    (danish,) = faults_of(f"base: {base}\n", own)
    (english,) = faults_of(f"base: {base}\n", own, "en")
    assert "ligger uden for scenariets mappe; kopiér den dertil" in danish
    assert "lies outside the folder of the scenario" in english
    assert "password" not in danish + english
    assert "hunter2" not in danish + english


def test_a_base_beside_below_or_linked_to_within_the_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "under").mkdir()
    (tmp_path / "under" / "b.yaml").write_text("base: ../a.yaml\n", encoding="utf-8")
    (tmp_path / "a.yaml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "c.yaml").symlink_to(tmp_path / "under" / "b.yaml")
    for base in ("a.yaml", "under/b.yaml", "under/../a.yaml", str(tmp_path / "a.yaml")):
        assert faults_of(f"base: {base}\n", tmp_path) == []
