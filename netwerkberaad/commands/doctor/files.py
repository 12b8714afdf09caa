"""Settings that do not go together, keys, files and disks."""

import shutil
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from netwerkberaad.commands.doctor.finding import Finding
from netwerkberaad.foundation.core.config import LOOPBACK, Settings
from netwerkberaad.foundation.vault import KeyRingError, provider_of

_SPARE = 1_000_000_000  # bytes
_OTHERS = 0o077


def settings_that_do_not_fit(settings: Settings) -> Iterator[Finding]:
    """Each is allowed by itself; together they let people down."""
    if settings.secure and not settings.proxies:
        yield Finding(
            "BASE_URL is https:// but PROXIES is 0",
            "behind a proxy all visitors count as one: a few wrong passwords of one lock out everybody",
            "set PROXIES to the number of proxies of your own before the server, mostly 1",
        )
    if not settings.secure and settings.host not in LOOPBACK:
        yield Finding(
            f"the server listens on {settings.host} without TLS",
            "passwords and what people wrote pass over the network in the clear",
            "set HOST=127.0.0.1 and put a proxy with TLS before it, with BASE_URL=https://…",
        )
    yield from _mail_that_does_not_fit(settings)
    yield from _far_database(settings)
    if settings.backups.is_relative_to(settings.key_file.parent):
        yield Finding(
            "the backups lie in the folder of the root keys",
            "whoever copies that folder has both",
            "set BACKUPS to a folder of its own",
        )


def _mail_that_does_not_fit(settings: Settings) -> Iterator[Finding]:
    scheme, host = urlsplit(settings.mail_url).scheme, urlsplit(settings.mail_url).hostname
    if settings.secure and scheme == "spool":
        yield Finding(
            "mail is written to files (MAIL_URL=spool:)",
            "nobody gets an invitation, a code or a new password; links lie on disk",
            "set MAIL_URL to your mail server, such as smtp+starttls://user:password@mail.example.nl",
        )
    if scheme == "smtp" and host not in {None, *LOOPBACK}:
        yield Finding(
            "mail goes to another machine without TLS (MAIL_URL=smtp://…)",
            "links to plans can be read on the way",
            "use smtps:// or smtp+starttls://",
        )
    if settings.secure and settings.mail_from.endswith("@localhost>"):
        yield Finding(
            "MAIL_FROM ends in @localhost",
            "mail servers refuse such a sender, or put it with the spam",
            "set MAIL_FROM to an address of your own domain",
        )


def _far_database(settings: Settings) -> Iterator[Finding]:
    parts = urlsplit(settings.database_url)
    host = parts.hostname or parse_qs(parts.query).get("host", ["/"])[0]
    if not parts.scheme.startswith("postgresql") or host in LOOPBACK or host.startswith("/"):
        return
    if parse_qs(parts.query).get("sslmode") != ["verify-full"]:
        yield Finding(
            "the database is on another machine and its certificate is not checked",
            "somebody between the two can read and change what passes",
            "add ?sslmode=verify-full&sslrootcert=… to DATABASE_URL",
        )


def keys_and_files(settings: Settings) -> Iterator[Finding]:
    """The ring can be read by us alone, and so can the files of the installation."""
    provider = provider_of(settings)
    if not provider.exists:
        yield Finding(
            f"there are no root keys at {provider.path}",
            "what was sealed cannot be read without them",
            "put the file back, or: netwerkberaad keys recover. Before the first start this is normal",
        )
    else:
        try:
            provider.load()
        except KeyRingError as error:
            yield Finding(str(error), "the application does not start", f"chmod 600 {provider.path}")
    yield from _too_open(settings)


def _too_open(settings: Settings) -> Iterator[Finding]:
    database = (
        Path(urlsplit(settings.database_url).path[1:]) if settings.database_url.startswith("sqlite") else None
    )
    places = (settings.key_file.parent, settings.backups, settings.key_backups, settings.spool, database)
    for place in places:
        if place is None or not place.exists():
            continue
        mode = stat.S_IMODE(place.stat().st_mode)
        if mode & _OTHERS and settings.instance in (place, *place.parents):
            yield Finding(
                f"{place} can be reached by others (mode {mode:o})",
                "other users of this machine come closer to it than they need",
                f"chmod go= {place}",
                wrong=mode & 0o007 != 0,
            )


def disks(settings: Settings) -> Iterator[Finding]:
    """Room for the database, its log and a trial of a backup."""
    used = sum(path.stat().st_size for path in settings.instance.glob("*.sqlite*"))
    wanted = _SPARE + 2 * used
    seen = set()
    for place in (settings.instance, settings.backups):
        there = place if place.exists() else settings.instance
        if not there.exists() or there.stat().st_dev in seen:
            continue
        seen.add(there.stat().st_dev)
        free = shutil.disk_usage(there).free
        if free < wanted:
            yield Finding(
                f"{free // 1_000_000} MB is free where {there} is; {wanted // 1_000_000} MB is wise",
                "when the disk is full nothing can be saved, and no backup made",
                "make room, keep fewer backups (BACKUP_KEEP), or use a larger disk",
                wrong=free < wanted // 4,
            )


def paper(_settings: Settings) -> Iterator[Finding]:
    """Whether a plan can become a PDF, in every script we offer."""
    from netwerkberaad.foundation.documents.paper import plan_pdf

    try:
        plan_pdf("<html lang='nl'><title>-</title><p>é Ł Ж ş ي</p></html>", Path(__file__).parent)
    except (OSError, ImportError) as error:
        yield Finding(
            f"no PDF can be made ({type(error).__name__})",
            "plans, letters and the recovery sheet cannot be printed as a file",
            "install Pango and a font: apt install libpango-1.0-0 libpangoft2-1.0-0 fonts-dejavu-core",
        )


LOOKS: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
    settings_that_do_not_fit,
    keys_and_files,
    disks,
    paper,
)
