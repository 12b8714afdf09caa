"""The pages of the ladder: plan B says yes or no in one tap and reads no promise unproven; the desk records and stops it."""

from datetime import datetime

import pytest
from flask import Flask

from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import Case
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.links import LinkPurpose
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.foundation.vault import Store
from netwerkberaad.plans import (
    CheckInResult,
    Commitment,
    FollowUpContent,
    FollowUpKind,
    answer_check_in,
    follow_ups_of,
)
from tests.builders import World, person_called
from tests.web.door_setting import WEDNESDAY, Door, build_door, fix_plan
from tests.web.table_setting import Setting, build_setting


@pytest.fixture
def door(app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World) -> Door:
    """A plan in which Fatma is plan B for what Joke does on Wednesday; Joke says that it does not work out."""
    found = build_door(app, sqlite_store, clock, sqlite_world)
    fix_plan(found)
    _climb(found.store, found.world, found.case, backup="Fatma", now=found.clock.now())
    return found


@pytest.fixture
def setting(app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World) -> Setting:
    """The same at the desk, with Kees as plan B and Piet behind it."""
    found = build_setting(app, sqlite_store, clock, sqlite_world).with_plan()
    _climb(found.store, found.world, found.case, backup="Kees", fallback="Piet", now=clock.now())
    return found


def _climb(store: Store, world: World, case: Case, *, backup: str, fallback: str = "", now: datetime) -> None:
    with store.writing() as session:
        here = session.get_one(Case, case.id)
        joke = person_called(session, here, "Joke").id
        row = next(
            row
            for row in follow_ups_of(session, here)
            if row.kind is FollowUpKind.CHECK_IN and row.person_id == joke
        )
        line = session.get_one(Commitment, row.commitment_id)
        line.backup_id = person_called(session, here, backup).id
        line.fallback_id = person_called(session, here, fallback).id if fallback else None
        session.flush()  # the steps are read from the line
        answer_check_in(
            session,
            actor_for(world.facilitator),
            case=here,
            follow_up=row,
            content=FollowUpContent(CheckInResult.NOT_DONE),
            via=Channel.PHONE,
            now=now,
        )
        for step in follow_ups_of(session, here):
            if step.kind is FollowUpKind.STEP_IN:
                step.sent_at = now


def test_plan_b_answers_with_the_link_alone_and_reads_no_promise(door: Door) -> None:
    visitor, page = door.enter("Fatma", LinkPurpose.CHECK_IN)
    assert page.h1 == "Kunt u iets overnemen, Fatma?"
    assert WEDNESDAY not in page.text
    assert visitor.submit(page, "Verstuur", {}, status=422).errors
    assert visitor.submit(page, "Verstuur", {"answer": "ja", "note": "Graag."}).h1 == "Dank u wel, Fatma"
    assert "Graag." not in visitor.get(page.path).text
    stranger, _page = door.enter("Joke")
    stranger.get(page.path, status=404)


def test_what_does_not_work_out_is_told_only_on_a_proven_device(door: Door) -> None:
    with door.store.writing() as session:
        row = next(one for one in follow_ups_of(session, door.case) if one.kind is FollowUpKind.LOOK_ALONG)
        row.sent_at = door.clock.now()
        path = f"/p/bericht/{row.id}"
    visitor, _page = door.enter("Marloes")
    assert "lukt" not in visitor.get(path).text
    assert door.prove(visitor, "Marloes", path).h1 == "Iets in het plan lukt nu niet"


def test_the_desk_sees_the_steps_with_their_dates_and_takes_them_back(setting: Setting) -> None:
    page = setting.get("opvolging")
    assert "kreeg de vraag of overnemen lukt" in page.text
    assert "Vragen of de professional het mag weten" in page.text
    assert "Na 2 dagen vragen wij de familie of Piet bericht krijgt." in setting.get("plan").text
    back = setting.visitor.submit(page, "Niet meer nodig")
    assert "De volgende stappen zijn teruggenomen." in back.text
    assert "Vragen of de professional" not in back.text


def test_the_desk_records_what_plan_b_and_the_family_say(setting: Setting) -> None:
    step = setting.get(_page_of(setting, FollowUpKind.STEP_IN))
    room = setting.visitor.submit(step, "Leg vast", {"answer": "nee", "via": "phone"})
    assert "Mag Piet weten dat dit niet lukt?" in room.text
    asked = setting.get(_page_of(setting, FollowUpKind.ASK_FAMILY))
    room = setting.visitor.submit(asked, "Leg vast", {"answer": "ja"})
    assert "Vastgelegd." in room.text
    setting.get(_page_of(setting, FollowUpKind.STAND_BY))


def _page_of(setting: Setting, kind: FollowUpKind) -> str:
    with setting.store.reading() as session:
        rows = follow_ups_of(session, setting.fresh(session))
        return f"opvolging/{next(row.id for row in rows if row.kind is kind)}"
