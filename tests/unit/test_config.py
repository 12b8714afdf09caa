"""Settings come from the environment and are refused when they cannot work or would be unsafe."""

from pathlib import Path

import pytest

from netwerkberaad.foundation.core.config import ConfigurationError, Settings


def test_without_any_setting_it_runs_on_this_machine_only() -> None:
    settings = Settings.from_env({})
    assert settings.base_url == "http://localhost:8000"
    assert settings.database_url == f"sqlite:///{Path('instance').resolve() / 'netwerkberaad.sqlite'}"
    assert settings.mail_url == "spool:"
    assert not settings.secure
    assert not settings.practice


def test_settings_are_read_from_the_environment(tmp_path: Path) -> None:
    settings = Settings.from_env(
        {
            "INSTANCE": str(tmp_path),
            "DATABASE_URL": "postgresql://db.example.nl/beraad",
            "BASE_URL": "https://beraad.example.nl/",
            "MAIL_URL": "smtp+starttls://mail.example.nl:587",
            "MAIL_FROM": "Netwerkberaad <beraad@example.nl>",
        }
    )
    assert settings.instance == tmp_path
    assert settings.database_url == "postgresql://db.example.nl/beraad"
    assert settings.base_url == "https://beraad.example.nl"
    assert settings.secure
    assert settings.key_file == tmp_path / "keys" / "root-keys.json"
    assert settings.spool == tmp_path / "spool"


def test_host_and_port_make_the_address() -> None:
    assert Settings.from_env({"HOST": "127.0.0.1", "PORT": "8123"}).base_url == "http://localhost:8123"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BASE_URL", "http://beraad.example.nl"),
        ("BASE_URL", "beraad.example.nl"),
        ("BASE_URL", "ftp://localhost"),
        ("BASE_URL", "https://"),
        ("HOST", "0.0.0.0"),
        ("DATABASE_URL", "mysql://db/beraad"),
        ("DATABASE_URL", "sqlite://"),
        ("MAIL_URL", "http://mail.example.nl"),
        ("MAIL_URL", ""),
    ],
)
def test_a_setting_that_is_unsafe_or_cannot_work_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match="BASE_URL" if name == "HOST" else name):
        Settings.from_env({name: value})


def test_settings_cannot_be_changed_afterwards() -> None:
    settings = Settings.from_env({})
    with pytest.raises(AttributeError):
        Settings.__setattr__(settings, "practice", True)


@pytest.mark.parametrize("days", ["0", "91", "-1", "veel", "٣"])
def test_a_life_of_key_backups_that_is_none_or_too_long_is_refused(days: str) -> None:
    with pytest.raises(ConfigurationError, match="KEY_BACKUP_DAYS"):
        Settings.from_env({"KEY_BACKUP_DAYS": days})
    assert Settings.from_env({"KEY_BACKUP_DAYS": "30"}).key_backup_days == 30


@pytest.mark.parametrize("keep", ["", "7", "7 5", "7 5 -1", "zeven vijf twaalf"])
def test_what_backups_are_kept_is_three_numbers(keep: str) -> None:
    with pytest.raises(ConfigurationError, match="BACKUP_KEEP"):
        Settings.from_env({"BACKUP_KEEP": keep})
    assert Settings.from_env({"BACKUP_KEEP": "3 2 0"}).backup_keep == (3, 2, 0)


def test_backups_lie_in_the_instance_unless_another_folder_is_named(tmp_path: Path) -> None:
    assert Settings.from_env({"INSTANCE": str(tmp_path)}).backups == tmp_path / "backups"
    assert Settings.from_env({"BACKUPS": str(tmp_path)}).backups == tmp_path
