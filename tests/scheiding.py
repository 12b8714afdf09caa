"""What is looked at while the case of Marloes, Rik, Fenna and Bas is replayed, each at its own moment."""

import uuid
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import select

from netwerkberaad.beraden import (
    Presence,
    PrivateTimeError,
    get_beraad,
    private_now,
    set_agreements,
    set_attendance,
)
from netwerkberaad.cases import (
    ContactData,
    Phase,
    RequestView,
    own_request,
)
from netwerkberaad.demo.stage import Stage
from netwerkberaad.flows.today import today_for
from netwerkberaad.flows.today_lines import Today
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.links import find_link
from netwerkberaad.foundation.messages import MessageKind, OutboxMessage
from netwerkberaad.foundation.vault import Store
from netwerkberaad.invites import BoardGroup, board_of
from netwerkberaad.plans import (
    changes_between,
    changes_for,
    confirmations_of,
    plan_view,
    save_goal,
    version_fixed,
    versions_of,
)
from tests.demo import Letter, at, letters, play, stage_for

NAME = "scheiding-twee-kinderen"


@dataclass
class Diary:
    """What was seen on the way, at its moment."""

    stage: Stage
    invited: list[Letter] = field(default_factory=list)
    receipts: list[RequestView] = field(default_factory=list)
    contacts: dict[str, ContactData] = field(default_factory=dict)
    days: dict[str, Today] = field(default_factory=dict)
    groups: dict[BoardGroup, int] = field(default_factory=dict)
    wrong_link_works: bool = True
    refused_in_private: list[str] = field(default_factory=list)
    private_was_on: bool = False
    lines: int = 0
    evaluation_set: bool = False
    confirmed: int = 0
    phase_once_confirmed: Phase | None = None
    told_by_mail: set[str] = field(default_factory=set)
    fatma_sees: set[str] = field(default_factory=set)

    def see_receipt(self) -> None:
        with self.stage.desk("hanneke", Permission.SEE_OWN_REQUEST) as desk:
            self.receipts.append(own_request(desk.session, desk.actor, case=desk.case))

    def see_contact(self, who: str) -> None:
        with self.stage.desk() as desk:
            self.contacts[who] = self.stage.person(desk, who).contact

    def see_invitations(self) -> None:
        self.invited = letters(self.stage.house.settings.spool)

    def see_day(self, name: str) -> None:
        with self.stage.desk("wilma") as desk:
            self.days[name] = today_for(desk.session, desk.actor, now=desk.now)

    def see_handed_back(self) -> None:
        self.see_contact("wouter")
        self.see_day("not me")
        token = self.stage.house.post.tokens[self.stage.people["wouter"]][0]
        with self.stage.house.store.reading() as session:
            self.wrong_link_works = find_link(session, token, now=self.stage.now) is not None

    def see_board(self) -> None:
        with self.stage.desk() as desk:
            self.groups = board_of(desk.session, desk.case).counts

    def try_to_write_in_private_time(self) -> None:
        stage = self.stage
        with stage.desk() as desk:
            beraad = get_beraad(desk.session, case=desk.case, beraad_id=stage.beraden["beraad1"])
            self.private_was_on = private_now(desk.session, beraad)
            person = stage.person(desk, "piet")
            with pytest.raises(PrivateTimeError):
                set_agreements(desk.session, desk.actor, beraad=beraad, text="Iets.", now=desk.now)
            self.refused_in_private.append("agreements")
            with pytest.raises(PrivateTimeError):
                set_attendance(
                    desk.session,
                    desk.actor,
                    beraad=beraad,
                    person=person,
                    how=Presence.PHONE,
                    arrived_at=desk.now,
                    left_at=None,
                    now=desk.now,
                )
            self.refused_in_private.append("attendance")
            with pytest.raises(PrivateTimeError):
                save_goal(
                    desk.session,
                    desk.actor,
                    case=desk.case,
                    goal_id=uuid.uuid4(),
                    text="Iets.",
                    words_of=None,
                    position=0,
                    revision=0,
                    now=desk.now,
                )
            self.refused_in_private.append("plan")

    def see_plan(self) -> None:
        with self.stage.desk() as desk:
            view = plan_view(desk.session, version_fixed(desk.session, desk.case))
            self.lines, self.evaluation_set = len(view.lines), view.evaluation_at is not None

    def see_confirmed(self) -> None:
        with self.stage.desk() as desk:
            said = confirmations_of(desk.session, desk.case)
            self.confirmed = sum(line.confirmed for line in said)
            self.phase_once_confirmed = desk.case.phase

    def see_second_version(self) -> None:
        stage = self.stage
        sent = select(OutboxMessage.person_id).where(
            OutboxMessage.kind.in_([MessageKind.PLAN_CHANGED, MessageKind.CONFIRM]),
            OutboxMessage.made_at >= stage.at(at(53, "00:00")),
        )
        with stage.desk() as desk:
            people = [person_id for person_id in desk.session.scalars(sent) if person_id]
            self.told_by_mail = {stage.key_of(person_id) for person_id in people}
            after, before = versions_of(desk.session, desk.case)[:2]
            changes = changes_between(plan_view(desk.session, before), plan_view(desk.session, after))
            names = {lineage: promise for promise, lineage in stage.lines.items()}
            concerned = changes_for(changes, stage.people["fatma"])
            self.fatma_sees = {names[change.lineage_id] for change in concerned}


def replayed(store: Store, folder: Path) -> Diary:
    """The whole case, with what was seen on the way."""
    diary = Diary(stage_for(store, folder, NAME))
    probes = [
        (at(0, "10:16"), diary.see_receipt),
        (at(0, "15:41"), diary.see_receipt),
        (at(10, "09:10"), diary.see_invitations),
        (at(10, "10:56"), diary.see_handed_back),
        (at(17, "08:14"), lambda: diary.see_contact("huisarts")),
        (at(20, "18:40"), diary.see_board),
        (at(24, "20:00"), diary.try_to_write_in_private_time),
        (at(24, "23:59"), diary.see_plan),
        (at(31, "18:15"), diary.see_confirmed),
        (at(46, "18:00"), lambda: diary.see_day("day 46")),
        (at(52, "18:45"), lambda: diary.see_day("after the call")),
        (at(53, "12:00"), diary.see_second_version),
        (at(210, "11:00"), diary.see_receipt),
    ]
    play(diary.stage, probes=probes)
    return diary
