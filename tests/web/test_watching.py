"""What machines that watch are told: alive, ready and numbers; never anything about anybody, and no detail to strangers."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from netwerkberaad.cli import main
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.config import ConfigurationError, Settings
from netwerkberaad.foundation.vault import Store
from netwerkberaad.web import create_app
from tests.builders import World, build_case

TOKEN = "0123456789abcdef0123456789abcdef"
BROUGHT = {"X-Forwarded-For": "192.0.2.7"}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A real installation."""
    assert main(["migrate", "--instance", str(tmp_path / "instance")]) == 0
    return Settings.from_env({"INSTANCE": str(tmp_path / "instance")})


@pytest.fixture
def client(settings: Settings) -> FlaskClient:
    """Somebody on the same machine."""
    return create_app(settings).test_client()


def test_alive_asks_nothing_of_the_database(client: FlaskClient, settings: Settings) -> None:
    (settings.instance / "netwerkberaad.sqlite").write_bytes(b"broken")
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")


def test_ready_says_to_this_machine_what_fails_and_to_others_only_that(
    client: FlaskClient, settings: Settings
) -> None:
    assert client.get("/readyz").json == {"database": "ok", "keys": "ok"}
    assert client.get("/readyz", headers=BROUGHT).text == "ready\n"
    settings.key_file.chmod(0o644)
    settings.key_file.touch()
    failing = client.get("/readyz")
    assert (failing.status_code, failing.json) == (503, {"database": "ok", "keys": "KeyRingError"})
    told = client.get("/readyz", headers=BROUGHT)
    assert (told.status_code, told.text) == (503, "not ready\n")


def test_a_database_of_another_version_is_not_ready(client: FlaskClient, settings: Settings) -> None:
    store = Store.from_settings(settings)
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    store.engine.dispose()
    assert client.get("/readyz").json == {"database": "another version", "keys": "ok"}


def test_numbers_are_for_this_machine_or_who_brings_the_token(settings: Settings) -> None:
    client = create_app(settings).test_client()
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", headers=BROUGHT).status_code == 404
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 404
    client = create_app(replace(settings, metrics_token=TOKEN)).test_client()
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}x"}).status_code == 404
    brought = {**BROUGHT, "Authorization": f"Bearer {TOKEN}"}
    assert client.get("/metrics", headers=brought).status_code == 200


def test_a_token_that_is_easily_guessed_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="METRICS_TOKEN"):
        Settings.from_env({"METRICS_TOKEN": "geheim"})


def test_a_folder_to_count_in_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="PROMETHEUS_MULTIPROC_DIR"):
        Settings.from_env({"PROMETHEUS_MULTIPROC_DIR": str(tmp_path / "none")})


def test_the_numbers_tell_of_queues_jobs_backups_and_requests_and_of_nobody(
    app: Flask, sqlite_store: Store, sqlite_world: World, clock: MovableClock
) -> None:
    with sqlite_store.writing() as session:
        case = build_case(session, sqlite_world, clock)
    client = app.test_client()
    client.get(f"/casussen/{case.id}")
    client.get("/nergens/Marloes")
    said = client.get("/metrics").text
    for name in (
        'netwerkberaad_outbox_messages{state="waiting"}',
        "netwerkberaad_outbox_late_seconds ",
        'netwerkberaad_backup_timestamp_seconds{what="proven"} 0.0',
        'netwerkberaad_requests_total{endpoint="none",method="GET",status="4xx"}',
        'netwerkberaad_request_seconds_count{endpoint="desk.overview"}',
    ):
        assert name in said
    assert str(case.id) not in said
    assert "Marloes" not in said
    assert str(sqlite_world.region.id) not in said
    values = set(re.findall(r'="([^"]*)"', said))
    assert all(re.fullmatch(r"[\w.+]+", value) for value in values)


def test_a_method_that_does_not_exist_makes_no_name_of_its_own(app: Flask) -> None:
    app.test_client().open("/", method="FATMA")
    assert "FATMA" not in app.test_client().get("/metrics").text
