"""What the table says: names of parts, spans of time on the clock, who is there."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from flask_babel import gettext

from netwerkberaad.beraden import Attendance, Beraad, Part, PartView, Presence, TableClock, attendance_of
from netwerkberaad.cases import Person, PersonKind
from netwerkberaad.foundation.documents import from_local, listed
from netwerkberaad.invites import BoardGroup, board_of
from netwerkberaad.web.context import case, db
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.templating import clock, language

PART_NAMES = {
    Part.WELCOME: _("Welkom"),
    Part.INFORMATION: _("Informatie"),
    Part.THREE_QUESTIONS: _("Ik wil, ik kan, ik heb nodig"),
    Part.PRIVATE_TIME: _("Besloten tijd"),
    Part.PLAN: _("Plan maken"),
    Part.ACCEPTANCE: _("Instemming"),
}
PRESENCE_NAMES = {
    Presence.IN_PERSON: _("aan tafel"),
    Presence.PHONE: _("aan de telefoon"),
    Presence.VIDEO: _("op een scherm"),
}
_EXPECTED = frozenset({BoardGroup.COMES, BoardGroup.UNSURE, BoardGroup.INVITED})


def clock_span(part: PartView) -> str:
    """'19.15 tot 19.50', real times as far as known."""
    return gettext("%(since)s tot %(until)s", since=clock(part.planned_from), until=clock(part.planned_until))


def parts_shown(shown: TableClock, now: datetime) -> list[dict[str, object]]:
    """The parts as a line with stops."""
    return [_part_shown(part, now) for part in shown.parts]


def part_after(shown: TableClock) -> PartView | None:
    """The part that comes next: the first one after what is on or was that has not begun."""
    begun = [index for index, part in enumerate(shown.parts) if part.started_at is not None]
    later = shown.parts[begun[-1] + 1 if begun else 0 :]
    return next((part for part in later if part.started_at is None), None)


def minutes_of(span: timedelta) -> int:
    """Whole minutes of a span, never fewer than none."""
    return max(0, int(span.total_seconds() // 60))


def attendance_shown(beraad: Beraad, people: Sequence[Person]) -> list[dict[str, object]]:
    """Who is there, who is expected, and who left; those at the table first."""
    rows = {row.person_id: row for row in attendance_of(db(), beraad)}
    expected = {row.person_id for row in board_of(db(), case()).rows if row.group in _EXPECTED}
    listed_here = [
        person
        for person in people
        if person.id in rows or (person.left_at is None and (person.is_principal or person.id in expected))
    ]
    shown = [_person_shown(person, rows.get(person.id)) for person in listed_here]
    return sorted(shown, key=lambda one: not one["here"])


def outside_private_time(beraad: Beraad, people: Sequence[Person], facilitator: str) -> list[str]:
    """Sentences about who is not in the room: the gespreksleider and the professionals who came."""
    rows = {row.person_id: row for row in attendance_of(db(), beraad)}
    came = [person for person in people if person.kind is PersonKind.PROFESSIONAL and person.id in rows]
    waiting = [person.name.short for person in came if rows[person.id].left_at is None]
    gone = [person.name.short for person in came if rows[person.id].left_at is not None]
    outside = [facilitator, *waiting]
    if len(outside) == 1:
        sentences = [gettext("%(name)s is buiten en wacht tot u roept.", name=facilitator)]
    else:
        names = listed(outside, language())
        sentences = [gettext("%(names)s zijn buiten en wachten tot u roept.", names=names)]
    if len(gone) == 1:
        sentences.append(gettext("%(name)s is naar huis.", name=gone[0]))
    elif gone:
        sentences.append(gettext("%(names)s zijn naar huis.", names=listed(gone, language())))
    return sentences


def moment_on(day: date, at: time | None) -> datetime | None:
    """A time on the day of the meeting."""
    return from_local(day, at) if at is not None else None


def _part_shown(part: PartView, now: datetime) -> dict[str, object]:
    state = "now" if part.running else "done" if part.ended_at else "todo"
    private_over = part.part is Part.PRIVATE_TIME and part.ended_at and part.started_at
    took = minutes_of(part.ended_at - part.started_at) if part.ended_at and part.started_at else 0
    return {
        "id": part.id,
        "label": str(PART_NAMES[part.part]),
        "state": state,
        "time": clock_span(part),
        "note": gettext("%(minutes)d minuten, niets opgeschreven", minutes=took) if private_over else "",
        "elapsed": min(minutes_of(now - part.planned_from), part.minutes),
        "minutes": part.minutes,
    }


def _person_shown(person: Person, row: Attendance | None) -> dict[str, object]:
    here = row is not None and row.arrived_at is not None and row.left_at is None
    note = ""
    if row is not None and row.left_at is not None:
        note = gettext("weg %(time)s", time=clock(row.left_at))
    elif row is not None and row.note.how is not Presence.IN_PERSON:
        note = str(PRESENCE_NAMES[row.note.how])
    return {"id": person.id, "name": person.name.short, "here": here, "note": note}
