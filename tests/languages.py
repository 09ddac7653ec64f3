"""Say something in one language."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from language.messages import in_language

P = ParamSpec("P")
Result = TypeVar("Result")


def said_in(name: str, function: Callable[P, Result], /, *args: P.args, **kwargs: P.kwargs) -> Result:
    """Return what a function returns while a language is set."""
    with in_language(name):
        return function(*args, **kwargs)
