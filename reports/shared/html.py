"""Render a template of `reports/templates` with its words to an HTML document."""

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from language.messages import language, say
from language.visible import visible


def rendered(template: str, **words: Any) -> str:
    """Return a document of `reports/templates`; the same words give the same text, byte for byte.

    Raises UndefinedError for a word that the template uses and that is not given.
    """
    return environment().get_template(template).render(**words)


def environment() -> Environment:
    """Return the Jinja environment: text is escaped, what is unseen is marked, a missing word is an error."""
    made = Environment(
        loader=PackageLoader("reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    made.globals.update(say=say, language=language())
    return made


def _shown(value: object) -> object:
    """Return what a template puts on the page: its own markup as it is, a text with nothing unseen in it."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value
