"""The catalogue of what is said about a calibration: its checks, and its fit to published totals."""

from reports.language.da import checks as texts_checks_da
from reports.language.en import checks as texts_checks_en

CHECKS_CATALOGUE = {"da": texts_checks_da.TEXTS, "en": texts_checks_en.TEXTS}


def check_texts(lang: str) -> dict[str, str]:
    """Return the sentences in `lang` ("da" or "en")."""
    return CHECKS_CATALOGUE[lang]
