"""An amount as people write it: 120500000, 120.500.000 kr. or 120,5 mio."""

import re

from calibration.tables.dates_and_amounts import amount_of, is_ambiguous

_FACTORS = {
    "": 1.0,
    "t": 1e3, "tusind": 1e3, "thousand": 1e3,
    "mio": 1e6, "million": 1e6, "millioner": 1e6,
    "mia": 1e9, "milliard": 1e9, "milliarder": 1e9,
}  # fmt: skip
_CURRENCY = re.compile(r"\b(?:kr|dkk)\b\.?", re.IGNORECASE)
_AMOUNT = re.compile(r"(?P<number>.*\d)\s*(?P<unit>[^\W\d_]*)\.?")


def kroner_of(text: str) -> float | None:
    """Return an amount in kroner; None where it is none, or could be two different ones."""
    found = _AMOUNT.fullmatch(_CURRENCY.sub("", text).strip())
    if found is None or (factor := _FACTORS.get(found["unit"].casefold())) is None:
        return None
    number = found["number"]
    if not is_ambiguous(number):
        value = amount_of(number)
        return None if value is None else value * factor
    # Three digits after a mark: thousands, for nobody has thousandths of a krone. Of a million one may.
    return float(re.sub(r"[^0-9-]", "", number)) if factor == 1.0 else None
