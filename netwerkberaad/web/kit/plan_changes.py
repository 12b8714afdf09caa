"""What changed between two versions of the plan, in words."""

from datetime import datetime

from flask_babel import gettext as _

from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.documents import spoken_date
from netwerkberaad.plans import Change, ChangeKind, LineView, PersonBrief
from netwerkberaad.web.kit.plan_words import LEAVE_NAMES, owners_of_line, spoken_when, starts_of
from netwerkberaad.web.templating import language


def told_change(change: Change) -> dict[str, object]:
    """One change: ``kind`` in a word, ``who``, ``what`` as it is (or was), and ``details`` of what is different."""
    line = change.after or change.before
    if line is None:
        raise NotFoundError
    names = {
        ChangeKind.ADDED: _("nieuw"),
        ChangeKind.CHANGED: _("veranderd"),
        ChangeKind.ENDED: _("vervallen"),
    }
    details = _differences(change.before, change.after) if change.before and change.after else []
    return {
        "kind": names[change.kind],
        "who": owners_of_line(line) or _("Nog niemand"),
        "what": line.words.text,
        "details": details,
    }


def _differences(before: LineView, after: LineView) -> list[str]:
    days = () if spoken_when(before) != spoken_when(after) else _days(before, after)
    pairs = (
        (_("Wie"), owners_of_line(before), owners_of_line(after)),
        (_("Wat"), before.words.text, after.words.text),
        (_("Wanneer"), spoken_when(before), spoken_when(after)),
        *days,
        (_("Wat eerst gebeurt"), starts_of(before), starts_of(after)),
        (_("Wie kijkt mee"), _name(before.checker), _name(after.checker)),
        (_("Als het niet lukt"), before.words.if_not, after.words.if_not),
        (_("Wie neemt het over"), _name(before.backup), _name(after.backup)),
        (_("Wie staat erachter"), _name(before.fallback), _name(after.fallback)),
        (_("Mag die het weten"), _leave(before), _leave(after)),
        (_("Wanneer schalen we op"), before.words.fallback, after.words.fallback),
    )
    return [_was(label, old, new) for label, old, new in pairs if old != new]


def _days(before: LineView, after: LineView) -> tuple[tuple[str, str, str], ...]:
    """The days themselves, for a line of which the words stayed and the days behind them did not."""
    return (
        (_("Eerste dag"), _day(before.first_at), _day(after.first_at)),
        (_("Tot en met"), _day(before.until_at), _day(after.until_at)),
    )


def _day(moment: datetime | None) -> str:
    return spoken_date(moment, language()) if moment else ""


def _was(label: str, old: str, new: str) -> str:
    if not old:
        return _("%(label)s: %(new)s", label=label, new=new)
    if not new:
        return _("%(label)s: was ‘%(old)s’, nu niets meer", label=label, old=old)
    return _("%(label)s: was ‘%(old)s’, nu ‘%(new)s’", label=label, old=old, new=new)


def _leave(line: LineView) -> str:
    return str(LEAVE_NAMES[line.words.leave]) if line.fallback else ""


def _name(person: PersonBrief | None) -> str:
    return person.name if person else ""
