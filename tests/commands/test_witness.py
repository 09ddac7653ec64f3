"""`trappe key` and what `trappe register` offers to outsiders, as they meet it."""

import json
from pathlib import Path
from shutil import which

import pytest
from click.testing import Result

from tests.booking.witness.test_time_stamps import Authority, openssl
from tests.commands.office import ME, YOU, Office, done, run
from tests.missing import missing


@pytest.fixture
def kept(office: Office) -> Office:
    office.propose("--sensitivity", office.analysis)
    assert office.book("approve", "familie", *YOU).exit_code == 0
    return office


def register(office: Office, command: str, *arguments: str | Path) -> Result:
    return run("register", command, *arguments, "--register", office.register)


def seal_of(office: Office) -> str:
    return str(json.loads(done("register", "verify", "--json", "--register", office.register))["seal"])


def key(path: Path) -> Path:
    done("key", "new", path)
    return path


def test_an_outsider_with_an_old_seal_gets_a_proof(kept: Office, tmp_path: Path) -> None:
    old = seal_of(kept)
    assert register(kept, "countersign", "--who", "Revisoren", "--why", "x").exit_code == 0
    proof = tmp_path / "bevis.txt"
    assert (
        register(kept, "prove", "--seal", old, "--entry", "1", "--entry", "2", "--out", proof).exit_code == 0
    )
    told = done("register", "check-letter", proof, "--seal", old)
    assert f"Seglet {old} ligger inde i det." in told
    assert "Post 1, " in told
    assert "registeret for Lilleby begynder" in told
    assert "Post 2, " in told
    other = run("register", "check-letter", proof, "--seal", f"2:{'0' * 64}")
    assert (other.exit_code, "viser ikke" in other.stderr) == (1, True)
    forged = register(kept, "prove", "--seal", f"2:{'0' * 64}", "--out", tmp_path / "x")
    assert (forged.exit_code, "ligger ikke inde i" in forged.stderr) == (1, True)
    beyond = register(kept, "prove", "--entry", "99", "--out", tmp_path / "x")
    assert (beyond.exit_code, "registeret har 5 poster" in beyond.stderr) == (2, True)
    assert not (tmp_path / "x").exists()


def test_a_letter_is_checked_alone_and_against_the_register(kept: Office, tmp_path: Path) -> None:
    signing, out = key(tmp_path / "leder.key"), tmp_path / "breve"
    public = done("key", "show", signing).split()[-1]
    assert register(kept, "export", "--out", out, "--who", "Lederen", "--key", signing).exit_code == 0
    letter = out / "brev-tættere.html"
    told = done("register", "check-letter", letter, "--signed-by", public, "--against", kept.register)
    assert "betaleren Familie godkender forslaget (post 2)" in told
    assert f"Lederen har skrevet det segl under med nøglen {public}" in told
    assert "Registeret rummer stadig det hele." in told
    (plain,) = json.loads(done("register", "check-letter", letter, "--json"))
    assert [entry["number"] for entry in plain["entries"]] == [2, 3, 4]
    assert plain["signed_by"] == [{"who": "Lederen", "public_key": public}]
    other = run("register", "check-letter", letter, "--signed-by", "0" * 64)
    assert (other.exit_code, "ikke skrevet under med nøglen" in other.stderr) == (1, True)
    kept.register.unlink()
    assert register(kept, "new", "--municipality", "Lilleby", *ME).exit_code == 0
    kept.propose()
    gone = run("register", "check-letter", letter, "--against", kept.register)
    assert (gone.exit_code, "er ikke i registeret" in gone.stderr) == (1, True)
    assert run("register", "check-letter", kept.register).exit_code == 2
    assert run("register", "export", "--out", tmp_path / "y", "--key", signing).exit_code == 2


def test_whoever_has_named_a_key_signs(kept: Office, tmp_path: Path) -> None:
    mine, new = key(tmp_path / "min.key"), key(tmp_path / "ny.key")
    assert register(kept, "name-key", *ME).exit_code == 2
    assert register(kept, "name-key", "--key", mine, *ME).exit_code == 0
    refused = register(kept, "countersign", *ME)
    assert (refused.exit_code, "--key" in refused.stderr) == (1, True)
    assert register(kept, "countersign", "--key", mine, *ME).exit_code == 0
    assert register(kept, "name-key", "--key", mine, "--new", new, *ME).exit_code == 0
    assert register(kept, "countersign", "--key", mine, *ME).exit_code == 1
    assert (
        run("register", "countersign", "--register", kept.register, *ME, TRAPPE_KEY=str(new)).exit_code == 0
    )
    assert register(kept, "end-key", "--key", new, *ME).exit_code == 0
    assert register(kept, "countersign", "--key", new, *ME).exit_code == 1
    shown = done("register", "show", "--register", kept.register)
    assert "medunderskriver seglet" in shown
    assert register(kept, "verify").exit_code == 0
    mine.chmod(0o644)
    open_to_all = register(kept, "countersign", "--key", mine, *ME)
    assert (open_to_all.exit_code, "chmod 600" in open_to_all.stderr) == (2, True)


def test_a_second_party_countersigns_without_the_register(kept: Office, tmp_path: Path) -> None:
    auditor, file = key(tmp_path / "revisor.key"), tmp_path / "segl.json"
    sign = ("key", "sign", seal_of(kept), "--who", "Revisoren", "--out", file)
    assert run(*sign).exit_code == 2
    done(*sign, "--key", auditor)
    assert run(*sign, "--key", auditor).exit_code == 2
    assert register(kept, "countersign", "--file", file, "--seal", seal_of(kept), *ME).exit_code == 2
    assert "Revisoren medunderskriver" in register(kept, "countersign", "--file", file, *ME).stdout
    own = register(kept, "countersign", *YOU)
    assert (own.exit_code, "en anden medunderskriver det" in own.stderr) == (1, True)


def test_a_seal_is_stamped_and_the_stamp_put_on_record(kept: Office, tmp_path: Path) -> None:
    if which("openssl") is None:
        missing("no openssl")
    authority, out = Authority.made(tmp_path / "tid"), tmp_path / "stempel"
    assert "curl" in register(kept, "request-time", "--out", out).stdout
    settings = ("-config", authority.folder / "settings")
    answer = out / "seal.tsr"
    openssl("ts", "-reply", *settings, "-queryfile", out / "seal.tsq", "-out", answer)
    openssl("ts", "-verify", "-data", out / "seal.txt", "-in", answer, "-CAfile", authority.certificate)
    other = Authority.made(tmp_path / "anden").certificate
    refused = register(kept, "time-stamp", answer, "--authority", other, *ME)
    assert (refused.exit_code, "er ikke fra den myndighed" in refused.stderr) == (1, True)
    entered = register(kept, "time-stamp", answer, "--authority", authority.certificate, *ME)
    assert entered.exit_code == 0, entered.stderr
    assert "tidsstempel på seglet 4:" in entered.stdout
    assert register(kept, "verify").exit_code == 0
    letters = tmp_path / "breve"
    assert register(kept, "export", "--out", letters).exit_code == 0
    assert "tidsstempel på seglet 4:" in done("register", "check-letter", letters / "brev-tættere.html")


def test_a_key_for_pseudonyms_is_made(tmp_path: Path) -> None:
    path = tmp_path / "p.key"
    assert "pseudonymer" in done("key", "new", path, "--for", "pseudonyms")
    assert path.stat().st_mode & 0o777 == 0o600
    assert run("key", "new", path).exit_code == 2
    assert run("key", "show", path).exit_code == 2
