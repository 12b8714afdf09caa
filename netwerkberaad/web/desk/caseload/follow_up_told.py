"""What follows a plan, in words for the desk: one row as its room and its pages show it."""

import uuid

from flask import url_for

from netwerkberaad.cases import principals_of
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.plans import (
    CheckInResult,
    FollowUp,
    FollowUpKind,
    LineView,
    must_tell,
    obstacles_of,
    to_come,
    versions_of,
    views_of,
)
from netwerkberaad.web.context import case, db, now
from netwerkberaad.web.kit.case_frame import case_people
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.phones import Number, numbers_of
from netwerkberaad.web.kit.plan_words import shown
from netwerkberaad.web.kit.when import how_long_ago, short_day

RESULT_NAMES = {
    CheckInResult.DONE: _("Gelukt"),
    CheckInResult.PARTLY: _("Deels gelukt"),
    CheckInResult.NOT_DONE: _("Niet gelukt"),
    CheckInResult.NO_LONGER_NEEDED: _("Niet meer nodig"),
}
STEP_IN_NAMES = {CheckInResult.DONE: _("Neemt het over"), CheckInResult.NOT_DONE: _("Kan het niet overnemen")}
FAMILY_NAMES = {CheckInResult.DONE: _("Mag het weten"), CheckInResult.NOT_DONE: _("Hoort het niet")}
KIND_NAMES = {
    FollowUpKind.REMINDER: _("Herinnering"),
    FollowUpKind.CHECK_IN: _("Vraag hoe het ging"),
    FollowUpKind.STEP_IN: _("Vraag of het kan worden overgenomen"),
    FollowUpKind.LOOK_ALONG: _("Bericht aan wie meekijkt"),
    FollowUpKind.ASK_FAMILY: _("Vragen of de professional het mag weten"),
    FollowUpKind.STAND_BY: _("Bericht aan de professional erachter"),
    FollowUpKind.CALL: _("Bellen na vier weken"),
    FollowUpKind.EVALUATION: _("Samen terugkijken"),
}
PAGES = {
    FollowUpKind.CALL: "desk.finish_follow_up",
    FollowUpKind.EVALUATION: "desk.finish_follow_up",
    FollowUpKind.STEP_IN: "desk.step_in_for",
    FollowUpKind.ASK_FAMILY: "desk.family_asked",
    FollowUpKind.LOOK_ALONG: "desk.finish_follow_up",
    FollowUpKind.STAND_BY: "desk.finish_follow_up",
}
"""Where something that is due is put on record; a question how it went has a page of its own."""
ON_BEHALF = (Channel.PHONE, Channel.IN_PERSON, Channel.PAPER, Channel.LETTER, Channel.SMS)
OURS = frozenset({FollowUpKind.CALL, FollowUpKind.EVALUATION})
_OF_ALL = OURS | {FollowUpKind.ASK_FAMILY}


class Teller:
    """Tells rows in words. The lines of all versions are read once: a check-in may be about an earlier one."""

    def __init__(self) -> None:
        views = views_of(db(), versions_of(db(), case()))
        self.lines: dict[uuid.UUID, LineView] = {
            line.id: line for view in views.values() for line in view.lines
        }
        self.obstacles = {one.id: one.content.text for one in obstacles_of(db(), case())}
        self.names = {person.id: person.name.short for person in case_people()}

    def told(self, row: FollowUp) -> dict[str, object]:
        """One row as the pages show it."""
        line = self.lines.get(row.commitment_id) if row.commitment_id else None
        content = row.content
        return {
            "id": row.id,
            "page": url_for(
                PAGES.get(row.kind, "desk.check_in_for"), case_id=row.case_id, follow_up_id=row.id
            ),
            "kind": str(KIND_NAMES[row.kind]),
            "word": row.kind.value,
            "ours": row.kind in OURS,
            "step": to_come(row),
            "to_tell": must_tell(row),
            "name": self.names.get(row.person_id, "") if row.person_id else "",
            "what": str(shown(line)["what"]) if line else self.obstacles.get(row.lineage_id or row.id, ""),
            "due": short_day(row.due_at),
            "waits": how_long_ago(row.answered_at or row.sent_at or row.due_at, now()),
            "sent": row.sent_at is not None,
            "result": _result(row),
            "well": content.result in {CheckInResult.DONE, CheckInResult.NO_LONGER_NEEDED}
            and not content.need,
            "need": content.need,
            "note": content.note,
        }


def _result(row: FollowUp) -> str:
    names = {FollowUpKind.STEP_IN: STEP_IN_NAMES, FollowUpKind.ASK_FAMILY: FAMILY_NAMES}
    result = row.content.result
    return str(names.get(row.kind, RESULT_NAMES)[result]) if result else ""


def numbers_for(row: FollowUp) -> list[Number]:
    """Whom to call: whom it is about, and for a talk about the whole plan or with the family the hoofdpersonen."""
    if row.person_id is not None and row.kind not in _OF_ALL:
        return numbers_of([row.person_id])
    return numbers_of([person.id for person in principals_of(case_people())])
