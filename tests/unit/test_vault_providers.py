"""Root keys come from the place that the settings name; a place that is not safe, or does not answer, is refused."""

import stat
from pathlib import Path

import pytest

from netwerkberaad.foundation.core.config import ConfigurationError, Settings
from netwerkberaad.foundation.vault import KeyRing, KeyRingError, LiveRing, provider_of


def settings_for(tmp_path: Path, **environment: str) -> Settings:
    return Settings.from_env({"INSTANCE": str(tmp_path / "instance"), **environment})


def credential(tmp_path: Path, *, mode: int) -> Settings:
    """What systemd puts down for a service: a file that nobody changes."""
    folder = tmp_path / "credentials"
    folder.mkdir()
    (folder / "root-keys").write_bytes(KeyRing.fresh().dump())
    (folder / "root-keys").chmod(mode)
    return settings_for(tmp_path, ROOT_KEYS="credential:root-keys", CREDENTIALS_DIRECTORY=str(folder))


def test_without_a_setting_the_ring_lies_in_the_instance(tmp_path: Path) -> None:
    provider = provider_of(settings_for(tmp_path))
    ring = provider.load_or_make()
    assert provider.path == tmp_path / "instance" / "keys" / "root-keys.json"
    assert stat.S_IMODE(provider.path.stat().st_mode) == 0o600
    assert provider.load() == provider.load_or_make() == ring


def test_the_ring_may_lie_in_a_file_elsewhere(tmp_path: Path) -> None:
    provider = provider_of(settings_for(tmp_path, ROOT_KEYS=f"file:{tmp_path / 'elsewhere' / 'ring'}"))
    assert provider.load_or_make() == KeyRing.load(tmp_path / "elsewhere" / "ring")


@pytest.mark.parametrize("mode", [0o400, 0o440])
def test_a_credential_of_the_service_manager_is_read_as_it_comes(tmp_path: Path, mode: int) -> None:
    settings = credential(tmp_path, mode=mode)
    assert provider_of(settings).load() == provider_of(settings).load_or_make()


@pytest.mark.parametrize("mode", [0o444, 0o460])
def test_a_credential_that_strangers_can_read_or_change_is_refused(tmp_path: Path, mode: int) -> None:
    with pytest.raises(KeyRingError, match="others"):
        provider_of(credential(tmp_path, mode=mode)).load()


def test_a_credential_is_never_written(tmp_path: Path) -> None:
    provider = provider_of(credential(tmp_path, mode=0o400))
    with pytest.raises(KeyRingError, match="service manager"), provider.changing():
        pass
    provider.path.unlink()
    with pytest.raises(KeyRingError, match="service manager"):
        provider.load_or_make()


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("post:bus", "must begin with"),
        ("credential:", "must name"),
        ("credential:../keys", "must name"),
        ("credential:root-keys", "CREDENTIALS_DIRECTORY"),
    ],
)
def test_a_place_that_cannot_be_is_named(tmp_path: Path, value: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        settings_for(tmp_path, ROOT_KEYS=value)


def test_a_token_says_which_part_of_its_address_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="object"):
        provider_of(settings_for(tmp_path, ROOT_KEYS="pkcs11:token=a?module-path=/b&pin-source=/c"))


def test_a_ring_that_is_put_in_a_place_never_replaces_another(tmp_path: Path) -> None:
    provider = provider_of(settings_for(tmp_path))
    assert provider.place(KeyRing.fresh())
    before = provider.load()
    assert not provider.place(KeyRing.fresh())
    assert provider.load() == before


def test_a_running_process_reads_a_ring_again_only_when_it_changed(tmp_path: Path) -> None:
    provider = provider_of(settings_for(tmp_path))
    provider.load_or_make()
    live = LiveRing.of(provider)
    before = live.ring
    assert live.renewed() is before
    with provider.changing() as ring:
        provider.replace(ring.grown())
    assert live.ring is before
    assert live.key(provider.load().newest) == provider.load().keys[provider.load().newest]
    assert live.renewed() == provider.load()
    with pytest.raises(KeyError):
        live.key("00000000")


def test_a_running_process_stops_sealing_when_the_ring_is_gone(tmp_path: Path) -> None:
    provider = provider_of(settings_for(tmp_path))
    provider.load_or_make()
    live = LiveRing.of(provider)
    provider.path.unlink()
    with pytest.raises(KeyRingError, match="gone"):
        live.renewed()
