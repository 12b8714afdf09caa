"""The date poll at the desk: proposing, asking, filling in for somebody, why a day suits best, and taking it."""

import pytest
from sqlalchemy import select

from netwerkberaad.accounts import actor_for
from netwerkberaad.beraden import BeraadKind, Place, current_beraad
from netwerkberaad.cases import Case
from netwerkberaad.foundation.messages import Channel, MessageKind, OutboxMessage
from netwerkberaad.invites import AnswerContent, PollPlan, Reply, open_poll, record_answer
from tests.builders import person_called
from tests.pages import Page, Visitor
from tests.web.desk_setting import Desk, path_of

DAYS = {
    "slots-0-day": "2026-03-26",
    "slots-0-at": "19.00",
    "slots-2-day": "2026-03-28",
    "slots-2-at": "10.00",
    "minutes": "165",
    "place": "Kantine De Meeuwen",
    "address": "Zandweg 4",
    "closes": "2026-03-10",
}
ROOM = "beraad/datumprikker"


@pytest.fixture
def own(desk: Desk) -> Case:
    """A case of Marloes and Rik in which Joke and Piet said they come."""
    case = desk.case(approved=True, two_principals=True)
    with desk.store.writing() as session:
        case = session.merge(case)
        for first in ("Joke", "Piet"):
            record_answer(
                session,
                actor_for(desk.world.facilitator),
                case=case,
                person=person_called(session, case, first),
                content=AnswerContent(reply=Reply.COMES),
                via=Channel.PHONE,
                now=desk.clock.now(),
            )
    return case


@pytest.fixture
def wilma(desk: Desk) -> Visitor:
    """The gespreksleider."""
    return desk.sign_in()


def _propose(wilma: Visitor, own: Case, **more: str) -> Page:
    page = wilma.get(path_of(own, "beraad"))
    form = wilma.get(page.link("Vraag het met een datumprikker"))
    return wilma.submit(form, "Bewaar", {**DAYS, **more})


def _fill_in(desk: Desk, wilma: Visitor, own: Case, first: str, *said: str) -> Page:
    page = wilma.get(path_of(own, f"{ROOM}/voor/{desk.person(own, first).id}"))
    days = [name for name in page.form("Leg vast").values if name.startswith("dag-")]
    return wilma.submit(page, "Leg vast", {"via": "phone", **dict(zip(days, said, strict=True))})


def _mails(desk: Desk, kind: MessageKind) -> int:
    with desk.store.reading() as session:
        return len(
            session.scalars(
                select(OutboxMessage.id).where(
                    OutboxMessage.kind == kind, OutboxMessage.channel == Channel.MAIL
                )
            ).all()
        )


def test_days_are_proposed_in_order_with_the_hoofdpersonen_as_who_must_be_there(
    desk: Desk, wilma: Visitor, own: Case
) -> None:
    page = _propose(wilma, own)
    assert "Donderdag 26 maart, 19.00 tot 21.45 uur" in page.text
    assert "Mensen kunnen kiezen tot en met dinsdag 10 maart." in page.text
    assert page.text.count("moet erbij zijn") == 2
    assert "Nog niemand koos een dag." in page.text
    assert _mails(desk, MessageKind.DATE_POLL) == 0
    assert "Datumprikker" in wilma.get(path_of(own, "beraad")).text


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"slots-0-day": "", "slots-0-at": "", "slots-2-day": "", "slots-2-at": ""}, "Noem minstens één dag"),
        ({"slots-0-at": ""}, "Begint om: Kies een tijd."),
        ({"slots-0-day": ""}, "Begint om: Kies er een dag bij."),
        ({"slots-0-day": "31-02-2026"}, "Dag: Dit is geen datum. Kies een dag."),
        ({"slots-0-at": "half acht"}, "Begint om: Dit is geen tijd."),
        ({"slots-0-day": "2026-01-05"}, "Deze dag is al voorbij. Kies een andere dag."),
        ({"closes": "2026-01-05"}, "Kiezen kan tot en met: Deze dag is al voorbij."),
        ({"minutes": "5"}, "Kies een duur van een half uur tot acht uur."),
        ({"place": ""}, "Plek: Waar is het?"),
        ({"must": "niemand"}, "Wie moet er echt bij zijn?"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    wilma: Visitor, own: Case, wrong: dict[str, str], message: str
) -> None:
    form = wilma.get(path_of(own, f"{ROOM}/dagen"))
    page = wilma.submit(form, "Bewaar", {**DAYS, **wrong}, status=422)
    assert any(message in error for error in page.errors), page.errors
    assert page.form("Bewaar").values["address"] == ["Zandweg 4"]


def test_everybody_with_mail_is_asked_once_and_who_has_none_is_still_to_be_called(
    desk: Desk, wilma: Visitor, own: Case
) -> None:
    page = _propose(wilma, own)
    assert "Nog te bellen: Piet." in page.text
    page = wilma.submit(page, "Vraag het iedereen")
    assert "3 mensen krijgen een mail." in page.text
    page = wilma.submit(page, "Vraag het wie nog niet koos")
    assert "Wie een bericht kan krijgen, is vandaag al gevraagd." in page.text
    assert _mails(desk, MessageKind.DATE_POLL) == 3


def test_the_best_day_is_explained_in_one_sentence_and_taken_in_one_click(
    desk: Desk, wilma: Visitor, own: Case
) -> None:
    _propose(wilma, own)
    _fill_in(desk, wilma, own, "Marloes", "yes", "yes")
    _fill_in(desk, wilma, own, "Rik", "yes", "no")
    _fill_in(desk, wilma, own, "Joke", "if_need_be", "yes")
    page = _fill_in(desk, wilma, own, "Piet", "no", "yes")
    assert (
        "Donderdag 26 maart 19.00 uur: 3 van 4 kunnen, ook Marloes en Rik die erbij moeten zijn. "
        "Joke kan als het moet. Piet kan niet." in page.text
    )
    form = page.form("Kies deze dag")
    for _time in range(2):
        page = wilma.post(form.action, form.values)
    assert "donderdag 26 maart om 19.00 uur" in page.text
    assert "Kantine De Meeuwen" in page.text
    assert _mails(desk, MessageKind.DATE_SET) == 3
    after = wilma.get(page.link("Wie kon wanneer"))
    assert "De dag is gekozen." in after.text
    assert not any("Kies deze dag" in button for form in after.forms for button in form.buttons)


def test_closed_by_hand_it_says_so_and_can_be_opened_again(wilma: Visitor, own: Case) -> None:
    page = wilma.submit(_propose(wilma, own), "Sluit de datumprikker")
    assert "De datumprikker is dicht." in page.text
    assert wilma.get("/vandaag").link("Kies een dag") == path_of(own, ROOM)
    again = wilma.get(page.link("Verander de dagen en open opnieuw"))
    assert again.form("Bewaar").values["slots-0-at"] == ["19:00"]
    assert "Mensen kunnen kiezen" in wilma.submit(again, "Bewaar").text


def test_a_day_that_went_by_or_a_beraad_that_stands_is_refused_in_words(
    desk: Desk, wilma: Visitor, own: Case
) -> None:
    page = _propose(wilma, own)
    form = page.form("Kies deze dag")
    other = wilma.get(path_of(own, "beraad/plannen"))
    wilma.submit(
        other,
        "Bewaar",
        {"starts_at": "2026-03-27", "starts_time": "19.00", "minutes": "120", "place": "Buurthuis"},
    )
    page = wilma.post(form.action, form.values)
    assert "Er staat al een beraad." in page.text
    assert "De datumprikker is dicht." in page.text
    with desk.store.reading() as session:
        beraad = current_beraad(session, session.merge(own, load=False))
        assert beraad is not None
        assert beraad.place.name == "Buurthuis"


def test_without_a_poll_its_page_leads_back_and_nothing_of_another_case_opens(
    desk: Desk, wilma: Visitor, own: Case
) -> None:
    assert wilma.get(path_of(own, ROOM)).path == path_of(own, "beraad")
    _propose(wilma, own)
    elsewhere = desk.case(approved=True)
    with desk.store.writing() as session:
        open_poll(
            session,
            actor_for(desk.world.facilitator),
            case=session.merge(elsewhere),
            plan=PollPlan(
                BeraadKind.NETWERKBERAAD, Place("Elders"), (desk.clock.now().replace(month=6),), 60
            ),
            now=desk.clock.now(),
        )
    form = wilma.get(path_of(elsewhere, ROOM)).form("Kies deze dag")
    wilma.post(path_of(own, f"{ROOM}/kies"), form.values, status=404)
    wilma.get(path_of(own, f"{ROOM}/voor/{desk.person(elsewhere, 'Joke').id}"), status=404)


def test_nothing_filled_in_for_somebody_is_no_choice(desk: Desk, wilma: Visitor, own: Case) -> None:
    _propose(wilma, own)
    page = wilma.get(path_of(own, f"{ROOM}/voor/{desk.person(own, 'Piet').id}"))
    page = wilma.submit(page, "Leg vast", {"via": "phone"}, status=422)
    assert page.errors == ["Kies bij minstens één dag wat klopt."]
    assert "Nog te bellen: Piet." in wilma.get(path_of(own, ROOM)).text
