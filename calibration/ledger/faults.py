"""What was found in a ledger, where, and what was done about it: one sentence each, in Danish or English."""

from dataclasses import dataclass
from typing import Literal

from calibration.ledger import cpr

Done = Literal["rejected", "corrected", "kept"]


@dataclass(frozen=True, kw_only=True, order=True, slots=True)
class Finding:
    """One thing in a ledger that was not as it should be, and what was done about it.

    No personal number is in it: what could be one is masked.
    """

    file: str
    row: int = 0
    """As the file's own program counts, from 1 with the headings; 0: the file as a whole."""
    letter: str = ""
    """What a spreadsheet calls the column; empty where it is about the row or the file."""
    column: str = ""
    """Its heading."""
    kind: str
    found: str = ""
    expected: str = ""
    """What it was held against: another row, a name that was perhaps meant, what it was read as."""
    done: Done
    """The row was left out, something in it was changed, or nothing was."""

    def __post_init__(self) -> None:
        for name in ("column", "found", "expected"):
            object.__setattr__(self, name, cpr.masked(getattr(self, name)))

    def sentence(self, lang: str) -> str:
        """Return `file, row, column: what was found; what was done`, in `lang` ("da" or "en")."""
        english = lang == "en"
        text = _SENTENCES[self.kind][english].format(found=_short(self.found), expected=self.expected)
        if self.kind in _MEANT and self.expected:
            text += _MEANT[self.kind][english].format(expected=self.expected)
        done = _DONE.get(self.done, ("", ""))[english] if self.row else ""
        return f"{self.place(lang)}: {text}{done}"

    def place(self, lang: str) -> str:
        """Return `file, row, column`, as far as they are known."""
        english = lang == "en"
        row = (f", row {self.row}" if english else f", række {self.row}") if self.row else ""
        if not self.letter:
            return f"{self.file}{row}"
        return f"{self.file}{row}, " + (
            f"column '{_short(self.column)}' ({self.letter})"
            if english
            else f"kolonne «{_short(self.column)}» ({self.letter})"
        )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:57]}..."


_DONE = {
    "rejected": ("; rækken er ikke taget med", "; the row is left out"),
    "kept": ("; rækken er taget med, som den er", "; the row is kept as it is"),
}
"""Where something was corrected, the sentence itself says what."""

_MEANT = {
    "unknown_step": ("; mente du «{expected}»?", "; did you mean '{expected}'?"),
    "unused_heading": ("; mente du «{expected}»?", "; did you mean '{expected}'?"),
}

_SENTENCES = {
    # The file
    "mapping_chosen": (
        "filen er læst med oversættelsen «{found}», som passer til dens overskrifter",
        "the file is read with the mapping '{found}', which fits its headings",
    ),
    "no_rows": ("der er ingen rækker under overskrifterne", "there are no rows below the headings"),
    "unread_sheet": (
        "kun det første ark er læst; der står også noget i «{found}»",
        "only the first sheet is read; something stands in '{found}' too",
    ),
    "error_cells": (
        "{found} celler viser en fejl som #REF! eller #I/T; de er læst som tomme",
        "{found} cells show an error such as #REF! or #N/A; they are read as empty",
    ),
    "unused_heading": ("kolonnen bruges ikke", "the column is not used"),
    "heading_missing": (
        "oversættelsen spørger efter overskriften «{found}», som filen ikke har",
        "the mapping asks for the heading '{found}', which the file does not have",
    ),
    "column_missing": (
        "kolonnen {found} mangler her, men findes i en af de andre filer",
        "the column {found} is missing here, though another of the files has it",
    ),
    "no_price_unit": (
        "der er priser, men intet sted står, om de er pr. dag, måned, år eller start; priserne er udeladt",
        "there are prices, but nothing says if they are per day, month, year or start; they are left out",
    ),
    # The row
    "wrong_cells": (
        "rækken har {found} celler, overskrifterne er {expected}",
        "the row has {found} cells, there are {expected} headings",
    ),
    "open_quote": (
        "et anførselstegn er ikke lukket, eller noget står efter det",
        "a quotation mark is not closed, or something follows it",
    ),
    "duplicate": (
        "rækken siger det samme som række {expected}; den er kun talt én gang",
        "the row says the same as row {expected}; it is counted only once",
    ),
    "duplicate_of_file": (
        "rækken siger det samme som en i {expected}; den er kun talt én gang",
        "the row says the same as one in {expected}; it is counted only once",
    ),
    "missing_value": ("værdien mangler ({found})", "the value is missing ({found})"),
    "no_rule": (
        "ingen regel i oversættelsen giver et trin for {found}",
        "no rule of the mapping gives a step for {found}",
    ),
    "unknown_step": ("trinnet «{found}» findes ikke", "there is no step '{found}'"),
    # Dates
    "unreadable_date": (
        "«{found}» kan ikke læses som en dato",
        "'{found}' cannot be read as a date",
    ),
    "date_left_out": (
        "«{found}» kan ikke læses som en dato; feltet er læst som tomt",
        "'{found}' cannot be read as a date; the field is read as empty",
    ),
    "date_outside": (
        "{found} ligger uden for det mulige, {expected}",
        "{found} lies outside what is possible, {expected}",
    ),
    "end_never": (
        "{found} er læst som, at ydelsen stadig løber",
        "{found} is read as a service that still goes on",
    ),
    "end_before_start": (
        "slutdatoen {found} ligger før startdatoen {expected}",
        "the end {found} lies before the start {expected}",
    ),
    "no_days": (
        "ydelsen slutter den dag, den begynder ({found}), og varer nul dage",
        "the service ends on the day it begins ({found}) and lasts for zero days",
    ),
    "born_after_start": (
        "fødselsdatoen {found} ligger efter startdatoen {expected}",
        "the birth date {found} lies after the start {expected}",
    ),
    "birth_from_cpr": (
        "fødselsdatoen er taget fra CPR-nummeret i {found} rækker",
        "the birth date is taken from the CPR number in {found} rows",
    ),
    "too_old": (
        "barnet er {found} år ved start; højst {expected} er muligt",
        "the child is {found} years old at the start; {expected} at most is possible",
    ),
    "two_birth_dates": (
        "barnet har flere fødselsdatoer; {found} er rettet til {expected}, som står oftest",
        "the child has several birth dates; {found} is changed to {expected}, which stands most often",
    ),
    # Money
    "amount_left_out": (
        "«{found}» kan ikke læses som et beløb; feltet er læst som tomt",
        "'{found}' cannot be read as an amount; the field is read as empty",
    ),
    "ambiguous_amount": (
        "«{found}» er læst som {expected}, men kolonnen viser ikke, om tegnet står ved tusinder eller ører",
        "'{found}' is read as {expected}, but the column does not tell if the mark is for thousands or not",
    ),
    "ambiguous_left_out": (
        "«{found}» kan være tusinder eller decimaler, og kolonnen bruger begge dele; feltet er læst som tomt",
        "'{found}' may be thousands or decimals, and the column uses both; the field is read as empty",
    ),
    "negative_price": ("prisen {found} er under nul", "the price {found} is below zero"),
    "zero_price": ("prisen er nul", "the price is zero"),
    "unknown_unit": (
        "prisen er pr. «{found}», som er ukendt (kendt er {expected}); prisen er udeladt",
        "the price is per '{found}', which is unknown (known are {expected}); the price is left out",
    ),
    "price_without_unit": (
        "der står ikke, hvad prisen er pr. ({expected}); prisen er udeladt",
        "nothing says what the price is per ({expected}); the price is left out",
    ),
    # Texts
    "unreadable_paragraph": (
        "«{found}» kan ikke læses som en paragraf",
        "'{found}' cannot be read as a paragraph",
    ),
    "cpr_hidden": (
        "der stod et CPR-nummer i teksten; det er erstattet af et pseudonym",
        "a CPR number stood in the text; a pseudonym stands for it now",
    ),
}
