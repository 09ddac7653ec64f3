"""Test keys: for their owner alone, never over another, and known to openssl."""

import shutil
import subprocess
from pathlib import Path

import pytest

from booking.proof.key_files import make_pseudonym_key, make_signing_key, read_signing_key
from booking.proof.signatures import is_public_key, is_seal_signature, is_signature
from calibration.rows.pseudonyms import Pseudonyms
from scenarios.files.refusals import RefusedError
from tests.missing import missing

DIGEST = bytes(range(32))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "hansen.key"


def test_a_key_signs_and_is_read_back(path: Path) -> None:
    signer = make_signing_key(path)
    read = read_signing_key(path)
    assert read.public_key == signer.public_key
    assert is_public_key(read.public_key)
    signature = read.sign(DIGEST)
    assert is_signature(signature, DIGEST, signer.public_key)
    assert not is_signature(signature, bytes(32), signer.public_key)
    assert not is_signature("0" * 128, DIGEST, signer.public_key)
    assert not is_signature(signature, DIGEST, "0" * 64)
    assert not is_signature(signature.upper() + " ", DIGEST, signer.public_key)


def test_what_is_signed_as_an_entry_is_not_signed_as_a_seal(path: Path) -> None:
    signer = make_signing_key(path)
    text = DIGEST.decode("latin-1")
    assert is_seal_signature(signer.sign_seal(text), text, signer.public_key)
    assert not is_seal_signature(signer.sign(text.encode()), text, signer.public_key)


def test_a_key_is_for_its_owner_alone(path: Path) -> None:
    make_signing_key(path)
    assert path.stat().st_mode & 0o777 == 0o600
    for mode in (0o640, 0o604, 0o620, 0o602):
        path.chmod(mode)
        with pytest.raises(RefusedError, match="chmod 600"):
            read_signing_key(path)


def test_no_key_is_written_over(path: Path) -> None:
    make_signing_key(path)
    before = path.read_bytes()
    for make in (make_signing_key, make_pseudonym_key):
        with pytest.raises(RefusedError, match="findes allerede"):
            make(path)
    assert path.read_bytes() == before
    with pytest.raises(RefusedError, match="kan ikke skrives"):
        make_signing_key(path / "under")


def test_a_key_for_pseudonyms_is_one(path: Path) -> None:
    make_pseudonym_key(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(Pseudonyms.from_file(path).key) == 32
    with pytest.raises(RefusedError, match="trappe key new"):
        read_signing_key(path)


def test_what_is_no_key_is_refused(path: Path, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="kan ikke læses"):
        read_signing_key(path)
    with pytest.raises(RefusedError, match="kan ikke læses"):
        read_signing_key(tmp_path)


def test_openssl_knows_the_key_and_the_signature(path: Path, tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        missing("no openssl")
    signer = make_signing_key(path)
    public, signed, signature = (tmp_path / name for name in ("public.pem", "signed", "signature"))
    signed.write_bytes(b"trappe entry\n" + DIGEST)
    signature.write_bytes(bytes.fromhex(signer.sign(DIGEST)))
    for arguments in (
        ("pkey", "-in", path, "-pubout", "-out", public),
        (*("pkeyutl", "-verify", "-pubin", "-inkey", public, "-rawin"), "-in", signed, "-sigfile", signature),
    ):
        subprocess.run(["openssl", *arguments], check=True, capture_output=True)  # noqa: S603, S607  ours
