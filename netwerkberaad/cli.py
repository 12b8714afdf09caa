"""The command line. Each command imports what it needs, so that each starts quickly."""

import argparse
import logging
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sqlalchemy.exc import DatabaseError

from netwerkberaad.commands.backups import add_restore_options, backup, restore
from netwerkberaad.commands.database import add_database
from netwerkberaad.commands.doctor import add_doctor_options, doctor
from netwerkberaad.commands.keys import add_keys
from netwerkberaad.commands.moving import add_moving
from netwerkberaad.foundation.core.clock import SystemClock
from netwerkberaad.foundation.core.config import ConfigurationError, Settings
from netwerkberaad.foundation.core.logs import log_as_json
from netwerkberaad.foundation.core.process import keep_memory_private
from netwerkberaad.foundation.vault import KeyRingError, VaultError

if TYPE_CHECKING:
    from netwerkberaad.foundation.vault import Store

Command = Callable[[argparse.Namespace, Settings], int]
_GROUPS = (
    ("keys", add_keys, "look at, replace, print, back up and recover the root keys"),
    ("database", add_database, "give the database roles"),
    ("overdracht", add_moving, "hand cases over to another region, and read in what comes"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0 when all went well, 1 when not, 2 when it could not start."""
    options = _parser().parse_args(arguments)
    overrides = {
        name: str(value)
        for name, value in (
            ("INSTANCE", options.instance),
            ("HOST", options.host),
            ("PORT", options.port),
        )
        if value is not None
    }
    keep_memory_private()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for chatty in ("alembic", "fontTools", "weasyprint"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    try:
        command: Command = options.command
        settings = Settings.from_env(overrides=overrides)
        if settings.log_json:
            log_as_json()
        return command(options, settings)
    except (ConfigurationError, VaultError) as error:
        print(f"netwerkberaad: {error}", file=sys.stderr)
        return 2
    except DatabaseError as error:
        # Its text may quote a statement and values: only its kind is told.
        kind = type(error.orig).__name__
        print(
            f"netwerkberaad: the database cannot be used ({kind}): it is damaged, out of reach or not one of ours. "
            "Nothing was changed; look at DATABASE_URL, or put a backup back.",
            file=sys.stderr,
        )
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="netwerkberaad",
        description="Runs the whole way of a network meeting. Settings come from the environment; see README.md.",
    )
    commands = parser.add_subparsers(required=True, metavar="command")

    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--instance", help="folder with keys and data (default: instance)")
    common.add_argument("--host", help="address to listen on (default: 127.0.0.1)")
    common.add_argument("--port", help="port to listen on (default: 8000)")

    def add(name: str, command: Command, explanation: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=explanation, description=explanation, parents=[common])
        added.set_defaults(command=command)
        return added

    add("serve", serve, "start the application: pages and jobs")
    add("setup-link", setup_link, "print a new one-time link to set up an installation that is empty")
    add("migrate", migrate_schema, "bring the database to the newest version")
    jobs = add("jobs", run_jobs, "run one job now, or the whole timetable until told to stop")
    jobs.add_argument("what", choices=["run", "work"], help="run NAME once, or work through the timetable")
    jobs.add_argument("name", nargs="?", help="the name of the job")
    audit = add("audit", verify_audit, "check that no entry of the log was removed or altered")
    audit.add_argument("what", choices=["verify"])
    add(
        "backup", backup, "make a sealed backup of the data and one of the keys, and put both back as a trial"
    )
    restoring = "put a backup of the data back in an empty database, or prove that it can be (--verify)"
    add_restore_options(add("restore", restore, restoring))
    add_doctor_options(add("doctor", doctor, "look at this installation: what is wrong, why, what to do"))
    for name, fill, explanation in _GROUPS:
        fill(commands.add_parser(name, help=explanation, description=explanation), common)
    demo = add("demo", run_demo, "start a practice region with fictional cases")
    demo.add_argument("--no-serve", action="store_true", help="make the data and stop")
    demo.add_argument("--reset", action="store_true", help="throw away the practice data and start afresh")
    return parser


def serve(_options: argparse.Namespace, settings: Settings) -> int:
    """Make ready what is missing, then serve until told to stop."""
    from netwerkberaad.commands.sheets import has_sheet
    from netwerkberaad.server import Application

    store = prepare(settings)
    link = _new_setup_link(store, settings)
    on_paper = settings.practice or has_sheet(store)
    store.engine.dispose()  # a connection must not live on in the processes that are copied from this one

    def say_ready() -> None:
        print(f"Netwerkberaad is ready: {settings.base_url}", flush=True)
        if link:
            print(f"Set it up here, within seven days and once: {link}", flush=True)
        if settings.mail_url.startswith("spool:"):
            print(f"Mail is not sent but written to {settings.spool}; set MAIL_URL to send it.", flush=True)
        if not on_paper:
            print(
                "LOSING THE ROOT KEYS IS LOSING EVERYTHING, and they are not on paper yet. Print the sheet:",
                flush=True,
            )
            print("    netwerkberaad keys sheet recovery-sheet.pdf", flush=True)

    Application(settings, on_ready=say_ready).run()
    return 0


def setup_link(_options: argparse.Namespace, settings: Settings) -> int:
    """Print a new set-up link; earlier ones stop working."""
    link = _new_setup_link(prepare(settings), settings)
    if link is None:
        print("netwerkberaad: this installation is set up already", file=sys.stderr)
        return 1
    print(link)
    return 0


def migrate_schema(_options: argparse.Namespace, settings: Settings) -> int:
    """Bring the database to the newest version."""
    prepare(settings)
    return 0


def run_jobs(options: argparse.Namespace, settings: Settings) -> int:
    """Run one job, or the timetable in this process."""
    from netwerkberaad.jobs import TIMETABLE, job_named, run_job, run_until_told

    if options.what == "work":
        prepare(settings).engine.dispose()
        run_until_told(settings)
        return 0
    names = [job.name for job in TIMETABLE]
    if options.name not in names:
        print(f"netwerkberaad: there is no such job; choose from: {', '.join(names)}", file=sys.stderr)
        return 2
    return 0 if run_job(prepare(settings), settings, job_named(options.name), clock=SystemClock()) else 1


def verify_audit(_options: argparse.Namespace, settings: Settings) -> int:
    """Walk through the log; name each place that does not fit."""
    from netwerkberaad.foundation.core import audit_chain
    from netwerkberaad.foundation.vault import keys_of

    with prepare(settings).reading() as session:
        faults = audit_chain.verify(session, sign=keys_of(session).signer(audit_chain.PURPOSE))
    for fault in faults:
        print(f"altered or removed: {fault}")
    print("the log is whole" if not faults else f"{len(faults)} places do not fit")
    return 1 if faults else 0


def run_demo(options: argparse.Namespace, settings: Settings) -> int:
    """Hand over to the demo."""
    from netwerkberaad.demo.cli import run

    return run(options, settings, prepare=prepare, serve=serve)


def prepare(settings: Settings) -> "Store":
    """Folder, keys and schema of an installation, made on the first start.

    Raises KeyRingError when the keys are not safe to use, or when they are gone while there are data.
    """
    from sqlalchemy import select

    from netwerkberaad.foundation.core.database import build_engine
    from netwerkberaad.foundation.vault import SYSTEM_SCOPE, LiveRing, RootKey, ScopeKey, Store, provider_of
    from netwerkberaad.migrations import migrate

    settings.instance.mkdir(parents=True, exist_ok=True)
    engine = build_engine(settings.database_url)
    migrate(engine)
    provider = provider_of(settings)
    with engine.connect() as connection:
        begun = connection.execute(select(RootKey.id).limit(1)).first() is not None
        whole = connection.execute(select(ScopeKey.id).where(ScopeKey.id == SYSTEM_SCOPE)).first() is not None
    if begun and not provider.exists:
        raise KeyRingError(
            f"{provider.path} is gone, and what it sealed cannot be read: put it back, or restore it from the"
            " recovery sheet with: netwerkberaad keys recover"
        )
    if begun and not whole:
        raise KeyRingError(
            "this database came without its wrapped keys: put them back with: netwerkberaad keys restore"
        )
    provider.load_or_make()
    store = Store(engine, LiveRing.of(provider))
    store.prepare(now=SystemClock().now())
    return store


def _new_setup_link(store: "Store", settings: Settings) -> str | None:
    """A one-time link to set up an installation, or None when that was done already."""
    from netwerkberaad.accounts import StaffLinkPurpose, any_region, make_staff_link
    from netwerkberaad.foundation.access import system_actor

    with store.writing() as session:
        if any_region(session):
            return None
        token = make_staff_link(
            session, system_actor(), staff=None, purpose=StaffLinkPurpose.SETUP, now=SystemClock().now()
        )
    return f"{settings.base_url}/inrichten/{token}"


if __name__ == "__main__":
    sys.exit(main())
