"""The schema: linear migrations, never edited once released, applied at start-up by whoever comes first."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, text

if TYPE_CHECKING:
    from alembic.config import Config

# Any fixed number: whoever holds this lock of PostgreSQL migrates, the others wait and find nothing left to do.
_LOCK = 7_303_014


def configuration(connection: Connection) -> "Config":
    """Alembic's configuration for one connection, without a file."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def migrate(engine: Engine, *, version: str | None = None) -> None:
    """Bring the schema to the newest version, or an earlier one, in one transaction. Several processes may start at once."""
    if up_to_date(engine):
        return
    from alembic import command

    with engine.execution_options(writes=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        command.upgrade(configuration(connection), version or "head")


def head() -> str:
    """The newest version this code knows. Versions are numbered files, so that looking needs no Alembic."""
    return known_versions()[-1]


def known_versions() -> list[str]:
    """All versions this code knows, oldest first."""
    names = sorted(path.name for path in (Path(__file__).parent / "versions").glob("[0-9]*.py"))
    return [name.partition("_")[0] for name in names]


def up_to_date(engine: Engine) -> bool:
    """Whether the schema has the newest version."""
    from sqlalchemy import inspect

    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    return list(found) == [head()]
