"""Choosing days: the same questions at the door and at the desk, one for each proposed moment."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TypeVar

from flask_babel import gettext
from wtforms import Field, RadioField
from wtforms.validators import Optional

from netwerkberaad.foundation.documents import local, spoken_date, spoken_time
from netwerkberaad.invites import PollSlot, Vote
from netwerkberaad.web.kit.forms import BaseForm, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.templating import language

VOTE_NAMES = {
    Vote.YES: _("Ja, dan kan ik"),
    Vote.IF_NEED_BE: _("Als het moet"),
    Vote.NO: _("Nee, dan kan ik niet"),
}
_PREFIX = "dag-"
F = TypeVar("F", bound="VotesForm")


class VotesForm(BaseForm):
    """One choice for each moment."""

    @property
    def days(self) -> list[Field]:
        """The questions in order of time."""
        return [field for name, field in self._fields.items() if name.startswith(_PREFIX)]

    def show(self, votes: Mapping[uuid.UUID, Vote]) -> None:
        """Fill in what was chosen before."""
        for slot_id, vote in votes.items():
            if (name := _PREFIX + slot_id.hex) in self._fields:
                self._fields[name].data = vote.value

    def said(self) -> dict[uuid.UUID, Vote]:
        """What was chosen, by slot."""
        return {uuid.UUID(day.name.removeprefix(_PREFIX)): Vote(day.data) for day in self.days if day.data}


def votes_form(
    base: type[F], slots: Iterable[PollSlot], *, names: Mapping[Vote, str], whole: bool
) -> type[F]:
    """A form for these moments. ``whole``: every one of them must be answered."""
    choices = [(vote.value, str(name)) for vote, name in names.items()]
    check = required(_("Kies wat voor deze dag klopt.")) if whole else Optional()
    fields = {
        _PREFIX + slot.id.hex: RadioField(slot_words(slot.starts_at, slot.minutes), [check], choices=choices)
        for slot in slots
    }
    return type("DaysForm", (base,), fields)


def slot_words(starts_at: datetime, minutes: int) -> str:
    """'Donderdag 26 maart, 19.00 tot 21.45 uur'."""
    return gettext(
        "%(day)s, %(start)s tot %(end)s",
        day=_capital(spoken_date(starts_at, language())),
        start=local(starts_at).strftime("%H.%M"),
        end=spoken_time(starts_at + timedelta(minutes=minutes), language()),
    )


def slot_name(starts_at: datetime) -> str:
    """'Donderdag 26 maart 19.00 uur'."""
    return _capital(f"{spoken_date(starts_at, language())} {spoken_time(starts_at, language())}")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
