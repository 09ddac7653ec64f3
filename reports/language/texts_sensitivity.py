"""The catalogue of what is said about what a case hangs on."""

from reports.language.da import sensitivity as texts_sensitivity_da
from reports.language.en import sensitivity as texts_sensitivity_en

SENSITIVITY_CATALOGUE = {"da": texts_sensitivity_da.TEXTS, "en": texts_sensitivity_en.TEXTS}


def sensitivity_texts(lang: str) -> dict[str, str]:
    """Return the sentences in `lang` ("da" or "en")."""
    return SENSITIVITY_CATALOGUE[lang]
