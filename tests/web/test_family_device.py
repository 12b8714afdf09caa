"""The device of the family: it writes in besloten tijd and does nothing else, and what was written is theirs to take or leave."""

import uuid
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from netwerkberaad.beraden import (
    FamilyProposal,
    Part,
    agenda_of,
    current_beraad,
    end_part,
    give_device,
    proposals_of,
    start_part,
)
from netwerkberaad.foundation.core.audit import AuditEntry
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.vault import Store
from tests.builders import World
from tests.pages import Page, Visitor
from tests.web.table_setting import GOAL, Setting, build_setting

WISH = "Wij eten op zondag weer samen, ook met oma."
NEUTRAL = "Schrijf op wat u wilt"
OVER = "Deze link werkt niet meer"


@pytest.fixture
def setting(app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World) -> Setting:
    """A table with a goal in the plan."""
    return build_setting(app, sqlite_store, clock, sqlite_world).with_table().with_lines()


@pytest.fixture
def phone(app: Flask) -> Visitor:
    """A browser of the family, that never signed in anywhere."""
    return Visitor(app)


def _give(setting: Setting) -> str:
    """The address that the table screen shows."""
    shown = setting.visitor.submit(setting.get("beraad/tafel"), "Maak een link")
    return "/schrijf/" + shown.text.split("/schrijf/")[1].split()[0]


def _private(setting: Setting, *, begins: bool) -> None:
    with setting.store.writing() as session:
        beraad = current_beraad(session, setting.fresh(session))
        assert beraad is not None
        part = next(one for one in agenda_of(session, beraad) if one.part is Part.PRIVATE_TIME)
        act = start_part if begins else end_part
        act(session, setting.actor, beraad=beraad, part_id=part.id, now=setting.clock.now())


def _kept(setting: Setting) -> list[tuple[str, str]]:
    with setting.store.reading() as session:
        return [(one.kind, one.text) for one in proposals_of(session, setting.fresh(session))]


def _write(phone: Visitor, path: str, text: str = WISH, kind: str = "goal", *, status: int = 200) -> Page:
    return phone.submit(phone.get(path), "Bewaar", {"kind": kind, "text": text}, status=status)


def test_it_writes_in_besloten_tijd_and_shows_nothing_of_the_case_or_of_what_was_written(
    setting: Setting, phone: Visitor
) -> None:
    path = _give(setting)
    waiting = phone.get(path)
    assert NEUTRAL in waiting.text
    assert [form for form in waiting.forms if form.method == "post"] == []
    _private(setting, begins=True)
    page = _write(phone, path)
    assert "Bewaard. Schrijf er nog een, of geef het apparaat terug." in page.text
    page = _write(phone, path, "Ik breng Sem op dinsdag.", "promise")
    html = page.text + phone.get(path).text
    names = ("Marloes", "Rik", "Joke", "Wilma", "De Meeuwen", GOAL, WISH, "Sem")
    assert [word for word in names if word in html] == []
    assert _kept(setting) == [("goal", WISH), ("promise", "Ik breng Sem op dinsdag.")]


def test_it_speaks_the_languages_of_the_door_and_keeps_the_one_that_was_chosen(
    setting: Setting, phone: Visitor
) -> None:
    path = _give(setting)
    _private(setting, begins=True)
    page = phone.get(f"{path}?taal=en")
    assert "Write down what you want" in page.text
    page = phone.submit(page, "Save", {"kind": "goal", "text": WISH})
    assert "Saved. Write another one, or give the device back." in page.text


def test_nobody_reads_it_before_the_end_and_then_the_family_takes_or_leaves_it(
    setting: Setting, phone: Visitor
) -> None:
    path = _give(setting)
    _private(setting, begins=True)
    _write(phone, path)
    _write(phone, path, "Ik breng Sem op dinsdag.", "promise")
    _write(phone, path, "Dit toch niet.", "promise")
    for room in ("beraad/tafel", "plan/schrijven", "beraad/scherm", "beraad/besloten", "plan"):
        assert WISH not in setting.get(room).text
    _private(setting, begins=False)
    assert WISH not in setting.get("beraad/scherm").text
    table = setting.get("beraad/tafel")
    assert (
        f"Van de familie 3 Opgeschreven in de besloten tijd. De familie zegt wat erin komt. Doel {WISH}"
        in (table.text)
    )
    first = next(form for form in table.forms if form.values.get("act") == ["neem"])
    page = setting.visitor.post(first.action, first.values)
    setting.visitor.post(first.action, first.values, status=404)
    page = setting.visitor.submit(page, "Zet in het plan")
    page = setting.visitor.submit(page, "Laat weg")
    assert "Van de familie" not in page.text
    draft = setting.draft()
    assert [goal.text for goal in draft.goals] == [GOAL, WISH]
    assert [line.words.text for line in draft.loose] == ["Ik breng Sem op dinsdag."]
    assert _kept(setting) == []


def test_of_besloten_tijd_nothing_is_kept_but_begin_and_end(setting: Setting, phone: Visitor) -> None:
    path = _give(setting)
    _private(setting, begins=True)
    with setting.store.reading() as session:
        before = session.scalar(select(func.count()).select_from(AuditEntry))
    _write(phone, path)
    with setting.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(AuditEntry)) == before
    assert {column.name for column in FamilyProposal.__table__.columns} == {
        "id",
        "case_id",
        "beraad_id",
        "position",
        "kind",
        "text_sealed",
    }


@pytest.mark.parametrize("how", ["its end", "by hand", "hours", "a new link", "unknown"])
def test_a_link_that_is_over_keeps_nothing_and_looks_like_one_that_never_was(
    setting: Setting, phone: Visitor, how: str
) -> None:
    path = _give(setting)
    if how == "a new link":
        setting.visitor.submit(setting.get("beraad/tafel"), "Maak een nieuwe link")
    _private(setting, begins=True)
    page = phone.get(path, status=404 if how == "a new link" else 200)
    if how == "its end":
        _private(setting, begins=False)
        _private(setting, begins=True)
    elif how == "by hand":
        setting.visitor.submit(setting.get("beraad/besloten"), "Laat de link van de familie niet meer werken")
    elif how == "hours":
        setting.clock.advance(timedelta(hours=4))
    elif how == "unknown":
        path = path[:-4] + "AAAA"
    gone = phone.get(path, status=404)
    assert OVER in gone.text
    sent = {"kind": "goal", "text": WISH, "mark": str(uuid.uuid4())}
    token = next((form.values["csrf_token"] for form in page.forms if form.method == "post"), "")
    refused = phone.client.post(path, data={**sent, "csrf_token": token})
    assert refused.status_code in {400, 404}
    assert _kept(setting) == []


def test_opening_the_address_changes_nothing_and_a_form_from_elsewhere_is_refused(
    setting: Setting, phone: Visitor
) -> None:
    path = _give(setting)
    _private(setting, begins=True)
    for _time in range(3):
        phone.get(path)
        assert phone.client.head(path).status_code == 200
    assert phone.client.post(path, data={"kind": "goal", "text": WISH}).status_code == 400
    assert _kept(setting) == []


def test_sent_twice_it_is_kept_once_and_what_is_wrong_stands_beside_its_field(
    setting: Setting, phone: Visitor
) -> None:
    path = _give(setting)
    _private(setting, begins=True)
    page = phone.get(path)
    for _time in range(2):
        phone.submit(page, "Bewaar", {"kind": "goal", "text": WISH})
    assert _kept(setting) == [("goal", WISH)]
    refused = phone.submit(phone.get(path), "Bewaar", {"text": "  "}, status=422)
    assert refused.errors == [
        "Wat is het? Kies wat het best past.",
        "In uw eigen woorden: Schrijf eerst iets op.",
    ]
    long = phone.submit(phone.get(path), "Bewaar", {"kind": "goal", "text": "a" * 4_001}, status=422)
    assert "Dit is te lang." in long.text
    form = phone.get(path).form("Bewaar")
    phone.post(
        form.action or path, {**form.values, "mark": "geen-id", "kind": "goal", "text": "x"}, status=404
    )


def test_a_proposal_of_another_case_cannot_be_taken_and_its_id_not_be_used(
    setting: Setting, phone: Visitor, sqlite_world: World, app: Flask
) -> None:
    path = _give(setting)
    _private(setting, begins=True)
    _write(phone, path)
    with setting.store.reading() as session:
        [mine] = proposals_of(session, setting.fresh(session))
    other = build_setting(app, setting.store, setting.clock, sqlite_world).with_table()
    with setting.store.writing() as session:
        beraad = current_beraad(session, other.fresh(session))
        assert beraad is not None
        token = give_device(session, other.actor, beraad=beraad, now=setting.clock.now())
    other.visitor.post(
        other.path(f"plan/familie/{mine.id}"),
        {"act": "neem", "csrf_token": _token(other.get("beraad/tafel"))},
        status=404,
    )
    _private(other, begins=True)
    page = phone.get(f"/schrijf/{token}")
    phone.submit(page, "Bewaar", {"mark": str(mine.id), "kind": "goal", "text": "Iets anders."}, status=404)
    assert _kept(setting) == [("goal", WISH)]
    assert _kept(other) == []


def _token(page: Page) -> str:
    return str(page.forms[0].values["csrf_token"][0])
