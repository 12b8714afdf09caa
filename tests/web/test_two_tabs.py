"""Who saves over what a colleague saved meanwhile sees both beside each other, loses nothing typed, and decides."""

import ast
import importlib
from dataclasses import dataclass
from pathlib import Path

import pytest
from wtforms import Form

from netwerkberaad import web
from netwerkberaad.accounts import Staff
from netwerkberaad.cases import Case
from netwerkberaad.web.kit.seen import SeenForm
from tests.web.desk_setting import Desk, path_of

HARMLESS = {
    "AuthenticatorForm": "a new device of one's own",
    "NewPasskeyForm": "a new device of one's own",
    "InviteForm": "sends an invitation, once; changes nothing that was kept",
    "TogetherForm": "sends invitations, once; changes nothing that was kept",
    "TieForm": "a new tie; what is there proposes its kind",
    "ProposeForm": "proposes; two persons decide",
    "LaterForm": "a new date and a reason, kept beside the earlier ones",
    "MessageForm": "a new message of one's own",
}
"""Forms that are filled in beforehand and overwrite nobody."""


@dataclass(frozen=True)
class Editing:
    """A page with a form, and what each of two windows writes in one of its fields."""

    path: str
    field: str
    first: str
    second: str
    button: str = "Bewaar"
    more: tuple[tuple[str, str], ...] = ()


def _of_case(desk: Desk, case: Case) -> list[Editing]:
    joke = desk.person(case, "Joke").id
    day = (("starts_at", "2026-03-20"), ("starts_time", "19.00"), ("minutes", "120"), ("place", "De Meeuwen"))
    return [
        Editing(path_of(case, f"kring/{joke}"), "remark", "Hoort slecht.", "Liefst in de ochtend."),
        Editing(path_of(case, "beraad/plannen"), "directions", "Om de hoek.", "Door de poort.", more=day),
    ]


OF_THE_REGION = [
    Editing("/beheer/organisaties", "region", "Walcheren en meer", "Walcheren alleen"),
    Editing("/beheer/bewaartermijnen", "wmo", "12", "13"),
]


def _two_windows(desk: Desk, who: Staff, editing: Editing) -> None:
    browser = desk.sign_in(who)
    mine, other = browser.get(editing.path), browser.get(editing.path)
    more = dict(editing.more)
    browser.submit(other, editing.button, {**more, editing.field: editing.first})
    refused = browser.submit(mine, editing.button, {**more, editing.field: editing.second}, status=422)
    assert any("Iemand anders" in error for error in refused.errors), editing.path
    for words in ("Wat u schreef", "Dit staat er nu", editing.first, editing.second):
        assert words in refused.text, (editing.path, words)
    assert refused.form(editing.button).values[editing.field] == [editing.second]
    browser.submit(refused, editing.button)
    assert browser.get(editing.path).form(editing.button).values[editing.field] == [editing.second]


def test_the_second_window_on_a_form_of_a_case_sees_what_the_first_saved(desk: Desk) -> None:
    for editing in _of_case(desk, desk.case()):
        _two_windows(desk, desk.world.facilitator, editing)


@pytest.mark.parametrize("editing", OF_THE_REGION, ids=lambda one: one.path)
def test_the_second_window_on_a_form_of_the_region_sees_what_the_first_saved(
    desk: Desk, editing: Editing
) -> None:
    _two_windows(desk, desk.world.admin, editing)


def test_the_same_saved_twice_is_one_saving(desk: Desk) -> None:
    case = desk.case()
    browser = desk.sign_in()
    path = path_of(case, f"kring/{desk.person(case, 'Joke').id}")
    page = browser.get(path)
    for _press in range(2):
        browser.submit(page, "Bewaar", {"remark": "Hoort slecht."})
    assert desk.person(case, "Joke").contact.remark == "Hoort slecht."


def test_every_form_that_is_filled_in_with_what_is_kept_sees_a_colleague() -> None:
    found = {form.__name__: form for form in _filled_in_forms()}
    assert len(found) > 20
    unseeing = {name for name, form in found.items() if not issubclass(form, SeenForm)}
    assert unseeing == set(HARMLESS)


def _filled_in_forms() -> list[type[Form]]:
    """The classes of forms that a page makes with ``data=`` for who comes to change something."""
    root = Path(web.__file__).parent
    forms = []
    for path in [*root.glob("desk/**/*.py"), *root.glob("door/**/*.py")]:
        name = ".".join(("netwerkberaad", "web", *path.relative_to(root).with_suffix("").parts))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                keywords = {word.arg for word in node.keywords}
                if node.func.id.endswith("Form") and "data" in keywords and "formdata" not in keywords:
                    form = getattr(importlib.import_module(name), node.func.id, None)
                    forms += [form] if isinstance(form, type) else []
    return forms
