"""The catalogue of what is said about a case that is under way."""

from reports.language.da import follow_up as texts_follow_up_da
from reports.language.en import follow_up as texts_follow_up_en

FOLLOW_UP_CATALOGUE = {"da": texts_follow_up_da.TEXTS, "en": texts_follow_up_en.TEXTS}


def follow_up_texts(lang: str) -> dict[str, str]:
    """Return the sentences in `lang` ("da" or "en")."""
    return FOLLOW_UP_CATALOGUE[lang]
