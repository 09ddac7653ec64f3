"""Test cases that consist of others: their changes, their parts and their faults."""

from pathlib import Path

import pytest

from scenarios.format.study import Study
from scenarios.results.comparison import Comparison
from scenarios.running.ensemble import compare
from tests.scenarios.small import SMALL, TOGETHER, faults_of, place, study_of, with_change, with_changes

HELD = "skriv under «changes», hvad der gælder for dem sammen"
DRAWN = "{distribution: {kind: gamma, mean: 1, sd: 1}, grade: assumption, source: x}"


def run(study: Study) -> Comparison:
    return compare(study, seed=1, draws=2, replications=2, workers=1)


def by_hand() -> str:
    """Return the small scenario with a case that has the programmes of both written out."""
    return SMALL + "  begge:\n    title: Begge\n    changes:\n" + _changes("tættere") + _changes("ingenting")


def _changes(case: str) -> str:
    of_case = SMALL.split(f"  {case}:\n")[1].split("    changes:\n")[1].split("  ingenting:\n")[0]
    return of_case if case == "tættere" else of_case.removeprefix("      programmes:\n")


def other(name: str, together: str, changes: str = "") -> str:
    """Return lines with one more case."""
    return f"  {name}:\n    title: {name}\n    together: {together}\n" + (
        f"    changes: {changes}\n" if changes else ""
    )


def test_a_case_of_others_has_the_changes_of_all_as_if_they_were_written_out(tmp_path: Path) -> None:
    made, written = study_of(TOGETHER, tmp_path), study_of(by_hand(), tmp_path)
    assert made.case("begge") == written.case("begge")
    assert [*made.case("begge").programmes] == ["hjælp", "intet"]
    one, two = (run(study).runs["begge"] for study in (made, written))
    assert one.cost_dkk.tobytes() == two.cost_dkk.tobytes()
    assert made.together == {"begge": ("tættere", "ingenting")}
    assert written.together == {}


def test_it_changes_no_other_case_and_stands_where_the_file_has_it(tmp_path: Path) -> None:
    alone = study_of(SMALL, tmp_path)
    last = study_of(TOGETHER, tmp_path)
    first = study_of(SMALL.replace("cases:\n", "cases:\n" + other("begge", "[tættere, ingenting]")), tmp_path)
    assert [*first.cases] == ["begge", "tættere", "ingenting"]
    assert [*last.cases] == ["tættere", "ingenting", "begge"]
    for case in alone.cases:
        assert first.case(case) == last.case(case) == alone.case(case)
    assert first.case("begge") == last.case("begge")
    assert first.together == last.together


def test_its_own_changes_come_last(tmp_path: Path) -> None:
    text = TOGETHER + "    changes: {rates: {by_step: {pleje: {hjemme: 0.7}}}}\n"
    text = with_changes(text, tættere="rates: {by_step: {pleje: {hjemme: 0.3}}}")
    study = study_of(text, tmp_path)
    rates = [study.case(case).rates.by_step["pleje"]["hjemme"].rate.value for case in ("", *study.cases)]
    assert rates == [0.2, 0.3, 0.2, 0.7]


def test_what_a_member_takes_away_stays_away(tmp_path: Path) -> None:
    study = study_of(with_changes(TOGETHER, ingenting="rates: {by_step: {pleje: {slut: }}}"), tmp_path)
    assert [*study.case("begge").rates.by_step["pleje"]] == ["hjemme"]
    assert [*study.case("tættere").rates.by_step["pleje"]] == ["hjemme", "slut"]


def test_a_number_that_a_member_says_otherwise_than_the_baseline_is_drawn_once(tmp_path: Path) -> None:
    drawn = "{{distribution: {{kind: uniform, low: {}, high: 1}}, grade: assumption, source: x}}"
    text = with_change("slut: 0.8", f"slut: {drawn.format(0.6)}", TOGETHER)
    text = with_changes(text, ingenting=f"rates: {{by_step: {{efter: {{slut: {drawn.format(0.7)}}}}}}}")
    study = study_of(text, tmp_path)

    def rate(case: str) -> str:
        return study.case(case).rates.by_step["efter"]["slut"].rate.name

    assert rate("begge") == rate("ingenting") == "cases.ingenting.rates.by_step.efter.slut"
    assert rate("tættere") == "rates.by_step.efter.slut"
    changed = text + f"    changes: {{rates: {{by_step: {{efter: {{slut: {drawn.format(0.9)}}}}}}}}}\n"
    study = study_of(changed, tmp_path)
    assert rate("begge") == "cases.begge.rates.by_step.efter.slut"


def test_members_of_members_are_told_once_each(tmp_path: Path) -> None:
    text = TOGETHER + other("mere", "[begge, tredje]") + "  tredje:\n    title: Tre\n"
    text += other("alt", "[mere, begge]")
    study = study_of(text, tmp_path)
    assert study.together == {
        "begge": ("tættere", "ingenting"),
        "mere": ("begge", "tættere", "ingenting", "tredje"),
        "alt": ("mere", "begge", "tættere", "ingenting", "tredje"),
    }
    assert study.case("alt").programmes == study.case("begge").programmes


def test_a_study_with_a_case_of_others_gives_the_other_cases_the_same_figures(tmp_path: Path) -> None:
    alone, more = run(study_of(SMALL, tmp_path)), run(study_of(TOGETHER, tmp_path))
    for case in alone.cases:
        assert alone.gain(case).dkk.tobytes() == more.gain(case).dkk.tobytes()
    assert more.gain("begge").dkk.tobytes() == more.gain("tættere").dkk.tobytes()


@pytest.mark.parametrize(
    ("one", "two", "path"),
    [
        ("rates: {by_step: {pleje: {hjemme: }}}", "rates: {by_step: {pleje: {hjemme: 0.4}}}", "hjemme"),
        ("rates: {by_step: {pleje: }}", "rates: {by_step: {pleje: {hjemme: 0.4}}}", ""),
        (
            "rates: {by_step: {pleje: {hjemme: {rate: 1, by_age: {0-17: 2}}}}}",
            "rates: {by_step: {pleje: {hjemme: {rate: 1, by_age: {0-17: 3}}}}}",
            "hjemme.by_age.0-17",
        ),
        (
            "rates: {by_step: {pleje: {hjemme: {value: 0.3, grade: assumption, source: x}}}}",
            f"rates: {{by_step: {{pleje: {{hjemme: {DRAWN}}}}}}}",
            "hjemme",
        ),
    ],
)
def test_members_that_disagree_are_a_fault_at_together(one: str, two: str, path: str, tmp_path: Path) -> None:
    whole = ".".join(["rates.by_step.pleje", *([path] if path else [])])
    said = f"{whole}: tættere, ingenting ændrer det hver på sin måde; {HELD}"
    for first, second in ((one, two), (two, one)):
        text = with_changes(TOGETHER, tættere=first, ingenting=second)
        assert faults_of(text, tmp_path) == [f"lille.yaml:{place('together:', text)}: {said}"]


def test_two_lists_at_one_place_disagree_unless_they_say_the_same(tmp_path: Path) -> None:
    def text(one: str, two: str) -> str:
        common = (
            "{title: Fælles, start: 2027-01-01, effects: [{from: [hjemme], to: [pleje], multiplier: %s}]}"
        )
        cases = "".join(
            f"  {name}:\n    title: {name}\n    changes: {{programmes: {{fælles: {common % multiplier}}}}}\n"
            for name, multiplier in (("en", one), ("to", two))
        )
        return SMALL + cases + other("begge", "[en, to]")

    (sentence,) = faults_of(text("0.5", "0.6"), tmp_path)
    assert sentence.endswith(f" programmes.fælles.effects: en, to ændrer det hver på sin måde; {HELD}")
    assert faults_of(text("0.5", "0.5"), tmp_path) == []


def test_changes_of_the_case_itself_settle_what_its_members_disagree_on(tmp_path: Path) -> None:
    text = with_changes(
        TOGETHER,
        tættere="rates: {by_step: {pleje: {hjemme: 0.3, slut: 0.5}}}",
        ingenting="rates: {by_step: {pleje: {hjemme: 0.4, slut: 0.5}}}",
    )
    assert len(faults_of(text, tmp_path)) == 1
    study = study_of(text + "    changes: {rates: {by_step: {pleje: {hjemme: 0.35}}}}\n", tmp_path)
    assert study.case("begge").rates.by_step["pleje"]["hjemme"].rate.value == 0.35
    study = study_of(text + "    changes: {rates: {by_step: {pleje: {hjemme: }}}}\n", tmp_path)
    assert [*study.case("begge").rates.by_step["pleje"]] == ["slut"]


def test_three_members_that_disagree_are_named_in_one_sentence(tmp_path: Path) -> None:
    text = with_changes(
        with_change("tættere, ingenting]", "tættere, ingenting, tredje]", TOGETHER),
        tættere="rates: {by_step: {pleje: {hjemme: 0.3}}}",
        ingenting="rates: {by_step: {pleje: {hjemme: 0.4}}}",
    )
    text += "  tredje:\n    title: Tre\n    changes: {rates: {by_step: {pleje: {hjemme: 0.5}}}}\n"
    (sentence,) = faults_of(text, tmp_path, "en")
    assert "rates.by_step.pleje.hjemme: tættere, ingenting, tredje change it in different ways" in sentence


def test_a_settlement_further_down_holds_against_what_it_settled(tmp_path: Path) -> None:
    text = with_changes(
        TOGETHER,
        tættere="rates: {by_step: {pleje: {hjemme: 0.3}}}",
        ingenting="rates: {by_step: {pleje: {hjemme: 0.4}}}",
    )
    text += "    changes: {rates: {by_step: {pleje: {hjemme: 0.35}}}}\n"
    sentences = faults_of(text + other("mere", "[begge, tættere]"), tmp_path)
    assert len(sentences) == 1
    assert "rates.by_step.pleje.hjemme: begge, tættere ændrer det" in sentences[0]


def test_a_circle_is_a_fault_at_every_member_of_it_and_nothing_else(tmp_path: Path) -> None:
    text = (
        TOGETHER + other("en", "[to, tættere]") + other("to", "[tættere, en]") + other("mere", "[en, begge]")
    )
    assert faults_of(text, tmp_path) == [
        f"lille.yaml:{place('to, tættere]', text)}: cases.en.together.0: «to» er en del af sig selv",
        f"lille.yaml:{place('en]', text)}: cases.to.together.1: «en» er en del af sig selv",
    ]


def test_a_member_that_is_not_there_is_named_and_nothing_else(tmp_path: Path) -> None:
    text = with_change("ingenting]", "ingentin]", TOGETHER)
    text += "    changes: {rates: {by_step: {hjælp: {slut: 1}}}}\n"
    known = "der er tættere, ingenting, begge; mente du «ingenting»?"
    assert faults_of(text, tmp_path) == [
        f"lille.yaml:{place('ingentin]', text)}: cases.begge.together.1: «ingentin» findes ikke; {known}"
    ]


@pytest.mark.parametrize(
    ("together", "said"),
    [
        ("[]", "cases.begge.together: der er for få; mindst 2"),
        ("[tættere]", "cases.begge.together: der er for få; mindst 2"),
        ("tættere", "cases.begge.together: fandt «tættere»; her skal stå en liste som [a, b]"),
        ("", "cases.begge.together: fandt «»; her skal stå en liste som [a, b]"),
    ],
)
def test_together_of_the_wrong_shape_is_one_fault(together: str, said: str, tmp_path: Path) -> None:
    text = with_change("[tættere, ingenting]", together, TOGETHER)
    sentences = faults_of(text, tmp_path)
    assert [sentence.split(": ", 1)[1] for sentence in sentences] == [said]


@pytest.mark.parametrize(
    "together", ["{a: 1}", "[1, 2]", "[[tættere], ingenting]", "[~, ~]", "5", "[true, x]"]
)
def test_what_is_no_list_of_names_is_a_fault_and_no_traceback(together: str, tmp_path: Path) -> None:
    assert faults_of(with_change("[tættere, ingenting]", together, TOGETHER), tmp_path)


def test_what_is_wrong_with_a_member_is_said_once(tmp_path: Path) -> None:
    text = with_changes(TOGETHER, tættere="rates: {by_step: {pleje: {hjem: 0.3}}}")
    (sentence,) = faults_of(text, tmp_path)
    assert sentence.startswith(f"lille.yaml:{place('hjem: 0.3', text)}:")


def test_members_may_come_from_a_base(tmp_path: Path) -> None:
    (tmp_path / "bund.yaml").write_text(SMALL, encoding="utf-8")
    study = study_of("base: bund.yaml\ncases:\n" + other("begge", "[ingenting, tættere]"), tmp_path)
    assert study.together == {"begge": ("ingenting", "tættere")}
    assert [*study.cases] == ["tættere", "ingenting", "begge"]
    assert [*study.case("begge").programmes] == ["intet", "hjælp"]


def test_shipped_cases_can_be_put_together_in_any_order(tmp_path: Path) -> None:
    ways = other("to", "[alternativ, opfølgning]") + other("også", "[opfølgning, alternativ]")
    study = study_of("base: kolding\ncases:\n" + ways, tmp_path)
    both = study.case("to")
    assert both == study.case("også")
    assert [*both.programmes] == ["alternativ_til_anbringelse", "tæt_opfølgning"]
    assert "alternativ" in both.staircase.steps
    assert {*both.assumptions} == {*study.assumptions}
