"""The doctor finds what is wrong with an installation, says why and what to do, and changes nothing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, text, update

from netwerkberaad.cli import main
from netwerkberaad.commands.doctor import Finding, examine
from netwerkberaad.commands.doctor.files import settings_that_do_not_fit
from netwerkberaad.commands.sheets import note_sheet
from netwerkberaad.flows.keeping import KEPT
from netwerkberaad.foundation.core.clock import MovableClock, SystemClock
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.core.database import build_engine
from netwerkberaad.foundation.core.heartbeat import last_runs, note_run
from netwerkberaad.foundation.vault import RootKey, ScopeKey, ScopeKind, Store
from netwerkberaad.jobs import TIMETABLE
from netwerkberaad.migrations import migrate
from tests.builders import build_case, build_world
from tests.postgres import PostgresServer
from tests.smtp import SmtpServer
from tests.stores import MONDAY


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A sound installation, a moment after everything went well."""
    instance = tmp_path / "instance"
    assert main(["migrate", "--instance", str(instance)]) == 0
    settings = Settings.from_env({"INSTANCE": str(instance)})
    store = Store.from_settings(settings)
    now = SystemClock().now()
    note_sheet(store, now=now)
    with store.writing() as session:
        for name in (*KEPT, *(job.name for job in TIMETABLE)):
            note_run(session, name, done=0, failure=None, now=now)
    store.engine.dispose()
    return settings


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """Its database, to break something in."""
    store = Store.from_settings(settings)
    yield store
    store.engine.dispose()


def found(settings: Settings, **more: bool) -> str:
    return "\n".join(finding.what for finding in examine(settings, **more))


def test_a_sound_installation_has_nothing_wrong(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert examine(settings) == []
    assert main(["doctor", "--instance", str(settings.instance)]) == 0
    assert "nothing wrong was found" in capsys.readouterr().out


def test_each_finding_says_what_why_and_what_to_do_and_ends_with_a_status(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.key_file.chmod(0o644)
    assert main(["doctor", "--instance", str(settings.instance)]) == 1
    said = capsys.readouterr().out
    assert "WRONG  root-keys.json can be read by others (mode 644)" in said
    assert "why: the application does not start" in said
    assert f"do:  chmod 600 {settings.key_file}" in said


def test_what_only_deserves_a_look_is_no_failure() -> None:
    assert Finding("x", "y", "z", wrong=False).told().startswith("look ")


@pytest.mark.parametrize(
    ("name", "value", "what"),
    [
        ("BASE_URL", "https://beraad.example.nl", "PROXIES is 0"),
        ("BASE_URL", "https://beraad.example.nl", "MAIL_URL=spool"),
        ("BASE_URL", "https://beraad.example.nl", "@localhost"),
        ("HOST", "192.0.2.1", "without TLS"),
        ("MAIL_URL", "smtp://mail.example.nl", "without TLS"),
        ("DATABASE_URL", "postgresql://x@192.0.2.1/x", "certificate is not checked"),
    ],
)
def test_settings_that_do_not_go_together_are_named(name: str, value: str, what: str) -> None:
    given = {"BASE_URL": "http://localhost", name: value}
    assert any(what in finding.what for finding in settings_that_do_not_fit(Settings.from_env(given)))


def test_backups_beside_the_keys_and_folders_open_to_all_are_named(settings: Settings) -> None:
    assert "folder of the root keys" in found(replace(settings, backups_in=settings.key_file.parent))
    settings.backups.mkdir()
    settings.backups.chmod(0o755)
    assert f"{settings.backups} can be reached by others (mode 755)" in found(settings)


def test_an_installation_that_is_not_there_is_said_to_be_so_and_is_not_made(tmp_path: Path) -> None:
    settings = Settings.from_env({"INSTANCE": str(tmp_path / "none")})
    said = found(settings)
    assert "there are no root keys" in said
    assert "there is no database yet" in said
    assert not settings.instance.exists()


def test_a_database_of_another_version_is_named(settings: Settings, store: Store) -> None:
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    assert "not at version" in found(settings)


def test_a_damaged_database_is_named(settings: Settings, store: Store) -> None:
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.rollback()
    store.engine.dispose()
    path = settings.instance / "netwerkberaad.sqlite"
    content = bytearray(path.read_bytes())
    content[4096 : 4096 * 4] = b"\xff" * 4096 * 3
    path.write_bytes(content)
    assert "the database" in found(settings)


def test_keys_that_are_missing_or_not_on_paper_are_named(settings: Settings, store: Store) -> None:
    with store.writing() as session:
        clock = MovableClock(MONDAY)
        build_case(session, build_world(session, clock), clock)
        session.execute(text("UPDATE root_key SET sheet_at = NULL"))
    assert "no key" not in found(settings)
    assert "not on paper" in found(settings)
    with store.writing() as session:
        session.execute(delete(ScopeKey).where(ScopeKey.kind == ScopeKind.CASE))
    assert "have sealed values and no key" in found(settings)
    with store.writing() as session:
        session.add(RootKey(id="00000000", made_at=MONDAY))
        session.execute(
            update(ScopeKey).where(ScopeKey.root_key_id.is_not(None)).values(root_key_id="00000000")
        )
    assert "root key 00000000 is not in the ring" in found(settings)


def test_silence_and_old_backups_are_named(settings: Settings, store: Store) -> None:
    with store.writing() as session:
        for run in last_runs(session):
            run.succeeded_at = SystemClock().now() - timedelta(hours=27)
            run.failure = "OSError" if run.name == "sweep" else None
    said = found(settings)
    assert "send_messages, " in said
    assert "sweep (OSError)" in said
    assert "no backup was made" in said


def test_the_mail_server_is_asked_only_with_a_word_and_gets_no_mail(
    settings: Settings, smtp: SmtpServer
) -> None:
    well = replace(settings, mail_url=f"smtp://{smtp.host}:{smtp.port}")
    assert examine(well, mail=True) == []
    assert smtp.received() == []
    nobody = replace(settings, mail_url="smtp://127.0.0.1:1")
    assert "mail server" not in found(nobody)
    assert "the mail server does not let us in" in found(nobody, mail=True)


@pytest.mark.postgres
def test_on_postgresql_a_role_that_may_change_the_log_is_named(
    settings: Settings, postgres_server: PostgresServer
) -> None:
    url = postgres_server.fresh()
    engine = build_engine(url)
    migrate(engine)
    engine.dispose()
    assert "may change or delete entries of the log" in found(replace(settings, database_url=url))
    assert "clock" not in found(replace(settings, database_url=url))
    postgres_server.drop(url)
