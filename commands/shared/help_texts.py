"""Help in Danish and English: click's classes with a text in each."""

import io
import os
import sys
from typing import Any

import click


def say(lang: str, da: str, en: str) -> str:
    """Return the text in `lang` ("da" or "en")."""
    return en if lang == "en" else da


class _Texts:
    """Help in the language asked for: the docstring or `help` is Danish, `en` the English beside it."""

    help: str | None

    def __init__(self, *args: Any, en: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._texts = {"da": self.help, "en": en}

    def speak(self, lang: str) -> None:
        """Let `help` be the text in `lang`, whatever was asked for before."""
        self.help = self._texts.get(lang, self._texts["da"])

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002  click's signature; never cut
        """Return the first line of the help."""
        self.speak(os.environ.get("TRAPPE_LANG", "da"))
        return (self.help or "").strip().split("\n")[0]


class Group(_Texts, click.Group):
    """The program itself, or a group of its commands."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run the program."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")  # a terminal without æ still gets the rest
        return super().main(*args, **kwargs)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help in the language of the call."""
        self.speak(_language(ctx))
        super().format_help_text(ctx, formatter)


class Command(_Texts, click.Command):
    """One command."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help in the language of the call."""
        self.speak(_language(ctx))
        super().format_help_text(ctx, formatter)


class Option(_Texts, click.Option):
    """One option."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option and its help in the language of the call."""
        self.speak(_language(ctx))
        return super().get_help_record(ctx)


def _language(ctx: click.Context) -> str:
    return str(ctx.params.get("lang") or os.environ.get("TRAPPE_LANG", "da"))
