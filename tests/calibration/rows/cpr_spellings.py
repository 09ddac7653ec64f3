"""Spellings of personal numbers that a person reads as one, and numbers that are none."""

from collections.abc import Callable

NUMBERS = [
    f"{day:02}{month:02}{year:02}{four:04}"
    for day, month, year, four in (
        (1 + at % 28, 1 + at * 5 % 12, 5 + at % 15, 4211 + 71 * at) for at in range(60)
    )
]
"""Of 60 children born from 2005 to 2019, made up."""


def cut(number: str, first: str, second: str = "", third: str = "") -> str:
    """Return a number as day, month, year and the last four, with something between them."""
    return f"{number[:2]}{first}{number[2:4]}{second}{number[4:6]}{third}{number[6:]}"


def _between(mark: str) -> Callable[[str], str]:
    return lambda number: f"{number[:6]}{mark}{number[6:]}"


_DASHES = {
    "hyphen": "-",
    "hyphen of Unicode": "\u2010",
    "hard hyphen": "\u2011",
    "figure dash": "\u2012",
    "en dash": "\u2013",
    "em dash": "\u2014",
    "horizontal bar": "\u2015",
    "minus sign": "\u2212",
    "hyphen bullet": "\u2043",
    "small hyphen": "\ufe63",
    "wide hyphen": "\uff0d",
    "long vowel mark": "\u30fc",
}
_OTHERS = {
    "soft hyphen": "\u00ad",
    "space": " ",
    "hard space": "\u00a0",
    "narrow space": "\u202f",
    "two spaces": "  ",
    "tab": "\t",
    "line break": "\n",
    "zero width space": "\u200b",
    "word joiner": "\u2060",
    "right-to-left mark": "\u200f",
    "dot": ".",
    "comma": ",",
    "slash": "/",
    "backslash": "\\",
    "colon": ":",
    "underscore": "_",
    "asterisk": "*",
    "plus": "+",
    "equals": "=",
    "middle dot": "\u00b7",
    "spaced hyphen": " - ",
    "spaced em dash": " \u2014 ",
    "escape": "\x1b",
    "entity": "&nbsp;",
}
_WHOLE: dict[str, Callable[[str], str]] = {
    "bare": str,
    "decimals": lambda number: f"{number}.0",
    "Danish decimals": lambda number: f"{number},00",
    "label": lambda number: f"CPR{number}",
    "label and hyphen": lambda number: f"cpr {number[:6]}-{number[6:]}",
    "label with colon": lambda number: f"CPR-nr.: {number}",
    "long label": lambda number: f"Personnummer {number}",
    "marked as text": lambda number: f"'{number}",
    "brackets": lambda number: f"({number[:6]}) {number[6:]}",
    "in a sentence": lambda number: f"Anbragt hos {number[:6]}-{number[6:]}, jf. aftale",
    "date with dots": lambda number: cut(number, ".", ".", "-"),
    "date with hyphens": lambda number: cut(number, "-", "-", "-"),
    "date with slashes": lambda number: cut(number, "/", "/", "-"),
    "date with spaces": lambda number: cut(number, " ", " ", " "),
    "date without a break": lambda number: cut(number, ".", "."),
    "whole year": lambda number: f"{number[:4]}20{number[4:6]}-{number[6:]}",
    "whole year with hyphens": lambda number: f"{number[:2]}-{number[2:4]}-20{number[4:6]}-{number[6:]}",
    "spread": " ".join,
    "wide digits": lambda number: "".join(chr(0xFF10 + int(digit)) for digit in number),
    "Arabic digits": lambda number: "".join(chr(0x660 + int(digit)) for digit in number),
    "letters for zeros": lambda number: f"{number[:6]}-{number[6:]}".replace("0", "O"),
    "last four in two": lambda number: f"{number[:6]}-{number[6:8]} {number[8:]}",
    "without its zero": lambda number: str(int(number)),
    "without its zero, with hyphen": lambda number: f"{number[:6]}-{number[6:]}".removeprefix("0"),
    "as a spreadsheet counts": lambda number: (
        f"{int(number) / 10 ** (len(str(int(number))) - 1)!r}E+{len(str(int(number))) - 1:02}"
    ),
}
SPELLINGS: dict[str, Callable[[str], str]] = {
    **_WHOLE,
    **{name: _between(mark) for name, mark in (_DASHES | _OTHERS).items()},
}
"""By name: ways to write a number."""

NO_NUMBERS = (
    *("2024-01-31", "31-12-2024", "31.12.2024 - 01.01.2025", "01-01-2012 - 31-12-2013", "20240131"),
    *("2024-01-31 12:30:00", "31-12-24 12:30", "31.12.24 12.30", "2012-01-01T10:00:00", "31/12/2024"),
    *("12 34 56 78", "12345678", "+45 12 34 56 78", "tlf. 20 12 12 12", "004512345678", "tlf. 2012 1212"),
    *("P-nr. 1003383565", "P 1003383565", "P-nummer: 1012345678", "produktionsenhed 1001234567"),
    *("5790000123456", "EAN 5798000012345", "CVR 12345678", "29189366", "reg. 1234 konto 9912345678"),
    *("1.012.201,50", "101.234,50", "12.345.678,90", "110112,50", "kr. 1.101.121.234", "1012,20"),
    *("B000001", "2024-0012345", "24/012345", "SAG-2024-00123", "2012-001234"),
    *("20240001234", "0", "007", "1234", "A12-3456"),
    *("BL § 52, stk. 3, nr. 7", "§ 76 a", "SEL § 52.3.7", "BL § 108-123", "8000 Aarhus C", "1.2.3"),
    *("Leverandør 011", "", "9999-12-31", "31-12-9999", "uge 10, 11, 12, 2013", "2010-2012-2013"),
    *("2001-12-31-2359", "1e8", "4,5E+10"),
)
"""Case numbers, dates, telephone numbers, production units, amounts and the like."""
