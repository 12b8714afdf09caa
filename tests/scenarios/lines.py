"""What the scenarios expect, line by line, and which lines no test asserts yet, each with the reason."""

import re
from importlib.resources import files
from pathlib import Path

import yaml

NOT_YET: dict[str, dict[str, str]] = {
    "spoed-geheim-adres": {
        "E13": "guessing is tried in tests/attacks/test_guessing.py",
        "E15": "inspecting is tried in tests/rooms/test_privacy_inspecting.py",
    },
    "mevrouw-zonder-mail": {
        "E3": "the aanmelder who is invited stands in the circle too: it counts ten",
        "E8": "by phone people speak with who knows them; the code on a letter is typed, not read aloud",
        "E11": "Riek is a gap, and so are others of whom the scenario tells no answer: it counts more than one",
        "E14": "grades given by phone are not held yet; the outcome is asserted",
    },
}
"""By scenario: the lines that no test of this folder asserts."""
PREPARING = (
    "referral",
    "assignment",
    "principals",
    "gezag",
    "mentors",
    "circle",
    "links",
    "missing_in_circle",
    "invite_list",
    "exclusions",
    "secret_addresses",
    "safety",
    "consents",
    "legal_offers",
    "meldcode",
    "invitations",
    "date_poll",
)
"""What of a scenario comes before people sit down together."""
_ASSERTED = re.compile(r"^def test_((?:e\d+_(?:and_)?)+)", re.MULTILINE)
_LINE = re.compile(r"e\d+")


def expected_by(name: str) -> set[str]:
    """The ids of everything a scenario expects."""
    text = files("netwerkberaad.demo").joinpath("scenarios", f"{name}.yaml").read_text(encoding="utf-8")
    return {line["id"] for line in yaml.safe_load(text)["expect"]}


def asserted_in(path: Path) -> set[str]:
    """The ids in the names of the tests of a file."""
    found = _ASSERTED.findall(path.read_text(encoding="utf-8"))
    return {id_.upper() for ids in found for id_ in _LINE.findall(ids)}
