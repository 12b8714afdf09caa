"""A drawing or photo for the table: drawn anew without what stood beside it, sealed, shown at the table, gone with its maker."""

from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from netwerkberaad.accounts import actor_for
from netwerkberaad.beraden import BroughtMessage, PictureError, current_beraad, messages_for_table, open_table
from netwerkberaad.beraden.pictures import SIDE, drawn_anew, kind_of
from netwerkberaad.cases import Case
from netwerkberaad.flows import erase_person
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.vault import Store
from tests.builders import World, person_called
from tests.pages import Page, Visitor
from tests.web.door_setting import Door, build_door

SECRET = b"GPS 51.4988N 3.6110E, telefoon van Joke"
Sent = dict[str, object]


@pytest.fixture
def door(app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World) -> Door:
    """The case with a beraad ahead."""
    return build_door(app, sqlite_store, clock, sqlite_world)


def _picture(kind: str = "PNG", size: tuple[int, int] = (80, 40), *, turned: bool = False) -> bytes:
    """A picture with a secret beside it: red on the left, blue on the right."""
    image, content = Image.new("RGB", size, "red"), BytesIO()
    image.paste("blue", (size[0] // 2, 0, *size))
    if kind == "PNG":
        beside = PngInfo()
        beside.add_text("Comment", SECRET.decode())
        image.save(content, "PNG", pnginfo=beside)
    else:
        exif = Image.Exif()
        exif[0x010E] = SECRET.decode()
        if turned:
            exif[0x0112] = 6
        image.save(content, kind, exif=exif, comment=SECRET)
    return content.getvalue() + SECRET


def _send(visitor: Visitor, page: Page, content: bytes, *, status: int = 303, text: str = "") -> str:
    values: Sent = {name: value[0] for name, value in page.form("Bewaar").values.items() if value}
    file = FileStorage(BytesIO(content), "IMG_van_Joke.jpg", content_type="image/jpeg")
    boundary, body = encode_multipart({**values, "text": text, "picture": file})
    kind = f'multipart/form-data; boundary="{boundary}"'
    answer = visitor.client.post(page.path, data=body, content_type=kind)
    assert answer.status_code == status, answer.text[:2000]
    return answer.text


def _messages(door: Door) -> list[BroughtMessage]:
    with door.store.reading() as session:
        found = messages_for_table(session, session.get_one(Case, door.case.id))
        for one in found:
            assert (one.picture, one.text) != (b"", "")  # opened now, while there is a key
        return found


def _bring(door: Door) -> tuple[Visitor, Page]:
    visitor, _page = door.enter("Joke")
    return visitor, door.prove(visitor, "Joke", "/p/boodschap")


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_nothing_that_stood_beside_the_picture_is_kept(kind: str) -> None:
    sent = _picture(kind)
    assert SECRET in sent
    drawn = drawn_anew(sent)
    assert SECRET not in drawn
    assert kind_of(drawn) == f"image/{kind.lower()}"
    with Image.open(BytesIO(drawn)) as image:
        assert image.size == (80, 40)
        assert not image.getexif()
        assert not {"comment", "Comment", "exif", "icc_profile"} & set(image.info)


def test_a_photo_stands_upright_and_is_no_larger_than_a_screen_needs() -> None:
    drawn = drawn_anew(_picture("JPEG", (2 * SIDE, SIDE), turned=True))
    with Image.open(BytesIO(drawn)) as image:
        assert image.height == SIDE
        assert image.width == SIDE // 2


@pytest.mark.parametrize(
    "sent",
    [
        b"geen plaatje",
        b"\x89PNG\r\n\x1a\n" + b"x" * 100,
        _picture()[:60],
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        _picture("GIF"),
        _picture("WEBP"),
        _picture("BMP"),
        b"\xff\xd8\xff" + bytes(10_000_000),
    ],
    ids=["text", "broken png", "cut off", "svg", "gif", "webp", "bmp", "too large"],
)
def test_what_is_no_png_or_jpeg_is_refused(sent: bytes) -> None:
    with pytest.raises(PictureError):
        drawn_anew(sent)


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked() -> None:
    content = BytesIO()
    Image.new("1", (30_000, 30_000)).save(content, "PNG")
    with pytest.raises(PictureError):
        drawn_anew(content.getvalue())


def test_what_cannot_be_read_is_said_beside_the_field_and_the_words_stay(door: Door) -> None:
    visitor, page = _bring(door)
    for content in (b"geen plaatje", bytes(12_000_000)):
        answer = _send(visitor, page, content, status=422, text="Mijn woorden.")
        assert "Kies een png of jpeg" in answer
        assert "Mijn woorden." in answer
    assert _messages(door) == []


def test_a_drawing_without_words_is_shown_to_its_maker_and_at_the_table_alone(door: Door) -> None:
    visitor, page = _bring(door)
    _send(visitor, page, _picture())
    seen = visitor.client.get("/p/boodschap/beeld")
    assert (seen.mimetype, seen.headers["Cache-Control"]) == ("image/png", "no-store")
    assert SECRET not in seen.data
    assert "Content-Disposition" not in seen.headers
    other, _page = door.enter("Fatma")
    door.prove(other, "Fatma", "/p/boodschap")
    assert other.client.get("/p/boodschap/beeld").status_code == 404
    (message,) = _messages(door)
    browser = Visitor(door.app)
    browser.come_in(door.world.facilitator)
    picture = f"/casussen/{door.case.id}/beraad/tafel/boodschap/{message.id}/beeld"
    assert browser.client.get(picture).status_code == 404
    with door.store.writing() as session:
        case = session.get_one(Case, door.case.id)
        beraad = current_beraad(session, case)
        assert beraad is not None
        door.clock.move_to(beraad.starts_at)
        open_table(session, actor_for(door.world.facilitator), case=case, beraad=beraad, now=door.clock.now())
    browser = Visitor(door.app)
    browser.come_in(door.world.facilitator)
    table = browser.get(f"/casussen/{door.case.id}/beraad/tafel")
    assert browser.client.get(picture).status_code == 404
    shown = browser.submit(table, "Open de boodschap van Joke")
    (image,) = shown.root.iter("img")
    assert image.get("alt") == "Een tekening of foto van Joke"
    assert browser.client.get(str(image.get("src"))).mimetype == "image/png"


def test_another_one_replaces_it_words_alone_leave_it_and_taking_back_deletes_it(door: Door) -> None:
    visitor, page = _bring(door)
    _send(visitor, page, _picture())
    (first,) = _messages(door)
    visitor.submit(visitor.get("/p/boodschap"), "Bewaar mijn boodschap", {"text": "Nu met woorden."})
    (second,) = _messages(door)
    assert (second.picture, second.text) == (first.picture, "Nu met woorden.")
    _send(visitor, visitor.get("/p/boodschap"), _picture("JPEG"))
    (third,) = _messages(door)
    assert kind_of(third.picture) == "image/jpeg"
    visitor.submit(visitor.get("/p/boodschap"), "Haal mijn boodschap weg")
    assert _messages(door) == []
    assert visitor.client.get("/p/boodschap/beeld").status_code == 404


def test_the_drawing_of_a_child_without_a_link_is_taken_in_at_the_desk_and_then_closed(door: Door) -> None:
    browser = Visitor(door.app)
    browser.come_in(door.world.facilitator)
    page = browser.get(f"/casussen/{door.case.id}/beraad/boodschappen/nieuw")
    _send(browser, page, _picture("JPEG"))
    (message,) = _messages(door)
    assert message.picture
    assert (
        browser.client.get(f"/casussen/{door.case.id}/beraad/tafel/boodschap/{message.id}/beeld").status_code
        == 404
    )


def test_it_is_sealed_and_goes_with_its_maker(door: Door) -> None:
    visitor, page = _bring(door)
    _send(visitor, page, _picture())
    (message,) = _messages(door)
    assert message.picture_sealed is not None
    assert b"IDAT" not in message.picture_sealed
    database = Path(door.store.engine.url.database or "")
    lying = b"".join(path.read_bytes() for path in database.parent.rglob("*") if path.is_file())
    assert message.picture_sealed[-64:] in lying
    assert message.picture[-40:] not in lying
    assert SECRET not in lying
    with door.store.writing() as session:
        case = session.get_one(Case, door.case.id)
        joke = person_called(session, case, "Joke")
        erase_person(session, actor_for(door.world.facilitator), case=case, person=joke, now=door.clock.now())
    assert _messages(door) == []
