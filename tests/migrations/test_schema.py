"""The schema that migrations make is the schema of the models, on both databases."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from netwerkberaad.foundation.core.database import build_engine
from netwerkberaad.migrations import configuration, head, migrate, up_to_date
from netwerkberaad.models import metadata
from tests.postgres import PostgresServer

BOTH = pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])


class Databases:
    """Makes empty databases of one kind."""

    def __init__(self, kind: str, folder: Path, server: PostgresServer | None) -> None:
        self._kind = kind
        self._folder = folder
        self._server = server
        self._made: list[tuple[Engine, str]] = []

    def fresh(self) -> Engine:
        """An empty database."""
        if self._server is None:
            url = f"sqlite:///{self._folder / f'{len(self._made)}.sqlite'}"
        else:
            url = self._server.fresh()
        self._made.append((build_engine(url), url))
        return self._made[-1][0]

    def drop_all(self) -> None:
        """Remove what was made."""
        for engine, url in self._made:
            engine.dispose()
            if self._server is not None:
                self._server.drop(url)


@pytest.fixture
def databases(request: pytest.FixtureRequest, kind: str, tmp_path: Path) -> Iterator[Databases]:
    """Empty databases of the kind that the test asks for."""
    server = request.getfixturevalue("postgres_server") if kind == "postgres" else None
    databases = Databases(kind, tmp_path, server)
    yield databases
    databases.drop_all()


def described(engine: Engine) -> dict[str, dict[str, object]]:
    """Everything the database itself says of its tables, in a fixed order."""
    inspector = inspect(engine)
    found: dict[str, dict[str, object]] = {}
    for table in sorted(set(inspector.get_table_names()) - {"alembic_version"}):
        found[table] = {
            "columns": sorted(
                (column["name"], str(column["type"]), column["nullable"], str(column["default"]))
                for column in inspector.get_columns(table)
            ),
            "primary key": inspector.get_pk_constraint(table)["constrained_columns"],
            "foreign keys": sorted(
                repr(sorted(key.items(), key=str)) for key in inspector.get_foreign_keys(table)
            ),
            "unique": sorted(
                (str(unique["name"]), tuple(unique["column_names"]))
                for unique in inspector.get_unique_constraints(table)
            ),
            "indexes": sorted(
                (str(index["name"]), tuple(map(str, index["column_names"])), bool(index["unique"]))
                for index in inspector.get_indexes(table)
            ),
        }
    return found


@BOTH
def test_the_migrated_schema_is_the_schema_of_the_models(databases: Databases) -> None:
    migrated, made = databases.fresh(), databases.fresh()
    migrate(migrated)
    metadata.create_all(made)
    assert described(migrated) == described(made)


@BOTH
def test_alembic_finds_nothing_left_to_migrate(databases: Databases) -> None:
    engine = databases.fresh()
    migrate(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


@BOTH
def test_migrating_twice_changes_nothing_and_keeps_what_is_there(databases: Databases) -> None:
    engine = databases.fresh()
    migrate(engine)
    with engine.begin() as connection:
        connection.execute(
            text("INSERT INTO limit_hit (id, bucket, at) VALUES (:id, 'a', '2026-03-02 09:00:00')"),
            {"id": "0" * 32},
        )
    migrate(engine)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM limit_hit")).scalar() == 1


@BOTH
def test_several_processes_may_migrate_at_the_same_time(databases: Databases) -> None:
    engine = databases.fresh()
    failures: list[BaseException] = []

    def start() -> None:
        other = build_engine(engine.url.render_as_string(hide_password=False))
        try:
            migrate(other)
        except BaseException as error:
            failures.append(error)
        finally:
            other.dispose()

    starters = [threading.Thread(target=start) for _ in range(3)]
    for starter in starters:
        starter.start()
    for starter in starters:
        starter.join()
    assert failures == []
    assert up_to_date(engine)


@pytest.mark.parametrize("kind", ["sqlite"])
def test_migrations_are_one_line_that_ends_where_the_code_says(databases: Databases) -> None:
    with databases.fresh().connect() as connection:
        scripts = ScriptDirectory.from_config(configuration(connection))
    assert scripts.get_heads() == [head()]
    revisions = list(scripts.walk_revisions())
    assert [script.revision for script in reversed(revisions)] == [
        f"{n + 1:04}" for n in range(len(revisions))
    ]
