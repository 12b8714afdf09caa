"""A real PKCS#11 device, in software: the file of the ring opens with it and with nothing else."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.vault import KeyRing, KeyRingError, Provider, provider_of
from netwerkberaad.foundation.vault.pkcs11 import Token

pytestmark = pytest.mark.softhsm
PIN = "91827364"


@pytest.fixture
def token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A fresh token, as `ROOT_KEYS` names it."""
    tokens = tmp_path / "tokens"
    tokens.mkdir()
    configuration = tmp_path / "softhsm2.conf"
    configuration.write_text(
        f"directories.tokendir = {tokens}\nobjectstore.backend = file\n", encoding="utf-8"
    )
    monkeypatch.setenv("SOFTHSM2_CONF", str(configuration))
    tool = shutil.which("softhsm2-util") or "softhsm2-util"
    asked = [tool, "--init-token", "--free", "--label", "beraad", "--so-pin", PIN, "--pin", PIN]
    subprocess.run(asked, check=True, capture_output=True)
    pin = tmp_path / "pin"
    pin.write_text(f"{PIN}\n", encoding="utf-8")
    pin.chmod(0o600)
    module = next(Path("/usr/lib").glob("**/libsofthsm2.so"))
    return f"pkcs11:token=beraad;object=root%20keys?module-path={module}&pin-source=file:{pin}"


@pytest.fixture
def provider(token: str, tmp_path: Path) -> Provider:
    """The place of a ring that the token closes."""
    return provider_of(Settings.from_env({"INSTANCE": str(tmp_path / "instance"), "ROOT_KEYS": token}))


def test_the_file_says_nothing_and_the_token_opens_it(provider: Provider) -> None:
    ring = provider.load_or_make()
    content = provider.path.read_bytes()
    assert provider.load() == ring
    assert ring.current.encode() not in content
    assert not any(key in content for key in ring.keys.values())


def test_a_ring_closed_by_a_token_grows_and_shrinks(provider: Provider) -> None:
    provider.load_or_make()
    with provider.changing() as ring:
        provider.replace(ring.grown())
    assert len(provider.load().keys) == 2


def test_without_the_token_the_file_does_not_open(
    provider: Provider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider.load_or_make()
    (tmp_path / "none").mkdir()
    other = tmp_path / "other.conf"
    other.write_text(f"directories.tokendir = {tmp_path / 'none'}\n", encoding="utf-8")
    monkeypatch.setenv("SOFTHSM2_CONF", str(other))
    with pytest.raises(KeyRingError, match="did not open the root keys"):
        provider.load()


def test_an_altered_file_does_not_open(provider: Provider) -> None:
    provider.load_or_make()
    content = bytearray(provider.path.read_bytes())
    content[-1] ^= 1
    provider.path.write_bytes(content)
    with pytest.raises(KeyRingError, match="did not open"):
        provider.load()
    provider.path.write_bytes(KeyRing.fresh().dump())
    with pytest.raises(KeyRingError, match="not closed by a token"):
        provider.load()


def test_a_wrong_pin_and_a_pin_that_others_can_read_are_refused(token: str, tmp_path: Path) -> None:
    place = Token.from_uri(token)
    (tmp_path / "pin").write_text("00000000", encoding="utf-8")
    with pytest.raises(KeyRingError, match="PinIncorrect"):
        place.close(b"content")
    (tmp_path / "pin").chmod(0o644)
    with pytest.raises(KeyRingError, match="can be read by others"):
        place.close(b"content")


def test_the_server_itself_never_loads_the_library_of_the_maker(provider: Provider) -> None:
    provider.load_or_make()
    assert "pkcs11" not in sys.modules
    assert "libsofthsm2" not in Path(f"/proc/{os.getpid()}/maps").read_text(encoding="utf-8")
