"""Parse paragraphs of the law as case workers write them into one notation."""

import re
from dataclasses import dataclass
from datetime import date

BARNETS_LOV = date(2024, 1, 1)
"""From this day Barnets Lov holds where a paragraph does not name its law, before it Serviceloven."""

_LAWS = {
    "BL": re.compile(r"\b(?:i\s+)?(?:BL|barnets\s+lov|barnetsloven)\b\.?", re.IGNORECASE),
    "SEL": re.compile(
        r"\b(?:i\s+)?(?:SEL|SL|serviceloven|servicelov|lov\s+om\s+social\s+service)\b\.?", re.IGNORECASE
    ),
}
_SECTION = re.compile(
    r"(?:^|§+|\bpar(?:agraf)?\.?)\s*(?P<section>\d{1,3})(?!\d)\s?(?P<letter>[a-zæøå](?![a-zæøå]))?"
    r"(?:\s*[,.]?\s*(?:stk\.?\s*|(?<=[.]))(?P<stk>\d{1,2}))?"
    r"(?:\s*[,.]?\s*(?:nr\.?\s*|(?<=[.]))(?P<nr>\d{1,2}))?",
    re.IGNORECASE,
)
_RANGE = re.compile(r"(?P<before>.*?)(?P<first>\d+)\s*[-\u2013]\s*(?P<last>\d+)\s*")


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """A paragraph, as precisely as it is given."""

    law: str
    """"BL" (Barnets Lov), "SEL" (Serviceloven), or empty: whichever."""
    section: str
    """Such as "52" or "76a"."""
    stk: int | None = None
    nr: int | None = None

    def __str__(self) -> str:
        parts = [self.section, *(str(part) for part in (self.stk, self.nr) if part is not None)]
        return f"{self.law} § {'.'.join(parts)}".strip()

    def covers(self, other: "Paragraph") -> bool:
        """Return whether another paragraph is this one or a part of it."""
        return (
            self.law in {"", other.law}
            and self.section == other.section
            and self.stk in {None, other.stk}
            and self.nr in {None, other.nr}
        )


def paragraph_of(text: str, on: date | None = None) -> Paragraph | None:
    """Return the first paragraph in a text; None if there is none.

    A law that is not named is the one in force on the day `on`; without a day it stays open.
    """
    law = next((law for law, name in _LAWS.items() if name.search(text)), "")
    bare = " ".join(text.split())
    for name in _LAWS.values():
        bare = name.sub(" ", bare)
    match = _SECTION.search(bare.strip(" ,.-"))
    if match is None:
        return None
    if not law and on is not None:
        law = "BL" if on >= BARNETS_LOV else "SEL"
    stk, nr = (int(match[part]) if match[part] else None for part in ("stk", "nr"))
    section = str(int(match["section"])) + (match["letter"] or "").lower()
    return Paragraph(law=law, section=section, stk=stk, nr=nr)


def paragraphs_in(text: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a rule: one, or all in a range such as "BL § 108-123" or "SEL § 52.3.1-6".

    Raises ValueError if there is none.
    """
    texts = [text]
    if match := _RANGE.fullmatch(text):
        numbers = range(int(match["first"]), min(int(match["last"]), 999) + 1)
        texts = [f"{match['before']}{number}" for number in numbers]
    paragraphs = [paragraph for each in texts if (paragraph := paragraph_of(each)) is not None]
    if not paragraphs:
        raise ValueError(text)
    return tuple(paragraphs)
