"""Check that every fault of a file of totals is told by its place, in Danish and in English."""

from pathlib import Path

import pytest

from calibration.totals.file import Changed, Parameter, Total, TotalsError, load, shipped
from scenarios.files.faults import ScenarioError
from tests.calibration.totals_small import TOTALS, WORLD, totals_of
from tests.languages import said_in

FAULTS = [
    (
        'title: {da: "Lille"',
        'titel: {da: "Lille"',
        [
            (
                "1:1",
                "ukendt nøgle «titel»; tilladt her: title, scenario, totals, parameters; mente du «title»?",
                (
                    "unknown key 'titel'; allowed here: title, scenario, totals, parameters; "
                    "did you mean 'title'?"
                ),
            ),
            ("1:1", "nøglen «title» mangler", "the key 'title' is missing"),
        ],
    ),
    (
        "value: 900",
        "value: 13.960",
        [
            (
                "10:5",
                (
                    "totals.anbragte.value: «13.960» kan betyde tusinder eller tre decimaler; "
                    "skriv 13960 eller 13.9600"
                ),
                (
                    "totals.anbragte.value: '13.960' may mean thousands or three decimals; "
                    "write 13960 or 13.9600"
                ),
            )
        ],
    ),
    (
        "value: 900",
        "value: -1",
        [
            (
                "10:5",
                "totals.anbragte.value: fandt -1; tilladt er tal >= 0",
                "totals.anbragte.value: found -1; allowed are numbers >= 0",
            )
        ],
    ),
    (
        "value: 0.25",
        "value: 25",
        [
            (
                "26:5",
                "totals.ude.value: fandt 25; tilladt er tal < 1",
                "totals.ude.value: found 25; allowed are numbers < 1",
            )
        ],
    ),
    (
        "value: 0.25",
        "value: mange",
        [
            (
                "26:5",
                "totals.ude.value: fandt «mange»; her skal stå et tal",
                "totals.ude.value: found 'mange'; it takes a number",
            )
        ],
    ),
    (
        "value: 0.25\n    rounded_to: 0.01\n",
        "value: 0.25\n",
        [("20:3", "nøglen «totals.ude.rounded_to» mangler", "the key 'totals.ude.rounded_to' is missing")],
    ),
    (
        '    title: {da: "Ikke længere anbragt", en: "Not placed any more"}\n',
        '    title: {da: "Ikke længere anbragt", en: "Not placed any more"}\n    error: -0.1\n',
        [
            (
                "23:5",
                "totals.ude.error: fandt -0.1; tilladt er tal >= 0",
                "totals.ude.error: found -0.1; allowed are numbers >= 0",
            )
        ],
    ),
    (
        "kind: left",
        "kind: gone",
        [
            (
                "20:3",
                "totals.ude: «gone» er ikke tilladt; vælg present, inflow, mix, left, changed",
                "totals.ude: 'gone' is not allowed; choose present, inflow, mix, left, changed",
            )
        ],
    ),
    (
        "    from: 2027-01-01\n",
        "    from: 2026-01-01\n",
        [
            (
                "16:5",
                "totals.nye.from: fandt 2026-01-01; tilladt er datoer 2027-01-01 - 2029-01-01",
                "totals.nye.from: found 2026-01-01; allowed are dates 2027-01-01 - 2029-01-01",
            )
        ],
    ),
    (
        "    from: 2027-01-01\n",
        "    from: 2028-01-01\n",
        [
            (
                "17:5",
                "totals.nye.to: fandt 2028-01-01; tilladt er datoer 2028-01-02 - 2029-01-01",
                "totals.nye.to: found 2028-01-01; allowed are dates 2028-01-02 - 2029-01-01",
            )
        ],
    ),
    (
        "at: 2028-01-01\n    value: 0.25",
        "at: 2027-01-01\n    value: 0.25",
        [
            (
                "25:5",
                "totals.ude.at: fandt 2027-01-01; tilladt er datoer 2027-01-02 - 2029-01-01",
                "totals.ude.at: found 2027-01-01; allowed are dates 2027-01-02 - 2029-01-01",
            )
        ],
    ),
    (
        "at: 2028-01-01\n    value: 900",
        "at: ultimo\n    value: 900",
        [
            (
                "9:5",
                "totals.anbragte.at: fandt «ultimo»; her skal stå en dato som 2027-01-31",
                "totals.anbragte.at: found 'ultimo'; it takes a date such as 2027-01-31",
            )
        ],
    ),
    (
        "kinds: [pleje, efter]",
        "kinds: [pleje, hjemme]",
        [
            (
                "33:20",
                "totals.skiftet.kinds.1: «hjemme» findes ikke; der er pleje, efter",
                "totals.skiftet.kinds.1: there is no 'hjemme'; there are pleje, efter",
            )
        ],
    ),
    (
        "kinds: [pleje, efter]",
        "kinds: [pleje]",
        [
            (
                "33:5",
                "totals.skiftet.kinds: der er for få; mindst 2",
                "totals.skiftet.kinds: there are too few; at least 2",
            )
        ],
    ),
    (
        "steps: [efter]",
        "steps: [hjemme]",
        [
            (
                "41:13",
                "totals.andel.steps.0: «hjemme» findes ikke; der er pleje, efter",
                "totals.andel.steps.0: there is no 'hjemme'; there are pleje, efter",
            )
        ],
    ),
    (
        "steps: [efter]",
        "steps: [eftr]",
        [
            (
                "41:13",
                "totals.andel.steps.0: «eftr» findes ikke; der er hjemme, pleje, efter; mente du «efter»?",
                (
                    "totals.andel.steps.0: there is no 'eftr'; there are hjemme, pleje, efter; "
                    "did you mean 'efter'?"
                ),
            )
        ],
    ),
    (
        "also: {efter: 0.5}",
        "also: {efter: 0.5, hjemme: 1}",
        [
            (
                "18:24",
                "totals.nye.also.hjemme: «hjemme» findes ikke; der er pleje, efter",
                "totals.nye.also.hjemme: there is no 'hjemme'; there are pleje, efter",
            )
        ],
    ),
    (
        "also: {efter: 0.5}",
        "also: {efter: 50}",
        [
            (
                "18:12",
                "totals.nye.also.efter: fandt 50; tilladt er tal <= 1",
                "totals.nye.also.efter: found 50; allowed are numbers <= 1",
            )
        ],
    ),
    (
        "  ind:\n",
        "  ude:\n",
        [
            (
                "49:3",
                (
                    "parameters.ude: «ude» findes ikke; der er ud, ind, form, udslusning, plejepris; "
                    "mente du «ud»?"
                ),
                (
                    "parameters.ude: there is no 'ude'; there are ud, ind, form, udslusning, plejepris; "
                    "did you mean 'ud'?"
                ),
            )
        ],
    ),
    (
        "    prior: {p05: 0.33, p95: 3.0}\n  ind:",
        "    kind: rates\n    prior: {p05: 0.33, p95: 3.0}\n  ind:",
        [
            (
                "48:5",
                "ukendt nøgle «kind»; tilladt her: prior, title, rationale",
                "unknown key 'kind'; allowed here: prior, title, rationale",
            )
        ],
    ),
    (
        "    prior: {p05: 0.5, p95: 1.5}\n",
        "    title: Form\n",
        [("53:3", "nøglen «parameters.form.prior» mangler", "the key 'parameters.form.prior' is missing")],
    ),
    (
        "prior: {p05: 0.5, p95: 1.5}",
        "prior: {p05: 1.5, p95: 0.5}",
        [
            (
                "54:5",
                "parameters.form.prior: den nedre grænse skal være under den øvre",
                "parameters.form.prior: the lower limit must lie below the upper",
            )
        ],
    ),
    (
        "prior: {p05: 0.5, p95: 1.5}",
        "prior: {p05: 0.05, p95: 1.5}",
        [
            (
                "54:13",
                "parameters.form.prior.p05: fandt 0.05; tilladt er tal 0.1 - 10",
                "parameters.form.prior.p05: found 0.05; allowed are numbers 0.1 - 10",
            )
        ],
    ),
    ("scenario: lille.yaml\n", "", [("1:1", "nøglen «scenario» mangler", "the key 'scenario' is missing")]),
]
"""What is changed, and for every fault its place and what is said."""


@pytest.mark.parametrize(("old", "new", "expected"), FAULTS, ids=[new[:24] for _, new, _ in FAULTS])
def test_every_fault_is_told_by_line_and_column_in_both_languages(
    old: str, new: str, expected: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    assert TOTALS.count(old) == 1
    with pytest.raises(TotalsError) as error:
        totals_of(tmp_path, TOTALS.replace(old, new))
    file = tmp_path / "tal.yaml"
    said = [(str(fault), said_in("en", str, fault)) for fault in error.value.faults]
    assert said == [(f"{file}:{at}: {da}", f"{file}:{at}: {en}") for at, da, en in expected]


def test_an_assumption_that_no_number_names_is_none_to_fit(tmp_path: Path) -> None:
    unused = WORLD.replace(
        "assumptions:\n", "assumptions:\n  ledig: {value: 1, grade: assumption, source: x}\n"
    )
    with pytest.raises(TotalsError) as error:
        totals_of(tmp_path, TOTALS.replace("  ind:\n", "  ledig:\n"), unused)
    assert [(fault.kind, fault.found) for fault in error.value.faults] == [("unknown_name", "ledig")]


def test_a_title_is_the_parameter_s_own_or_the_assumption_s(tmp_path: Path) -> None:
    titles = {name: each.title.en for name, each in totals_of(tmp_path).form.parameters.items()}
    assert titles == {"ud": "Out", "ind": "In", "form": "Form"}


def test_a_scenario_that_is_not_there_is_told_of_where_it_is_named(tmp_path: Path) -> None:
    with pytest.raises(TotalsError) as error:
        totals_of(tmp_path, TOTALS.replace("lille.yaml", "stor.yaml"))
    (fault,) = error.value.faults
    assert said_in("en", str, fault).startswith(
        f"{tmp_path / 'tal.yaml'}:2:11: 'stor.yaml' is neither a file nor an entry of the library"
    )


def test_a_faulty_scenario_is_told_of_by_its_own_places(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as error:
        totals_of(tmp_path, world=WORLD.replace("years: 2\n", ""))
    (fault,) = error.value.faults
    assert str(fault) == f"{tmp_path / 'lille.yaml'}:1:1: nøglen «years» mangler"


def test_a_file_that_is_no_yaml_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(TotalsError) as error:
        totals_of(tmp_path, TOTALS.replace("scenario:", "\tscenario:"))
    assert [fault.kind for fault in error.value.faults] == ["not_yaml"]


def test_rounding_and_definition_add_up_to_one_spread(tmp_path: Path) -> None:
    totals = totals_of(
        tmp_path, TOTALS.replace("value: 0.25\n", "value: 0.25\n    error: 0.01\n")
    ).form.totals
    assert totals["ude"].spread() == pytest.approx((0.01**2 + 0.01**2 / 12) ** 0.5)
    assert totals["anbragte"].spread() == pytest.approx(12**-0.5)  # a whole number is that well known


def test_the_shipped_totals_read_and_say_everything_in_two_languages() -> None:
    for name in shipped():
        form = load(name).form
        parts: list[Total | Parameter] = [*form.totals.values(), *form.parameters.values()]
        assert all(part.title.en and part.title.en != part.title.da for part in parts)
        for total in form.totals.values():
            assert total.source.da
            assert total.source.en
            assert total.rationale.da or total.spread() < 1  # more than a rounding needs a reason
    changed = load("danmark_2023").form.totals["skiftet_art"]
    assert isinstance(changed, Changed)
    assert "efterværn" not in changed.kinds
