"""What an organisation says of itself: written by the beheerder, checked, and seen among the rest before it leaves."""

import re

import pytest
from sqlalchemy import select

from netwerkberaad.accounts import Region
from netwerkberaad.foundation.core.audit import AuditEntry
from netwerkberaad.foundation.documents import sms_parts
from netwerkberaad.foundation.messages import Channel, Letter, OutboxMessage
from tests.notify import API_KEY, MAIL_TEMPLATE, SMS_TEMPLATE, Notify
from tests.pages import Visitor
from tests.pdf_text import text_of
from tests.web.desk_setting import Desk, path_of

PLACE = "/beheer/eigen-teksten"
WORDS = "Wij zijn {organisatie}, <b>elke</b> dag & avond op {telefoon}."
SHOWN = "Wij zijn Netwerkberaad Walcheren, <b>elke</b> dag & avond op 0118 000 100."
MADE_UP_ADDRESS = "Proef Adres\nDorpsstraat 1\n4331 AA Middelburg"


@pytest.fixture
def beheer(desk: Desk) -> Visitor:
    """The beheerder, signed in."""
    return desk.sign_in(desk.world.admin)


def _write(beheer: Visitor, spot: str, text: str, language: str = "nl", organisation: str = "") -> None:
    path = f"{PLACE}/{spot}/{organisation}".rstrip("/")
    assert "Bewaard" in beheer.submit(beheer.get(path), "Bewaar", {language: text}).text


def _invited(desk: Desk, way: str) -> Letter:
    """What Joke is sent when the gespreksleider invites her."""
    case, wilma = desk.case(approved=True), desk.sign_in()
    page = wilma.get(path_of(case, f"uitnodigen/{desk.person(case, 'Joke').id}"))
    form = page.form("Nodig Joke uit")
    wilma.post(form.action, {**form.values, "way": way})
    with desk.store.reading() as session:
        return session.scalars(select(OutboxMessage).where(OutboxMessage.case_id == case.id)).one().letter


def test_a_mail_is_seen_in_its_real_form_with_the_words_as_text_in_their_language(
    desk: Desk, beheer: Visitor
) -> None:
    _write(beheer, "mail", WORDS)
    shown = beheer.get(f"{PLACE}/voorbeeld/mail/nl")
    assert SHOWN in shown.text
    assert "Een uitnodiging van" in shown.h1
    assert "p.fact" in beheer.client.get(f"{PLACE}/mail.css").text
    other = beheer.get(f"{PLACE}/voorbeeld/mail/ar").root
    (line,) = [one for one in other.iter("p") if one.get("lang") == "nl"]
    assert line.get("dir") == "ltr"
    with desk.store.reading() as session:
        assert "own_text.set" in {entry.action for entry in session.scalars(select(AuditEntry))}


def test_the_invitation_brings_the_words_of_the_organisation_that_leads_before_those_of_the_region(
    desk: Desk, beheer: Visitor
) -> None:
    _write(beheer, "mail", WORDS)
    own = str(desk.world.facilitator.organisation_id)
    _write(beheer, "mail", "{gespreksleider} werkt bij {organisatie}.", organisation=own)
    letter, leads = _invited(desk, "mail"), desk.world.facilitator.profile.full_name
    said = f"{leads} werkt bij {desk.world.organisation.name}."
    assert said in letter.text
    assert said in letter.html
    assert "avond" not in letter.text


def test_the_words_are_escaped_where_there_is_markup_and_are_plain_where_there_is_none(
    desk: Desk, beheer: Visitor
) -> None:
    _write(beheer, "mail", WORDS.replace("{telefoon}", "dinsdag"))
    letter = _invited(desk, "mail")
    assert "<b>elke</b> dag & avond" in letter.text
    assert "&lt;b&gt;elke&lt;/b&gt; dag &amp; avond" in letter.html
    assert "<b>elke" not in letter.html


@pytest.mark.parametrize(
    ("spot", "text", "said"),
    [
        ("mail", "Dag {naam}.", "{naam} kennen wij hier niet"),
        ("mail", "Dag {hoofdpersoon.name}.", "{hoofdpersoon.name} kennen wij hier niet"),
        ("mail", "Dag {{ to }}.", "{ to } kennen wij hier niet"),
        ("mail", "Dag {telefoon", "losse accolade"),
        ("door", "Dag, ik ben {gespreksleider}.", "{gespreksleider} kennen wij hier niet"),
        ("sms", "x" * 101, "te lang"),
    ],
)
def test_what_is_not_on_the_list_is_named_and_nothing_typed_is_lost(
    beheer: Visitor, spot: str, text: str, said: str
) -> None:
    page = beheer.submit(beheer.get(f"{PLACE}/{spot}"), "Bewaar", {"en": text}, status=422)
    assert any(said in error and "English" in error for error in page.errors)
    assert page.form("Bewaar").values["en"] == [text]


def test_a_text_message_leaves_the_sentence_out_where_it_would_get_too_long(beheer: Visitor) -> None:
    _write(beheer, "sms", "Op werkdagen van negen tot vijf.")
    _write(beheer, "sms", "Ł" * 100, "pl")
    page = beheer.get(f"{PLACE}/sms")
    assert "Op werkdagen van negen tot vijf." in page.text
    said = {node.get("lang"): "".join(node.itertext()) for node in page.root.iter("span") if node.get("lang")}
    assert "Ł" * 100 not in said["pl"]
    assert all(sms_parts(text) <= 4 for text in said.values())


def test_a_letter_is_seen_as_the_paper_it_becomes(beheer: Visitor) -> None:
    _write(beheer, "letter", "Kom gerust langs bij {organisatie}.")
    pdf = beheer.client.get(f"{PLACE}/voorbeeld/letter/nl")
    assert pdf.mimetype == "application/pdf"
    assert "Kom gerust langs bij Netwerkberaad Walcheren." in text_of(pdf.data)


def test_the_first_page_says_the_words_of_the_only_region_to_whoever_opens_a_link(
    desk: Desk, beheer: Visitor
) -> None:
    _write(beheer, "door", WORDS)
    _write(beheer, "door", "We are {organisatie}.", "en")
    assert SHOWN in beheer.get(f"{PLACE}/voorbeeld/door/nl").text
    with desk.store.writing() as session:
        session.get_one(Region, desk.world.foreign_facilitator.region_id).practice = True
    assert SHOWN in Visitor(desk.app).get("/p/een-link").text
    assert "We are Netwerkberaad Walcheren." in Visitor(desk.app).get("/p/een-link?taal=en").text


def test_whoever_came_in_reads_the_words_of_the_organisation_that_leads(desk: Desk, beheer: Visitor) -> None:
    _write(beheer, "door", WORDS, organisation=str(desk.world.facilitator.organisation_id))
    found = re.search(r"/p/[\w-]{20,}", _invited(desk, "mail").text)
    assert found is not None
    joke = Visitor(desk.app)
    asked = joke.submit(joke.get(found.group()), "Open het bericht")
    said = f"Wij zijn {desk.world.organisation.name}, <b>elke</b> dag"
    assert said in asked.text
    assert said in joke.get("/p/welkom").text


def test_an_empty_text_is_taken_away(desk: Desk, beheer: Visitor) -> None:
    _write(beheer, "mail", WORDS)
    _write(beheer, "mail", "")
    assert "avond" not in beheer.get(f"{PLACE}/voorbeeld/mail/nl").text


def test_a_trial_letter_goes_by_the_service_to_the_address_that_was_typed(
    beheer: Visitor, notify: Notify
) -> None:
    values: dict[str, str | list[str]] = {
        "channels": ["mail", "sms", "letter"],
        "base_url": notify.address,
        "api_key": API_KEY,
        "mail_template": MAIL_TEMPLATE,
        "sms_template": SMS_TEMPLATE,
    }
    page = beheer.submit(beheer.get("/beheer/berichtdiensten/nieuw"), "Bewaar", values)
    refused = beheer.submit(page, "Stuur een proefbrief", {"address": " "}, status=422)
    assert any("waar de proefbrief heen gaat" in error for error in refused.errors)
    page = beheer.submit(page, "Stuur een proefbrief", {"address": MADE_UP_ADDRESS})
    assert "onderweg naar Proef Adres" in page.text
    assert len(notify.of(Channel.LETTER)) == 1
