"""Which large tables are read from begin to end by the statements that are sent meanwhile."""

import json
import re
from collections.abc import Iterator
from types import TracebackType
from typing import Any

from sqlalchemy import Engine, event, text

_SHORT = 160


class Watched:
    """Notes the statements sent within its block; ``walked`` names the large tables that their plans walk through."""

    def __init__(self, engine: Engine, *, larger_than: int) -> None:
        self._engine = engine
        self._large = larger_than
        self._sent: dict[str, Any] = {}
        self.walked: list[str] = []

    def __enter__(self) -> "Watched":
        event.listen(self._engine, "before_cursor_execute", self._note)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        event.remove(self._engine, "before_cursor_execute", self._note)
        if error is None:
            self.walked = sorted(set(self._find()))

    def _note(self, _connection: object, _cursor: object, statement: str, given: Any, *_rest: object) -> None:
        if statement.startswith(("SELECT", "WITH")):
            self._sent[statement] = given

    def _find(self) -> Iterator[str]:
        postgres = self._engine.dialect.name == "postgresql"
        with self._engine.connect() as connection:
            for statement, given in self._sent.items():
                if postgres:
                    plan = connection.exec_driver_sql(
                        f"EXPLAIN (FORMAT JSON) {statement}", given
                    ).scalar_one()
                    found = set(_scans(plan if isinstance(plan, list) else json.loads(plan)))
                else:
                    rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given).all()
                    found = {
                        scan[1] for row in rows if (scan := re.match(r"SCAN (\w+)(?! USING)", row.detail))
                    }
                for table in found:
                    if self._rows(table) > self._large:
                        yield f"{table}: {' '.join(statement.split())[:_SHORT]}"

    def _rows(self, table: str) -> int:
        with self._engine.connect() as connection:
            if not self._engine.dialect.has_table(connection, table):
                return 0
            return int(connection.execute(text(f'SELECT count(*) FROM "{table}"')).scalar_one())


def _scans(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for one in node:
            yield from _scans(one)
    elif isinstance(node, dict):
        if node.get("Node Type") == "Seq Scan":
            yield str(node["Relation Name"])
        for one in node.values():
            yield from _scans(one)
