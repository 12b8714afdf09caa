"""'There is nobody' opens doors: the questions are asked, what is answered is kept, and a talk is promised for a day."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from netwerkberaad.cases import Case
from netwerkberaad.cases.promises import ContactPromise, PromiseKind
from netwerkberaad.foundation.messages import OutboxMessage
from netwerkberaad.foundation.vault import registry
from tests.pages import Page, Visitor
from tests.web.desk_setting import Desk, path_of

ABOUT = {"words": "Hij zit alleen.", "change": "Weer onder de mensen.", "municipality": "Middelburg"}


@pytest.fixture
def referrer(desk: Desk) -> Visitor:
    """The sociaal werker."""
    return desk.sign_in(desk.world.referrer)


def _nobody(referrer: Visitor) -> Page:
    about = referrer.submit(referrer.get("/aanmeldingen"), "Vraag een beraad aan")
    people = referrer.submit(about, "Verder", ABOUT)
    practical = referrer.submit(people, "Verder", {"people-0-first": "Wim"})
    invitees = referrer.submit(practical, "Verder", {"unsafe": "nobody"})
    return referrer.submit(invitees, "Verder")


def test_who_names_nobody_answers_questions_and_gets_a_day(desk: Desk, referrer: Visitor) -> None:
    page = _nobody(referrer)
    assert page.h1 == "Is er niemand?"
    assert page.form("Verder").values["day"] == ["2026-03-09"]
    past = referrer.submit(page, "Verder", {"day": "2026-03-02", "night": "Zijn broer."}, status=422)
    assert "Kies een dag die nog komt." in past.text
    last = referrer.submit(past, "Verder", {"day": "2026-03-05", "suits": "Na vijf uur."})
    assert "Een gespreksleider komt praten vóór donderdag 5 maart om 12.00 uur." in last.text
    receipt = referrer.submit(last, "Verstuur de aanmelding")
    assert "Een gespreksleider praat met de mensen om wie het gaat, vóór donderdag 5 maart" in receipt.text
    with desk.store.reading() as session:
        case = session.scalars(select(Case)).one()
        assert case.referral.doors == ("Wie zou u ’s nachts bellen? Zijn broer.",)
        assert case.referral.place == "Na vijf uur."
        talk = session.scalars(select(ContactPromise).where(ContactPromise.kind == PromiseKind.TALK)).one()
        assert talk.due_at == datetime(2026, 3, 5, 11, tzinfo=UTC)
        assert talk.content.who == "Wim"
        assert "uiterlijk donderdag 5 maart" in session.scalars(select(OutboxMessage)).one().letter.text
    assert ("case_file", "referral_sealed") in registry


def test_the_talk_is_the_gespreksleiders_to_keep_and_the_answers_are_theirs_to_read(
    desk: Desk, referrer: Visitor
) -> None:
    last = referrer.submit(_nobody(referrer), "Verder", {"missed": "Zijn moeder."})
    referrer.submit(last, "Verstuur de aanmelding")
    wilma = desk.sign_in()
    with desk.store.reading() as session:
        case_id = session.scalars(select(Case.id)).one()
    overview = wilma.submit(wilma.get(path_of(case_id, "nemen")), "Neem deze casus", {"independent": "y"})
    assert "Wie mist u? Zijn moeder." in overview.text
    today = wilma.get("/vandaag").text
    assert "Er staat nog niemand op de lijst. Een gesprek is beloofd." in today
    after = wilma.submit(wilma.submit(overview, "Ik heb gebeld"), "Gesproken")
    assert "Er staat nog niemand op de lijst." not in wilma.get("/vandaag").text
    assert "Wie staan er om Wim heen?" in after.text


def test_who_names_somebody_is_not_asked(referrer: Visitor) -> None:
    about = referrer.submit(referrer.get("/aanmeldingen"), "Vraag een beraad aan")
    people = referrer.submit(about, "Verder", ABOUT)
    practical = referrer.submit(people, "Verder", {"people-0-first": "Wim"})
    invitees = referrer.submit(practical, "Verder", {"unsafe": "nobody"})
    assert referrer.submit(invitees, "Verder", {"people-0-name": "Johan"}).h1 == "Nalezen en versturen"
