"""Settings: one frozen object, read once. The only module that looks at the environment."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class ConfigurationError(Exception):
    """The application cannot start like this. The text says what to set, and to what."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a running installation needs to know.

    ``instance`` is the folder it keeps its data in; ``base_url`` the address people type, without a slash
    at the end; ``host`` and ``port`` are what the server listens on; ``mail_url`` is
    ``smtp://[user:password@]host:port``, ``smtps://…``, ``smtp+starttls://…`` or ``spool:`` (messages are written
    as files in the instance folder, for practice and development). ``mail_return`` is an address to which mail comes back with
    a mark behind a plus (VERP); empty: to that of ``mail_from``. ``root_keys`` names the place of the key ring:
    ``file:[path]``, ``credential:name`` (from systemd, in the folder ``credentials``) or a ``pkcs11:`` URI (RFC 7512).
    ``proxies`` is how many proxies of our own stand before the server: so many addresses of X-Forwarded-For count.
    ``metrics_folder`` is where several workers count together.
    """

    instance: Path
    database_url: str
    base_url: str
    mail_url: str = "spool:"
    mail_from: str = "Netwerkberaad <noreply@localhost>"
    mail_return: str = ""
    practice: bool = False
    host: str = "127.0.0.1"
    port: int = 8000
    root_keys: str = "file:"
    credentials: Path | None = None
    key_backup_days: int = 14
    backups_in: Path | None = None
    backup_keep: tuple[int, int, int] = (7, 5, 12)
    proxies: int = 0
    metrics_token: str = ""
    metrics_folder: Path | None = None
    log_json: bool = False

    @property
    def key_file(self) -> Path:
        """Where the ring of root keys lies: outside the database, readable by the owner alone."""
        kind, _, where = self.root_keys.partition(":")
        if kind == "credential" and self.credentials is not None:
            return self.credentials / where
        if kind == "file" and where:
            return Path(where)
        return self.instance / "keys" / ("root-keys.closed" if kind == "pkcs11" else "root-keys.json")

    @property
    def key_backups(self) -> Path:
        """Folder for the backups of wrapped keys; each lives ``key_backup_days``."""
        return self.instance / "key-backups"

    @property
    def backups(self) -> Path:
        """Folder for the backups of the data, kept for so many days, weeks and months (``backup_keep``)."""
        return self.backups_in or self.instance / "backups"

    @property
    def spool(self) -> Path:
        """Folder for messages that are written instead of sent."""
        return self.instance / "spool"

    @property
    def secure(self) -> bool:
        """Whether people reach us over TLS, so that cookies may say so."""
        return urlsplit(self.base_url).scheme == "https"

    @staticmethod
    def from_env(
        environ: Mapping[str, str] | None = None, *, overrides: Mapping[str, str] | None = None
    ) -> "Settings":
        """Read the settings from environment variables; ``overrides`` stand above them, as from a command line.

        Raises ConfigurationError on a value that cannot work.
        """
        env = {**(os.environ if environ is None else environ), **(overrides or {})}
        instance = Path(env.get("INSTANCE", "instance")).resolve()
        host, port = env.get("HOST", "127.0.0.1"), env.get("PORT", "8000")
        base_url = env.get("BASE_URL", f"http://{'localhost' if host in LOOPBACK else host}:{port}").rstrip(
            "/"
        )
        settings = Settings(
            instance=instance,
            database_url=env.get("DATABASE_URL", f"sqlite:///{instance / 'netwerkberaad.sqlite'}"),
            base_url=base_url,
            mail_url=env.get("MAIL_URL", "spool:"),
            mail_from=env.get("MAIL_FROM", "Netwerkberaad <noreply@localhost>"),
            mail_return=env.get("MAIL_RETURN", ""),
            host=host,
            port=_port(port),
            root_keys=env.get("ROOT_KEYS", "file:"),
            credentials=Path(env["CREDENTIALS_DIRECTORY"]) if "CREDENTIALS_DIRECTORY" in env else None,
            key_backup_days=_days(env.get("KEY_BACKUP_DAYS", "14")),
            backups_in=Path(env["BACKUPS"]).resolve() if "BACKUPS" in env else None,
            backup_keep=_keep(env.get("BACKUP_KEEP", "7 5 12")),
            metrics_token=env.get("METRICS_TOKEN", ""),
            metrics_folder=Path(env["PROMETHEUS_MULTIPROC_DIR"])
            if "PROMETHEUS_MULTIPROC_DIR" in env
            else None,
            log_json=env.get("LOG_FORMAT", "text") == "json",
            proxies=_proxies(env.get("PROXIES", "0")),
        )
        settings.check()
        return settings

    def check(self) -> None:
        """Refuse what would be unsafe or cannot work.

        Raises ConfigurationError.
        """
        address = urlsplit(self.base_url)
        if address.scheme not in {"http", "https"} or not address.hostname:
            raise ConfigurationError("BASE_URL must be a full address, such as https://beraad.example.nl")
        if address.scheme == "http" and address.hostname not in LOOPBACK:
            raise ConfigurationError(
                "BASE_URL must begin with https:// unless it is on this machine (localhost)"
            )
        if not self.database_url.startswith(("sqlite:///", "postgresql")):
            raise ConfigurationError("DATABASE_URL must begin with sqlite:/// or postgresql://")
        scheme = self.mail_url.partition(":")[0]
        if scheme not in {"spool", "smtp", "smtps", "smtp+starttls"}:
            raise ConfigurationError(
                "MAIL_URL must begin with smtp://, smtps://, smtp+starttls:// or be spool:"
            )
        if self.mail_return and not re.fullmatch(r"[\w.-]+@[\w.-]+", self.mail_return, re.ASCII):
            raise ConfigurationError("MAIL_RETURN must be a plain address, such as terug@example.nl")
        if self.metrics_folder and not self.metrics_folder.is_dir():
            raise ConfigurationError(
                "PROMETHEUS_MULTIPROC_DIR must be a folder that is there, empty at each start"
            )
        if self.metrics_token and len(self.metrics_token) < 20:
            raise ConfigurationError(
                "METRICS_TOKEN must have at least 20 characters, such as: openssl rand -hex 20"
            )
        self._check_root_keys()

    def _check_root_keys(self) -> None:
        kind, _, where = self.root_keys.partition(":")
        if kind not in {"file", "credential", "pkcs11"}:
            raise ConfigurationError("ROOT_KEYS must begin with file:, credential: or pkcs11:")
        if kind == "credential" and (not where or "/" in where):
            raise ConfigurationError("ROOT_KEYS must name a credential, such as credential:root-keys")
        if kind == "credential" and self.credentials is None:
            raise ConfigurationError(
                "ROOT_KEYS names a credential, but CREDENTIALS_DIRECTORY is not set: start this as the service does"
            )


def _proxies(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 5:
        raise ConfigurationError(
            "PROXIES must be a number from 0 to 5: how many proxies stand before the server"
        )
    return int(text)


def _days(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 90:
        raise ConfigurationError("KEY_BACKUP_DAYS must be a number of days from 1 to 90")
    return int(text)


def count_together(folder: Path) -> None:
    """Tell the library that counts requests where the workers of this server do so; it looks when it is imported."""
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def _keep(text: str) -> tuple[int, int, int]:
    numbers = text.split()
    if len(numbers) != 3 or not all(number.isascii() and number.isdigit() for number in numbers):
        raise ConfigurationError(
            "BACKUP_KEEP must be three numbers: how many days, weeks and months, such as 7 5 12"
        )
    days, weeks, months = map(int, numbers)
    return days, weeks, months


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 <= int(text) <= 65535:
        raise ConfigurationError("PORT must be a number, such as 8000")
    return int(text)
