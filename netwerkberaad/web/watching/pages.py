"""/healthz, /readyz and /metrics. What they say in detail is for who may know: a token, or this machine itself."""

import hmac
import json
from collections.abc import Iterator
from datetime import datetime

from flask import Blueprint, Response, abort, request
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from netwerkberaad.flows import keeping
from netwerkberaad.foundation.core.config import LOOPBACK
from netwerkberaad.foundation.core.heartbeat import last_runs
from netwerkberaad.foundation.messages import outbox_counts
from netwerkberaad.foundation.vault import VaultError
from netwerkberaad.migrations import up_to_date
from netwerkberaad.web.context import now, services
from netwerkberaad.web.guard import public

_FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP")


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    blueprint.add_url_rule("/healthz", "alive", alive)
    blueprint.add_url_rule("/readyz", "ready", ready)
    blueprint.add_url_rule("/metrics", "numbers", numbers)


@public
def alive() -> Response:
    """This process answers; nothing else is asked."""
    return Response("ok\n", mimetype="text/plain")


@public
def ready() -> Response:
    """Whether pages can work: database, its version, and keys. Which of them does not, is told to who may know."""
    state = {"database": _database(), "keys": _keys()}
    well = set(state.values()) == {"ok"}
    if _may_know():
        response = Response(json.dumps(state), mimetype="application/json")
    else:
        response = Response("ready\n" if well else "not ready\n", mimetype="text/plain")
    response.status_code = 200 if well else 503
    return response


@public
def numbers() -> Response:
    """Queues, jobs, backups and requests for Prometheus; as if it did not exist for who may not know."""
    if not _may_know():
        abort(404)
    registry = CollectorRegistry()
    if counted := services().settings.metrics_folder:
        MultiProcessCollector(registry, path=str(counted))
        registry.register(_State(now()))
        content = generate_latest(registry)
    else:
        registry.register(_State(now()))
        content = generate_latest(registry) + generate_latest(REGISTRY)
    return Response(content, content_type=CONTENT_TYPE_LATEST)


class _State(Collector):
    """What the database says at this moment."""

    def __init__(self, moment: datetime) -> None:
        self._now = moment

    def collect(self) -> Iterator[Metric]:
        """Every number."""
        with services().store.reading() as session:
            yield from self._outbox(session)
            yield from _jobs(session)
            yield from _backups(session)

    def _outbox(self, session: Session) -> Iterator[Metric]:
        outbox = outbox_counts(session)
        messages = GaugeMetricFamily("netwerkberaad_outbox_messages", "Messages not sent", labels=["state"])
        messages.add_metric(["waiting"], outbox.waiting)
        messages.add_metric(["parked"], outbox.parked)
        yield messages
        late = (self._now - outbox.oldest_due).total_seconds() if outbox.oldest_due else 0.0
        yield GaugeMetricFamily(
            "netwerkberaad_outbox_late_seconds", "How late the oldest is", value=max(late, 0.0)
        )


def _jobs(session: Session) -> Iterator[Metric]:
    last = GaugeMetricFamily("netwerkberaad_job_success_timestamp_seconds", "Last success", labels=["job"])
    failing = GaugeMetricFamily("netwerkberaad_job_failing", "1 when its last run failed", labels=["job"])
    for run in last_runs(session):
        if run.name not in keeping.KEPT:
            last.add_metric([run.name], run.succeeded_at.timestamp() if run.succeeded_at else 0)
            failing.add_metric([run.name], int(run.failure is not None))
    yield last
    yield failing


def _backups(session: Session) -> Iterator[Metric]:
    kept = keeping.last_kept(session)
    moments = {"made": kept.made_at, "proven": kept.proven_at, "keys": kept.keys_at}
    last = GaugeMetricFamily("netwerkberaad_backup_timestamp_seconds", "Last backup", labels=["what"])
    for what, moment in moments.items():
        last.add_metric([what], moment.timestamp() if moment else 0)
    yield last


def _may_know() -> bool:
    """With a token set, who brings it; else who is on this machine and not brought here by a proxy."""
    token = services().settings.metrics_token
    if token:
        return hmac.compare_digest(
            request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode()
        )
    return request.remote_addr in LOOPBACK and not any(name in request.headers for name in _FORWARDED)


def _database() -> str:
    try:
        return "ok" if up_to_date(services().store.engine) else "another version"
    except SQLAlchemyError as error:
        return type(error).__name__


def _keys() -> str:
    try:
        services().store.renew_ring()
    except VaultError as error:
        return type(error).__name__
    return "ok"
