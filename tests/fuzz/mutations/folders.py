"""Damage the folder of a run or an analysis: one of its files, or which files are there."""

import shutil
from pathlib import Path
from random import Random

from tests.fuzz.mutations import binaries, texts


def damage(folder: Path, chance: Random) -> None:
    """Damage a folder where it lies."""
    for _ in range(chance.choice((1, 1, 1, 3))):
        files = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink()]
        if files:
            _change(folder, chance.choice(files), chance)


def _change(folder: Path, path: Path, chance: Random) -> None:
    how = chance.random()
    if how < 0.1:
        path.unlink()
    elif how < 0.2:
        other = chance.choice([each for each in sorted(folder.rglob("*")) if each.is_file()])
        path.write_bytes(other.read_bytes())
    elif how < 0.25:
        path.unlink()
        path.mkdir()
    elif how < 0.3:
        path.unlink()
        path.symlink_to(chance.choice(("/dev/zero", "/etc/passwd", path.name, "nowhere")))
    elif how < 0.35:
        shutil.copy(path, path.with_name("ekstra" + path.suffix))
    else:
        damage_file(path, chance)


def damage_file(path: Path, chance: Random) -> None:
    """Damage a file by what it consists of."""
    data = path.read_bytes()
    if path.suffix in {".json", ".html", ".txt", ".yaml", ".csv"} and chance.random() < 0.85:
        text = data.decode("utf-8", errors="replace")
        change = {".json": texts.json, ".yaml": texts.yaml}.get(path.suffix, texts.plain)
        path.write_bytes(change(text, chance).encode(errors="surrogatepass"))
    elif path.suffix in {".xlsx", ".ods", ".npz"} and chance.random() < 0.7:
        path.write_bytes(binaries.archive(data, chance))
    else:
        path.write_bytes(binaries.anything(data, chance))
