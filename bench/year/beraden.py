"""The way of one case as its gespreksleider leads it: asked, taken, prepared, invited, held, planned, and sometimes stopped."""

import uuid
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from bench.year.people import channel_to, principal, somebody
from bench.year.plan import evening, fix_plan, write_line, write_plan
from bench.year.town import Town
from netwerkberaad.beraden import (
    BeraadKind,
    Place,
    cancel_beraad,
    change_beraad,
    current_beraad,
    end_beraad,
    open_table,
    plan_beraad,
)
from netwerkberaad.cases import (
    HowGiven,
    Referral,
    deciders,
    people_of,
    present,
    record_approval,
    remove_person,
)
from netwerkberaad.cases.pauses import begin_pause
from netwerkberaad.cases.safety import SafetyAnswers, answer_safety
from netwerkberaad.demo.stage import Desk
from netwerkberaad.flows import (
    announce_beraad,
    announce_cancel,
    announce_change,
    invite_person,
    request_beraad,
    stop_case,
    withdraw_request,
)
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.documents import local
from netwerkberaad.plans import (
    open_draft,
    plan_view,
    set_reason,
)


@dataclass
class Beraad:
    """One case, with who leads it while somebody does."""

    town: Town
    number: int
    case_id: uuid.UUID = field(default_factory=uuid.uuid4)
    leader: uuid.UUID | None = None

    def desk(self, permission: Permission = Permission.CHANGE_CASE) -> AbstractContextManager[Desk]:
        """A unit of work of who leads it."""
        return self.town.desk(self.case_id, self.leader or self.town.team.coordinator, permission)

    def ask(self) -> None:
        """Somebody of the wijkteam asks for it; a few take it back before anybody began."""
        town = self.town
        around = [somebody(self.number, place, town.chance) for place in range(town.chance.randint(3, 9))]
        with town.store.writing() as session:
            case = request_beraad(
                session,
                town.actor(session, town.team.referrer),
                region_id=town.region_id,
                referral=Referral(municipality="Middelburg", words="Het lukt ons niet alleen meer."),
                principals=[principal(self.number)],
                invitees=around,
                urgent=town.odds(0.06),
                base_url=town.settings.base_url,
                now=town.now,
            )
            self.case_id = case.id
        if town.odds(0.04):
            town.later(town.now + timedelta(hours=3), "request withdrawn", self._withdraw)

    def begin(self, leader: uuid.UUID) -> None:
        """A gespreksleider took it: the steps that follow are put on the agenda."""
        town, self.leader = self.town, leader
        town.later(town.by_day(town.chance.randint(1, 6)), "prepared", self._prepare)
        if town.odds(0.12):
            days = town.chance.choice((4, 9, 20, 40, 75, 120))
            town.later(town.by_day(days, hour=11), "stopped", self._stop)

    def look_again(self) -> None:
        """The plan is looked at again: another line or none, and a new day to look back."""
        with self.desk() as desk:
            draft = open_draft(desk.session, desk.actor, case=desk.case, now=desk.now)
            set_reason(desk.session, desk.actor, case=desk.case, reason="Na drie maanden.", now=desk.now)
            if self.town.odds(0.5):
                write_line(self.town, desk, None, len(plan_view(desk.session, draft).lines))
            fix_plan(self.town, desk, weeks=13)

    def _withdraw(self) -> None:
        with self.town.desk(self.case_id, self.town.team.referrer, Permission.WITHDRAW_REQUEST) as desk:
            withdraw_request(
                desk.session, desk.actor, case=desk.case, reason="Wij redden het zelf.", now=desk.now
            )

    def _prepare(self) -> None:
        """The safety check, everybody's yes to the list, a day, and the invitations."""
        town = self.town
        with self.desk() as desk:
            answer_safety(desk.session, desk.actor, case=desk.case, answers=SafetyAnswers(), now=desk.now)
            people = people_of(desk.session, desk.case)
            for who in deciders(people, on=desk.now.date()):
                for other in (one for one in people if not one.is_principal):
                    record_approval(
                        desk.session,
                        desk.actor,
                        case=desk.case,
                        principal=who,
                        member=other,
                        invite=town.odds(0.95),
                        text="",
                        how=HowGiven.IN_PERSON,
                        now=desk.now,
                    )
        if town.odds(0.8):
            self._set_day()
        for person in (one for one in people if not one.is_principal):
            town.later(town.by_day(town.chance.randint(1, 3)), "invited", partial(self._invite, person.id))
        town.later(town.by_day(town.chance.randint(9, 14)), "day set", self._go_on)

    def _invite(self, person_id: uuid.UUID) -> None:
        with self.desk() as desk:
            person = next(one for one in people_of(desk.session, desk.case) if one.id == person_id)
            channel = channel_to(person.contact)
            invite_person(
                desk.session,
                desk.actor,
                case=desk.case,
                person=person,
                channel=channel,
                base_url=self.town.settings.base_url,
                now=desk.now,
            )

    def _set_day(self) -> None:
        starts = evening(self.town, self.town.chance.randint(20, 40))
        with self.desk() as desk:
            plan_beraad(
                desk.session,
                desk.actor,
                case=desk.case,
                kind=BeraadKind.NETWERKBERAAD,
                starts_at=starts,
                minutes=150,
                place=Place("De Meeuwen", "Zandweg 4, Middelburg"),
                now=desk.now,
            )
        self.town.later(starts, "beraad held", self._hold)

    def _go_on(self) -> None:
        """The day is told; it may be moved, or called off and set anew."""
        with self.desk() as desk:
            missing = current_beraad(desk.session, desk.case) is None
        if missing:
            self._set_day()
        with self.desk() as desk:
            beraad = current_beraad(desk.session, desk.case)
            assert beraad is not None
            base = self.town.settings.base_url
            announce_beraad(
                desk.session, desk.actor, case=desk.case, beraad=beraad, base_url=base, now=desk.now
            )
        if self.town.odds(0.12):
            self.town.later(self.town.by_day(2), "day moved", self._move)
        elif self.town.odds(0.07):
            self.town.later(self.town.by_day(3), "day called off", self._call_off)

    def _move(self) -> None:
        starts = evening(self.town, self.town.chance.randint(12, 30))
        with self.desk() as desk:
            beraad = current_beraad(desk.session, desk.case)
            if beraad is None:
                return
            change_beraad(
                desk.session,
                desk.actor,
                beraad=beraad,
                kind=beraad.kind,
                starts_at=starts,
                minutes=beraad.minutes,
                place=beraad.place,
                now=desk.now,
            )
            base = self.town.settings.base_url
            announce_change(
                desk.session, desk.actor, case=desk.case, beraad=beraad, base_url=base, now=desk.now
            )
        self.town.later(starts, "beraad held", self._hold)

    def _call_off(self) -> None:
        with self.desk() as desk:
            beraad = current_beraad(desk.session, desk.case)
            if beraad is None:
                return
            cancel_beraad(desk.session, desk.actor, beraad=beraad, now=desk.now)
            base = self.town.settings.base_url
            announce_cancel(
                desk.session, desk.actor, case=desk.case, beraad=beraad, base_url=base, now=desk.now
            )
        self.town.later(self.town.by_day(4), "day set", self._go_on)

    def _hold(self) -> None:
        """The evening itself, when it is still of today: the plan is written and fixed at the table."""
        with self.desk() as desk:
            beraad = current_beraad(desk.session, desk.case)
            if beraad is None or beraad.starts_at != desk.now:
                return
            open_table(desk.session, desk.actor, case=desk.case, beraad=beraad, now=desk.now)
            if self.town.odds(0.1):
                self.town.later(self.town.by_day(10), "plan written later", self._write)
        self.town.later(self.town.now + timedelta(minutes=95), "plan fixed", self._write)
        self.town.later(self.town.now + timedelta(minutes=100), "beraad ended", self._end)

    def _end(self) -> None:
        with self.desk() as desk:
            beraad = current_beraad(desk.session, desk.case)
            if beraad is not None:
                end_beraad(desk.session, desk.actor, beraad=beraad, now=desk.now)
        if self.town.odds(0.2):
            self.town.later(self.town.by_day(self.town.chance.randint(5, 60)), "pause", self._pause)
        if self.town.odds(0.05):
            self.town.later(self.town.by_day(self.town.chance.randint(5, 60)), "person left", self._remove)

    def _write(self) -> None:
        with self.desk() as desk:
            draft = open_draft(desk.session, desk.actor, case=desk.case, now=desk.now)
            if draft.number > 1 or plan_view(desk.session, draft).lines:
                return
            write_plan(self.town, desk)

    def _pause(self) -> None:
        with self.desk() as desk:
            people = people_of(desk.session, desk.case)
            who = None if self.town.odds(0.3) else self.town.chance.choice(people)
            last = local(desk.now).date() + timedelta(days=self.town.chance.randint(3, 30))
            begin_pause(desk.session, desk.actor, case=desk.case, person=who, last_day=last, now=desk.now)

    def _remove(self) -> None:
        with self.desk() as desk:
            around = [one for one in present(people_of(desk.session, desk.case)) if not one.is_principal]
            if around:
                gone = self.town.chance.choice(around)
                remove_person(desk.session, desk.actor, case=desk.case, person=gone, now=desk.now)

    def _stop(self) -> None:
        with self.desk() as desk:
            people = people_of(desk.session, desk.case)
            by = next(one for one in people if one.is_principal) if self.town.odds(0.7) else None
            stop_case(
                desk.session,
                desk.actor,
                case=desk.case,
                by=by,
                words="Het hoeft niet meer.",
                how=HowGiven.PHONE,
                base_url=self.town.settings.base_url,
                now=desk.now,
            )
