"""A desk with a signed-in gespreksleider and cases of the world, for tests of its pages."""

import uuid
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import func, select

from netwerkberaad.accounts import Staff
from netwerkberaad.cases import About, Case, ContactData, PersonName
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.database import Base
from netwerkberaad.foundation.vault import Store
from tests.builders import World, build_case, member, person_called, principal
from tests.pages import Visitor

LONG_TEXT = "Heel lang. " * 2_000
ODD_TEXT = "Joke 🌻 \u202e\u2066van rechts"


@dataclass(frozen=True)
class Known:
    """What is known of somebody, read already."""

    id: uuid.UUID
    name: PersonName
    contact: ContactData
    about: About


@dataclass(frozen=True)
class Desk:
    """The application with its world, and everything a test of a page needs."""

    app: Flask
    store: Store
    clock: MovableClock
    world: World

    def sign_in(self, staff: Staff | None = None) -> Visitor:
        """A browser in which this member of staff signed in; without one, the gespreksleider."""
        browser = Visitor(self.app)
        browser.come_in(staff or self.world.facilitator)
        return browser

    def case(self, *, approved: bool = False, two_principals: bool = False) -> Case:
        """A case of the gespreksleider, with grandmother Joke and neighbour Piet in the circle."""
        principals = [principal()]
        if two_principals:
            principals.append(principal("Rik", "Wattel", mail="rik@example.org"))
        around = [
            member(),
            member("Piet", "d'Hooghe", mail="", phone="+31600000127", relation="buurman"),
        ]
        with self.store.writing() as session:
            return build_case(
                session, self.world, self.clock, principals=principals, invitees=around, approved=approved
            )

    def person(self, case: Case, first: str) -> Known:
        """Somebody in the case by first name, as the database holds them now."""
        with self.store.reading() as session:
            person = person_called(session, case, first)
            return Known(person.id, person.name, person.contact, person.about)

    def count(self, table: type[Base], case: Case) -> int:
        """How many rows of a table belong to the case."""
        column = Base.metadata.tables[table.__tablename__].c.case_id
        with self.store.reading() as session:
            return session.scalar(select(func.count()).where(column == case.id)) or 0


def path_of(case: Case | uuid.UUID, room: str = "") -> str:
    """The address of a room of a case."""
    case_id = case.id if isinstance(case, Case) else case
    return f"/casussen/{case_id}" + (f"/{room}" if room else "")


@pytest.fixture
def desk(app: Flask, sqlite_store: Store, clock: MovableClock, sqlite_world: World) -> Desk:
    """The desk with its world."""
    return Desk(app, sqlite_store, clock, sqlite_world)
