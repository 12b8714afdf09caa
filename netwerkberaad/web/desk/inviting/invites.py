"""Uitnodigen: the board of people and answers, contact in one tap, and what has to be arranged."""

import uuid
from collections.abc import Sequence

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from netwerkberaad.beraden import latest_beraad
from netwerkberaad.cases import principals_of
from netwerkberaad.cases.gathering import choose_gathering
from netwerkberaad.cases.safety import safety_of
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.documents import spoken_moment
from netwerkberaad.invites import (
    BoardGroup,
    BoardRow,
    board_of,
)
from netwerkberaad.web.context import actor, case, db, may_change, now
from netwerkberaad.web.desk.inviting.board_rows import Shown, filter_links, line, shown_by, tally, to_invite
from netwerkberaad.web.desk.inviting.needs import need_items, to_arrange
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.barred import alike_words
from netwerkberaad.web.kit.case_frame import case_frame, case_people
from netwerkberaad.web.kit.forms import BaseForm
from netwerkberaad.web.kit.names import GROUP_NAMES
from netwerkberaad.web.kit.once import fresh_token
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.when import plain_day, sentence
from netwerkberaad.web.templating import language


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    path = "/casussen/<uuid:case_id>/uitnodigen"
    blueprint.add_url_rule(path, "invites", invites)
    blueprint.add_url_rule(f"{path}/bijeenkomst", "gathering", gathering, methods=["POST"])


@allow(Permission.READ_CASE)
def invites(case_id: uuid.UUID) -> Response:
    """Everybody in the circle with where they stand; ``wie`` in the address shows some of them."""
    board, chosen = board_of(db(), case()), shown_by(request.args.get("wie", ""))
    beraad = latest_beraad(db(), case())
    token = fresh_token()
    return page(
        "desk/invites/board.html",
        case_id=case_id,
        open=may_change(),
        tally=tally(board),
        filters=filter_links(board, chosen),
        groups=[
            (GROUP_NAMES[group], [line(row, token, chosen) for row in rows], group is BoardGroup.INVITED)
            for group, rows in _shown(board.groups, chosen)
        ],
        to_invite=sum(map(to_invite, board.rows)),
        beraad=beraad,
        apart=case().without_meeting and beraad is None,
        beraad_when=sentence(spoken_moment(beraad.starts_at, language())) if beraad else "",
        needs=need_items(),
        to_arrange=to_arrange(),
        checks=[_safety_check(), *_checks(board.rows)],
        principals=[
            {"name": person.name.short, "url": url_for("desk.invite", case_id=case_id, person_id=person.id)}
            for person in principals_of(case_people())
        ],
        **case_frame("invites"),
    )


@allow(Permission.CHANGE_CASE)
def gathering(case_id: uuid.UUID) -> Response:
    """Whether people sit down together, or everybody says apart what they can do."""
    form, meeting = BaseForm(), request.form.get("meeting") == "1"
    form.attempt(lambda: choose_gathering(db(), actor(), case=case(), meeting=meeting, now=now()))
    flash(_("Er komt een bijeenkomst.") if meeting else _("Er komt geen bijeenkomst."), "ok")
    return see(url_for("desk.invites", case_id=case_id))


def _shown(
    groups: Sequence[tuple[BoardGroup, Sequence[BoardRow]]], chosen: Shown
) -> list[tuple[BoardGroup, list[BoardRow]]]:
    kept = [(group, [row for row in rows if chosen.holds(row)]) for group, rows in groups]
    return [(group, rows) for group, rows in kept if rows]


def _safety_check() -> tuple[bool, str]:
    known = safety_of(db(), case())
    if known is None:
        return False, _("De vragen over veiligheid zijn nog niet beantwoord.")
    if known.content.passed:
        return False, _("De vragen over veiligheid zijn met spoed overgeslagen.")
    return True, _("De vragen over veiligheid zijn beantwoord op %(day)s.", day=plain_day(known.at))


def _checks(rows: Sequence[BoardRow]) -> list[tuple[bool, str]]:
    """What is looked at before anything is sent."""
    missing = sum(bool(row.missing) for row in rows)
    barred = [row.name.short for row in rows if row.excluded]
    refused = [row.name.short for row in rows if row.refused_by]
    alike = [row.name.short for row in rows if row.alike]
    checks = [
        (
            not missing,
            _("Alle hoofdpersonen hebben de lijst gezien.")
            if not missing
            else _("Nog niet alle hoofdpersonen hebben de hele lijst gezien."),
        ),
        (
            not barred,
            _("Niemand staat op ‘niet uitnodigen’.")
            if not barred
            else _("Op ‘niet uitnodigen’: %(names)s.", names=", ".join(barred)),
        ),
    ]
    if alike:
        checks.append((False, alike_words(", ".join(alike))))
    if refused:
        checks.append((True, _("Niet akkoord, dus niet gevraagd: %(names)s.", names=", ".join(refused))))
    return [*checks, (True, _("Het bericht zegt niet waar het over gaat."))]
