"""Whatever anybody does, in whatever order: a marked value reaches those who may see it at that moment, and nobody else.

Random people try random acts on random cases. A small model says who may see the content of which case; after the acts
everybody looks at everything they can ask for, and that must agree with the model in both directions.
"""

import shutil
import tempfile
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import cast

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule
from sqlalchemy.orm import Session

from netwerkberaad.accounts import Staff, actor_for
from netwerkberaad.cases import (
    Case,
    Closing,
    HowGiven,
    Outcome,
    Referral,
    assign_case,
    claim_case,
    declare_independence,
    get_case,
    replace_facilitator,
    submit_referral,
)
from netwerkberaad.cases.standing import (
    arrange_cover,
    case_to_cover,
    declare_cover,
    emergency_of,
    end_cover,
    end_emergency,
    standing_of,
)
from netwerkberaad.flows import close_case, open_emergency, reopen_case, stop_case
from netwerkberaad.foundation.access import Actor, Permission
from netwerkberaad.foundation.core.errors import DomainError
from netwerkberaad.foundation.documents import local
from netwerkberaad.foundation.vault import Store
from tests.attacks.inside_model import LEADERS, MOST_CASES, RESCUERS, WHO, Away, Known, Model, everything
from tests.builders import World, member, principal
from tests.stores import RING, engine_on

people, leaders = st.sampled_from(WHO), st.sampled_from(LEADERS)
numbers = st.integers(0, MOST_CASES - 1)


class Inside(RuleBasedStateMachine, Model):
    """Random acts, with the model beside them."""

    template: Path
    world: World

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="inside-"))
        shutil.copy(self.template, self.folder / "case.sqlite")
        self.store = Store(engine_on(self.folder / "case.sqlite"), RING)
        Model.__init__(self)

    def teardown(self) -> None:
        """Everybody looks once more, and the database goes."""
        for who in WHO:
            self.looks(who)
        self.store.engine.dispose()
        shutil.rmtree(self.folder)

    # The world

    def staff(self, who: str) -> Staff:
        """Somebody of the staff."""
        return cast(Staff, getattr(self.world, who))

    def actor(self, session: Session, who: str) -> Actor:
        """The actor that they are now."""
        return standing_of(session, actor_for(self.staff(who)), now=self.clock.now())

    def tries(self, who: str, act: Callable[[Session, Actor], object]) -> bool:
        """Whether an act of somebody goes through."""
        try:
            with self.store.writing() as session:
                act(session, self.actor(session, who))
        except DomainError:
            return False
        return True

    def case(self, number: int) -> Known:
        """One of the cases there are."""
        return self.cases[number % len(self.cases)]

    # What people do

    @precondition(lambda self: len(self.cases) < MOST_CASES)
    @rule(who=st.sampled_from(("referrer", "other_facilitator")))
    def asks(self, who: str) -> None:
        """A request with marked content."""
        mark = f"Gemerkt{uuid.uuid4().hex[:12]}"
        with self.store.writing() as session:
            made = submit_referral(
                session,
                self.actor(session, "referrer"),
                region_id=self.world.region.id,
                referral=Referral(municipality="Veere", words=f"Het gaat om {mark}."),
                principals=[principal("Marloes", mark)],
                invitees=[member(mark, "Wisse")],
                urgent=False,
                now=self.clock.now(),
            )
            made.referrer_id = self.staff(who).id
        self.cases.append(Known(made.id, mark, who))

    @precondition(lambda self: self.cases)
    @rule(who=people, number=numbers)
    def claims(self, who: str, number: int) -> None:
        """Takes a case, if it waits."""
        case = self.case(number)

        def act(session: Session, actor: Actor) -> None:
            found = get_case(session, actor, case.id, Permission.CLAIM_CASE)
            words, now = "Ik ken niemand.", self.clock.now()
            claim_case(session, actor, case=found, words=words, independent=True, now=now)

        free = not case.given_to or (case.given_to == who and not case.declared)
        expected = who in LEADERS and case.open and free and case.referrer != who
        assert self.tries(who, act) == expected
        if expected:
            case.given_to, case.declared = who, True

    @precondition(lambda self: self.cases)
    @rule(who=people, to=leaders, number=numbers)
    def gives(self, who: str, to: str, number: int) -> None:
        """Gives a case to a gespreksleider, or to another one."""
        case = self.case(number)

        def act(session: Session, actor: Actor) -> None:
            found = get_case(session, actor, case.id, Permission.ASSIGN_CASE)
            change = replace_facilitator if case.declared else assign_case
            change(session, actor, case=found, facilitator=self.staff(to), now=self.clock.now())

        expected = who == "coordinator" and case.open and case.referrer != to
        expected = expected and not (case.declared and case.given_to == to)
        assert self.tries(who, act) == expected
        if expected:
            case.given_to, case.declared = to, False

    @precondition(lambda self: self.cases)
    @rule(who=people, number=numbers)
    def declares(self, who: str, number: int) -> None:
        """Declares independence for a case that was given."""
        case = self.case(number)

        def act(session: Session, actor: Actor) -> None:
            found = get_case(session, actor, case.id, Permission.CLAIM_CASE)
            declare_independence(session, actor, case=found, words="Ik ken niemand.", now=self.clock.now())

        expected = case.given_to == who and not case.declared and case.open
        assert self.tries(who, act) == expected
        case.declared = case.declared or expected

    @precondition(lambda self: self.cases)
    @rule(who=people, number=numbers, how=st.sampled_from(("close", "stop", "reopen")))
    def ends(self, who: str, number: int, how: str) -> None:
        """Closes, stops or reopens a case."""
        case = self.case(number)
        permission = Permission.REOPEN_CASE if how == "reopen" else Permission.CHANGE_CASE

        def act(session: Session, actor: Actor) -> None:
            found, now = get_case(session, actor, case.id, permission), self.clock.now()
            if how == "reopen":
                reopen_case(session, actor, case=found, reason="Toch.", now=now)
            elif how == "stop":
                said = HowGiven.PHONE
                stop_case(session, actor, case=found, by=None, words="Stop.", how=said, base_url="", now=now)
            else:
                closing = Closing(outcome=Outcome.NO_JOINT_PLAN)
                close_case(session, actor, case=found, closing=closing, base_url="", now=now)

        works = self.leads(who, case) or (how != "reopen" and self.covers(who, case))
        expected = works and case.open != (how == "reopen")
        assert self.tries(who, act) == expected
        case.open = case.open != expected

    @rule(who=people, to=people, days=st.integers(0, 2), begins=st.integers(0, 1))
    def goes_away(self, who: str, to: str, days: int, begins: int) -> None:
        """Names a colleague who covers."""
        first = local(self.clock.now()).date() + timedelta(days=begins)
        last, made = first + timedelta(days=days), list[Away]()

        def act(session: Session, actor: Actor) -> None:
            cover = arrange_cover(
                session, actor, cover=self.staff(to), first=first, last=last, now=self.clock.now()
            )
            made.append(Away(cover.id, who, to, cover.since, cover.until))

        went = self.tries(who, act)
        assert not went or ({who, to} == set(LEADERS))
        self.away += made if went else []

    @precondition(lambda self: self.away and self.cases)
    @rule(who=people, number=numbers)
    def declares_to_cover(self, who: str, number: int) -> None:
        """Declares independence for a case of a colleague who is away."""
        case, now = self.case(number), self.clock.now()
        by = list[uuid.UUID]()

        def act(session: Session, actor: Actor) -> None:
            found, cover = case_to_cover(session, actor, case.id, now=now)
            declare_cover(session, actor, case=found, cover=cover, words="Ik ken niemand.", now=now)
            by.append(cover.id)

        asked = any(
            one.cover == who and one.since <= now < one.until and self.leads(one.absent, case)
            for one in self.away
        )
        expected = asked and case.open and case.referrer != who
        assert self.tries(who, act) == expected
        case.covers_declared.update(by)

    @precondition(lambda self: self.away)
    @rule(who=people, number=numbers)
    def comes_back(self, who: str, number: int) -> None:
        """Ends a cover before its time."""
        one, now = self.away[number % len(self.away)], self.clock.now()
        expected = who in {one.absent, one.cover} and one.until > now

        def act(session: Session, actor: Actor) -> None:
            end_cover(session, actor, cover_id=one.id, now=now)

        assert self.tries(who, act) == expected
        if expected:
            self.away.remove(one)

    @precondition(lambda self: self.cases)
    @rule(who=people, number=numbers)
    def breaks_in(self, who: str, number: int) -> None:
        """Opens a case in an emergency."""
        case, now = self.case(number), self.clock.now()

        def act(session: Session, actor: Actor) -> None:
            found = get_case(session, actor, case.id, Permission.ASK_EMERGENCY)
            open_emergency(session, actor, case=found, reason="Nood.", base_url="", now=now)

        works = self.leads(who, case) or self.covers(who, case)
        expected = who in RESCUERS and not works and case.referrer != who
        assert self.tries(who, act) == expected
        if expected and case.emergencies.get(who, now) <= now:
            case.emergencies[who] = now + timedelta(hours=2)

    @precondition(lambda self: self.cases)
    @rule(who=people, number=numbers)
    def leaves(self, who: str, number: int) -> None:
        """Ends the own emergency."""
        case, now = self.case(number), self.clock.now()
        with self.store.writing() as session:
            actor = self.actor(session, who)
            access = emergency_of(session, actor, case=session.get_one(Case, case.id), now=now)
            if access is not None:
                end_emergency(session, actor, access=access, now=now)
        case.emergencies.pop(who, None)

    @rule(hours=st.sampled_from((1, 2, 25, 73)))
    def time_passes(self, hours: int) -> None:
        """It is later."""
        self.clock.advance(timedelta(hours=hours))

    @rule(who=people)
    def looks(self, who: str) -> None:
        """Asks for everything there is, and gets what the model says."""
        with self.store.reading() as session:
            actor = self.actor(session, who)
            said = " ".join(
                everything(session, actor, [case.id for case in self.cases], now=self.clock.now())
            )
        for case in self.cases:
            assert (case.mark in said) == self.may_see(who, case), f"{who} and {case}"
