"""Texts of the demo: they leave by a stand-in on this machine, lie beside the mails, and are reported as arrived."""

import json
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from netwerkberaad.accounts import Region
from netwerkberaad.demo.service import texts_sent
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.messages import Channel, MessageService, send_due
from netwerkberaad.foundation.vault import Store
from tests.builders import World
from tests.rooms.story import SETTINGS, begin


class _Listener(HTTPServer):
    timeout = 30
    said: tuple[str, str, dict[str, str]] = ("", "", {})


class _Taker(BaseHTTPRequestHandler):
    server: _Listener

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.said = (self.path, self.headers["Authorization"], json.loads(body))
        self.send_response(204)
        self.end_headers()

    def log_request(self, code: object = "-", size: object = "-") -> None:
        """Say nothing."""


@pytest.mark.parametrize("starts", [1, 2])
def test_a_text_of_the_demo_goes_and_arrives_on_this_machine(
    sqlite_store: Store, clock: MovableClock, sqlite_world: World, tmp_path: Path, starts: int
) -> None:
    story = begin(sqlite_store, clock, sqlite_world)
    with story.work() as work:
        work.session.get_one(Region, work.case.region_id).practice = True
    with _Listener(("127.0.0.1", 0), _Taker) as listener:
        url = f"http://127.0.0.1:{listener.server_address[1]}"
        settings = replace(SETTINGS, instance=tmp_path, base_url=url)
        for _start in range(starts - 1):
            with texts_sent(sqlite_store, settings):
                pass
        with texts_sent(sqlite_store, settings):
            with story.work() as work:
                work.invite("Kees", Channel.SMS)
            assert send_due(sqlite_store, settings, now=clock.now()) == 1
            listener.handle_request()
    path, token, said = listener.said
    with story.work() as work:
        (service,) = work.session.query(MessageService)
        assert path == f"/meldingen/{service.id}/verzonden"
    assert token.startswith("Bearer ")
    assert (said["status"], said["to"]) == ("delivered", "+31600000121")
    (text,) = settings.spool.glob("sms-*.txt")
    assert "u bent uitgenodigd" in text.read_text(encoding="utf-8")
