"""The catalogue of what is said about what may be taken out of a budget, and of the register."""

from reports.language.da import booking as texts_booking_da
from reports.language.en import booking as texts_booking_en

BOOKING_CATALOGUE = {"da": texts_booking_da.TEXTS, "en": texts_booking_en.TEXTS}


def booking_texts(lang: str) -> dict[str, str]:
    """Return the sentences in `lang` ("da" or "en")."""
    return BOOKING_CATALOGUE[lang]
