"""What the access log shows of a request."""

import pytest

from netwerkberaad.server import shown_path

TOKEN = "pL3pM-L3TUz6BQ3l4bCm2zFhf9gMaZ2bsJ-l2tsMG1g"
CASE = "6f1c2b8e-0d7e-4a55-9c43-1f0a6a3f1b2c"


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/vandaag", "/vandaag"),
        (f"/casussen/{CASE}/kring", f"/casussen/{CASE}/kring"),
        (f"/p/{TOKEN}", "/p/"),
        ("/p/antwoord/1", "/p/"),
        ("/code/7KT4MD", "/code/"),
        (f"/inrichten/{TOKEN}", "/inrichten/"),
        (f"/wachtwoord/{TOKEN}", "/wachtwoord/"),
        (f"/ergens/{TOKEN}", "/ergens/..."),
        ("/a\nstatus=200", "/a%0Astatus%3D200"),
        ("", ""),
    ],
)
def test_a_path_is_shown_without_what_must_stay_secret(path: str, shown: str) -> None:
    assert shown_path(path) == shown
