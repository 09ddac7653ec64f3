"""Having the engine compiled, which takes half a minute once on each machine."""

from threading import Thread

import click

from language.messages import say
from model.compiled_engine import engine as compiled_engine

_SOON_SECONDS = 1.5


def prepare() -> None:
    """Have the engine compiled, and say so if it takes long.

    In a thread of its own: an interrupt that reaches the one where machine code is made may be lost there.
    """
    thread = Thread(target=compiled_engine.prepare, daemon=True)
    thread.start()
    thread.join(_SOON_SECONDS)
    if thread.is_alive():
        click.echo(say("Compiling the engine; once on this machine"), err=True)
        thread.join()
