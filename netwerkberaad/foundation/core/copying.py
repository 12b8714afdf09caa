"""A consistent copy of a SQLite database while it is in use, without the rows of some tables."""

import os
from pathlib import Path

from sqlalchemy import Engine, NullPool, create_engine, delete, inspect, table


def copy_without(engine: Engine, path: Path, tables: tuple[str, ...]) -> None:
    """Write a copy to a new file; these tables are empty in it, and nothing of their rows stays in its free space.

    Raises FileExistsError when there is something already.
    """
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM INTO ?", (str(path),))
    copy = create_engine(f"sqlite:///{path}", poolclass=NullPool)
    present = set(inspect(copy).get_table_names())
    with copy.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=MEMORY")
        connection.exec_driver_sql("PRAGMA secure_delete=ON")
        for name in present & set(tables):
            connection.execute(delete(table(name)))
        connection.commit()
