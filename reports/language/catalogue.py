"""The catalogue: every sentence of the report, in the language asked for."""

from reports.language.da import comparison as texts_da
from reports.language.en import comparison as texts_en

CATALOGUE = {"da": texts_da.TEXTS, "en": texts_en.TEXTS}


def texts(lang: str) -> dict[str, str]:
    """Return the sentences in `lang`; ValueError when the report is not written in it."""
    if lang not in CATALOGUE:
        raise ValueError(f"lang: the report is written in {', '.join(CATALOGUE)}, not in {lang!r}")
    return CATALOGUE[lang]
