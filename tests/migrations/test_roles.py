"""On PostgreSQL the application works under a role that can add to the log and change nothing in it."""

import subprocess
from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from netwerkberaad.cli import main
from netwerkberaad.foundation.core import audit, audit_chain
from netwerkberaad.foundation.core.audit import Entry, Who
from netwerkberaad.foundation.core.database import build_engine, clear_leftovers
from netwerkberaad.foundation.vault import KeyRing, Store, keys_of
from netwerkberaad.migrations import migrate
from tests.keys import make_case, opens
from tests.postgres import USER, PostgresServer, installed
from tests.stores import MONDAY

pytestmark = pytest.mark.postgres
APP = "netwerkberaad app"
SEEN = audit.declare("test.roles_seen", "test")


@pytest.fixture
def app(postgres_server: PostgresServer, capsys: pytest.CaptureFixture[str]) -> Iterator[Store]:
    """The application under its own role, in a database of the owner."""
    url = postgres_server.fresh()
    owner = build_engine(url)
    migrate(owner)
    assert main(["database", "roles"]) == 0
    script = capsys.readouterr().out
    for _ in range(2):  # after each migration again
        give_roles(url, script)
    engine = build_engine(url.replace(f"{USER}@", f"{APP.replace(' ', '%20')}@"))
    store = Store(engine, KeyRing.fresh())
    store.prepare(now=MONDAY)
    yield store
    engine.dispose()
    owner.dispose()
    postgres_server.drop(url)


def give_roles(url: str, script: str) -> None:
    psql = [str(installed() / "bin" / "psql"), "--quiet", "--set=ON_ERROR_STOP=1", f"--set=app={APP}", url]
    subprocess.run(psql, input=script, text=True, check=True, capture_output=True)


def log(store: Store) -> None:
    with store.writing() as session:
        audit.record(session, Entry(SEEN, Who(kind="system"), MONDAY))


def chain(store: Store) -> int:
    with store.writing() as session:
        return audit_chain.seal_entries(session, sign=keys_of(session).signer(audit_chain.PURPOSE))


def faults(store: Store) -> list[str]:
    with store.reading() as session:
        return audit_chain.verify(session, sign=keys_of(session).signer(audit_chain.PURPOSE))


def test_the_application_works_under_its_role(app: Store) -> None:
    with app.engine.connect() as connection:
        assert connection.execute(text("SELECT current_user")).scalar_one() == APP
    migrate(app.engine)  # nothing left to do
    assert opens(app, make_case(app))
    log(app)
    assert chain(app) == 1
    log(app)
    assert chain(app) == 1  # goes on where it was
    assert faults(app) == []
    assert clear_leftovers(app.engine, "scope_key")


@pytest.mark.parametrize(
    "attempt",
    [
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "DELETE FROM audit_chain",
        "TRUNCATE audit_chain",
        "DROP TABLE audit_entry",
        "UPDATE audit_entry SET action = 'x'",
        "UPDATE audit_entry SET at = now()",
        "UPDATE audit_entry SET digest = NULL",
        "UPDATE audit_entry SET position = 9",
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
        "DROP TRIGGER keep_what_is_chained ON audit_entry",
        "CREATE OR REPLACE FUNCTION keep_what_is_chained() RETURNS trigger LANGUAGE sql AS ''",
        "UPDATE alembic_version SET version_num = '0'",
        "CREATE TABLE mine (id int)",
        "SET ROLE postgres",
    ],
)
def test_the_role_of_the_application_cannot_change_the_log_or_the_schema(app: Store, attempt: str) -> None:
    log(app)
    chain(app)
    with app.engine.connect() as connection, pytest.raises(DBAPIError):
        connection.execute(text(attempt))
    assert faults(app) == []
    with app.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM audit_entry")) == 1
