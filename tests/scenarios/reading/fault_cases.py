"""List single defects of a file, each with the one sentence that it must give in Danish and in English."""

from dataclasses import dataclass

from tests.scenarios.small import SMALL, TOGETHER, place, with_change, with_changes


@dataclass(frozen=True, kw_only=True)
class Defect:
    """A text, where its fault stands, and the rest of the sentence."""

    kind: str
    text: str | bytes
    at: str
    """`line:column`."""
    da: str
    en: str


def changed(  # noqa: PLR0917  a table reads best without names
    kind: str, old: str, new: str, at: str, da: str, en: str, *, after: int = 0
) -> Defect:
    """Return the small scenario with one text replaced; the fault stands `after` characters into `at`."""
    text = with_change(old, new)
    return Defect(kind=kind, text=text, at=place(at, text, after=after), da=da, en=en)


PLACED = "      placed: true\n      ages: [0, 18]\n"
NUMBER = "dkk: 100000"
RAW = "hjemme: 0.2"
DISTRIBUTION = "{kind: lognormal, p05: 0.05, p95: 0.2}"
REPEATED = DISTRIBUTION + "\n    repeated: "
NOTHING = "{from: [hjemme], to: [pleje], multiplier: 1}"
COST = "{dkk: 300000, per: year"
TOP_KEYS = (
    "base, borrowed, title, description, start, years, price_year, price_index, age_bands, groups, "
    "municipality, staircase, level, rates, stays, reviews, staff, arrivals, households, stock, factors, "
    "payers, prices, reimbursement, programmes, ends, assumptions, joint, caveats, cases, published"
)
CASE_KEYS = "staircase, rates, stays, reviews, staff, arrivals, prices, programmes, assumptions"

FILE = [
    Defect(
        kind="not_utf8",
        text=with_change("Hjemme", "Hjæmme").encode("cp1252"),
        at=place('"Hjemme"', SMALL, after=3),
        da="tegnet 0xe6 er ikke UTF-8; gem filen som UTF-8 (i Notesblok: Gem som, Kodning)",
        en="the character 0xe6 is not UTF-8; save the file as UTF-8 (in Notepad: Save as, Encoding)",
    ),
    changed(
        "not_yaml",
        "years: 2\n",
        "\tyears: 2\n",
        "\tyears",
        "filen er ikke gyldig YAML: der er brugt tabulator; ryk ind med mellemrum",
        "the file is not valid YAML: there is a tab; indent with spaces",
    ),
    changed(
        "personal_number",
        "title: Lille trappe",
        "title: Trappen til 010112-1234",
        "Trappen til 010112-1234",
        "her står et CPR-nummer; tag det ud, for det, der står her, bliver vist og gemt",
        "there is a CPR number here; take it out, for what stands here is shown and kept",
    ),
    changed(
        "control_character",
        "name: Lilleby",
        "name: Lille\x07by",
        "\x07",
        "tegnet 0x07 er et styretegn; slet det",
        "the character 0x07 is a control character; delete it",
    ),
    Defect(
        kind="directive",
        text="# i toppen\n%YAML 1.1\n---\n" + SMALL,
        at="2:1",
        da="linjen «%YAML 1.1» kan ikke bruges; slet den",
        en="the line '%YAML 1.1' cannot be used; delete it",
    ),
    changed(
        "too_deep",
        "title: Lille trappe",
        "title: " + "[" * 50 + "]" * 50,
        "[" * 50,
        "filen er indlejret for dybt",
        "the file is nested too deeply",
        after=40,
    ),
    Defect(
        kind="empty_file",
        text="# kun en kommentar\n",
        at="1:1",
        da="filen er tom; se «trappe list» for et eksempel at bygge på",
        en="the file is empty; see 'trappe list' for an example to build on",
    ),
    Defect(
        kind="not_a_mapping",
        text="- title: Lille\n",
        at="1:1",
        da="filen skal bestå af nøgler og værdier, fx «title: ...»",
        en="the file must consist of keys and values, such as 'title: ...'",
    ),
    Defect(
        kind="alias",
        text=with_change(
            "efter:\n      title: {da",
            "efter:\n      title: *hjemme\n      holds: {da",
            with_change('{da: "Hjemme", en', '&hjemme {da: "Hjemme", en'),
        ),
        at="34:14",
        da="YAML-henvisninger (*navn) kan ikke bruges; byg på en anden fil med «base»",
        en="YAML aliases (*name) cannot be used; build on another file with 'base'",
    ),
    changed(
        "bad_key",
        "years: 2\n",
        "years: 2\n1.5: 3\n",
        "1.5: 3",
        "nøglen «1.5» er hverken en tekst, et helt tal eller en dato",
        "the key '1.5' is neither a text, a whole number nor a date",
    ),
    changed(
        "duplicate_key",
        "years: 2\n",
        "years: 2\nyears: 3\n",
        "years: 3",
        "nøglen «years» står to gange, første gang i 3:1; slet den ene",
        "the key 'years' stands twice, first at 3:1; delete one of them",
    ),
    changed(
        "not_text_key",
        NUMBER,
        "dkk: 40000,50",
        "40000,50",
        "nøglen «50» skal være en tekst; hører den til et decimaltal, så skriv punktum for komma",
        "the key '50' must be a text; if it belongs to a decimal number, write a point for the comma",
        after=6,
    ),
    changed(
        "bad_scalar",
        "start: 2027-01-01\nyears",
        "start: 2027-02-30\nyears",
        "2027-02-30",
        "«2027-02-30» kan ikke læses som en dato som 2027-01-31",
        "'2027-02-30' cannot be read as a date such as 2027-01-31",
    ),
]

NAMES = [
    changed(
        "missing",
        "years: 2\n",
        "",
        'title: {da: "Lille"',
        "nøglen «years» mangler",
        "the key 'years' is missing",
    ),
    changed(
        "extra_forbidden",
        "years: 2\n",
        "years: 2\nyaers: 3\n",
        "yaers",
        f"ukendt nøgle «yaers»; tilladt her: {TOP_KEYS}; mente du «years»?",
        f"unknown key 'yaers'; allowed here: {TOP_KEYS}; did you mean 'years'?",
    ),
    changed(
        "not_in_case",
        "    changes:\n      programmes:\n        intet:",
        "    changes:\n      years: 3\n      programmes:\n        intet:",
        "years: 3",
        f"en case kan ikke ændre «years»; den kan ændre {CASE_KEYS}",
        f"a case cannot change 'years'; it can change {CASE_KEYS}",
    ),
    changed(
        "unknown_name",
        RAW,
        "hjem: 0.2",
        "hjem: 0.2",
        "rates.by_step.pleje.hjem: «hjem» findes ikke; der er hjemme, pleje, efter, slut; mente du «hjemme»?",
        "rates.by_step.pleje.hjem: there is no 'hjem'; there are hjemme, pleje, efter, slut; "
        "did you mean 'hjemme'?",
    ),
    changed(
        "unknown_assumption",
        "slut: udslusning",
        "slut: udslusnig",
        "slut: udslusnig",
        "rates.by_step.pleje.slut: «udslusnig» er hverken et tal eller en antagelse; der er "
        "udslusning, plejepris; mente du «udslusning»?",
        "rates.by_step.pleje.slut: 'udslusnig' is neither a number nor an assumption; there are "
        "udslusning, plejepris; did you mean 'udslusning'?",
    ),
    changed(
        "assumption_twice",
        "    changes:\n      programmes:\n        intet:",
        "    changes:\n      assumptions:\n        plejepris: {value: 5, grade: assumption, source: x}\n"
        "      programmes:\n        intet:",
        "plejepris: {value: 5",
        "antagelsen «plejepris» er en anden i basisforløbet; giv den et navn for sig",
        "the assumption 'plejepris' is another one in the baseline; give it a name of its own",
    ),
    changed(
        "reserved_name",
        "        intet:\n",
        "        hjemme:\n",
        "        hjemme:\n          title: Intet",
        "programmes.hjemme: navnet «hjemme» er optaget; vælg et andet",
        "programmes.hjemme: the name 'hjemme' is taken; choose another",
        after=8,
    ),
    changed(
        "case_circle",
        '  ingenting:\n    title: {da: "Intet", en: "Nothing"}\n',
        "  ingenting:\n    title: Intet\n    together: [tættere, ingenting]\n",
        "ingenting]",
        "cases.ingenting.together.1: «ingenting» er en del af sig selv",
        "cases.ingenting.together.1: 'ingenting' is a part of itself",
    ),
    Defect(
        kind="case_twice",
        text=(twice := with_change(", ingenting]", ", ingenting, tættere]", TOGETHER)),
        at=place("tættere]", twice),
        da="cases.begge.together.2: «tættere» er med to gange",
        en="cases.begge.together.2: 'tættere' is there twice",
    ),
    Defect(
        kind="cases_disagree",
        text=(
            apart := with_changes(
                TOGETHER,
                tættere="rates: {by_step: {pleje: {hjemme: 0.3}}}",
                ingenting="rates: {by_step: {pleje: {hjemme: 0.4}}}",
            )
        ),
        at=place("together:", apart),
        da="rates.by_step.pleje.hjemme: tættere, ingenting ændrer det hver på sin måde; skriv under "
        "«changes», hvad der gælder for dem sammen",
        en="rates.by_step.pleje.hjemme: tættere, ingenting change it in different ways; write under "
        "'changes' what holds for them together",
    ),
    changed(
        "literal_error",
        "  unit: children",
        "  unit: childs",
        "unit: childs",
        "arrivals.unit: «childs» er ikke tilladt; vælg children, per_1000",
        "arrivals.unit: 'childs' is not allowed; choose children, per_1000",
    ),
    changed(
        "literal_error",
        DISTRIBUTION,
        REPEATED + "{value: 0.1, grade: before_after, source: x}",
        "grade: before_after",
        "assumptions.udslusning.repeated.grade: «before_after» er ikke tilladt; vælg randomised, controlled",
        "assumptions.udslusning.repeated.grade: 'before_after' is not allowed; choose randomised, controlled",
    ),
]

NUMBERS = [
    changed(
        "number_as_text",
        NUMBER,
        'dkk: "40.000,50"',
        'dkk: "40',
        "prices.hjemme.indsats.dkk: «40.000,50» er ikke et tal; skriv det med punktum som "
        "decimaltegn og uden "
        "tusindtalsskilletegn, fx 40000.50",
        "prices.hjemme.indsats.dkk: '40.000,50' is not a number; write it with a point for "
        "decimals and nothing "
        "between thousands, such as 40000.50",
    ),
    changed(
        "thousands",
        NUMBER,
        "dkk: 12.345",
        "dkk: 12",
        "prices.hjemme.indsats.dkk: «12.345» kan betyde tusinder eller tre decimaler; skriv 12345 "
        "eller 12.3450",
        "prices.hjemme.indsats.dkk: '12.345' may mean thousands or three decimals; write 12345 or 12.3450",
    ),
    changed(
        "not_a_number",
        NUMBER,
        "dkk: true",
        "dkk: true",
        "prices.hjemme.indsats.dkk: fandt «true»; her skal stå et tal under eller over 0 eller navnet på "
        "en antagelse",
        "prices.hjemme.indsats.dkk: found 'true'; it takes a number below or above 0 or the name of an "
        "assumption",
    ),
    changed(
        "number_outside",
        RAW,
        "hjemme: -0.2",
        "hjemme: -0.2",
        "rates.by_step.pleje.hjemme: fandt -0.2; tilladt er tal >= 0",
        "rates.by_step.pleje.hjemme: found -0.2; allowed are numbers >= 0",
    ),
    changed(
        "not_whole",
        "age_bands: [0, 18, 23]",
        "age_bands: [0, 17.5, 23]",
        "age_bands",
        "age_bands: fandt 0, 17.5, 23; her skal stå et helt tal",
        "age_bands: found 0, 17.5, 23; it takes a whole number",
    ),
    changed(
        "assumption_outside",
        DISTRIBUTION,
        "{kind: normal, p05: 0.05, p95: 0.2}",
        "slut: udslusning",
        "rates.by_step.pleje.slut: antagelsen «udslusning» kan komme uden for det tilladte, >= 0; giv den et "
        "andet interval",
        "rates.by_step.pleje.slut: the assumption 'udslusning' can leave what is allowed, >= 0; give it "
        "another range",
    ),
    changed(
        "assumption_outside",
        DISTRIBUTION,
        REPEATED + "{distribution: {kind: normal, p05: 0.05, p95: 0.3}, grade: randomised, source: x}",
        "repeated: {distribution",
        "assumptions.udslusning.repeated: antagelsen «udslusning» kan komme uden for det tilladte, >= 0; "
        "giv den et andet interval",
        "assumptions.udslusning.repeated: the assumption 'udslusning' can leave what is allowed, >= 0; "
        "give it another range",
    ),
    changed(
        "wrong_type",
        "years: 2\n",
        "years: to\n",
        "years: to",
        "years: fandt «to»; her skal stå et helt tal",
        "years: found 'to'; it takes a whole number",
    ),
    changed(
        "too_short",
        "{from: [hjemme], to: [pleje], multiplier: 1}",
        "{from: [], to: [pleje], multiplier: 1}",
        "from: []",
        "programmes.intet.effects.0.from: der er for få; mindst 1",
        "programmes.intet.effects.0.from: there are too few; at least 1",
    ),
    changed(
        "too_long",
        PLACED,
        "      placed: true\n      ages: [0, 18, 23]\n",
        "ages: [0, 18, 23]",
        "staircase.steps.pleje.ages: der er for mange; højst 2",
        "staircase.steps.pleje.ages: there are too many; at most 2",
    ),
]

FORM = [*FILE, *NAMES, *NUMBERS]
