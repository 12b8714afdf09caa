"""Kring: the family tree of the same people, as a picture and in words."""

import uuid
from collections.abc import Iterator

from flask import Blueprint, Response, url_for
from flask_babel import gettext as _

from netwerkberaad.cases import title_of
from netwerkberaad.cases.circle import relatives_of
from netwerkberaad.cases.family import Relative, TreePicture, draw_tree
from netwerkberaad.cases.ties import TieKind, ties_of
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.documents import dated, listed
from netwerkberaad.web.context import case, db, may_change, now
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.case_frame import case_people
from netwerkberaad.web.kit.pages import page
from netwerkberaad.web.kit.readers import seen_by_the_family
from netwerkberaad.web.kit.rooms import room_page
from netwerkberaad.web.templating import language


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    path = "/casussen/<uuid:case_id>/kring/stamboom"
    blueprint.add_url_rule(path, "family", family)
    blueprint.add_url_rule(f"{path}/afdrukken", "print_family", print_family)


@allow(Permission.READ_CASE)
def family(case_id: uuid.UUID) -> Response:
    """Picture and list."""
    tree = _tree()
    return room_page(
        "desk/circle/family.html",
        "circle",
        open=may_change(),
        tree=tree,
        generations=_generations(tree),
        few=len(tree.marks) < 2,
    )


@allow(Permission.READ_CASE)
@seen_by_the_family
def print_family(case_id: uuid.UUID) -> Response:
    """Picture and list on one sheet."""
    tree = _tree()
    return page(
        "desk/circle/family_print.html",
        case_id=case_id,
        paper="circle",
        back={"label": _("Terug naar de stamboom"), "url": url_for("desk.family", case_id=case_id)},
        title=title_of(case_people(), locale=language()),
        day=dated(now(), language()),
        tree=tree,
        generations=_generations(tree),
    )


def _tree() -> TreePicture:
    return draw_tree(relatives_of(case_people()), ties_of(db(), case()))


def _generations(tree: TreePicture) -> list[list[dict[str, object]]]:
    """Everybody with what they are to the others, row by row."""
    return [
        [
            {"id": one.id, "name": one.full, "deceased": one.deceased, "told": "; ".join(_told(tree, one))}
            for one in row
        ]
        for row in tree.rows
    ]


def _told(tree: TreePicture, one: Relative) -> Iterator[str]:
    names = {mark.person.id: mark.person.short for mark in tree.marks}
    for household in tree.households:
        others = listed([names[other] for other in household.parents if other != one.id], language())
        if one.id in household.parents:
            if household.bond is TieKind.PARTNER:
                yield _("partner van %(names)s", names=others)
            elif household.bond is TieKind.SEPARATED:
                yield _("uit elkaar met %(names)s", names=others)
            if household.children:
                children = listed([names[child] for child in household.children], language())
                yield _("ouder van %(names)s", names=children)
        if one.id in household.children:
            yield _("kind van %(names)s", names=listed([names[two] for two in household.parents], language()))
