"""Contacts pasted or uploaded: a page to choose on, nothing kept before somebody says yes, and of the file nothing ever."""

import io
import logging
import tempfile
import uuid
from pathlib import Path

import pytest
from sqlalchemy import select

from netwerkberaad.accounts import actor_for
from netwerkberaad.cases import Case, ExcludedPerson, Person, PersonKind, ReferralDraft
from netwerkberaad.cases.exclusion import exclude_person
from tests.pages import Page, Visitor, read_page
from tests.web.desk_setting import Desk, path_of
from tests.web.filling import AT_ONCE, RAW, forms_on

SAMPLES = Path(__file__).parents[1] / "samples" / "contacts"
SEVEN = """Voornaam;Achternaam;Relatie;Mobiel;Mail
Joke;de Nooijer;oma;06 12345671;joke@example.nl
Kees;de Nooijer;opa;0118 000502;
Fatma;Yılmaz;vriendin;06 12345673;fatma@example.com
Samira;van der Wóude;juf;;samira@example.org
Piet;d'Hooghe;buurman;06 12345675;
Sjaak;Wattel;broer;06 12345676;
Rob;Jobse;trainer;06 12345677;rob@example.org
"""


@pytest.fixture
def referrer(desk: Desk) -> Visitor:
    """The sociaal werker."""
    return desk.sign_in(desk.world.referrer)


def _list_step(referrer: Visitor) -> Page:
    about = {"words": "Ruzie.", "change": "Rust.", "municipality": "Middelburg"}
    first = referrer.submit(referrer.get("/aanmeldingen"), "Vraag een beraad aan")
    people = referrer.submit(first, "Verder", about)
    practical = referrer.submit(people, "Verder", {"people-0-first": "Marloes"})
    return referrer.submit(practical, "Verder", {"unsafe": "nobody"})


def _upload(browser: Visitor, page: Page, data: bytes, *, status: int = 200) -> Page:
    form = page.form("Lees de lijst")
    sent: dict[str, object] = {**form.values, "upload": (io.BytesIO(data), "contacten.bin")}
    return read_page(browser.client.post(form.action, data=sent, follow_redirects=True), status)


def _draft(desk: Desk) -> str:
    with desk.store.reading() as session:
        return session.scalars(select(ReferralDraft)).one().content


def test_seven_people_are_asked_for_in_one_paste_and_three_clicks(desk: Desk, referrer: Visitor) -> None:
    choosing = referrer.submit(_list_step(referrer), "Lees de lijst", {"pasted": SEVEN})
    last = referrer.submit(choosing, "Neem over")
    assert "7 mensen overgenomen." in last.text
    receipt = referrer.submit(last, "Verstuur de aanmelding")
    with desk.store.reading() as session:
        people = session.scalars(select(Person).where(Person.case_id == _case_id(receipt.path))).all()
        samira = next(one for one in people if one.name.first == "Samira")
        assert len(people) == 8
        assert (samira.name.infix, samira.name.last, samira.kind) == (
            "van der",
            "Wóude",
            PersonKind.PROFESSIONAL,
        )
        assert next(one for one in people if one.name.first == "Kees").contact.landline == "+31118000502"


def _case_id(path: str) -> uuid.UUID:
    return uuid.UUID(path.rpartition("/")[2])


def test_nothing_of_a_list_is_kept_before_it_is_taken_over_and_only_who_was_chosen(
    desk: Desk, referrer: Visitor
) -> None:
    choosing = referrer.submit(
        _list_step(referrer), "Verder", {"pasted": SEVEN, "people-0-name": "Iris Maas"}
    )
    assert "Fatma Yılmaz" in choosing.text
    assert "Fatma" not in _draft(desk)
    assert "Iris Maas" in _draft(desk)
    values = choosing.form("Neem over").values
    referrer.post(
        choosing.form("Neem over").action, {key: one for key, one in values.items() if key != "people-1-take"}
    )
    assert "Fatma" in _draft(desk)
    assert "Kees" not in _draft(desk)


@pytest.mark.parametrize(
    "name", [path.name for path in sorted(SAMPLES.iterdir()) if path.suffix in {".csv", ".txt", ".vcf"}]
)
def test_a_file_is_known_by_what_it_holds_and_leaves_nothing_behind(
    desk: Desk,
    referrer: Visitor,
    name: str,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    page, before = _list_step(referrer), len(_draft(desk))
    choosing = _upload(referrer, page, (SAMPLES / name).read_bytes())
    assert choosing.h1 == "Wie neemt u over?"
    assert len(_draft(desk)) <= before + len('"invitees": {"people": []}, ')
    assert not (tmp_path / "temporary").exists()
    assert "example" not in caplog.text
    referrer.submit(choosing, "Neem over")
    assert "invitees" in _draft(desk)


def test_a_large_file_is_never_put_on_disk(
    referrer: Visitor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    card = b"BEGIN:VCARD\nFN:Joke Wisse\nPHOTO:" + b"A" * 900_000 + b"\nEND:VCARD\n"
    form = _list_step(referrer).form("Lees de lijst")
    head = b'--grens\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n'
    token = head % (b"csrf_token", b"") + form.values["csrf_token"][0].encode() + b"\r\n"
    body = token + head % (b"upload", b'; filename="a.vcf"') + card + b"\r\n--grens--\r\n"
    kind = "multipart/form-data; boundary=grens"
    response = referrer.client.post(
        form.action, input_stream=io.BytesIO(body), content_type=kind, content_length=len(body)
    )
    assert "Joke Wisse" in read_page(response).text
    assert not (tmp_path / "temporary").exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04" + bytes(90), "rekenblad"),
        (bytes(range(1, 32)) * 9, "kunnen wij niet lezen"),
        (b"\n\n", "vinden wij niemand"),
    ],
)
def test_a_file_that_is_no_list_is_refused_beside_its_field(
    referrer: Visitor, data: bytes, words: str
) -> None:
    refused = _upload(referrer, _list_step(referrer), data, status=422)
    assert any(words in error and "bestand" in error for error in refused.errors), refused.errors


def test_what_is_nobody_stands_on_the_page_with_its_reason(referrer: Visitor) -> None:
    pasted = "Joke Wisse; oma; joke@example.nl\n06 12345678\nKees; opa; kees@@nergens"
    choosing = referrer.submit(_list_step(referrer), "Lees de lijst", {"pasted": pasted})
    assert "Regel 2 06 12345678 Van wie is dit?" in choosing.text
    assert "Dit mailadres klopt niet. ‘kees@@nergens’" in choosing.text


def test_a_field_can_be_mended_before_taking_over_and_what_is_wrong_is_said_beside_it(
    referrer: Visitor,
) -> None:
    choosing = referrer.submit(
        _list_step(referrer),
        "Lees de lijst",
        {"pasted": "Joke Wisse\njeugd@example.org, 0612345678\n0612345679"},
    )
    wrong = referrer.submit(choosing, "Neem over", {"people-0-mail": "geen-adres"}, status=422)
    assert any("mailadres" in error for error in wrong.errors)
    assert "Van wie is dit?" in wrong.text
    last = referrer.submit(
        wrong, "Neem over", {"people-0-mail": "joke@example.nl", "people-0-name": "Joke Maas"}
    )
    assert "Joke Maas" in last.text


def test_who_has_no_name_is_not_taken_over_unless_they_get_one(desk: Desk, referrer: Visitor) -> None:
    page = _list_step(referrer)
    choosing = _upload(referrer, page, (SAMPLES / "google-contacts.csv").read_bytes())
    refused = referrer.submit(choosing, "Neem over", {"people-6-take": "y"}, status=422)
    assert any("Hoe heet deze persoon?" in error for error in refused.errors)
    referrer.submit(refused, "Neem over", {"people-6-name": "Bea"})
    assert "Bea" in _draft(desk)


def test_two_who_are_the_same_become_one_only_when_asked(desk: Desk, referrer: Visitor) -> None:
    pasted = "Joke Wisse; oma; joke@example.nl\nJoke Wisse; ; ; 0612345678; joke@example.nl"
    choosing = referrer.submit(_list_step(referrer), "Lees de lijst", {"pasted": pasted})
    assert "Voeg samen met Joke Wisse hierboven" in choosing.text
    apart = referrer.submit(choosing, "Neem over")
    assert "2 mensen overgenomen." in apart.text
    again = referrer.submit(_list_step(referrer), "Lees de lijst", {"pasted": pasted})
    one = referrer.submit(again, "Neem over", {"people-1-merge": "y"})
    assert "1 persoon overgenomen." in one.text


def test_who_stands_in_the_list_already_is_completed_when_asked_and_not_doubled(
    desk: Desk, referrer: Visitor
) -> None:
    typed = {"people-0-name": "Joke Wisse", "people-0-mail": "joke@example.nl"}
    pasted = "Joke Wisse, oma, 0612345678, joke@example.nl"
    choosing = referrer.submit(_list_step(referrer), "Lees de lijst", {**typed, "pasted": pasted})
    assert "die al in de lijst staat" in choosing.text
    assert choosing.form("Neem over").values["people-0-take"] == []
    referrer.submit(choosing, "Neem over", {"people-0-merge": "y"})
    assert _draft(desk).count("Joke Wisse") == 1
    assert "+31612345678" in _draft(desk)


def test_a_second_tap_takes_over_once(desk: Desk, referrer: Visitor) -> None:
    choosing = referrer.submit(_list_step(referrer), "Lees de lijst", {"pasted": "Joke Wisse"})
    referrer.submit(choosing, "Neem over")
    referrer.submit(choosing, "Neem over")
    assert _draft(desk).count('"Joke Wisse"') == 1


def test_a_draft_takes_no_more_people_than_it_can_hold(referrer: Visitor) -> None:
    pasted = "\n".join(f"Naaste Nummer{number}" for number in range(101))
    choosing = referrer.submit(_list_step(referrer), "Lees de lijst", {"pasted": pasted})
    # A whole address book: nobody is chosen beforehand.
    assert choosing.form("Neem over").values["people-0-take"] == []
    refused = referrer.submit(
        choosing, "Neem over", {f"people-{number}-take": "y" for number in range(101)}, status=422
    )
    assert any("te veel mensen" in error for error in refused.errors)


def _circle_choice(desk: Desk, case: Case, pasted: str) -> tuple[Visitor, Page]:
    browser = desk.sign_in()
    page = browser.get(browser.get(path_of(case, "kring")).link("Mensen uit een lijst"))
    return browser, browser.submit(page, "Lees de lijst", {"pasted": pasted})


def test_the_circle_takes_people_over_and_completes_who_is_there(desk: Desk) -> None:
    case = desk.case()
    joke = desk.person(case, "Joke")
    pasted = f"{joke.name.full}; ; 0118 000121; {joke.contact.mail}\nFatma Yılmaz; vriendin; 0612345673"
    browser, choosing = _circle_choice(desk, case, pasted)
    circle = browser.submit(choosing, "Neem over", {"people-0-merge": "y"})
    assert circle.path == path_of(case, "kring")
    assert "2 mensen overgenomen." in circle.text
    after = desk.person(case, "Joke")
    assert (after.contact.mail, after.contact.landline) == (joke.contact.mail, "+31118000121")
    assert after.about == joke.about
    assert desk.count(Person, case) == 4


def test_nobody_comes_into_the_circle_before_they_are_taken_over(desk: Desk) -> None:
    case = desk.case()
    _circle_choice(desk, case, "Fatma Yılmaz; vriendin; 0612345673")
    assert desk.count(Person, case) == 3


def test_who_must_not_be_asked_is_named_after_taking_over(desk: Desk) -> None:
    case = desk.case()
    with desk.store.writing() as session:
        barred = ExcludedPerson(name="Rinus Geldof", reason="dreigt")
        exclude_person(
            session, actor_for(desk.world.facilitator), case=case, person=barred, now=desk.clock.now()
        )
    browser, choosing = _circle_choice(desk, case, "Rinus Geldof, ex")
    assert "niet uitnodigen" in browser.submit(choosing, "Neem over").text


@pytest.mark.parametrize("way", AT_ONCE)
def test_the_page_to_choose_on_bears_anything(desk: Desk, way: str) -> None:
    case = desk.case()
    browser, choosing = _circle_choice(desk, case, "Joke Wisse; oma\nJoke Wisse\nDit is een zin:")
    for form in forms_on(choosing):
        if form.action.endswith("/overnemen"):
            sent = AT_ONCE[way](form)
            response = browser.client.post(form.action, data=sent, follow_redirects=True)
            assert response.status_code in {200, 400, 422}
            assert not any(raw in response.get_data(as_text=True) for raw in RAW)
