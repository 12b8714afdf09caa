"""Jobs look for what is due every few seconds: they find it by an index, however much is done already."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.core.database import Base
from netwerkberaad.foundation.vault import Store
from netwerkberaad.jobs import TIMETABLE, Job

SMALL = frozenset({"mailbox", "staff_link", "second_step_reset", "password_request", "limit_hit"})
"""What does not grow with the number of cases: one for each region, or kept for a day."""
WHOLE = frozenset({"back_up", "back_up_keys"})
"""The jobs that are there to read everything."""
UNDONE = frozenset(
    index.name
    for table in Base.metadata.sorted_tables
    for index in table.indexes
    if index.dialect_options["sqlite"]["where"] is not None
)
"""The indexes of what is still to be done, read from begin to end."""


@contextmanager
def walked_through(engine: Engine) -> Iterator[list[str]]:
    """Every table that is read from begin to end meanwhile, with the statement."""
    sent: list[tuple[str, Any]] = []
    found: list[str] = []

    def note(
        _connection: object, _cursor: object, statement: str, parameters: object, *_rest: object
    ) -> None:
        if statement.startswith(("SELECT", "DELETE", "UPDATE")):
            sent.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)
    with engine.connect() as connection:
        for statement, parameters in sent:
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters):
                scan = re.match(r"SCAN ([a-z_]+)(?: USING (?:COVERING )?INDEX (\w+))?", row.detail)
                if scan and scan[1] in Base.metadata.tables and not (scan[1] in SMALL or scan[2] in UNDONE):
                    found.append(f"{scan[1]}: {statement}")


@pytest.mark.parametrize("job", [one for one in TIMETABLE if one.name not in WHOLE], ids=lambda job: job.name)
def test_no_job_walks_through_a_table_that_grows_with_the_cases(
    sqlite_store: Store, clock: MovableClock, tmp_path: Path, job: Job
) -> None:
    settings = Settings(tmp_path, "sqlite:///", "http://localhost")
    with walked_through(sqlite_store.engine) as found:
        job.run(sqlite_store, settings, clock.now())
    assert found == []
