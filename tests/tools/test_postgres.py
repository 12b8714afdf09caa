"""The PostgreSQL of the tests is a real one, and each database stands alone."""

import os
from pathlib import Path

import psycopg
import pytest

from tests.postgres import PostgresServer

pytestmark = pytest.mark.postgres


def names(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        return [str(row[0]) for row in connection.execute("SELECT name FROM person ORDER BY name")]


def fill(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE person (name text)")
        connection.execute("INSERT INTO person VALUES ('Zoë'), ('Anna')")


def test_it_is_postgresql_and_its_text_is_utf8(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        version, encoding = connection.execute(
            "SELECT version(), pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()"
        ).fetchone() or ("", "")
    assert version.startswith("PostgreSQL")
    assert encoding == "UTF8"


def test_a_copy_of_a_template_has_its_content_and_leaves_it_alone(postgres_server: PostgresServer) -> None:
    postgres_server.template("people", fill)
    first = postgres_server.fresh(template="people")
    second = postgres_server.fresh(template="people")
    with psycopg.connect(first) as connection:
        connection.execute("DELETE FROM person")
    assert (names(first), names(second)) == ([], ["Anna", "Zoë"])
    postgres_server.drop(first)
    postgres_server.drop(second)


def test_a_template_is_filled_once(postgres_server: PostgresServer) -> None:
    calls: list[str] = []
    postgres_server.template("once", calls.append)
    postgres_server.template("once", calls.append)
    assert len(calls) == 1


def test_a_dropped_database_is_gone_also_when_somebody_is_connected(postgres_server: PostgresServer) -> None:
    url = postgres_server.fresh()
    with psycopg.connect(url):
        postgres_server.drop(url)
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(url)


def test_the_server_is_reached_by_its_socket_and_is_not_root(postgres_url: str) -> None:
    folder = Path(postgres_url.partition("host=")[2])
    process = int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])
    owner = Path(f"/proc/{process}").stat().st_uid
    assert owner != 0
    assert owner == os.geteuid() or os.geteuid() == 0
    with psycopg.connect(postgres_url) as connection:
        (addresses,) = connection.execute("SHOW listen_addresses").fetchone() or (None,)
    assert addresses == ""
