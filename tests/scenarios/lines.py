"""What the scenarios expect, line by line, and which lines no test asserts yet, each with the reason."""

import re
from importlib.resources import files
from pathlib import Path

import yaml

_LATER = "of the time after the people sat down together: the plan, following it, and the ending"


def _later(*ids: str) -> dict[str, str]:
    return dict.fromkeys(ids, _LATER)


NOT_YET: dict[str, dict[str, str]] = {
    "jongen-zestien-jim": _later("E10", "E11", "E12", "E13", "E14", "E15", "E16", "E17"),
    "spoed-geheim-adres": {
        "E13": "guessing is tried in tests/attacks/test_guessing.py",
        **_later("E14", "E15", "E16", "E18"),
    },
    "mantelzorger-netwerkplan": {
        "E6": "whoever is invited reads the first names of all hoofdpersonen",
        **_later("E5", "E8", "E9", "E10", "E11", "E12"),
    },
    "niemand-wil-komen": _later("E11", "E12", "E13", "E14", "E15"),
    "schulden-ontruiming": _later("E7", "E9", "E10", "E12", "E13", "E15", "E16"),
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
NOT_HELD = {
    "assignment.reason": "why somebody else leads the case is not asked",
}
"""What of that the program does not hold."""
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
