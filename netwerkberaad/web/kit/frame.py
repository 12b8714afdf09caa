"""The frame of the desk: its menu, and the head of a case with the line of its way and its rooms."""

from flask import Flask, g, request, url_for
from flask_babel import gettext as _

from netwerkberaad.cases.standing import emergency_of
from netwerkberaad.foundation.access import Actor, Permission, may
from netwerkberaad.foundation.core.audit import Basis
from netwerkberaad.foundation.links import SessionStage
from netwerkberaad.web.context import READING, actor, db, now
from netwerkberaad.web.guard import table_open_until
from netwerkberaad.web.kit.forms import words_asked
from netwerkberaad.web.sessions import current
from netwerkberaad.web.templating import clock

Link = dict[str, object]


def install_frame(app: Flask) -> None:
    """Give every desk page its menu."""
    app.context_processor(desk_frame)


def desk_frame() -> dict[str, object]:
    """Menu, search and name for a signed-in member of staff; nothing for anybody else."""
    person = g.get("staff")
    if person is None:
        return {}
    if current().stage is SessionStage.ENROLMENT:
        name = {"name": person.profile.full_name, "links": []}
        return {
            "desk_user": name,
            "sign_out_url": url_for("public.sign_out"),
            "home_url": url_for("desk.second_step"),
        }
    return {
        "desk_nav": desk_menu(actor()),
        "desk_user": {
            "name": person.profile.full_name,
            "links": [
                {"label": label, "url": url_for(endpoint)}
                for permission, label, endpoint in (
                    (Permission.USE_OWN_ACCOUNT, _("Mijn account"), "desk.account"),
                    (Permission.ARRANGE_COVER, _("Waarneming"), "desk.covers"),
                    (Permission.FIND_EMERGENCY, _("Noodtoegang"), "desk.find_emergency"),
                    (Permission.CONFIRM_RESET, _("Tweede stap van collega’s"), "desk.resets"),
                )
                if may(actor(), permission)
            ],
        },
        "sign_out_url": url_for("public.sign_out"),
        "lock_urls": {
            "lock": url_for("public.lock", next=request.path if request.method in READING else None),
            "here": url_for("public.still_here"),
            "unlock": url_for("public.unlock"),
            "sign_in": url_for("public.sign_in"),
            "stays": _stays_open(),
        },
        "search_url": url_for("desk.cases") if may(actor(), Permission.LIST_CASES) else None,
        "search_text": words_asked("q"),
        "home_url": url_for("desk.home"),
        "site_name": _("Netwerkberaad"),
        "emergency": _emergency(),
    }


def _stays_open() -> int:
    """For how many seconds this page is not to be locked because nobody touches it: while its table lasts."""
    until = table_open_until()
    return max(0, int((until - now()).total_seconds())) if until else 0


def _emergency() -> Link | None:
    """What stands above every page of a case that is open in an emergency."""
    if actor().basis is not Basis.EMERGENCY or "case" not in g:
        return None
    access = emergency_of(db(), actor(), case=g.case, now=now())
    if access is None:
        return None
    return {"until": clock(access.ends_at), "url": url_for("desk.emergency", emergency_id=access.id)}


def desk_menu(who: Actor) -> list[Link]:
    """The menu items somebody may use, in the order of the day."""
    items = (
        (Permission.SEE_TODAY, _("Vandaag"), "desk.today"),
        (Permission.LIST_CASES, _("Casussen"), "desk.cases"),
        (Permission.SEE_WAITING_LIST, _("Aanvragen"), "desk.waiting"),
        (Permission.SEE_SOCIAL_MAP, _("Sociale kaart"), "desk.social_map"),
        (Permission.SEE_INSIGHTS, _("Inzicht"), "desk.insight"),
        (Permission.REQUEST_BERAAD, _("Mijn aanmeldingen"), "desk.own_requests"),
        (Permission.MANAGE_STAFF, _("Medewerkers"), "desk.staff_list"),
        (Permission.MANAGE_ORGANISATIONS, _("Organisaties"), "desk.organisations"),
        (Permission.MANAGE_ORGANISATIONS, _("Agenda per soort"), "desk.agenda_templates"),
        (Permission.MANAGE_ORGANISATIONS, _("Berichtdiensten"), "desk.services"),
        (Permission.SET_RETENTION_TERMS, _("Bewaartermijnen"), "desk.retention_terms"),
        (Permission.SEE_HEALTH, _("Toestand"), "desk.health"),
        (Permission.SEE_RETENTION, _("Privacy"), "desk.privacy"),
        (Permission.READ_AUDIT, _("Logboek"), "desk.audit_log"),
        (Permission.READ_AUDIT, _("Noodtoegang"), "desk.emergencies"),
    )
    return [
        {"label": label, "url": url_for(endpoint), "current": request.path.startswith(url_for(endpoint))}
        for permission, label, endpoint in items
        if may(who, permission)
    ]
