"""Pages travel compressed when the browser asks for them by itself; never when another site makes it ask."""

import gzip

import pytest

from tests.pages import Visitor

_ENCODINGS = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_a_page_that_this_browser_asks_for_travels_compressed(visitor: Visitor, site: str) -> None:
    plain = visitor.client.get("/inloggen")
    packed = visitor.client.get("/inloggen", headers={**_ENCODINGS, "Sec-Fetch-Site": site})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert {"Accept-Encoding", "Sec-Fetch-Site"} <= set(packed.vary)
    assert b"<h1" in gzip.decompress(packed.get_data())
    assert len(packed.get_data()) < len(plain.get_data()) / 2


@pytest.mark.parametrize("site", ["cross-site", "same-site", None])
def test_a_page_that_another_site_asks_for_is_as_long_as_it_is(visitor: Visitor, site: str | None) -> None:
    headers = {**_ENCODINGS, "Sec-Fetch-Site": site} if site else _ENCODINGS
    answer = visitor.client.get("/inloggen", headers=headers)
    assert "Content-Encoding" not in answer.headers
    assert b"<h1" in answer.get_data()


def test_a_browser_that_cannot_unpack_gets_the_page_as_it_is(visitor: Visitor) -> None:
    answer = visitor.client.get("/inloggen", headers={"Sec-Fetch-Site": "same-origin"})
    assert "Content-Encoding" not in answer.headers
