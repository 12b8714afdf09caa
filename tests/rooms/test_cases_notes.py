"""Working notes: read by who wrote them alone, and gone when the case closes."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import Closing, HowGiven, Outcome
from netwerkberaad.cases.notes import NothingWrittenError, WorkingNote, drop_note, own_notes, write_note
from netwerkberaad.flows import close_case, stop_case
from netwerkberaad.foundation.core.audit import Basis
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.vault import Store
from tests.builders import World, build_case


def test_nobody_but_the_writer_reads_a_note(store: Store, world: World, clock: MovableClock) -> None:
    actor, other = actor_for(world.facilitator), actor_for(world.other_facilitator)
    with store.writing() as session:
        case = build_case(session, world, clock)
        note = write_note(session, actor, case=case, text=" Vraag naar de buurman. ", now=clock.now())
        session.flush()
        assert [one.text for one in own_notes(session, actor, case=case)] == ["Vraag naar de buurman."]
        assert own_notes(session, other, case=case) == []
        assert own_notes(session, replace(other, basis=Basis.COVER), case=case) == []
        with pytest.raises(NotFoundError):
            drop_note(session, other, case=case, note_id=note.id, now=clock.now())


def test_with_emergency_access_nobody_reads_or_writes_notes(
    store: Store, world: World, clock: MovableClock
) -> None:
    actor = actor_for(world.facilitator)
    hurried = replace(actor, basis=Basis.EMERGENCY)
    with store.writing() as session:
        case = build_case(session, world, clock)
        write_note(session, actor, case=case, text="Iets.", now=clock.now())
        session.flush()
        assert own_notes(session, hurried, case=case) == []
        with pytest.raises(NotFoundError):
            write_note(session, hurried, case=case, text="Iets.", now=clock.now())


def test_an_empty_note_is_none_and_one_can_be_destroyed(
    store: Store, world: World, clock: MovableClock
) -> None:
    actor = actor_for(world.facilitator)
    with store.writing() as session:
        case = build_case(session, world, clock)
        with pytest.raises(NothingWrittenError):
            write_note(session, actor, case=case, text="  ", now=clock.now())
        note = write_note(session, actor, case=case, text="Iets.", now=clock.now())
        session.flush()
        drop_note(session, actor, case=case, note_id=note.id, now=clock.now())
        session.flush()
        assert own_notes(session, actor, case=case) == []


@pytest.mark.parametrize("how", ["closed", "stopped"])
def test_when_the_case_ends_its_notes_are_destroyed_and_no_others(
    store: Store, world: World, clock: MovableClock, how: str
) -> None:
    actor = actor_for(world.facilitator)
    with store.writing() as session:
        case, other = build_case(session, world, clock), build_case(session, world, clock)
        for one in (case, other):
            write_note(session, actor, case=one, text="Iets.", now=clock.now())
        if how == "closed":
            closing = Closing(outcome=Outcome.NO_JOINT_PLAN)
            close_case(session, actor, case=case, closing=closing, base_url="", now=clock.now())
        else:
            stop_case(
                session,
                actor,
                case=case,
                by=None,
                words="Het is klaar.",
                how=HowGiven.PHONE,
                base_url="",
                now=clock.now(),
            )
        session.flush()
        assert session.scalar(select(func.count()).select_from(WorkingNote)) == 1
        assert own_notes(session, actor, case=case) == []
        assert len(own_notes(session, actor, case=other)) == 1
