"""What is wrong with a file, where, and what to do: one sentence each, in Danish or English."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, order=True)
class Spot:
    """A place in a file; lines and columns count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, kw_only=True, order=True)
class Fault:
    """One thing that is wrong: what (`kind`), where, what was found and what is allowed."""

    spot: Spot
    kind: str
    key: str = ""
    """The key it is about."""
    found: str = ""
    allowed: str = ""

    def sentence(self, lang: str) -> str:
        """Return `file:line:column: what, what was found, what is allowed`."""
        da, en = _SENTENCES.get(self.kind, ("{kind}: {found} {allowed}", "{kind}: {found} {allowed}"))
        text = en if lang == "en" else da
        filled = text.format(kind=self.kind, key=self.key, found=_short(self.found), allowed=self.allowed)
        return f"{self.spot}: {filled}"


class ScenarioError(Exception):
    """A scenario that cannot be used; `faults` says everything that is wrong with it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(set(faults))
        super().__init__("\n".join(fault.sentence("en") for fault in self.faults))


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."


_SENTENCES = {
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
        "tegnet {found} er ikke UTF-8; gem filen som UTF-8",
        "the character {found} is not UTF-8; save the file as UTF-8",
    ),
    "not_yaml": ("filen er ikke gyldig YAML: {found}", "the file is not valid YAML: {found}"),
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
    "bad_key": ("nøglen er ikke en tekst eller et tal", "the key is neither a text nor a number"),
    "duplicate_key": (
        "nøglen «{found}» står to gange, første gang i {allowed}; slet den ene",
        "the key '{found}' stands twice, first at {allowed}; delete one of them",
    ),
    "bad_scalar": (
        "«{found}» kan ikke læses; en dato skrives som 2027-01-31",
        "'{found}' cannot be read; a date is written 2027-01-31",
    ),
    "unknown_base": (
        "«{found}» er hverken en fil eller en del af biblioteket; biblioteket har {allowed}",
        "'{found}' is neither a file nor an entry of the library; the library has {allowed}",
    ),
    "base_circle": ("«{found}» bygger på sig selv", "'{found}' builds on itself"),
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
    "literal_error": (
        "{key}: «{found}» er ikke tilladt; vælg {allowed}",
        "{key}: '{found}' is not allowed; choose {allowed}",
    ),
    # Numbers
    "number_as_text": (
        "{key}: «{found}» er ikke et tal; skriv det med punktum som decimaltegn og uden tusindtalsskilletegn, fx 40000.50",
        "{key}: '{found}' is not a number; write it with a point for decimals and nothing between thousands, such as 40000.50",
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
        "{key}: antagelsen «{found}» kan blive {allowed}; vælg en fordeling, der ikke kan",
        "{key}: the assumption '{found}' can become {allowed}; choose a distribution that cannot",
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
    "sd_too_large": (
        "{key}: spredningen er for stor til en andel med den middelværdi",
        "{key}: the standard deviation is too large for a share with that mean",
    ),
    "value_or_distribution": (
        "{key}: en antagelse skal have enten value eller distribution, ikke begge og ikke ingen",
        "{key}: an assumption takes either value or distribution, not both and not neither",
    ),
    "divert_where": (
        "{key}: «divert_to» hører til «when_full: divert», og omvendt",
        "{key}: 'divert_to' goes with 'when_full: divert', and the other way round",
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
    "does_not_fit": ("delene passer ikke sammen: {found}", "the parts do not fit: {found}"),
}
