"""List defects of a ledger, one at a time, with the sentence on each in Danish and in English."""

from dataclasses import dataclass

from tests.calibration.ledgers import OTHER, ROW, text_of


@dataclass(frozen=True, kw_only=True)
class Defect:
    """A ledger, what is said of it, and how many of its rows are used."""

    kind: str
    text: str
    da: str
    en: str
    used: int
    key: bool = False


def changed(kind: str, old: str, new: str, da: str, en: str, *, used: int = 2, key: bool = False) -> Defect:
    """Return two good rows, of which the first has one text replaced."""
    assert ROW.count(old) == 1
    return Defect(kind=kind, text=text_of(ROW.replace(old, new), OTHER), da=da, en=en, used=used, key=key)


DEFECTS = [
    Defect(
        kind="no_rows",
        text=text_of(),
        da="ledger.csv: der er ingen rækker under overskrifterne",
        en="ledger.csv: there are no rows below the headings",
        used=0,
    ),
    Defect(
        kind="unused_heading",
        text=text_of(
            f"{OTHER};x", headings="child_id;step;start;end;birthdate;price;price_unit;provider;farve"
        ),
        da="ledger.csv, kolonne «birthdate» (E): kolonnen bruges ikke; mente du «birth_date»?\n"
        "ledger.csv, kolonne «farve» (I): kolonnen bruges ikke",
        en="ledger.csv, column 'birthdate' (E): the column is not used; did you mean 'birth_date'?\n"
        "ledger.csv, column 'farve' (I): the column is not used",
        used=1,
    ),
    Defect(
        kind="no_price_unit",
        text=text_of("b1;tidlig;2024-02-01;5", headings="child_id;step;start;price"),
        da="ledger.csv: der er priser, men intet sted står, om de er pr. dag, måned, år eller start; "
        "priserne er udeladt",
        en="ledger.csv: there are prices, but nothing says if they are per day, month, year or start; "
        "they are left out",
        used=1,
    ),
    Defect(
        kind="wrong_cells",
        text=text_of(ROW, "b2;tidlig;01-02-2024"),
        da="ledger.csv, række 3: rækken har 3 celler, overskrifterne er 8; rækken er ikke taget med",
        en="ledger.csv, row 3: the row has 3 cells, there are 8 headings; the row is left out",
        used=1,
    ),
    Defect(
        kind="open_quote",
        text=text_of(ROW.replace("Åkæret", '"Åkæret'), OTHER),
        da="ledger.csv, række 2: et anførselstegn er ikke lukket, eller noget står efter det; "
        "rækken er ikke taget med",
        en="ledger.csv, row 2: a quotation mark is not closed, or something follows it; the row is left out",
        used=1,
    ),
    Defect(
        kind="duplicate",
        text=text_of(ROW, OTHER, ROW.replace("01-02-2024", "2024-02-01")),
        da="ledger.csv, række 4: rækken siger det samme som række 2; den er kun talt én gang; betales prisen "
        "for hver af dem, så skriv én række med summen af priserne",
        en="ledger.csv, row 4: the row says the same as row 2; it is counted only once; if the price is "
        "paid for each of them, write one row with the sum of the prices",
        used=2,
    ),
    Defect(
        kind="duplicate",
        text=text_of(*["b1;tidlig;2024-02-01"] * 2, headings="child_id;step;start"),
        da="ledger.csv, række 3: rækken siger det samme som række 2; den er kun talt én gang",
        en="ledger.csv, row 3: the row says the same as row 2; it is counted only once",
        used=1,
    ),
    changed(
        "missing_value",
        "b1;",
        ";",
        "ledger.csv, række 2, kolonne «child_id» (A): værdien mangler (child_id); rækken er ikke taget med",
        "ledger.csv, row 2, column 'child_id' (A): the value is missing (child_id); the row is left out",
        used=1,
    ),
    changed(
        "missing_value",
        "institution",
        "",
        "ledger.csv, række 2, kolonne «step» (B): værdien mangler (step); rækken er ikke taget med",
        "ledger.csv, row 2, column 'step' (B): the value is missing (step); the row is left out",
        used=1,
    ),
    changed(
        "missing_value",
        "01-02-2024",
        " ",
        "ledger.csv, række 2, kolonne «start» (C): værdien mangler (start); rækken er ikke taget med",
        "ledger.csv, row 2, column 'start' (C): the value is missing (start); the row is left out",
        used=1,
    ),
    changed(
        "unknown_step",
        "institution",
        "insitution",
        "ledger.csv, række 2, kolonne «step» (B): trinnet «insitution» findes ikke; mente du «institution»?; "
        "rækken er ikke taget med",
        "ledger.csv, row 2, column 'step' (B): there is no step 'insitution'; did you mean 'institution'?; "
        "the row is left out",
        used=1,
    ),
    changed(
        "unreadable_date",
        "01-02-2024",
        "31-02-2024",
        "ledger.csv, række 2, kolonne «start» (C): «31-02-2024» kan ikke læses som en dato; "
        "rækken er ikke taget med",
        "ledger.csv, row 2, column 'start' (C): '31-02-2024' cannot be read as a date; the row is left out",
        used=1,
    ),
    changed(
        "unreadable_date",
        "01-03-2024",
        "løbende",
        "ledger.csv, række 2, kolonne «end» (D): «løbende» kan ikke læses som en dato; "
        "rækken er ikke taget med",
        "ledger.csv, row 2, column 'end' (D): 'løbende' cannot be read as a date; the row is left out",
        used=1,
    ),
    changed(
        "date_left_out",
        "15-06-2010",
        "2010",
        "ledger.csv, række 2, kolonne «birth_date» (E): «2010» kan ikke læses som en dato; "
        "feltet er læst som tomt",
        "ledger.csv, row 2, column 'birth_date' (E): '2010' cannot be read as a date; "
        "the field is read as empty",
    ),
    changed(
        "date_outside",
        "01-02-2024;01-03-2024",
        "01-02-2032;",
        "ledger.csv, række 2, kolonne «start» (C): 01-02-2032 ligger uden for det mulige, "
        "1980-01-01 - 2031-06-01; rækken er ikke taget med",
        "ledger.csv, row 2, column 'start' (C): 01-02-2032 lies outside what is possible, "
        "1980-01-01 - 2031-06-01; the row is left out",
        used=1,
    ),
    changed(
        "date_outside",
        "01-02-2024;01-03-2024;15-06-2010",
        "31-12-1979;;",
        "ledger.csv, række 2, kolonne «start» (C): 31-12-1979 ligger uden for det mulige, "
        "1980-01-01 - 2031-06-01; rækken er ikke taget med",
        "ledger.csv, row 2, column 'start' (C): 31-12-1979 lies outside what is possible, "
        "1980-01-01 - 2031-06-01; the row is left out",
        used=1,
    ),
    changed(
        "placeholder",
        "01-03-2024",
        "31-12-9999",
        "ledger.csv, kolonne «end» (D): 9999-12-31 står for ingen slutdato (rækker: 1); det er læst som, "
        "at ydelserne stadig løber",
        "ledger.csv, column 'end' (D): 9999-12-31 is a placeholder for no end (rows: 1); the services are "
        "read as still going on",
    ),
    Defect(
        kind="granted_is_end",
        text=text_of("b1;tidlig;2024-02-01;2024-05-01", headings="child_id;step;start;Bevilget til"),
        da="ledger.csv, kolonne «Bevilget til» (D): der er ingen kolonne med slutdatoer, så de bevilgede "
        "læses som slut, hvor de er passeret",
        en="ledger.csv, column 'Bevilget til' (D): there is no column of ends, so those that were granted "
        "are read as ends where they have passed",
        used=1,
    ),
    Defect(
        kind="conflict",
        text=text_of(ROW, ROW.replace("01-03-2024", "01-04-2024")),
        da="ledger.csv, række 3: rækken siger noget andet om den samme ydelse end række 2 "
        "(end 2024-03-01 / 2024-04-01); begge tæller",
        en="ledger.csv, row 3: the row says something else of the same service than row 2 "
        "(end 2024-03-01 / 2024-04-01); both count",
        used=2,
    ),
    changed(
        "end_before_start",
        "01-03-2024",
        "31-01-2024",
        "ledger.csv, række 2, kolonne «end» (D): slutdatoen 31-01-2024 ligger før startdatoen 01-02-2024; "
        "rækken er ikke taget med",
        "ledger.csv, row 2, column 'end' (D): the end 31-01-2024 lies before the start 01-02-2024; "
        "the row is left out",
        used=1,
    ),
    changed(
        "no_days",
        "01-03-2024",
        "01-02-2024",
        "ledger.csv, række 2, kolonne «end» (D): ydelsen slutter den dag, den begynder (01-02-2024): "
        "nul dage er ikke et ophold, og dens udgang gælder for det ophold, der slutter den dag",
        "ledger.csv, row 2, column 'end' (D): the service ends on the day it begins (01-02-2024): "
        "zero days are no stay, and its way out counts for the stay that ends that day",
    ),
    changed(
        "born_after_start",
        "15-06-2010",
        "02-02-2024",
        "ledger.csv, række 2, kolonne «birth_date» (E): fødselsdatoen 2024-02-02 ligger efter startdatoen "
        "01-02-2024; rækken er ikke taget med",
        "ledger.csv, row 2, column 'birth_date' (E): the birth date 2024-02-02 lies after the start "
        "01-02-2024; the row is left out",
        used=1,
    ),
    changed(
        "too_old",
        "15-06-2010",
        "15-06-1990",
        "ledger.csv, række 2, kolonne «birth_date» (E): barnet er 33 år ved start; højst 30 er muligt; "
        "rækken er ikke taget med",
        "ledger.csv, row 2, column 'birth_date' (E): the child is 33 years old at the start; "
        "30 at most is possible; the row is left out",
        used=1,
    ),
    Defect(
        kind="two_birth_dates",
        text=text_of(ROW.replace("15-06", "16-06"), ROW, ROW.replace("01-02-2024", "02-02-2024"), OTHER),
        da="ledger.csv, række 2: barnet har flere fødselsdatoer; 2010-06-16 er rettet til 2010-06-15, "
        "som står oftest",
        en="ledger.csv, row 2: the child has several birth dates; 2010-06-16 is changed to 2010-06-15, "
        "which stands most often",
        used=4,
    ),
    changed(
        "birth_from_cpr",
        "b1;institution;01-02-2024;01-03-2024;15-06-2010",
        "150610-4321;institution;01-02-2024;01-03-2024;",
        "ledger.csv: fødselsdatoen er taget fra CPR-nummeret i 1 rækker",
        "ledger.csv: the birth date is taken from the CPR number in 1 rows",
        key=True,
    ),
    changed(
        "cpr_hidden",
        "Åkæret",
        "Familien 010170-1234",
        "ledger.csv, række 2, kolonne «provider» (H): der stod et CPR-nummer i teksten; "
        "det er erstattet af et pseudonym",
        "ledger.csv, row 2, column 'provider' (H): a CPR number stood in the text; "
        "a pseudonym stands for it now",
        key=True,
    ),
    changed(
        "amount_left_out",
        "2.500,50",
        "gratis",
        "ledger.csv, række 2, kolonne «price» (F): «gratis» kan ikke læses som et beløb; "
        "feltet er læst som tomt",
        "ledger.csv, row 2, column 'price' (F): 'gratis' cannot be read as an amount; "
        "the field is read as empty",
    ),
    changed(
        "ambiguous_amount",
        "2.500,50",
        "2.500",
        "ledger.csv, række 2, kolonne «price» (F): «2.500» er læst som 2500, men kolonnen viser ikke, "
        "om tegnet står ved tusinder eller ører; rækken er taget med, som den er",
        "ledger.csv, row 2, column 'price' (F): '2.500' is read as 2500, but the column does not tell "
        "if the mark is for thousands or not; the row is kept as it is",
    ),
    Defect(
        kind="ambiguous_left_out",
        text=text_of(
            ROW, ROW.replace("b1", "b3").replace("2.500,50", "2600.50"), OTHER.replace("800", "1.800")
        ),
        da="ledger.csv, række 4, kolonne «price» (F): «1.800» kan være tusinder eller decimaler, "
        "og kolonnen bruger begge dele; feltet er læst som tomt",
        en="ledger.csv, row 4, column 'price' (F): '1.800' may be thousands or decimals, "
        "and the column uses both; the field is read as empty",
        used=3,
    ),
    changed(
        "negative_price",
        "2.500,50",
        "-2.500,50",
        "ledger.csv, række 2, kolonne «price» (F): prisen -2.500,50 er under nul; "
        "rækken er taget med, som den er",
        "ledger.csv, row 2, column 'price' (F): the price -2.500,50 is below zero; the row is kept as it is",
    ),
    changed(
        "zero_price",
        "2.500,50",
        "0",
        "ledger.csv, række 2, kolonne «price» (F): prisen er nul; rækken er taget med, som den er",
        "ledger.csv, row 2, column 'price' (F): the price is zero; the row is kept as it is",
    ),
    changed(
        "unknown_unit",
        "day",
        "time",
        "ledger.csv, række 2, kolonne «price_unit» (G): prisen er pr. «time», som er ukendt "
        "(kendt er day, month, year, start); prisen er udeladt",
        "ledger.csv, row 2, column 'price_unit' (G): the price is per 'time', which is unknown "
        "(known are day, month, year, start); the price is left out",
    ),
    changed(
        "price_without_unit",
        "day",
        "",
        "ledger.csv, række 2, kolonne «price» (F): der står ikke, hvad prisen er pr. "
        "(day, month, year, start); prisen er udeladt",
        "ledger.csv, row 2, column 'price' (F): nothing says what the price is per "
        "(day, month, year, start); the price is left out",
    ),
    Defect(
        kind="unreadable_paragraph",
        text=text_of(
            f"{OTHER};ukendt",
            headings="child_id;step;start;end;birth_date;price;price_unit;provider;paragraph",
        ),
        da="ledger.csv, række 2, kolonne «paragraph» (I): «ukendt» kan ikke læses som en paragraf; "
        "rækken er taget med, som den er",
        en="ledger.csv, row 2, column 'paragraph' (I): 'ukendt' cannot be read as a paragraph; "
        "the row is kept as it is",
        used=1,
    ),
]
