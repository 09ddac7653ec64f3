"""Make click speak the language of the call: help, usage and errors."""

import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, TypeVar

import click
from click.core import ParameterSource

from commands.shared.errors_and_progress import plain_errors
from commands.shared.terminal import marked_errors
from language.catalogues import languages, lend_to_libraries
from language.messages import DANISH, Message, in_language, mark, say
from scenarios.files import cpr
from scenarios.files.refusals import RefusedError

Commanded = TypeVar("Commanded", bound=Callable[..., Any])

LANGUAGE_VARIABLE = "TRAPPE_LANG"
_KINDS: dict[type[Any], str] = {
    click.types.IntParamType: mark("NUMBER"),
    click.types.IntRange: mark("NUMBER"),
    click.types.FloatRange: mark("NUMBER"),
    click.types.Path: mark("PATH"),
    click.types.StringParamType: mark("TEXT"),
}
"""The word that stands for a value in the help, by the type of the value."""
_NUMBERS: dict[type[Any], str] = {
    click.types.IntParamType: mark("whole number"),
    click.types.IntRange: mark("whole number"),
    click.types.FloatRange: mark("number"),
}
"""The word for what a value should have been, in click's message on one that is none."""
_AMOUNTS = ("dkk", "frame")
"""Options of amounts, which are read as texts."""


class Option(click.Option):
    """One option, whose help and metavar are messages."""

    def __init__(self, param_decls: Sequence[str], **attrs: Any) -> None:
        self._help: Message | str = attrs.pop("help", "")
        super().__init__(param_decls, **attrs)
        self._metavar = self.metavar or _KINDS.get(type(self.type))

    def translate(self) -> None:
        """Say the help in the language that is set."""
        self.help = _said(self._help)
        _translate_type(self.type)
        if self._metavar and not self.is_flag:
            self.metavar = say(self._metavar)


class Argument(click.Argument):
    """One argument, whose metavar is a message."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._metavar = str(self.metavar)

    def translate(self) -> None:
        """Say what stands for the argument in the language that is set."""
        self.metavar = say(self._metavar)
        _translate_type(self.type)


def option(*declarations: str, **attributes: Any) -> Callable[[Commanded], Commanded]:
    """Return the decorator that gives a command an option, whose help and metavar are messages."""
    return click.option(*declarations, cls=Option, **attributes)


def argument(*declarations: str, **attributes: Any) -> Callable[[Commanded], Commanded]:
    """Return the decorator that gives a command an argument, whose metavar is a message."""
    return click.argument(*declarations, cls=Argument, **attributes)


class Command(click.Command):
    """One command, whose help is a message."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._help = str(self.help)

    def main(self, args: Sequence[str] | None = None, *more: Any, **kwargs: Any) -> Any:
        """Run in the language of the call."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")  # a terminal without æ still gets the rest
        given = list(sys.argv[1:] if args is None else args)
        name = _wanted(given)
        lend_to_libraries(name)
        with in_language(name):
            self.translate()
            with plain_errors():  # as where nobody takes what is printed
                return super().main(given, *more, **kwargs)

    def make_context(
        self, info_name: str | None, args: list[str], *more: Any, **kwargs: Any
    ) -> click.Context:
        """Read the call; what is wrong with it is told with nothing unseen in it."""
        with marked_errors():
            _refuse_personal_numbers(self.given(args))
            context = super().make_context(info_name, args, *more, **kwargs)
            _refuse_personal_numbers(_from_environment(context))
            return context

    def given(self, args: Sequence[str]) -> Iterator[str]:
        """Yield the texts of a call, but for what options of numbers and amounts are given."""
        amounts = {
            name
            for param in self.params
            if type(param.type) in _NUMBERS or param.name in _AMOUNTS
            for name in param.opts
        }
        for before, token in pairwise(["", *args]):
            name = token.partition("=")[0]
            if before not in amounts and name not in amounts:
                yield token

    def invoke(self, ctx: click.Context) -> Any:
        """Run; as `make_context`."""
        with marked_errors():
            return super().invoke(ctx)

    def translate(self) -> None:
        """Say the help of the command and its parameters in the language that is set."""
        self.help = say(self._help)
        self.options_metavar = say("[OPTIONS]")
        for param in self.params:
            if isinstance(param, Option | Argument):
                param.translate()

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002  click's signature; never cut
        """Return the first line of the help."""
        return str(self.help).split("\n")[0]


class Group(Command, click.Group):
    """The program itself, or a group of its commands."""

    def given(self, args: Sequence[str]) -> Iterator[str]:
        """Yield the name of the command; the rest of the call is the command's own."""
        yield from args[:1]

    def translate(self) -> None:
        """Say the help of the group and its commands in the language that is set."""
        super().translate()
        self.subcommand_metavar = say("COMMAND [ARGS]...")
        for command in self.commands.values():
            if isinstance(command, Command):
                command.translate()


def _from_environment(context: click.Context) -> Iterator[str]:
    """Yield the texts that the environment gave instead of the call."""
    for name, value in context.params.items():
        if context.get_parameter_source(name) is ParameterSource.ENVIRONMENT:
            yield str(value)


def _refuse_personal_numbers(given: Iterable[str]) -> None:
    """Raise RefusedError for a personal number in a call: what is given there is shown, and kept."""
    for value in given:
        if cpr.stands_in(value):
            raise RefusedError(
                Message(
                    "there is a CPR number in the call, in '{value}'; leave it out: what stands there is "
                    "shown and kept",
                    value=cpr.masked(value),
                )
            )


def _translate_type(kind: "click.ParamType[Any]") -> None:
    if word := _NUMBERS.get(type(kind)):
        kind.name = say(word)


def _said(message: Message | str) -> str:
    return say(message) if isinstance(message, str) else str(message)


def _wanted(args: list[str]) -> str:
    """Return the language that a call asks for; what is wrong with the call is said in it, too."""
    named = [after for option, after in pairwise(args) if option == "--lang"]
    named += [arg.partition("=")[2] for arg in args if arg.startswith("--lang=")]
    names = [*named[-1:], os.environ.get(LANGUAGE_VARIABLE, DANISH)]
    return next((name for name in names if name in languages()), DANISH)
