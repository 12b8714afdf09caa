"""No form takes an id of another case: not as a person, a promise, a goal or a meeting, and not in the name of a field.

A whole case is played beside another one. Every form is sent with ids of the other in each field that holds an id.
"""

import re
import shutil
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from netwerkberaad.cases import (
    ContactData,
    ExcludedPerson,
    Referral,
    claim_case,
    exclude_person,
    submit_referral,
)
from netwerkberaad.cases.safety import SafetyAnswers, answer_safety
from netwerkberaad.flows import invite_person
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.invites import AnswerContent, Need, Reply, record_answer
from netwerkberaad.models import metadata
from netwerkberaad.plans import save_goal
from tests.builders import approve_everybody, member, person_called, principal
from tests.rooms.plan_steps import accept_promises
from tests.web.attacking import NOTED, Attack, Met, forms_met
from tests.web.filling import FoundForm, Sent
from tests.web.played import Played, played

POINTED_AT = ("person", "commitment")
"""Tables whose rows a form names by their id."""
State = dict[str, list[tuple[object, ...]]]
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_REFUSED = frozenset({400, 403, 404, 409, 422})
_TOKENS = frozenset({"csrf_token", "once", "seen"})


@pytest.fixture(scope="module")
def case(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """The played case with all its moments."""
    made = played(sqlite_template, tmp_path_factory.mktemp("inside"))
    yield made
    made.store.engine.dispose()


@pytest.fixture(scope="module")
def crossed(case: Played) -> dict[str, list[str]]:
    """Another case, with a row of every kind, added at every moment; the ids of its rows by moment."""
    foreign: dict[str, list[str]] = {}
    for moment in case.kept:
        moment.visitors.pop("collega", None)  # to whom the other case is their own
        case.go_back(moment)
        with case.store.writing() as session:
            other = another_case(session, case)
        with case.store.engine.connect() as connection:
            columns = [metadata.tables[name].c for name in POINTED_AT]
            found = [connection.scalar(select(one.id).where(one.case_id == other)) for one in columns]
            foreign[moment.name] = [str(other), *(str(one) for one in found if one is not None)]
        case.store.engine.dispose()  # the last one out puts the write-ahead log into the file
        shutil.copy(str(case.store.engine.url.database), moment.database)
    return foreign


def another_case(session: Session, case: Played) -> uuid.UUID:
    """A case of a colleague in which everything was done once."""
    clock, stage = case.stage.house.clock, case.stage
    asks, leads = stage.staff_actor(session, "hanneke"), stage.staff_actor(session, "collega")
    made = submit_referral(
        session,
        asks,
        region_id=stage.house.region_id,
        referral=Referral(municipality="Veere", words="Het gaat niet meer."),
        principals=[replace(principal("Ilse", "Tramper"), contact=ContactData(mail="ilse@example.nl"))],
        invitees=[member("Nol", "Tange", mail="nol@example.nl")],
        urgent=False,
        now=clock.now(),
    )
    session.flush()  # the case must be found by its id
    claim_case(session, leads, case=made, words="Ik ken niemand.", independent=True, now=clock.now())
    session.flush()  # the assignment must be found by the next query
    approve_everybody(session, leads, made, clock)
    answer_safety(session, leads, case=made, answers=SafetyAnswers(), now=clock.now())
    person = person_called(session, made, "Nol")
    exclude_person(session, leads, case=made, person=ExcludedPerson(name="Ab"), now=clock.now())
    answer = AnswerContent(reply=Reply.COMES, needs=(Need.TRANSPORT,), contributes="Koken.")
    invite_person(
        session, leads, case=made, person=person, channel=Channel.MAIL, base_url="", now=clock.now()
    )
    record_answer(
        session, leads, case=made, person=person, content=answer, via=Channel.PHONE, now=clock.now()
    )
    save_goal(
        session,
        leads,
        case=made,
        goal_id=uuid.uuid4(),
        text="Rust.",
        words_of=None,
        position=0,
        revision=0,
        now=clock.now(),
    )
    accept_promises(session, leads, made, clock, promises=[("Nol", "Ik kook op maandag.")])
    return made.id


def touching(case: Played, foreign: list[str]) -> State:
    """Every row that names something of the other case, as it stands; the log, which notes denials, aside."""
    wanted = {uuid.UUID(one) for one in foreign}
    with case.store.engine.connect() as connection:
        return {
            table.name: sorted(
                (tuple(row) for row in connection.execute(select(table)) if not wanted.isdisjoint(row)),
                key=repr,
            )
            for table in metadata.sorted_tables
            if table.name not in NOTED
        }


def crossings(met: Met, foreign: list[str]) -> Iterator[tuple[str, Sent]]:
    """The form filled in well, but with one id of another case in one field, or in the name of one.

    Of fields that stand there once for each person, one is tried.
    """
    good = met.form.filled("Gewoon.")
    held = {
        one.name for one in met.form.controls if any(_ID.search(text) for text in (one.value, *one.options))
    }
    for strange in foreign:
        for name in _one_of_each(held - _TOKENS):
            yield f"{name} with {strange}", {**good, name: [strange]}
        for name in _one_of_each(name for name in good if _ID.search(name)):
            kept = {other: value for other, value in good.items() if other != name}
            yield f"{name} named {strange}", {**kept, _ID.sub(strange, name): good[name]}


def _one_of_each(names: Iterable[str]) -> list[str]:
    return list({_ID.sub("#", name): name for name in sorted(names)}.values())


def sent_once(met: Met, values: Sent) -> TestResponse:
    """What comes back, without following it elsewhere."""
    if met.form.method == "get":
        return met.visitor.client.get(met.form.action, query_string=values)
    return met.visitor.client.post(met.form.action, data=values)


def test_no_form_takes_the_id_of_something_in_another_case(
    case: Played, crossed: dict[str, list[str]]
) -> None:
    attack, faults, sent = Attack(case), list[str](), 0
    before: dict[tuple[str, tuple[FoundForm, ...]], State] = {}
    for moment in case.kept:
        for met in forms_met(case, attack, moment):
            for how, values in crossings(met, crossed[moment.name]):
                met.go_there(case)
                place, sent = (moment.name, met.way), sent + 1
                if place not in before:
                    before[place] = touching(case, crossed[moment.name])
                answer = sent_once(met, values)
                refused = (
                    answer.status_code in _REFUSED or touching(case, crossed[moment.name]) == before[place]
                )
                if not refused or answer.status_code >= 500:
                    faults.append(f"{met.form.action} [{met.form.button[:30]}] {how}: {answer.status_code}")
    assert sent > 50
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("path", "name"),
    [("plan/afdrukken", "voor"), ("plan/schrijven", "doel"), ("kring/akkoord", "wie"), ("uitnodigen", "wie")],
)
def test_no_address_takes_the_id_of_something_in_another_case(
    case: Played, crossed: dict[str, list[str]], path: str, name: str
) -> None:
    moment = next(one for one in case.kept if one.name == "following up")
    case.go_back(moment)
    leader, _starts = moment.visitors[case.stage.leader]
    address = f"/casussen/{case.stage.case_id}/{path}"
    plain = leader.get(address)
    assert plain.h1
    for strange in crossed[moment.name]:
        assert leader.get(f"{address}?{name}={strange}").text == plain.text
