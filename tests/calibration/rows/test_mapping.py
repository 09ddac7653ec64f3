"""Check mapping files, and tables read with them."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calibration.ledger.read_ledgers import Reading, read_ledgers
from calibration.rows.ledger import COLUMNS
from calibration.rows.mapping import CANONICAL, MappingError, choose_mapping, load, matches, shipped
from calibration.rows.names import Names
from calibration.rows.paragraphs import paragraphs_in
from language.messages import in_language
from scenarios.files.refusals import RefusedError
from tests.calibration.ledgers import KEY, TODAY, is_accounted_for, sentences, text_of, written
from tests.languages import said_in

STEPS = ("tidlig", "forebyggende", "hjemmebaseret", "netværk", "familiepleje", "institution", "efterværn")
LAYOUT_1 = (
    "Dato;Ydelse startdato;Ydelse slutdato;Antal;Takst;Pris pr stk;Pris pr dag;Pris pr måned;"
    "Beregnet pris pr dag;Beregnet total;M0;Status;Ydelsesvariant;Ydelsestype;Tilbudstype;Lovhjemmel;"
    "Funktion;Leverandør;Leverandør beliggenhedskommune;Tilbudsbeskrivelse;Frekvens;Sag rækkeID;Sag status;"
    "Sagstype;Tvang;Afdeling"
)
LAYOUT_2 = (
    "Dato;Startdato;Slutdato;Ydelsesbeløb;Antal;Sagstype;Sagsnummer;Type;Ydelsestype;Tilbud;Status;Afdeling;"
    "Afgørelsesparagraf;Foranstaltningsparagraf;Leverandør;Enheds angivelse;Beregningsfrekvens;CPR-nr."
)
PAYMENTS = "Dato;Ydelse startdato;Ydelse slutdato;Indeværende år;Næste år;Sum;Funktion;Sag rækkeID;Sag status"


def line(headings: str, **values: str) -> str:
    """Return a row with these values under the headings, whose spaces are written _ here."""
    named = {heading: values.pop(heading.replace(" ", "_").strip("."), "") for heading in headings.split(";")}
    assert not values, values
    return ";".join(named.values())


def row_1(**values: str) -> str:
    return line(
        LAYOUT_1, **({"Ydelse_startdato": "01-02-2023", "Sag_rækkeID": "S1", "Status": "Aktiv"} | values)
    )


def row_2(**values: str) -> str:
    return line(LAYOUT_2, **({"Startdato": "01/02/2024", "Sagsnummer": "S1", "Status": "Aktiv"} | values))


def reading_of(folder: Path, headings: str, *rows: str, mapping: str | Path | None = None) -> Reading:
    path = written(folder, text_of(*rows, headings=headings).encode("cp1252"))
    reading = read_ledgers([path], mapping=mapping, names=Names(steps=STEPS), pseudonyms=KEY, today=TODAY)
    assert is_accounted_for(reading)
    return reading


def test_a_ledger_can_be_given_every_column_but_the_place_of_its_rows() -> None:
    assert [*CANONICAL.columns] == [column for column in COLUMNS if column not in {"file", "row"}]


@pytest.mark.parametrize("name", ["betalinger", "dubu_1", "dubu_2", "dubu_p30", "dubu_p32", "paragraffer"])
def test_a_shipped_mapping_names_steps_of_the_staircase_and_reads_in_two_languages(name: str) -> None:
    assert name in shipped()
    mapping = load(name)
    assert {rule.step for rule in mapping.steps.values()} <= {*STEPS}
    assert mapping.title.en
    assert all(rule.because.en for rule in mapping.leave_out)
    assert all(paragraphs_in(text) for rule in mapping.steps.values() for text in rule.paragraph)


@pytest.mark.parametrize(
    ("headings", "name"), [(LAYOUT_1, "dubu_1"), (LAYOUT_2, "dubu_2"), (PAYMENTS, "betalinger")]
)
def test_a_shipped_mapping_is_chosen_by_the_headings(headings: str, name: str) -> None:
    assert choose_mapping(headings.upper().split(";"))[0] == name
    assert choose_mapping([*headings.split(";"), "child_id", "step", "start"])[0] == ""
    assert choose_mapping(["andet"])[1] is CANONICAL


@pytest.mark.parametrize(
    ("paragraph", "kind", "step"),
    [
        ("§ 11, stk. 3", "", "tidlig"),
        ("BL § 30", "Gruppeforløb", "tidlig"),
        ("§ 52, stk. 3, nr. 7", "Netværksplejefamilie", "netværk"),
        ("SEL §52.3.7", "Almen plejefamilie", "familiepleje"),
        ("§ 58", "Socialpædagogisk opholdssted", "institution"),
        ("BL § 46", "Døgninstitution", "institution"),
        ("§ 47", "Slægtspleje", "netværk"),
        ("§ 52, stk. 3, nr. 3", "Familiebehandling", "forebyggende"),
        ("§ 52, stk. 3, nr. 2", "Praktisk støtte i hjemmet", "hjemmebaseret"),
        ("BL § 32", "Fast kontaktperson", "hjemmebaseret"),
        ("BL § 32, stk. 1", "Konsulentbistand", "forebyggende"),
        ("§ 52, stk. 3, nr. 6", "Andet", "hjemmebaseret"),
        ("§ 52, stk. 3, nr. 9", "Andet", "forebyggende"),
        ("§ 76", "Kontaktperson", "efterværn"),
        ("§ 76 a", "Døgnophold", "efterværn"),
        ("BL § 114", "Døgnophold", "efterværn"),
    ],
)
def test_paragraph_and_kind_give_the_step_in_both_layouts(
    paragraph: str, kind: str, step: str, tmp_path: Path
) -> None:
    first = reading_of(tmp_path, LAYOUT_1, row_1(Lovhjemmel=paragraph, Ydelsestype=kind))
    assert first.ledger.rows["step"].tolist() == [step]
    other = row_2(Foranstaltningsparagraf=paragraph, Type=kind, Startdato="01/02/2023")
    assert reading_of(tmp_path, LAYOUT_2, other).ledger.rows["step"].tolist() == [step]


def test_layout_1_gives_the_columns_of_the_ledger(tmp_path: Path) -> None:
    service = {"Lovhjemmel": "§ 52, stk. 3, nr. 7", "Tilbudstype": "Opholdssted", "Sagstype": "Almindelig"}
    rows = [
        row_1(**service, Ydelse_slutdato="28-02-2023", Pris_pr_dag="2.500,50", Leverandør="Åkæret"),
        row_1(**service, Sag_rækkeID="S2", Pris_pr_måned="kr. 75.000,00"),
        row_1(**service, Status="Annulleret"),
        row_1(Lovhjemmel="§ 174", Ydelsestype="Takst"),
        row_1(Lovhjemmel="§ 58", Ydelsestype="Andet"),
    ]
    reading = reading_of(tmp_path, LAYOUT_1, *rows)
    ledger = reading.ledger.rows
    assert ledger["end"].tolist() == [pd.Timestamp("2023-03-01"), pd.NaT]
    assert ledger["price"].tolist() == [2500.5, 75000.0]
    assert ledger["price_unit"].tolist() == ["day", "month"]
    assert ledger["provider"].tolist() == ["Åkæret", ""]
    assert ledger["paragraph"].tolist() == ["SEL § 52.3.7"] * 2
    assert ledger["child_id"].tolist() == [KEY.of("S1"), KEY.of("S2")]
    assert ledger["row"].tolist() == [2, 3]
    assert [(why.da, rows) for why, rows in reading.files[0].left_out] == [
        ("ydelsen er annulleret, afslået eller ikke bevilget", 1),
        ("paragraffen er takst eller refusion, ikke en ydelse", 1),
    ]
    assert sentences(reading, "da", tmp_path) == [
        "ledger.csv: filen er læst med oversættelsen «dubu_1», som passer til dens overskrifter",
        (
            "ledger.csv, række 6: ingen regel i oversættelsen giver et trin for § 58, Andet; "
            "rækken er ikke taget med"
        ),
    ]
    assert sentences(reading, "en", tmp_path) == [
        "ledger.csv: the file is read with the mapping 'dubu_1', which fits its headings",
        "ledger.csv, row 6: no rule of the mapping gives a step for § 58, Andet; the row is left out",
    ]


def test_layout_2_gives_the_columns_of_the_ledger(tmp_path: Path) -> None:
    row = row_2(
        Foranstaltningsparagraf="§ 46",
        Ydelsestype="Plejefamilie",
        Ydelsesbeløb="25.000,00",
        Beregningsfrekvens="Månedlig",
        **{"CPR-nr": "010210-4234"},
    )
    reading = reading_of(tmp_path, LAYOUT_2, row)
    ledger = reading.ledger.rows.iloc[0]
    assert ledger["child_id"] == KEY.of("0102104234")
    assert ledger["birth_date"] == pd.Timestamp("2010-02-01")
    assert (ledger["price"], ledger["price_unit"]) == (25000.0, "month")
    assert ledger["paragraph"] == "BL § 46"


def test_the_variants_of_layout_2_know_what_their_rows_are(tmp_path: Path) -> None:
    early = reading_of(tmp_path, LAYOUT_2, row_2(Ydelsestype="Forløb"), mapping="dubu_p30")
    assert early.ledger.rows["step"].tolist() == ["tidlig"]
    support = reading_of(tmp_path, LAYOUT_2, row_2(Ydelsestype="Aflastning"), mapping="dubu_p32")
    assert support.ledger.rows["step"].tolist() == ["hjemmebaseret"]
    assert support.ledger.rows["paragraph"].tolist() == ["BL § 32"]


def test_payments_give_the_step_by_the_function_of_the_accounts(tmp_path: Path) -> None:
    start = {"Ydelse_startdato": "2024-01-01", "Sum": "100.000,00"}
    functions = ["5.28.22 Plejefamilier", "52823", "5.28.21 Forebyggende foranstaltninger"]
    rows = [line(PAYMENTS, **start, Funktion=each, Sag_rækkeID=str(i)) for i, each in enumerate(functions)]
    reading = reading_of(tmp_path, PAYMENTS, *rows)
    assert reading.ledger.rows["step"].tolist() == ["familiepleje", "institution", "forebyggende"]
    assert reading.ledger.rows["price"].isna().all()


def test_a_mapping_of_ones_own_builds_on_a_shipped_one_and_goes_before_it(tmp_path: Path) -> None:
    path = tmp_path / "egen.yaml"
    path.write_text(
        "base: dubu_1\ntitle: Vores\nsteps:\n"
        "  forløb: {step: tidlig, when: {Ydelsestype: Kontakt*}}\n"
        "  hjemmebaseret_efter_art: {step: forebyggende}\n",
        encoding="utf-8",
    )
    assert next(iter(load(path).steps)) == "forløb"
    rows = [
        row_1(Lovhjemmel="§ 52, stk. 3, nr. 6", Ydelsestype="KONTAKT  person"),
        row_1(Lovhjemmel="§ 52, stk. 3, nr. 5", Ydelsestype="Aflastning"),
    ]
    reading = reading_of(tmp_path, LAYOUT_1, *rows, mapping=path)
    assert reading.ledger.rows["step"].tolist() == ["tidlig", "forebyggende"]


def test_a_mapping_translates_values_and_fills_in_constants(tmp_path: Path) -> None:
    path = tmp_path / "egen.yaml"
    path.write_text(
        "title: Vores\n"
        "columns: {child_id: [Id, Nr], step: Trin, start: Fra, end: Til}\n"
        "values: {step: {'3 a': institution}, end: {løbende: ''}}\n"
        "constants: {payer: familie}\n"
        "leave_out: [{when: {Trin: x, Farve: rød}, because: uden for}]\n",
        encoding="utf-8",
    )
    reading = reading_of(
        tmp_path, "id;NR;trin;Fra;Til", "a;1;3A;2024-01-01;løbende", ";2;3a;2024-01-01;", mapping=path
    )
    assert reading.ledger.rows["child_id"].tolist() == [KEY.of("a"), KEY.of("2")]
    assert reading.ledger.rows["step"].tolist() == ["institution"] * 2
    assert reading.ledger.rows["payer"].tolist() == ["familie"] * 2
    assert reading.ledger.rows["end"].isna().all()
    assert sentences(reading, "da", tmp_path) == [
        "ledger.csv: oversættelsen spørger efter overskriften «Farve», som filen ikke har"
    ]
    assert sentences(reading, "en", tmp_path) == [
        "ledger.csv: the mapping asks for the heading 'Farve', which the file does not have"
    ]


@pytest.mark.parametrize(
    ("text", "da"),
    [
        ("title: x\ncolumns: {}\nstepz: {}\n", "3:1: ukendt nøgle «stepz»; tilladt her: "),
        ("columns: {}\n", "1:1: nøglen «title» mangler"),
        ("title: x\ncolumns: {barn: Id}\n", "2:11: columns.barn: «barn» er ikke tilladt; vælg child_id"),
        ("title: x\ncolumns: {child_id: []}\n", "2:11: columns.child_id: der er for få; mindst 1"),
        (
            "title: x\ncolumns: {}\nsteps:\n  a: {step: b, paragraph: [ukendt]}\n",
            "4:28: steps.a.paragraph.0: fandt «ukendt»; her skal stå § 52, stk. 3, nr. 7",
        ),
        ("title: x\ncolumns: {}\nsteps:\n  a: {when: {x: y}}\n", "4:3: nøglen «steps.a.step» mangler"),
        (
            "title: x\ncolumns: {}\nprices: {Pris: uge}\n",
            "3:10: prices.Pris: «uge» er ikke tilladt; vælg day",
        ),
        ("base: andet\ntitle: x\n", "1:7: «andet» er hverken en fil eller en del af biblioteket"),
        ("title: [\n", "filen er ikke gyldig YAML"),
        (
            "title: x\ncolumns: {}\nend_is_last_day: 'ja'\n",
            "3:1: end_is_last_day: fandt «ja»; her skal stå true eller false",
        ),
    ],
)
def test_a_fault_of_a_mapping_has_its_line_and_column(text: str, da: str, tmp_path: Path) -> None:
    path = tmp_path / "egen.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(MappingError) as refused:
        load(path)
    (fault,) = refused.value.faults
    assert da in str(fault).replace(f"{tmp_path}/", "")
    assert str(fault) != said_in("en", str, fault)


def test_a_mapping_that_is_neither_file_nor_name_is_refused(tmp_path: Path) -> None:
    for name in (tmp_path / "ingen.yaml", "dubu_3", "a\0b", "x" * 500):
        with in_language("en"), pytest.raises(RefusedError, match="there is no such mapping") as refused:
            load(name)
        assert "dubu_1, dubu_2" in str(refused.value)


@given(st.lists(st.sampled_from("ab*"), max_size=6), st.text("ab", max_size=8))
def test_a_star_stands_for_any_text(pattern: list[str], text: str) -> None:
    reachable = {0}
    for character in pattern:
        if character == "*":
            reachable = {at for least in reachable for at in range(least, len(text) + 1)}
        else:
            reachable = {at + 1 for at in reachable if text[at : at + 1] == character}
    assert matches("".join(pattern), text) == (len(text) in reachable)


def test_a_mapping_that_names_no_columns_reads_the_ledgers_own(tmp_path: Path) -> None:
    path = tmp_path / "egen.yaml"
    path.write_text("title: x\nvalues: {exit_to: {hjemgivet: afsluttet}}\n", encoding="utf-8")
    ledger = written(
        tmp_path,
        text_of("b1;tidlig;2024-02-01;2024-03-01;Hjemgivet", headings="child_id;step;start;end;exit_to"),
    )
    reading = read_ledgers([ledger], mapping=path, names=Names(exits=("afsluttet", "fyldt_18")), today=TODAY)
    assert reading.ledger.rows["exit_to"].tolist() == ["afsluttet"]
    assert not reading.findings
