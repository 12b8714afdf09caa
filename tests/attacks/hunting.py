"""Searches everything that lies at rest for marks, in every form in which a text may lie there.

A mark is a text that must not be found. It is looked for in UTF-8, UTF-16, base64 (at all three places within a group
of three bytes, both alphabets), hexadecimal, and as addresses, JSON and HTML write it.
"""

import base64
import html
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote, quote_plus

import psycopg
from sqlalchemy import Engine, text

LEAST = 6
"""A shorter text is found by chance."""
_GRAM, _STRIDE = 4, 3
_PAGE_OF_LOG = 16 * 1024 * 1024
_DIGITS = re.compile(r"[0-9]{6}")
_HEX = frozenset(b"0123456789abcdefABCDEF")


def forms_of(mark: str) -> set[bytes]:
    """Every form in which a text may lie somewhere."""
    plain = mark.encode()
    forms = {plain, mark.encode("utf-16-le"), mark.encode("utf-16-be"), html.escape(mark).encode()}
    forms |= {json.dumps(mark)[1:-1].encode(), plain.hex().encode(), plain.hex().upper().encode()}
    for quoted in (quote(mark), quote(mark, safe=""), quote_plus(mark)):
        lower = re.sub("%[0-9A-F]{2}", lambda found: found[0].lower(), quoted)
        forms |= {quoted.encode(), lower.encode()}
    for before in range(3):
        encoded = _base64_inside(plain, before)
        forms |= {encoded, encoded.replace(b"+", b"-").replace(b"/", b"_")}
    return forms


def _base64_inside(content: bytes, before: int) -> bytes:
    """The part of a base64 text that says this content, when so many bytes of a group come before it."""
    encoded = base64.b64encode(bytes(before) + content).rstrip(b"=")
    first = (0, 2, 3)[before]
    last = 1 if (before + len(content)) % 3 else 0
    return encoded[first : len(encoded) - last]


class Hunt:
    """Marks to look for. The text is cut in grams at every third place, so that each form is met at least once."""

    def __init__(self, marks: Iterable[str]) -> None:
        self._index: dict[bytes, list[tuple[int, bytes, str]]] = defaultdict(list)
        self.marks = {mark for mark in marks if len(mark) >= LEAST}
        for mark in self.marks:
            for form in forms_of(mark):
                for offset in range(_STRIDE):
                    self._index[form[offset : offset + _GRAM]].append((offset, form, mark))

    def found_in(self, content: bytes) -> set[str]:
        """The marks that this content holds in any form."""
        found: set[str] = set()
        index = self._index
        for place in range(0, len(content) - _GRAM + 1, _STRIDE):
            gram = content[place : place + _GRAM]
            if gram in index:
                for offset, form, mark in index[gram]:
                    start = place - offset
                    if start >= 0 and content.startswith(form, start) and _meant(content, start, form, mark):
                        found.add(mark)
        return found

    def found_among(self, places: Mapping[str, bytes]) -> dict[str, set[str]]:
        """The marks by the place that holds them; places without any are left out."""
        found = {name: self.found_in(content) for name, content in places.items()}
        return {name: marks for name, marks in found.items() if marks}


def _meant(content: bytes, start: int, form: bytes, mark: str) -> bool:
    """Six digits stand by chance within the digits of an id; alone they are a code."""
    if not _DIGITS.fullmatch(mark) or form != mark.encode():
        return True
    around = content[max(start - 1, 0) : start] + content[start + len(form) : start + len(form) + 1]
    return not any(sign in _HEX for sign in around)


def files_below(*folders: Path) -> dict[str, bytes]:
    """Every file in these folders, also those of others."""
    return {
        str(path): path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()
    }


def rows_of(engine: Engine) -> dict[str, bytes]:
    """Every row of every table as text; bytes as hexadecimal digits."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            names = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        else:
            names = "SELECT name FROM sqlite_master WHERE type = 'table'"
        tables = list(connection.scalars(text(names)))
        return {
            table: "\n".join(_lines(connection.execute(text(f'SELECT * FROM "{table}"')))).encode()
            for table in tables
        }


def _lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    for row in rows:
        yield "\t".join(
            value.hex() + repr(value) if isinstance(value, bytes) else str(value) for value in row
        )


class PostgresFiles:
    """What a PostgreSQL server writes from now on: the files of one database and its log of changes."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self._engine = engine
        self._data = folder / "data"
        self._log = folder / "log"
        self._begin = self._ask("SELECT pg_current_wal_lsn() - '0/0'::pg_lsn")

    def read(self) -> dict[str, bytes]:
        """Files after a checkpoint, the log of changes since the beginning, and what the server said."""
        with psycopg.connect(self._engine.url.set(drivername="postgresql").render_as_string()) as connection:
            connection.autocommit = True
            connection.execute("CHECKPOINT")
        number = self._ask("SELECT oid FROM pg_database WHERE datname = current_database()")
        places = files_below(self._data / "base" / str(number))
        places["changes"] = b"".join(self._changes())
        places["server log"] = self._log.read_bytes()
        return places

    def _changes(self) -> Iterator[bytes]:
        end = self._ask("SELECT pg_current_wal_lsn() - '0/0'::pg_lsn")
        for number in range(self._begin // _PAGE_OF_LOG, end // _PAGE_OF_LOG + 1):
            start = number * _PAGE_OF_LOG
            high, low = divmod(number, 256)
            content = (self._data / "pg_wal" / f"00000001{high:08X}{low:08X}").read_bytes()
            yield content[max(self._begin - start, 0) : end - start]

    def _ask(self, question: str) -> int:
        with self._engine.connect() as connection:
            return int(connection.execute(text(question)).scalar_one())
