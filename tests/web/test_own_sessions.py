"""Where somebody is signed in: recognisable, one by one or all at once to be ended."""

import pytest
from flask import Flask

from netwerkberaad.web.kit.devices import device_words
from tests.builders import World
from tests.pages import Visitor

LAPTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.1 Mobile/15E148 Safari/604.1"
)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (LAPTOP, "Firefox, Windows"),
        (PHONE, "Safari, iPhone"),
        ("", ""),
        ("<b>Linux", "Linux"),
        ("curl/8", ""),
    ],
)
def test_a_device_is_named_by_known_words_only(agent: str, words: str) -> None:
    assert device_words(agent) == words


def test_everybody_sees_their_devices_and_signs_out_of_all_others(
    app: Flask, visitor: Visitor, sqlite_world: World
) -> None:
    others = [Visitor(app), Visitor(app)]
    for browser, agent in zip([visitor, *others], [LAPTOP, PHONE, LAPTOP], strict=True):
        browser.client.environ_base["HTTP_USER_AGENT"] = agent
        browser.sign_in(sqlite_world.facilitator)
    page = visitor.get("/account")
    assert "Firefox, Windows" in page.text
    assert "Safari, iPhone" in page.text
    after = visitor.submit(page, "Log overal elders uit")
    assert "Safari, iPhone" not in after.text
    assert [browser.get("/account").h1 for browser in others] == ["Inloggen", "Inloggen"]
    with pytest.raises(LookupError):
        after.form("Log overal elders uit")
