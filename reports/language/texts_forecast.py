"""The catalogue of what is said about a forecast."""

from reports.language.da import forecast as texts_forecast_da
from reports.language.en import forecast as texts_forecast_en

FORECAST_CATALOGUE = {"da": texts_forecast_da.TEXTS, "en": texts_forecast_en.TEXTS}


def forecast_texts(lang: str) -> dict[str, str]:
    """Return the sentences in `lang` ("da" or "en")."""
    return FORECAST_CATALOGUE[lang]
