"""Type 'cases': the library of real cases, and what is wrong with a name."""

import json

from click.testing import CliRunner

from cli import main


def run(*arguments: str, lang: str = "da") -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["cases", *arguments], env={"TRAPPE_LANG": lang})
    return result.exit_code, result.stdout, result.stderr


def test_a_case_is_shown_with_what_is_published_beside_the_model() -> None:
    code, shown, _ = run("favrskov_straks")
    assert code == 0
    assert "Straks-indsats i Favrskov" in shown
    assert "92\N{NO-BREAK SPACE}%" in shown
    assert "1 af 1 offentliggjorte tal" in shown


def test_another_program_gets_a_list() -> None:
    code, shown, _ = run("cases/favrskov_straks", "--json", lang="en")
    (case,) = json.loads(shown)
    assert code == 0
    assert {*case} == {"name", "title", "source", "figures", "cannot_say"}
    assert case["name"] == "favrskov_straks"
    (figure,) = case["figures"]
    assert {*figure} >= {"figure", "published", "model", "low", "high", "agrees"}
    assert figure["published"] == 0.918
    assert figure["agrees"] is True
    assert figure["low"] < 0.918 < figure["high"]
    assert "312 of 340" in figure["source"]


def test_the_page_of_the_docs_is_printed() -> None:
    code, shown, _ = run("favrskov_straks", "--markdown", lang="en")
    assert code == 0
    assert shown.startswith("# Real cases")
    assert "| Closed courses that lasted six months at most | 92% |" in shown
    assert "- Over how long the 340 courses were counted" in shown


def test_a_name_that_is_none_is_told_with_those_there_are() -> None:
    code, shown, told = run("favrskov_strax")
    assert (code, shown) == (2, "")
    assert "favrskov_strax" in told
    assert "middelfart_brohuset" in told
