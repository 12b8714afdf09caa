"""The board of inviting: everybody in the circle with where they stand, in a constant number of queries."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from netwerkberaad import cases
from netwerkberaad.cases.contact_person import asked_of
from netwerkberaad.cases.model import Case
from netwerkberaad.cases.people import ContactData, Person, PersonKind, PersonName
from netwerkberaad.foundation.core.reading import read_once
from netwerkberaad.foundation.messages.model import Channel
from netwerkberaad.invites.contacts import contacts_of
from netwerkberaad.invites.model import (
    Answer,
    AnswerContent,
    Contact,
    ContactResult,
    Invitation,
    Reply,
    Stage,
)
from netwerkberaad.invites.needs import NeedLine, needs_of


class BoardGroup(StrEnum):
    """Where somebody stands, in the order in which the board shows it."""

    NOT_APPROACHED = "not_approached"
    APPROACHED = "approached"
    INVITED = "invited"
    UNSURE = "unsure"
    COMES = "comes"
    CONTRIBUTES = "contributes"
    DOES_NOT_COME = "does_not_come"
    NO_REACTION = "no_reaction"


_BY_REPLY = {
    Reply.COMES: BoardGroup.COMES,
    Reply.COMES_REMOTE: BoardGroup.COMES,
    Reply.UNSURE: BoardGroup.UNSURE,
    Reply.CONTRIBUTES: BoardGroup.CONTRIBUTES,
    Reply.DOES_NOT_COME: BoardGroup.DOES_NOT_COME,
    Reply.NO_REACTION: BoardGroup.NO_REACTION,
}


_SILENT = frozenset({BoardGroup.APPROACHED, BoardGroup.INVITED})


@dataclass(frozen=True, slots=True)
class ContactLine:
    """One attempt as the board shows it."""

    id: uuid.UUID
    at: datetime
    channel: Channel
    result: ContactResult
    note: str
    staff_id: uuid.UUID | None

    @property
    def reached(self) -> bool:
        """Whether somebody was spoken to."""
        return self.result in {ContactResult.REACHED, ContactResult.TALKED}


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """The answer that counts: what was said, when, and how it came in."""

    at: datetime
    via: Channel
    recorded_by: uuid.UUID | None
    content: AnswerContent


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One person: stage, answer, attempts (newest first) and needs. ``may_invite`` is false while a hoofdpersoon did
    not agree, or when the person is on the list 'niet uitnodigen'; ``refused_by`` and ``missing`` name who.
    ``alike`` warns that the name is like one on that list.
    """

    person_id: uuid.UUID
    name: PersonName
    kind: PersonKind
    relation: str
    language: str
    contact: ContactData
    contact_erased_at: datetime | None
    group: BoardGroup
    stage: Stage
    channel: Channel | None
    approached_at: datetime | None
    talk_at: datetime | None
    invited_at: datetime | None
    handled_at: datetime | None
    answer: AnswerLine | None
    contacts: tuple[ContactLine, ...]
    needs: tuple[NeedLine, ...]
    may_invite: bool
    excluded: bool
    alike: bool
    refused_by: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def unseen(self) -> bool:
        """Whether there is an answer that the gespreksleider has not handled."""
        return self.answer is not None and (self.handled_at is None or self.handled_at < self.answer.at)

    @property
    def latest_contact(self) -> ContactLine | None:
        """The newest attempt."""
        return self.contacts[0] if self.contacts else None

    @property
    def waits_since(self) -> datetime | None:
        """Since when somebody who was tried or invited is silent: the latest attempt; None for who was spoken to after
        it, answered, or was never approached.
        """
        latest = self.latest_contact
        if self.group not in _SILENT or (latest is not None and latest.reached):
            return None
        return max((at for at in (latest.at if latest else None, self.invited_at) if at), default=None)


@dataclass(frozen=True, slots=True)
class Board:
    """All rows in board order, with how many stand in each group. Hoofdpersonen are not on it: they invite."""

    rows: tuple[BoardRow, ...]
    counts: dict[BoardGroup, int]

    @property
    def groups(self) -> tuple[tuple[BoardGroup, tuple[BoardRow, ...]], ...]:
        """The groups that have somebody in them, with their rows."""
        return tuple(
            (group, tuple(row for row in self.rows if row.group is group))
            for group in BoardGroup
            if self.counts[group]
        )

    @property
    def open_needs(self) -> tuple[NeedLine, ...]:
        """Everything that still has to be arranged."""
        return tuple(need for row in self.rows for need in row.needs if need.open)


@dataclass(frozen=True, slots=True)
class _Loaded:
    invitations: dict[uuid.UUID, Invitation]
    answers: dict[uuid.UUID, Answer]
    contacts: dict[uuid.UUID, list[Contact]]
    needs: dict[uuid.UUID, list[NeedLine]]
    permits: dict[uuid.UUID, "Permit"]


@dataclass(frozen=True, slots=True)
class Permit:
    """Whether somebody may be asked: nobody refused or is still to be asked, and no exclusion matches.

    ``early``: with spoed those who are still to be asked are asked afterwards. ``alike``: the name is like one excluded.
    ``through``: the contact person who is asked in the place of this organisation.
    """

    excluded: bool
    refused_by: tuple[str, ...]
    missing: tuple[str, ...]
    early: bool = False
    alike: bool = False
    through: str = ""

    @property
    def given(self) -> bool:
        """Whether the invitation may go."""
        return not (self.excluded or self.refused_by or self.through or (self.missing and not self.early))


def board_of(session: Session, case: Case) -> Board:
    """The board of a case, in the same number of queries for two people as for forty."""
    return read_once(session, ("board", case.id), lambda: _board(session, case))


def _board(session: Session, case: Case) -> Board:
    people = cases.people_of(session, case)
    members = asked_of(people)
    loaded = _load(session, case, people)
    rows = [_row(person, loaded) for person in members]
    order = list(BoardGroup)
    rows.sort(key=lambda row: (order.index(row.group), row.name.short.casefold()))
    counts = {group: sum(row.group is group for row in rows) for group in BoardGroup}
    return Board(rows=tuple(rows), counts=counts)


def board_row(session: Session, case: Case, person: Person) -> BoardRow:
    """The row of one person."""
    return _row(person, _load(session, case, cases.people_of(session, case)))


def permits_of(session: Session, case: Case, people: Iterable[Person]) -> dict[uuid.UUID, Permit]:
    """For everybody in the circle whether they may be invited. ``people`` are all people of the case."""
    everybody = list(people)
    names = {person.id: person.name.short for person in everybody}
    states = cases.approved(everybody, cases.approvals_of(session, case))
    exclusions = cases.exclusions_of(session, case)
    early = cases.early_start_of(session, case) is not None
    permits: dict[uuid.UUID, Permit] = {}
    for person in everybody:
        if person.is_principal:
            continue
        state = states.get(person.id)
        permits[person.id] = Permit(
            excluded=cases.matches(exclusions, person) is not None,
            refused_by=tuple(names[one] for one in state.refused_by) if state else (),
            missing=tuple(names[one] for one in state.missing) if state else (),
            early=early,
            alike=cases.resembles(exclusions, person) is not None,
            through=contact.name.short if (contact := person.contact_person) else "",
        )
    return permits


def _load(session: Session, case: Case, people: list[Person]) -> _Loaded:
    counts = and_(Answer.invitation_id == Invitation.id, Answer.current.is_(True))
    statement = select(Invitation, Answer).outerjoin(Answer, counts).where(Invitation.case_id == case.id)
    asked: list[tuple[Invitation, Answer | None]] = [(one, said) for one, said in session.execute(statement)]
    contacts: dict[uuid.UUID, list[Contact]] = {}
    for contact in contacts_of(session, case):
        contacts.setdefault(contact.person_id, []).append(contact)
    needs: dict[uuid.UUID, list[NeedLine]] = {}
    for need in needs_of(session, case):
        needs.setdefault(need.person_id, []).append(need)
    return _Loaded(
        invitations={invitation.person_id: invitation for invitation, _answer in asked},
        answers={answer.person_id: answer for _invitation, answer in asked if answer is not None},
        contacts=contacts,
        needs=needs,
        permits=permits_of(session, case, people),
    )


def _row(person: Person, loaded: _Loaded) -> BoardRow:
    invitation = loaded.invitations.get(person.id)
    answer = loaded.answers.get(person.id)
    permit = loaded.permits.get(person.id) or Permit(excluded=False, refused_by=(), missing=())
    return BoardRow(
        person_id=person.id,
        name=person.name,
        kind=person.kind,
        relation=person.about.relation,
        language=person.about.language,
        contact=person.contact,
        contact_erased_at=person.contact_erased_at,
        group=_group(invitation, answer),
        stage=invitation.stage if invitation else Stage.NOT_APPROACHED,
        channel=invitation.channel if invitation else None,
        approached_at=invitation.approached_at if invitation else None,
        talk_at=invitation.talk_at if invitation else None,
        invited_at=invitation.invited_at if invitation else None,
        handled_at=invitation.handled_at if invitation else None,
        answer=AnswerLine(answer.at, answer.via, answer.recorded_by, answer.content) if answer else None,
        contacts=tuple(_contact_line(contact) for contact in loaded.contacts.get(person.id, [])),
        needs=tuple(loaded.needs.get(person.id, [])),
        may_invite=permit.given,
        excluded=permit.excluded,
        alike=permit.alike and not permit.excluded,
        refused_by=permit.refused_by,
        missing=permit.missing,
    )


def _group(invitation: Invitation | None, answer: Answer | None) -> BoardGroup:
    if answer is not None:
        return _BY_REPLY[answer.content.reply]
    return BoardGroup(invitation.stage.value) if invitation else BoardGroup.NOT_APPROACHED


def _contact_line(contact: Contact) -> ContactLine:
    return ContactLine(
        id=contact.id,
        at=contact.at,
        channel=contact.channel,
        result=ContactResult(contact.result),
        note=contact.note,
        staff_id=contact.staff_id,
    )
