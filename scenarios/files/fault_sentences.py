"""The words of every fault, in Danish and English."""

WORDS = {
    # What a value may be
    "@text": ("en tekst", "a text"),
    "@number": ("et tal", "a number"),
    "@whole number": ("et helt tal", "a whole number"),
    "@true/false": ("true eller false", "true or false"),
    "@date": ("en dato som 2027-01-31", "a date such as 2027-01-31"),
    "@list": ("en liste som [a, b]", "a list such as [a, b]"),
    "@keys and values": ("nøgler og værdier", "keys and values"),
    "@kind": ("nøgler og værdier, deriblandt «kind»", "keys and values, among them 'kind'"),
    "@nothing": ("ingenting", "nothing"),
    "@no step": ("intet trin", "no step"),
    "@baseline": ("basisforløbet", "the baseline"),
    "@municipal": ("en kommunal betaler", "a municipal payer"),
    "@not municipal": ("en betaler uden for kommunen", "a payer outside the municipality"),
    # What is wrong with YAML
    "@yaml tab": ("der er brugt tabulator; ryk ind med mellemrum", "there is a tab; indent with spaces"),
    "@yaml colon": (
        "kolonet passer ikke her; tjek indrykningen, eller sæt teksten i anførselstegn",
        "the colon does not fit here; check the indentation, or put the text in quotation marks",
    ),
    "@yaml no colon": ("der mangler et kolon efter nøglen", "a colon is missing after the key"),
    "@yaml indent": (
        "dette hører ikke til her; tjek indrykning, anførselstegn og parenteser",
        "this does not belong here; check indentation, quotation marks and brackets",
    ),
    "@yaml bracket": (
        "en parentes er ikke lukket, eller et komma mangler",
        "a bracket is not closed, or a comma is missing",
    ),
    "@yaml quote": ("et anførselstegn er ikke lukket", "a quotation mark is not closed"),
    "@yaml escape": (
        "\\ betyder noget særligt i anførselstegn; skriv \\\\",
        "\\ has a meaning of its own in quotation marks; write \\\\",
    ),
    "@yaml documents": (
        "der er flere dele adskilt af ---; et scenarie er én",
        "there are several parts divided by ---; a scenario is one",
    ),
    "@yaml start": (
        "en tekst begynder med et særligt tegn; sæt den i anførselstegn",
        "a text begins with a special character; put it in quotation marks",
    ),
}
"""Words that a fault names by a key with @, in both languages."""

SENTENCES = {
    # The file
    "no_file": (
        "filen findes ikke; giv stien til en fil eller et navn fra «trappe list»",
        "there is no such file; give the path of a file or a name from 'trappe list'",
    ),
    "is_folder": ("det er en mappe; giv en YAML-fil", "this is a folder; give a YAML file"),
    "unreadable": ("filen kan ikke læses: {found}", "the file cannot be read: {found}"),
    "too_large": (
        "filen fylder {found}; et scenarie fylder højst 5 MB",
        "the file is {found}; a scenario is 5 MB at most",
    ),
    "not_utf8": (
        "tegnet {found} er ikke UTF-8; gem filen som UTF-8 (i Notesblok: Gem som, Kodning)",
        "the character {found} is not UTF-8; save the file as UTF-8 (in Notepad: Save as, Encoding)",
    ),
    "not_yaml": ("filen er ikke gyldig YAML: {found}", "the file is not valid YAML: {found}"),
    "control_character": (
        "tegnet {found} er et styretegn; slet det",
        "the character {found} is a control character; delete it",
    ),
    "directive": (
        "linjen «{found}» kan ikke bruges; slet den",
        "the line '{found}' cannot be used; delete it",
    ),
    "too_deep": ("filen er indlejret for dybt", "the file is nested too deeply"),
    "empty_file": (
        "filen er tom; se «trappe list» for et eksempel at bygge på",
        "the file is empty; see 'trappe list' for an example to build on",
    ),
    "not_a_mapping": (
        "filen skal bestå af nøgler og værdier, fx «title: ...»",
        "the file must consist of keys and values, such as 'title: ...'",
    ),
    "alias": (
        "YAML-henvisninger (*navn) kan ikke bruges; byg på en anden fil med «base»",
        "YAML aliases (*name) cannot be used; build on another file with 'base'",
    ),
    "bad_key": (
        "nøglen «{found}» er hverken en tekst, et helt tal eller en dato",
        "the key '{found}' is neither a text, a whole number nor a date",
    ),
    "duplicate_key": (
        "nøglen «{found}» står to gange, første gang i {allowed}; slet den ene",
        "the key '{found}' stands twice, first at {allowed}; delete one of them",
    ),
    "not_text_key": (
        "nøglen «{found}» skal være en tekst; hører den til et decimaltal, så skriv punktum for komma",
        "the key '{found}' must be a text; if it belongs to a decimal number, write a point for the comma",
    ),
    "reserved_name": (
        "{key}: navnet «{found}» er optaget; vælg et andet",
        "{key}: the name '{found}' is taken; choose another",
    ),
    "bad_scalar": (
        "«{found}» kan ikke læses som {allowed}",
        "'{found}' cannot be read as {allowed}",
    ),
    "unknown_base": (
        "«{found}» er hverken en fil eller en del af biblioteket; biblioteket har {allowed}",
        "'{found}' is neither a file nor an entry of the library; the library has {allowed}",
    ),
    "base_circle": ("«{found}» bygger på sig selv", "'{found}' builds on itself"),
    "no_form": ("filen findes ikke; tjek stien", "there is no such file; check the path"),
    "empty_form": (
        "filen er tom; skriv, hvad den skal sige, eller udelad den",
        "the file is empty; write what it is to say, or leave it out",
    ),
    # Keys and names
    "missing": ("nøglen «{key}» mangler", "the key '{key}' is missing"),
    "extra_forbidden": (
        "ukendt nøgle «{key}»; tilladt her: {allowed}",
        "unknown key '{key}'; allowed here: {allowed}",
    ),
    "not_in_case": (
        "en case kan ikke ændre «{key}»; den kan ændre {allowed}",
        "a case cannot change '{key}'; it can change {allowed}",
    ),
    "unknown_name": (
        "{key}: «{found}» findes ikke; der er {allowed}",
        "{key}: there is no '{found}'; there are {allowed}",
    ),
    "unknown_assumption": (
        "{key}: «{found}» er hverken et tal eller en antagelse; der er {allowed}",
        "{key}: '{found}' is neither a number nor an assumption; there are {allowed}",
    ),
    "assumption_twice": (
        "antagelsen «{key}» er en anden i {allowed}; giv den et navn for sig",
        "the assumption '{key}' is another one in {allowed}; give it a name of its own",
    ),
    "literal_error": (
        "{key}: «{found}» er ikke tilladt; vælg {allowed}",
        "{key}: '{found}' is not allowed; choose {allowed}",
    ),
    "case_circle": ("{key}: «{found}» er en del af sig selv", "{key}: '{found}' is a part of itself"),
    "case_twice": ("{key}: «{found}» er med to gange", "{key}: '{found}' is there twice"),
    "cases_disagree": (
        "{key}: {allowed} ændrer det hver på sin måde; skriv under «changes», hvad der gælder for dem sammen",
        "{key}: {allowed} change it in different ways; write under 'changes' what holds for them together",
    ),
    # Numbers
    "number_as_text": (
        (
            "{key}: «{found}» er ikke et tal; "
            "skriv det med punktum som decimaltegn og uden tusindtalsskilletegn, fx 40000.50"
        ),
        (
            "{key}: '{found}' is not a number; "
            "write it with a point for decimals and nothing between thousands, such as 40000.50"
        ),
    ),
    "thousands": (
        "{key}: «{found}» kan betyde tusinder eller tre decimaler; skriv {allowed} eller {found}0",
        "{key}: '{found}' may mean thousands or three decimals; write {allowed} or {found}0",
    ),
    "not_a_number": (
        "{key}: fandt «{found}»; her skal stå et tal {allowed} eller navnet på en antagelse",
        "{key}: found '{found}'; it takes a number {allowed} or the name of an assumption",
    ),
    "number_outside": (
        "{key}: fandt {found}; tilladt er tal {allowed}",
        "{key}: found {found}; allowed are numbers {allowed}",
    ),
    "not_whole": (
        "{key}: fandt {found}; her skal stå et helt tal",
        "{key}: found {found}; it takes a whole number",
    ),
    "assumption_outside": (
        "{key}: antagelsen «{found}» kan komme uden for det tilladte, {allowed}; giv den et andet interval",
        "{key}: the assumption '{found}' can leave what is allowed, {allowed}; give it another range",
    ),
    "wrong_type": (
        "{key}: fandt «{found}»; her skal stå {allowed}",
        "{key}: found '{found}'; it takes {allowed}",
    ),
    "too_short": ("{key}: der er for få; mindst {allowed}", "{key}: there are too few; at least {allowed}"),
    "too_long": ("{key}: der er for mange; højst {allowed}", "{key}: there are too many; at most {allowed}"),
    # Meaning
    "sums_to_one": (
        "{key}: andelene summer til {found}; de skal summe til 1",
        "{key}: the shares sum to {found}; they must sum to 1",
    ),
    "ages_upside_down": (
        "{key}: aldrene {found} vender på hovedet; skriv den yngste først",
        "{key}: the ages {found} are upside down; write the youngest first",
    ),
    "age_not_border": (
        "{key}: {found} år er ikke en grænse mellem aldersbånd; grænserne er {allowed}",
        "{key}: age {found} is not a border of an age band; the borders are {allowed}",
    ),
    "borders_not_rising": (
        "{key}: aldersgrænserne skal stige, fandt {found}",
        "{key}: the age borders must rise, found {found}",
    ),
    "dates_upside_down": (
        "{key}: datoerne skal komme i rækkefølgen start, full_from, end, og end efter start",
        "{key}: the dates must come in the order start, full_from, end, and end after start",
    ),
    "upside_down": (
        "{key}: den nedre grænse skal være under den øvre",
        "{key}: the lower limit must lie below the upper",
    ),
    "mode_outside": (
        "{key}: den mest sandsynlige værdi skal ligge mellem low og high",
        "{key}: the mode must lie between low and high",
    ),
    "joint_name": (
        "{key}: «{found}» er ikke en usikker antagelse; de usikre er {allowed}",
        "{key}: '{found}' is no uncertain assumption; those are {allowed}",
    ),
    "joint_twice": (
        "{key}: «{found}» er med to gange; en antagelse trækkes sammen med andre ét sted",
        "{key}: '{found}' is there twice; an assumption is drawn with others in one place",
    ),
    "joint_matrix": (
        "{key}: ikke korrelationer; skriv en række og kolonne pr. navn, spejlet i diagonalen, og 1 på den",
        "{key}: no correlations; write a row and a column per name, mirrored in the diagonal, and 1 on it",
    ),
    "sd_too_large": (
        "{key}: spredningen er for stor til en andel med den middelværdi",
        "{key}: the standard deviation is too large for a share with that mean",
    ),
    "value_or_distribution": (
        "{key}: en antagelse skal have enten value eller distribution, ikke begge og ikke ingen",
        "{key}: an assumption takes either value or distribution, not both and not neither",
    ),
    "factor_on_what": (
        "{key}: en faktor skal have «from» og «to», «arrivals», «stock» eller «years_on_step»",
        "{key}: a factor takes 'from' and 'to', 'arrivals', 'stock' or 'years_on_step'",
    ),
    "factor_on_nothing": (
        "{key}: faktoren har intet at gange på ved «{found}»; det har den ved {allowed}",
        "{key}: the factor has nothing to multiply at '{found}'; it has at {allowed}",
    ),
    "divert_where": (
        "{key}: «divert_to» hører til «when_full: divert», og omvendt",
        "{key}: 'divert_to' goes with 'when_full: divert', and the other way round",
    ),
    "own_unit_start": (
        "{key}: en pris pr. start er ikke bundet til pladser; fjern own_unit eller «per: start»",
        "{key}: a price per start is not bound to places; remove own_unit or 'per: start'",
    ),
    "child_year_steps": (
        "{key}: «steps» hører til «per: child_year», og omvendt",
        "{key}: 'steps' goes with 'per: child_year', and the other way round",
    ),
    "cost_without_enrolment": (
        "{key}: en pris pr. plads eller deltager kræver «enrolment»",
        "{key}: a cost per slot or participant needs 'enrolment'",
    ),
    "no_price": (
        "prices: {found} har ingen pris; skriv «{found}: {{}}», hvis trinnet ikke koster noget",
        "prices: {found} has no price; write '{found}: {{}}' if the step costs nothing",
    ),
    "no_price_index": (
        "{key}: prisindekset mangler for {found}; tilføj det under price_index",
        "{key}: the price index lacks {found}; add it under price_index",
    ),
    "not_admitted": (
        "{key}: {found} er uden for trinnets aldre ({allowed})",
        "{key}: {found} lies outside the ages of the step ({allowed})",
    ),
    "not_first_of_month": (
        "{key}: fandt {found}; simuleringen begynder den 1. i en måned",
        "{key}: found {found}; the simulation begins on the 1st of a month",
    ),
    "after_horizon": (
        "{key}: {found} ligger efter den sidste dag, {allowed}",
        "{key}: {found} lies after the last day, {allowed}",
    ),
    "date_outside": (
        "{key}: fandt {found}; tilladt er datoer {allowed}",
        "{key}: found {found}; allowed are dates {allowed}",
    ),
    "too_early": ("{key}: {found} ligger før {allowed}", "{key}: {found} lies before {allowed}"),
    "leads_to_itself": (
        "{key}: trinnet fører til sig selv; slet linjen",
        "{key}: the step leads to itself; delete the line",
    ),
    "target_not_admitting": (
        "{key}: «{found}» tager ikke imod børn på {allowed} år",
        "{key}: '{found}' does not take children aged {allowed}",
    ),
    "divert_ring": (
        "{key}: trinnene {found} sender videre til hinanden i ring",
        "{key}: the steps {found} divert to each other in a ring",
    ),
    "divert_to_line": (
        "{key}: på «{found}» venter børnene i kø; send videre til et trin uden kø",
        "{key}: children wait in line for '{found}'; divert to a step without a line",
    ),
    "returns_where": (
        "{key}: «returns» hører til «when_full: divert»",
        "{key}: 'returns' goes with 'when_full: divert'",
    ),
    "slots_missing": (
        "{key}: en pris pr. plads kræver «slots» under «enrolment»",
        "{key}: a cost per slot needs 'slots' under 'enrolment'",
    ),
    "too_many_children": (
        "{key}: det bliver til {found} børn; modellen tager højst {allowed}",
        "{key}: this makes {found} children; the model takes {allowed} at most",
    ),
    "municipal_where": (
        "{key}: «{found}» skal være {allowed}",
        "{key}: '{found}' must be {allowed}",
    ),
    "limits_not_rising": (
        "{key}: de tre grænser skal stige, fandt {found}",
        "{key}: the three limits must rise, found {found}",
    ),
    "no_limits": (
        (
            "{key}: der er ingen grænser for central refusion i {found} eller før; "
            "tilføj dem under reimbursement.limits"
        ),
        (
            "{key}: there are no limits for central reimbursement in {found} or before; "
            "add them under reimbursement.limits"
        ),
    ),
    "places_too_few": (
        "{key}: antallet af pladser ved start er {allowed}, men der står {found} børn på trinnet",
        "{key}: the number of places at the start is {allowed}, but {found} children stand on the step",
    ),
    "does_not_fit": ("delene passer ikke sammen: {found}", "the parts do not fit: {found}"),
}
