"""Warnings for the gespreksleider about 'niet uitnodigen'. Nobody else ever sees them."""

from collections.abc import Iterable

from flask import flash
from flask_babel import gettext as _

from netwerkberaad.cases import Person, exclusions_of, matches, named_in, resembles
from netwerkberaad.web.context import case, db


def warn_of_barred(people: Iterable[Person]) -> None:
    """Say of whom was just written down that they stand on the list, or that their name is like one on it."""
    exclusions = exclusions_of(db(), case())
    for person in people:
        if matches(exclusions, person):
            flash(
                _("Let op: %(name)s staat op de lijst ‘niet uitnodigen’.", name=person.name.short), "warning"
            )
        elif resembles(exclusions, person):
            flash(alike_words(person.name.short), "warning")


def alike_words(name: str) -> str:
    """That a name is like one on the list."""
    return _("%(name)s lijkt op iemand van ‘niet uitnodigen’. Kijk of het dezelfde is.", name=name)


def named_words(text: str) -> str:
    """That words name somebody of the list; empty when they do not."""
    if not text.strip() or named_in(exclusions_of(db(), case()), text) is None:
        return ""
    return _("Hier wordt iemand genoemd die op ‘niet uitnodigen’ staat.")
