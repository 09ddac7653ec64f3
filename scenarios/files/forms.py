"""Define the base of everything that is read from a YAML file: forms, and texts in two languages."""

from functools import cached_property
from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic_core import PydanticCustomError

from language.messages import DANISH, language
from language.visible import visible


class Form(BaseModel):
    """A part of a scenario file: unknown keys are faults, nothing changes after reading."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, allow_inf_nan=False, ignored_types=(cached_property,)
    )


class Text(Form):
    """A text in Danish and, if it is to be read abroad, in English. A plain text stands for both."""

    da: str
    en: str = ""

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: Any) -> Any:
        if not isinstance(value, str | dict | cls):
            raise PydanticCustomError("string_type", "not a text")
        return {"da": value} if isinstance(value, str) else value

    def __str__(self) -> str:
        """Return the text in the language that is set, or in Danish where there is no other.

        It is one line, and what nobody sees is shown as a mark.
        """
        return visible(self.en if language() != DANISH and self.en else self.da)
