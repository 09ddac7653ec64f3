"""Test time stamps with an authority of our own, made by openssl, which checks ours too."""

import base64
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import which

import pytest

from booking.decisions.entering import enter
from booking.decisions.witnessing import countersign, record_time
from booking.register.books import Books
from booking.register.chain import Draft
from booking.register.register import Register, register
from booking.register.seals import Seal, seal_of
from booking.witness.judgement import Witnesses
from booking.witness.time_stamps import (
    check_authority,
    is_stamp_of,
    read_response,
    request_for,
    stamped_at,
    stamped_text,
)
from scenarios.files.refusals import NegativeAnswerError, RefusedError
from tests.booking.booked import WHO, a_proposal, analysed, approved, proposing
from tests.missing import missing

SEAL, OTHER = Seal(number=12, root="ab" * 32), Seal(number=13, root="cd" * 32)
SETTINGS = """
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/stamps.pem
certs = {folder}/ca.pem
signer_key = {folder}/stamps.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
ordering = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


def openssl(*arguments: str | Path) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)  # noqa: S603, S607  ours


@dataclass(frozen=True)
class Authority:
    """An authority for time that answers without a net."""

    folder: Path

    @classmethod
    def made(cls, folder: Path) -> "Authority":
        folder.mkdir()
        key, ca, request = folder / "ca.key", folder / "ca.pem", folder / "stamps.csr"
        extensions, settings = folder / "extensions", folder / "settings"
        openssl(
            *("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", ca, "-days", "3650"),
            *("-subj", "/CN=Prøve", "-utf8", "-addext", "keyUsage=critical,keyCertSign"),
        )
        openssl(
            *("req", "-newkey", "rsa:2048", "-nodes", "-keyout", folder / "stamps.key", "-out", request),
            *("-subj", "/CN=Stempler", "-utf8"),
        )
        extensions.write_text(
            "extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\n", encoding="utf-8"
        )
        openssl(
            *("x509", "-req", "-in", request, "-CA", ca, "-CAkey", key, "-set_serial", "2", "-days", "3650"),
            *("-extfile", extensions, "-out", folder / "stamps.pem"),
        )
        (folder / "serial").write_text("01\n", encoding="utf-8")
        settings.write_text(SETTINGS.format(folder=folder), encoding="utf-8")
        return cls(folder)

    @property
    def certificate(self) -> Path:
        return self.folder / "ca.pem"

    def answer(self, seal: Seal) -> Path:
        asked, answered = self.folder / "seal.tsq", self.folder / f"{seal.number}.tsr"
        asked.write_bytes(request_for(seal))
        settings = ("-config", self.folder / "settings")
        openssl("ts", "-reply", *settings, "-queryfile", asked, "-out", answered)
        return answered


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    if which("openssl") is None:
        missing("no openssl")
    return Authority.made(tmp_path_factory.mktemp("tid") / "a")


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Register]:
    with register(tmp_path / "register.sqlite", create=True) as made:
        for act in (proposing(a_proposal()), analysed(), approved()):
            enter(made, act)
        yield made


def test_an_answer_is_of_the_seal_and_of_the_authority(authority: Authority, tmp_path: Path) -> None:
    path = authority.answer(SEAL)
    seal, token = read_response(path, [OTHER, SEAL])
    assert seal == SEAL
    time = stamped_at(token)
    assert time is not None
    assert abs(time - datetime.now(UTC)) < timedelta(minutes=5)
    check_authority(token, SEAL, authority.certificate)
    assert not is_stamp_of(token, OTHER)
    with pytest.raises(NegativeAnswerError, match="er ikke fra den myndighed"):
        check_authority(token, OTHER, authority.certificate)
    another = Authority.made(tmp_path / "b")
    with pytest.raises(NegativeAnswerError, match="er ikke fra den myndighed"):
        check_authority(token, SEAL, another.certificate)
    with pytest.raises(RefusedError, match="er ikke et tidsstempel"):
        read_response(path, [OTHER])


def test_openssl_makes_the_same_question_and_checks_the_answer(authority: Authority, tmp_path: Path) -> None:
    answer, stamped, asked = authority.answer(SEAL), tmp_path / "seal.txt", tmp_path / "own.tsq"
    stamped.write_bytes(stamped_text(SEAL))
    certificate = ("-CAfile", authority.certificate)
    openssl("ts", "-verify", "-data", stamped, "-in", answer, *certificate)
    openssl("ts", "-query", "-data", stamped, "-sha256", "-cert", "-out", asked)
    answered = tmp_path / "own.tsr"
    settings = ("-config", authority.folder / "settings")
    openssl("ts", "-reply", *settings, "-queryfile", asked, "-out", answered)
    _, token = read_response(answered, [SEAL])
    check_authority(token, SEAL, authority.certificate)


def test_a_changed_answer_is_refused_or_says_the_same_time(authority: Authority, tmp_path: Path) -> None:
    content = authority.answer(SEAL).read_bytes()
    time = stamped_at(base64.b64encode(content).decode())
    path, refused = tmp_path / "ændret.tsr", 0
    for at in range(0, len(content), 3):
        path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        try:
            seal, token = read_response(path, [SEAL])
            check_authority(token, SEAL, authority.certificate)
        except RefusedError:
            refused += 1
        else:  # bytes that nobody signs, such as those of certificates that are not needed
            assert (seal, stamped_at(token)) == (SEAL, time)
    assert refused > len(content) / 6


def test_a_stamp_is_put_on_record_whichever_seal_it_is_on(authority: Authority, opened: Register) -> None:
    seal = seal_of(opened.entries())
    path = authority.answer(seal)
    enter(opened, countersign(who="Revisoren", why="x"))
    enter(opened, record_time(path, **WHO))
    entry = opened.entries()[-1]
    assert (entry.kind, entry.body["number"], entry.body["root"]) == ("time_stamp", 3, seal.root)
    assert base64.b64decode(str(entry.body["token"])) == path.read_bytes()
    with pytest.raises(RefusedError, match="er ikke et tidsstempel på et af registerets segl"):
        enter(opened, record_time(authority.answer(OTHER), **WHO))


def test_a_stamp_on_another_seal_that_was_slipped_in_is_found(authority: Authority, opened: Register) -> None:
    seal = seal_of(opened.entries())
    token = base64.b64encode(authority.answer(OTHER).read_bytes()).decode()
    body = {"number": 3, "root": seal.root, "token": token}
    opened.append(Draft(kind="time_stamp", who="x", why="x", body=body), after=3)
    with pytest.raises(NegativeAnswerError, match="tidsstemplet er ikke på seglet"):
        Witnesses(Books(opened.entries()))


def test_what_is_no_answer_or_no_certificate_is_refused(authority: Authority, tmp_path: Path) -> None:
    path = tmp_path / "x"
    with pytest.raises(RefusedError, match="kan ikke læses"):
        read_response(path, [SEAL])
    path.write_bytes(b"x")
    with pytest.raises(RefusedError, match="er ikke et tidsstempel"):
        read_response(path, [SEAL])
    _, token = read_response(authority.answer(SEAL), [SEAL])
    with pytest.raises(RefusedError, match="rummer ingen certifikater"):
        check_authority(token, SEAL, path)
