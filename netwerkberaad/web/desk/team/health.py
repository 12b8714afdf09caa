"""Toestand: whether jobs run, messages leave and backups are made, for the beheerder. Numbers and moments, no content."""

from datetime import timedelta

from flask import Blueprint
from werkzeug.wrappers import Response

from netwerkberaad.cases import find_keyless
from netwerkberaad.flows import keeping
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.heartbeat import last_runs
from netwerkberaad.foundation.messages import outbox_counts
from netwerkberaad.privacy.moving.packing import cases_on_their_way
from netwerkberaad.web.context import db, now, services, staff
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import page

SILENCE = timedelta(hours=2)
JOB_NAMES = {
    "send_messages": _("Berichten versturen"),
    "read_mailboxes": _("Lezen wat per mail terugkomt"),
    "send_password_links": _("Links voor een nieuw wachtwoord klaarzetten"),
    "send_follow_ups": _("Herinneringen en check-ins klaarzetten"),
    "send_reminders": _("Nog eens vragen wie niet antwoordde"),
    "remind_promises": _("Herinneren aan beloofd contact"),
    "seal_audit": _("Logboek verzegelen"),
    "sweep": _("Opruimen"),
    "close_polls": _("Datumprikkers sluiten"),
    "clear_destroyed": _("Resten wissen na vernietigen"),
    "move_cases": _("Casussen inpakken en inlezen"),
    "propose_destructions": _("Vernietigen voorstellen"),
    "back_up": _("Back-up maken"),
    "back_up_keys": _("Back-up van de sleutels maken"),
}


def add_pages(blueprint: Blueprint) -> None:
    """Put this page at its address."""
    blueprint.add_url_rule("/beheer/toestand", "health", health)


@allow(Permission.SEE_HEALTH)
def health() -> Response:
    """Jobs, outbox, keys and backups."""
    runs = [run for run in last_runs(db()) if run.name not in keeping.KEPT]
    kept = keeping.last_kept(db())
    services().store.look_for_keyless(find_keyless)
    silent = [run for run in runs if run.succeeded_at is None or now() - run.succeeded_at > SILENCE]
    return page(
        "desk/admin/health.html",
        runs=[(JOB_NAMES.get(run.name, run.name), run, run in silent) for run in runs],
        silent=silent,
        outbox=outbox_counts(db(), region_id=staff().region_id),
        keyless=len(services().store.hidden.cases - cases_on_their_way(db())),
        keys=len(services().store.ring.keys),
        mail=services().settings.mail_url.partition(":")[0],
        kept=kept,
        backup_late=kept.alarming(now()),
        now=now(),
    )
