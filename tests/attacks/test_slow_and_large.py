"""Bodies that are announced too large, or that never come, against the server as it is run."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.jobs.test_serving import Served

WORKERS = 2


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Served]:
    """A running server over an empty installation."""
    served = Served(tmp_path)
    served.ready.wait()
    served.children()
    yield served
    served.end()


def _begin(server: Served, head: str) -> socket.socket:
    parts = urlsplit(server.url)
    there = socket.create_connection((parts.hostname or "", parts.port or 0), timeout=120)
    there.sendall(head.encode())
    return there


def _head(length: str) -> str:
    return (
        "POST /inloggen HTTP/1.1\r\nHost: localhost\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n"
    )


@pytest.mark.parametrize("length", ["9999999999", "1048577"])
def test_a_body_announced_too_large_is_refused_before_it_comes(server: Served, length: str) -> None:
    with _begin(server, _head(length)) as there:
        answer = there.recv(64).decode()
    assert answer.startswith("HTTP/1.1 413 ")
    assert server.get("/inloggen") == 200


@pytest.mark.parametrize("length", ["-1", "zeven", "1, 2"])
def test_a_length_that_is_no_length_is_refused(server: Served, length: str) -> None:
    with _begin(server, _head(length)) as there:
        answer = there.recv(64).decode()
    assert answer.startswith("HTTP/1.1 400 ")
    assert server.get("/inloggen") == 200


@pytest.mark.slow
def test_clients_that_send_half_a_form_and_wait_are_cut_off_and_others_are_served_again(
    server: Served,
) -> None:
    with ExitStack() as held:
        slow = [held.enter_context(_begin(server, _head("100") + "mail=")) for _worker in range(WORKERS)]
        assert server.get("/inloggen") == 200
        assert [one.recv(64).startswith(b"HTTP/1.1 200") for one in slow] == [False] * WORKERS
