"""The languages that people outside choose from: there, whole, and read as people of that language read."""

import ast
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from fontTools.ttLib import TTFont

from netwerkberaad.foundation.documents import facts, render_message, spoken_moment
from netwerkberaad.web.assets import STATIC
from netwerkberaad.web.language import languages
from tools.check_translations import check
from tools.translations import CATALOGUES, gather

OUTSIDE = ["ar", "en", "pl", "tr", "uk"]
EVENING = datetime(2026, 3, 3, 18, 30, tzinfo=UTC)
INVITE = facts.Invite(
    region="Walcheren",
    phone="+31118000100",
    to="Fatma",
    first_names=("Marloes", "Rik"),
    facilitator="Nadia Haddou",
    url="https://example.nl/p/abc",
    when=EVENING,
    minutes=150,
    place="buurthuis De Zwaan",
)


def test_people_outside_choose_from_six_languages() -> None:
    assert languages() == ["nl", *OUTSIDE]


def test_every_text_that_people_outside_read_is_there_in_every_language() -> None:
    assert list(check(CATALOGUES, gather())) == []


@pytest.mark.parametrize(
    ("locale", "moment"),
    [
        ("nl", "dinsdag 3 maart om 19.30 uur"),
        ("en", "Tuesday 3 March at 19:30"),
        ("tr", "3 Mart Salı, saat 19:30"),
        ("ar", "الثلاثاء، 3 مارس الساعة 19:30"),
        ("pl", "wtorek, 3 marca, godz. 19:30"),
        ("uk", "вівторок, 3 березня о 19:30"),
    ],
)
def test_a_moment_is_said_as_people_of_that_language_say_it(locale: str, moment: str) -> None:
    assert spoken_moment(EVENING, locale) == moment


@pytest.mark.parametrize("locale", OUTSIDE)
def test_a_message_speaks_one_language(locale: str) -> None:
    letter = render_message(INVITE, locale=locale)
    direction = "rtl" if locale == "ar" else "ltr"
    assert f'<html lang="{locale}" dir="{direction}">' in letter.html
    for dutch in ("nodig", "Wanneer", "vriendelijke", " uur", " wij "):
        assert dutch not in letter.text


def test_the_groups_of_a_phone_number_keep_their_order_in_arabic() -> None:
    assert (
        "\N{LEFT-TO-RIGHT ISOLATE}0118 000 100\N{POP DIRECTIONAL ISOLATE}"
        in render_message(INVITE, locale="ar").text
    )


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("noto-sans-arabic", "لقاء المقرّبين،؟"),
        ("noto-sans-cyrillic", "Зустріч близьких їґє"),
        ("atkinson-hyperlegible-next-latin-ext", "ğşİłęąśźćń"),
    ],
)
def test_the_fonts_that_come_along_have_every_letter_and_other_scripts_their_own_blank(
    name: str, letters: str
) -> None:
    known = TTFont(STATIC / "fonts" / f"{name}.woff2").getBestCmap() or {}
    assert [letter for letter in letters if ord(letter) not in known] == []


def test_every_text_that_the_program_says_is_gathered_for_translation() -> None:
    gathered = {text for message in gather() for text in _texts(message.id)}
    said = {
        argument.value
        for path in (CATALOGUES.parent).rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in {"_", "gettext", "ngettext", "lazy_gettext"}
        for argument in call.args[:2]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }
    assert said - gathered == set()


def _texts(value: str | Sequence[str]) -> Sequence[str]:
    return (value,) if isinstance(value, str) else value
