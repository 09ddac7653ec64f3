"""A PostgreSQL for the tests: the one that TRAPPE_TEST_POSTGRESQL names, or one of our own in a folder."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from sqlalchemy import make_url

NAMED = "TRAPPE_TEST_POSTGRESQL"
PATIENCE = 60.0
USER, PASSWORD = "trappe", "hemmelig"


@contextmanager
def server() -> Iterator[str | None]:
    """Yield the address of a server, or None where there is none and none can be started."""
    named = os.environ.get(NAMED)
    programs = _programs()
    if named or programs is None:
        yield named
        return
    folder = tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True)
    with folder as name, _started(programs, Path(name)):
        yield f"postgresql://{USER}:{PASSWORD}@/postgres?host={name}"


@contextmanager
def schemas(address: str) -> Iterator[Callable[[], str]]:
    """Yield what makes an empty schema and returns its address; they are gone afterwards."""
    names = []

    def new() -> str:
        names.append(f"t{uuid4().hex}")
        with connected(address) as connection:
            connection.execute(f"CREATE SCHEMA {names[-1]}".encode())
        there = make_url(address).update_query_dict({"options": f"-csearch_path={names[-1]}"})
        return there.render_as_string(hide_password=False)

    yield new
    with connected(address) as connection:
        for name in names:
            connection.execute(f"DROP SCHEMA {name} CASCADE".encode())


def connected(address: str) -> "psycopg.Connection[tuple[object, ...]]":
    """Return a connection to an address in which every statement stands at once."""
    return psycopg.connect(address, autocommit=True)


def _programs() -> Path | None:
    on_path = shutil.which("pg_ctl")
    found = [Path(on_path).resolve().parent] if on_path else []
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    return next((folder for folder in reversed(found) if (folder / "initdb").exists()), None)


@contextmanager
def _started(programs: Path, folder: Path) -> Iterator[None]:
    """Run a server in `folder` that listens there and nowhere else."""
    user = _other_user()
    if user:
        shutil.chown(folder, user)
    (folder / "password").write_text(PASSWORD, encoding="utf-8")
    (folder / "password").chmod(0o644)
    data, log = folder / "data", folder / "log"
    options = [
        "-U",
        USER,
        f"--pwfile={folder / 'password'}",
        "-A",
        "md5",
        "-E",
        "UTF8",
        "--locale=C",
    ]
    settings = ["--listen_addresses=", "--fsync=off", f"--unix_socket_directories={folder}"]
    with log.open("wb") as told:
        told_there: dict[str, Any] = {"user": user, "cwd": folder, "stdout": told, "stderr": told}
        subprocess.run([programs / "initdb", "-D", data, "--no-sync", *options], check=True, **told_there)  # noqa: S603
        process = subprocess.Popen([programs / "postgres", "-D", data, *settings], **told_there)  # noqa: S603
        try:
            _wait(process, folder, log)
            yield
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(PATIENCE)
            process.kill()
            process.wait()


def _wait(process: "subprocess.Popen[bytes]", folder: Path, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            connected(f"postgresql://{USER}:{PASSWORD}@/postgres?host={folder}").close()
        except psycopg.OperationalError:
            alive = process.poll() is None and time.monotonic() < deadline
            assert alive, log.read_text(encoding="utf-8", errors="replace")
            time.sleep(0.02)
        else:
            return


def _other_user() -> str | None:
    """Return who is to run the server: it refuses to be run by root."""
    if os.geteuid() != 0:
        return None
    known = {line.partition(":")[0] for line in Path("/etc/passwd").read_text(encoding="utf-8").splitlines()}
    return "postgres" if "postgres" in known else "nobody"
