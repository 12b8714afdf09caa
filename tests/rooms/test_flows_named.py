"""A hoofdpersoon who does not want to be named to somebody: in no message, letter, text, page or heading that person reads."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import Case, HowGiven, Person, people_of
from netwerkberaad.cases.sight import Opened, SharedPart, open_to, seeing_of
from netwerkberaad.flows.inviting import invitation_facts
from netwerkberaad.flows.previewing import next_message
from netwerkberaad.flows.voice import named_to, voice_of
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.documents import render_message, render_text
from netwerkberaad.foundation.vault import Store
from tests.builders import World, build_case, member, person_called, principal

PARENTS = (principal(), principal("Rik", mail="rik@example.nl"))


@pytest.fixture
def work(store: Store) -> Iterator[Session]:
    """One unit of work."""
    with store.writing() as session:
        yield session


def _unname(
    session: Session,
    world: World,
    clock: MovableClock,
    case: Case,
    *,
    by: str,
    to: Person,
    all_else: bool = False,
) -> None:
    opened = Opened(
        attendance=all_else, plan=SharedPart.WHOLE if all_else else SharedPart.NOTHING, named=False
    )
    open_to(
        session,
        actor_for(world.facilitator),
        case=case,
        principal=person_called(session, case, by),
        member=to,
        opened=opened,
        how=HowGiven.PHONE,
        now=clock.now(),
    )
    session.flush()


def test_one_who_keeps_back_their_name_is_named_to_everybody_else(
    work: Session, world: World, clock: MovableClock
) -> None:
    people = (member(), member("Fatma", "Yıldız", mail="fatma@example.nl"))
    case = build_case(work, world, clock, principals=PARENTS, invitees=people)
    joke, fatma = person_called(work, case, "Joke"), person_called(work, case, "Fatma")
    _unname(work, world, clock, case, by="Rik", to=fatma)
    told = {
        who: next_message(work, case=case, person=who, base_url="", now=clock.now()) for who in (joke, fatma)
    }
    assert "Marloes en Rik nodigen u uit" in told[joke].text
    assert "Marloes nodigt u uit" in told[fatma].text
    assert "Rik" not in f"{told[fatma].subject}{told[fatma].text}{told[fatma].html}"
    what = invitation_facts(
        work, case=case, person=fatma, voice=voice_of(work, case), url="https://x.nl/p/…", now=clock.now()
    )
    assert "Rik" not in render_text(what, locale="nl").text
    assert "Rik" not in render_message(what, locale="tr").text
    assert named_to(work, case, fatma, people_of(work, case)) == ("Marloes",)


def test_when_nobody_wants_to_be_named_it_is_somebody_they_know(
    work: Session, world: World, clock: MovableClock
) -> None:
    case = build_case(work, world, clock, principals=PARENTS)
    joke = person_called(work, case, "Joke")
    for by in ("Marloes", "Rik"):
        _unname(work, world, clock, case, by=by, to=joke)
    text = next_message(work, case=case, person=joke, base_url="", now=clock.now()).text
    assert "Iemand die u kent nodigt u uit" in text
    assert "Marloes" not in text


def test_who_is_not_told_of_one_gets_no_more_of_the_plan_than_their_own_part(
    work: Session, world: World, clock: MovableClock
) -> None:
    case = build_case(work, world, clock, principals=PARENTS)
    joke = person_called(work, case, "Joke")
    for by in ("Marloes", "Rik"):
        _unname(work, world, clock, case, by=by, to=joke, all_else=True)
    assert seeing_of(work, case, joke, now=clock.now()).opened.plan is SharedPart.OWN


def test_a_hoofdpersoon_who_stands_alone_is_named(work: Session, world: World, clock: MovableClock) -> None:
    case = build_case(work, world, clock)
    joke = person_called(work, case, "Joke")
    _unname(work, world, clock, case, by="Marloes", to=joke)
    assert (
        "Marloes nodigt u uit"
        in next_message(work, case=case, person=joke, base_url="", now=clock.now()).text
    )
