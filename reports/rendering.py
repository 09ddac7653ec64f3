"""From a template and its words to an HTML document."""

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined


def rendered(template: str, **words: Any) -> str:
    """Return a document of `reports/templates`; the same words give the same text, byte for byte.

    Raises UndefinedError for a word that the template uses and that is not given.
    """
    environment = Environment(
        loader=PackageLoader("reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(template).render(**words)
