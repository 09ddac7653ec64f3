"""The catalogue of what is said about the worth of knowing more."""

from reports.language.da import information as texts_information_da
from reports.language.en import information as texts_information_en

INFORMATION_CATALOGUE = {"da": texts_information_da.TEXTS, "en": texts_information_en.TEXTS}


def information_texts(lang: str) -> dict[str, str]:
    """Return the sentences in `lang` ("da" or "en")."""
    return INFORMATION_CATALOGUE[lang]
