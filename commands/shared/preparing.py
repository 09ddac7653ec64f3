"""Having the engine compiled, which takes half a minute once on each machine."""

from threading import Thread

import click

from commands.shared.help_texts import say
from model.compiled_engine import engine as compiled_engine

_SOON_SECONDS = 1.5


def prepare(lang: str) -> None:
    """Have the engine compiled, and say so if it takes long.

    In a thread of its own: an interrupt that reaches the one where machine code is made may be lost there.
    """
    thread = Thread(target=compiled_engine.prepare, daemon=True)
    thread.start()
    thread.join(_SOON_SECONDS)
    if thread.is_alive():
        da = "Oversætter beregningskernen; det sker én gang på denne maskine"
        click.echo(say(lang, da, "Compiling the engine; once on this machine"), err=True)
        thread.join()
