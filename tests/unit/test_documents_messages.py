"""Messages in words: complete, the same in both forms, nothing of the case, nothing from elsewhere."""

import html
import re
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from netwerkberaad.foundation.documents import facts as f
from netwerkberaad.foundation.documents import render_message
from netwerkberaad.foundation.documents.render import TEMPLATES
from netwerkberaad.foundation.messages.model import MessageKind

WHEN = datetime(2026, 3, 26, 18, 0, tzinfo=UTC)
LINK = "https://beraad.example.nl/p/een-token"
REGION, PHONE = "Netwerkberaad Walcheren", "06 00 00 01 02"


def for_case(kind: Callable[..., f.CaseFacts], **more: object) -> f.CaseFacts:
    """Facts for somebody in a case, filled with the usual."""
    return kind(
        region=REGION,
        phone=PHONE,
        to="Fatma",
        first_names=("Marloes", "Rik"),
        facilitator="Wilma Poppe",
        **more,
    )


EXAMPLES: tuple[f.Facts, ...] = (
    for_case(f.Invite, url=LINK, when=WHEN, minutes=165, place="kantine De Meeuwen, Middelburg"),
    for_case(f.Invite, url=LINK),
    for_case(f.InviteAgain, url=LINK),
    for_case(f.Mentor, url=LINK),
    for_case(f.Consent, url=LINK),
    for_case(f.DatePoll, url=LINK, until=WHEN),
    for_case(f.DatePoll, url=LINK),
    for_case(f.DateSet, when=WHEN, minutes=165, place="kantine De Meeuwen, Middelburg", url=LINK),
    for_case(f.DateSet, when=WHEN, minutes=165, place=""),
    for_case(f.DateChanged, when=WHEN, minutes=120, place="kantine De Meeuwen, Middelburg", url=LINK),
    for_case(f.DateCancelled, when=WHEN),
    for_case(f.Confirm, url=LINK, own_lines=True),
    for_case(f.Confirm, url=LINK, own_lines=False),
    for_case(f.PlanChanged, url=LINK, own_lines=True),
    for_case(f.PlanChanged, url=LINK, own_lines=False),
    for_case(f.Reminder, url=LINK, on=WHEN),
    for_case(f.CheckIn, url=LINK),
    for_case(f.CheckIn, url=LINK, reminds_of=WHEN),
    for_case(f.CheckIn, url=LINK, asks=False, question=True),
    for_case(f.CheckIn, url=LINK, asks=False, news=True, reminds_of=WHEN),
    for_case(f.Stopped),
    for_case(f.ContactChanged, before="Netwerkberaad Veere", url=LINK),
    for_case(f.ContactChanged, before="Netwerkberaad Veere", url=""),
    f.Proof(region=REGION, phone=PHONE, to="Fatma", code="482913"),
    f.Receipt(
        region=REGION, phone=PHONE, to="Hanneke", contact_by="Wilma Poppe", contact_before=WHEN, url=LINK
    ),
    f.Receipt(region=REGION, phone=PHONE, to="Hanneke", contact_by="", contact_before=WHEN),
    f.Receipt(region=REGION, phone=PHONE, to="Hanneke", contact_by="", contact_before=WHEN, talk_before=WHEN),
    f.NextContact(
        region=REGION, phone=PHONE, to="Hanneke", contact_by="Wilma Poppe", contact_before=WHEN, url=LINK
    ),
    f.NextContact(region=REGION, phone=PHONE, to="Hanneke", contact_by="", contact_before=WHEN),
    f.PromiseDue(region=REGION, phone=PHONE, to="Bram", contact_before=WHEN, url=LINK),
    f.UrgentAlert(region=REGION, phone=PHONE, to="Ada", asked_at=WHEN, contact_before=WHEN, url=LINK),
    f.EmergencyOpened(region=REGION, phone=PHONE, to="Wilma", at=WHEN, url=LINK),
    f.Feedback(region=REGION, phone=PHONE, to="Hanneke", asked_at=WHEN, url=LINK),
    f.Feedback(region=REGION, phone=PHONE, to="", asked_at=WHEN),
    f.Redirected(region=REGION, phone=PHONE, to="Hanneke", asked_at=WHEN, url=LINK),
    f.Redirected(region=REGION, phone=PHONE, to="", asked_at=WHEN),
    f.Account(region=REGION, phone=PHONE, to="Wilma", url=LINK, days=7),
    f.PasswordLink(region=REGION, phone=PHONE, to="Wilma", url=LINK, until=WHEN),
    f.AccountChanged(region=REGION, phone=PHONE, to="Wilma", at=WHEN, second_step=True, url=LINK),
    f.AccountChanged(region=REGION, phone=PHONE, to="Wilma", at=WHEN, second_step=False, url=LINK),
)
EACH = pytest.mark.parametrize("facts", EXAMPLES, ids=lambda facts: facts.kind)


class Reader(HTMLParser):
    """What a person reads in a mail program, and what the mail would fetch."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.tags: list[str] = []
        self.fetched: list[str] = []
        self._unseen = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._unseen = tag in {"style", "title"}
        self.fetched += [value or "" for name, value in attrs if name in {"src", "background", "poster"}]

    def handle_endtag(self, tag: str) -> None:
        self._unseen = False

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.words.append(data)


def read(page: str) -> Reader:
    """The HTML of a message, read."""
    reader = Reader()
    reader.feed(page)
    return reader


def test_every_kind_of_message_has_facts_a_template_and_an_example() -> None:
    kinds = {kind.value for kind in MessageKind}
    assert {facts.kind for facts in EXAMPLES} == kinds
    assert {path.stem for path in (TEMPLATES / "messages").glob("*.txt")} == kinds


@EACH
def test_a_message_says_who_writes_and_whom_to_call(facts: f.Facts) -> None:
    message = render_message(facts)
    assert message.sender == REGION
    assert REGION in message.subject
    for form in (message.text, message.html):
        assert REGION in form
        assert PHONE in form


@EACH
def test_text_and_html_say_the_same(facts: f.Facts) -> None:
    message = render_message(facts)
    said = " ".join(" ".join(read(message.html).words).split())
    lines = [line for line in message.text.splitlines() if line and line not in {"--", LINK}]
    for line in lines:
        assert line.removesuffix(":") in said or line.partition(": ")[2] in said, line


@EACH
def test_the_subject_is_one_line_and_names_nobody_in_the_case(facts: f.Facts) -> None:
    subject = render_message(facts).subject
    assert subject == " ".join(subject.split())
    for word in ("Fatma", "Marloes", "Rik", "Wilma", "Meeuwen", "482913"):
        assert word not in subject


@EACH
def test_a_message_fetches_nothing_and_runs_nothing(facts: f.Facts) -> None:
    page = render_message(facts).html
    reader = read(page)
    assert reader.fetched == []
    assert {"img", "script", "link", "iframe", "object", "form"}.isdisjoint(reader.tags)
    assert "url(" not in page
    assert "@import" not in page
    assert set(re.findall(r"https?://[^\"<\s]+", page)) <= {LINK}


@EACH
def test_a_message_has_a_heading_a_language_and_works_in_the_dark(facts: f.Facts) -> None:
    page = render_message(facts).html
    assert read(page).tags.count("h1") == 1
    assert '<html lang="nl" dir="ltr">' in page
    assert "prefers-color-scheme: dark" in page


@EACH
def test_what_is_filled_in_is_shown_as_it_is_and_never_as_markup(facts: f.Facts) -> None:
    texts = [field.name for field in fields(facts) if isinstance(getattr(facts, field.name), str)]
    for name in texts:
        message = render_message(replace(facts, **{name: '"><b>%(x)s {{ x }}'}))
        assert "<b>" not in message.html
        assert html.unescape(message.html).count("%(x)s {{ x }}") == message.html.count("%(x)s {{ x }}")


def test_a_name_with_a_line_break_gives_no_second_line_in_the_subject() -> None:
    facts = f.Proof(region="Beraad\r\nBcc: iemand@example.org", phone=PHONE, to="", code="482913")
    message = render_message(facts)
    assert "\n" not in message.subject
    assert "\n" not in message.sender


def test_a_number_is_written_as_people_say_it_and_the_team_by_its_name() -> None:
    message = render_message(
        f.Proof(region="Walcheren", phone="+31600000102", to="Fatma", code="482913"), locale="nl"
    )
    for said in (message.text, message.html):
        assert "Dit bericht is van Netwerkberaad Walcheren. Hebt u een vraag? Bel 06 00 00 01 02." in said
        assert "+31" not in said
    assert message.sender == "Netwerkberaad Walcheren"
    assert message.subject == "Uw code van Netwerkberaad Walcheren"


def test_facts_and_the_sentence_after_them_do_not_run_together() -> None:
    for kind in (f.DateSet, f.DateChanged):
        text = render_message(for_case(kind, when=WHEN, minutes=120, place="kantine De Meeuwen")).text
        assert "Waar: kantine De Meeuwen\n\nBij deze mail" in text


def test_an_invitation_tells_what_somebody_needs_to_know() -> None:
    text = render_message(EXAMPLES[0]).text
    assert "Marloes en Rik nodigen u uit" in text
    assert "Wat is een netwerkberaad?" in text
    assert "Wilma Poppe van Netwerkberaad Walcheren leidt het gesprek" in text
    assert "donderdag 26 maart om 19.00 uur" in text
    assert "ongeveer 2 uur en 45 minuten" in text
    assert "kantine De Meeuwen, Middelburg" in text
    assert "Waarom hebben wij uw gegevens?" in text
    assert LINK in text


def test_an_invitation_without_a_day_says_so_and_leaves_the_place_out() -> None:
    text = render_message(EXAMPLES[1]).text
    assert "De dag staat nog niet vast" in text
    assert "Waar:" not in text


def test_one_hoofdpersoon_invites_in_the_singular() -> None:
    facts = f.Invite(
        region=REGION, phone=PHONE, to="Fatma", first_names=("Marloes",), facilitator="Wilma Poppe", url=LINK
    )
    assert "Marloes nodigt u uit" in render_message(facts).text


def test_a_language_without_texts_falls_back_to_dutch() -> None:
    for language in ("xx", "", "../nl"):
        assert render_message(EXAMPLES[0], locale=language) == render_message(EXAMPLES[0])
