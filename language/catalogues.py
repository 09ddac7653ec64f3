"""Find the catalogue of a language: a `.po` file in this folder, compiled again when it has changed."""

import atexit
import gettext
import os
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

ENGLISH = "en"
"""The language of the code itself, which needs no catalogue."""
_DOMAIN = "trappe"
_FOLDER = Path(__file__).parent


def languages() -> tuple[str, ...]:
    """Return the languages there are catalogues for, and English."""
    return tuple(sorted({ENGLISH, *(path.stem for path in _FOLDER.glob("*.po"))}))


@cache
def catalogue(name: str) -> gettext.NullTranslations:
    """Return the messages of a language; ValueError where there are none."""
    if name == ENGLISH:
        return gettext.NullTranslations()
    if name not in languages():
        raise ValueError(f"language: there is no {name!r}; there are {', '.join(languages())}")
    return gettext.translation(_DOMAIN, _compiled(name), [name])


def lend_to_libraries(name: str) -> None:
    """Let libraries that say their own messages by gettext, as click does, say them in a language."""
    os.environ["LANGUAGE"] = name
    gettext.textdomain(_DOMAIN)
    if name != ENGLISH:
        gettext.bindtextdomain(_DOMAIN, str(_compiled(name)))


@cache
def _compiled(name: str) -> Path:
    """Return a folder with the catalogue as gettext reads it, made anew when the `.po` file has changed."""
    source = (_FOLDER / f"{name}.po").read_bytes()
    folder = _cache_folder() / f"{name}-{blake2b(source, digest_size=8).hexdigest()}"
    if not folder.exists():
        with suppress(OSError):
            folder.parent.mkdir(parents=True, exist_ok=True)
            with TemporaryDirectory(dir=folder.parent) as making:
                _compile(source, Path(making, "whole", name))
                Path(making, "whole").rename(folder)  # whole or not at all, whoever else does the same
    if not folder.exists():  # nowhere to keep it
        folder = Path(_at_the_end(TemporaryDirectory(prefix="trappe-")).name)
        _compile(source, folder / name)
    return folder


def _at_the_end(folder: TemporaryDirectory[str]) -> TemporaryDirectory[str]:
    """Return a folder that lasts as long as this process, and no longer."""
    atexit.register(folder.cleanup)
    return folder


def _compile(source: bytes, folder: Path) -> None:
    from babel.messages.mofile import write_mo  # noqa: PLC0415  only the first run after a change needs it
    from babel.messages.pofile import read_po  # noqa: PLC0415

    inside = folder / "LC_MESSAGES"
    inside.mkdir(parents=True)
    with (inside / f"{_DOMAIN}.mo").open("wb") as file:
        write_mo(file, read_po(BytesIO(source), abort_invalid=True))


def _cache_folder() -> Path:
    beside = _FOLDER / "__pycache__"
    if os.access(beside if beside.exists() else _FOLDER, os.W_OK):
        return beside
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "trappe"
