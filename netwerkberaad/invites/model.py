"""Tables of inviting: attempts to reach somebody, the invitation and the answers to it."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Boolean, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from netwerkberaad.foundation.core.database import Base, new_id, partial_index, reference, word
from netwerkberaad.foundation.messages.model import Channel
from netwerkberaad.foundation.vault import sealed_column, sealed_record, sealed_text


class ContactResult(StrEnum):
    """How an attempt ended; ``talked`` is a voorgesprek, ``asks_call`` somebody who would rather be called."""

    REACHED = "reached"
    TALKED = "talked"
    NO_ANSWER = "no_answer"
    VOICEMAIL = "voicemail"
    LEFT_MESSAGE = "left_message"
    WRONG_ADDRESS = "wrong_address"
    ASKS_CALL = "asks_call"


class Contact(Base):
    """One attempt or conversation. Result and note are sealed under the person."""

    __tablename__ = "contact"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(reference("person.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    channel: Mapped[Channel] = mapped_column(word(Channel))
    staff_id: Mapped[uuid.UUID | None]
    result_sealed: Mapped[bytes | None] = sealed_column()
    result = sealed_text("result_sealed", scope="person_id")
    note_sealed: Mapped[bytes | None] = sealed_column()
    note = sealed_text("note_sealed", scope="person_id")


class Stage(StrEnum):
    """How far inviting somebody has come; what they answered is sealed in ``Answer``."""

    NOT_APPROACHED = "not_approached"
    APPROACHED = "approached"
    INVITED = "invited"
    ANSWERED = "answered"


class Invitation(Base):
    """The invitation of one person in a case. ``handled_at`` dates when the gespreksleider saw the latest answer.

    ``reminders`` counts the mails that asked again; ``no_reminders``: nobody is asked again by itself. ``talk_at``: a
    voorgesprek that was agreed and not held yet.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("case_id", "person_id"),
        partial_index("ix_invitation_silent", "invited_at", "case_id", where="stage = 'invited'"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"))
    person_id: Mapped[uuid.UUID] = mapped_column(reference("person.id", ondelete="CASCADE"), index=True)
    stage: Mapped[Stage] = mapped_column(word(Stage), default=Stage.NOT_APPROACHED)
    channel: Mapped[Channel | None] = mapped_column(word(Channel))
    approached_at: Mapped[datetime | None]
    talk_at: Mapped[datetime | None]
    invited_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    handled_at: Mapped[datetime | None]
    reminders: Mapped[int] = mapped_column(Integer, default=0)
    reminded_at: Mapped[datetime | None]
    no_reminders: Mapped[bool] = mapped_column(Boolean, default=False)


class Reply(StrEnum):
    """What somebody answers. ``no_reaction`` is concluded by the gespreksleider, never by a timer."""

    COMES = "comes"
    COMES_REMOTE = "comes_remote"
    DOES_NOT_COME = "does_not_come"
    UNSURE = "unsure"
    CONTRIBUTES = "contributes"
    NO_REACTION = "no_reaction"


class Need(StrEnum):
    """What somebody needs to be able to come."""

    TRANSPORT = "transport"
    CHILD_CARE = "child_care"
    INTERPRETER = "interpreter"
    WHEELCHAIR = "wheelchair"
    REMOTE = "remote"


@dataclass(frozen=True, slots=True)
class AnswerContent:
    """An answer in full. ``stay_informed``: who declines may still ask to hear how it goes."""

    reply: Reply = Reply.UNSURE
    needs: tuple[Need, ...] = ()
    needs_text: str = ""
    contributes: str = ""
    limits: str = ""
    limits_until: date | None = None
    suggests: str = ""
    question: str = ""
    stay_informed: bool = False


class Answer(Base):
    """One answer to an invitation; the current one counts, earlier ones stay as they were."""

    __tablename__ = "answer"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    invitation_id: Mapped[uuid.UUID] = mapped_column(
        reference("invitation.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[uuid.UUID] = mapped_column(reference("person.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    via: Mapped[Channel] = mapped_column(word(Channel))
    recorded_by: Mapped[uuid.UUID | None]
    current: Mapped[bool] = mapped_column(Boolean, default=True)
    content_sealed: Mapped[bytes | None] = sealed_column()
    content = sealed_record(AnswerContent, "content_sealed", scope="person_id", default=AnswerContent())


class NeedTask(Base):
    """A need that somebody has to arrange: what, who and why it was waived are sealed; done, waived or not is a date.

    ``added_by``: written by staff, and left alone when an answer changes.
    """

    __tablename__ = "need_task"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[uuid.UUID] = mapped_column(reference("case_file.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(reference("person.id", ondelete="CASCADE"), index=True)
    made_at: Mapped[datetime]
    due_on: Mapped[date | None]
    done_at: Mapped[datetime | None]
    waived_at: Mapped[datetime | None]
    added_by: Mapped[uuid.UUID | None]
    what_sealed: Mapped[bytes | None] = sealed_column()
    what = sealed_text("what_sealed", scope="person_id")
    who_sealed: Mapped[bytes | None] = sealed_column()
    who = sealed_text("who_sealed", scope="case_id")
    waived_sealed: Mapped[bytes | None] = sealed_column()
    waived_why = sealed_text("waived_sealed", scope="person_id")
