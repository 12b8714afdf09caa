"""A scenario in which every name and every text carries markup, a formula, a template and a header."""

import re
from importlib.resources import files

import yaml

from netwerkberaad.demo.reader import Node
from netwerkberaad.demo.reading import scenario_from
from netwerkberaad.demo.scenario import Scenario
from tests.web.filling import SCRIPT

PAYLOAD = f" {SCRIPT}{{{{7*191}}}}\r\nX-Kwaad: ja"
RESULT = "1337"
"""What the template in it would give."""
_UNTOLD = re.compile(r"[A-Z]?[0-9]+|[a-z0-9_ /-]+|[0-9+].*|.*@.*", re.DOTALL)
_IDS = frozenset({"id", "weekday", "format", "kind"})


def marked_scenario(name: str) -> Scenario:
    """The scenario with the payload behind everything that is told; ids, words of choice, times and addresses as they are."""
    text = (files("netwerkberaad.demo") / "scenarios" / f"{name}.yaml").read_text(encoding="utf-8")
    return scenario_from(Node(_marked(yaml.safe_load(text))))


def _marked(content: object, key: str = "") -> object:
    if isinstance(content, dict):
        return {name: _marked(value, str(name)) for name, value in content.items()}
    if isinstance(content, list):
        return [_marked(one, key) for one in content]
    if not isinstance(content, str) or key in _IDS or _UNTOLD.fullmatch(content.strip()):
        return content
    return content.strip() + PAYLOAD
