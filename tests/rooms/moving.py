"""An installation with a region, and two people who decide there: for tests of moving cases between such places."""

import io
import uuid
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from netwerkberaad.accounts import make_region
from netwerkberaad.cases import Case
from netwerkberaad.cases.joined import joined_to
from netwerkberaad.flows.moving import move_on
from netwerkberaad.foundation.access import Actor, ActorKind, Role, system_actor
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.vault import Store
from netwerkberaad.foundation.vault.parcels import read_card
from netwerkberaad.privacy.moving.arriving import take_in
from netwerkberaad.privacy.moving.keys import current_key, make_key, own_pair
from netwerkberaad.privacy.moving.lines import row_lines
from netwerkberaad.privacy.moving.model import Ground, ItemState, Move, MoveWords
from netwerkberaad.privacy.moving.parts import scopes_of
from netwerkberaad.privacy.moving.proposing import (
    approve_move,
    approve_removal,
    count_states,
    get_move,
    propose_move,
)
from netwerkberaad.privacy.moving.receipts import hand_over, read_proof, receipt_for
from tests.stores import copied_store

BASE_URL = "https://hier.example"
LEFT = {
    b'"table":"assignment"',
    b'"table":"case_file"',
    b'"table":"outbox_message"',
    b'"table":"contact_promise"',
}
"""Where arriving changes something: who leads it, whom it waits for, and what had not been sent yet."""


@dataclass
class Place:
    """One side of a move."""

    store: Store
    region_id: uuid.UUID
    officer: Actor
    coordinator: Actor
    clock: MovableClock

    def work(self) -> int:
        """Let the job do what waits."""
        return move_on(self.store, base_url=BASE_URL, now=self.clock.now())

    def card(self) -> str:
        """What the other side needs to lock for us."""
        with self.store.reading() as session:
            return str(own_pair(session, self.region_id).card)

    def fingerprint(self) -> str:
        """What the other side compares."""
        return read_card(self.card()).fingerprint

    def propose(self, card: str, ground: Ground = Ground.TASK, **words: str) -> uuid.UUID:
        """Propose a move of all cases, or of those that the words name."""
        with self.store.writing() as session:
            told = {"name": "Netwerkberaad Schouwen", "reason": "De teams splitsen.", **words}
            said = MoveWords(card=card, **told)
            move = propose_move(session, self.officer, words=said, ground=ground, now=self.clock.now())
            return move.id

    def package(self, card: str, ground: Ground = Ground.TASK, **words: str) -> tuple[uuid.UUID, bytes]:
        """Propose, approve and pack; the number of the move and the package."""
        move_id = self.propose(card, ground, **words)
        with self.store.writing() as session:
            move = get_move(session, self.coordinator, move_id)
            approve_move(session, self.coordinator, move=move, now=self.clock.now())
        self.work()
        return move_id, self.fetch(move_id)

    def fetch(self, move_id: uuid.UUID) -> bytes:
        """The package of a move that is packed."""
        file = io.BytesIO()
        with self.store.writing() as session:
            move = get_move(session, self.officer, move_id)
            hand_over(session, self.officer, move=move, file=file, now=self.clock.now())
        return file.getvalue()

    def take_in(self, package: bytes, fingerprint: str) -> uuid.UUID:
        """Read a package in, without letting the cases in yet."""
        with self.store.writing() as session:
            file = io.BytesIO(package)
            return take_in(session, self.officer, file=file, fingerprint=fingerprint, now=self.clock.now()).id

    def receipt(self, move_id: uuid.UUID) -> bytes:
        """What we sign for."""
        with self.store.writing() as session:
            move = get_move(session, self.officer, move_id)
            return receipt_for(session, self.officer, move=move, now=self.clock.now())

    def let_go(self, move_id: uuid.UUID, receipt: bytes) -> None:
        """Read a receipt, decide, and destroy."""
        with self.store.writing() as session:
            move = get_move(session, self.coordinator, move_id)
            read_proof(session, self.coordinator, move=move, content=receipt, now=self.clock.now())
        with self.store.writing() as session:
            move = get_move(session, self.coordinator, move_id)
            approve_removal(session, self.coordinator, move=move, now=self.clock.now())
        self.work()

    def states(self, move_id: uuid.UUID) -> dict[ItemState, int]:
        """How many cases are how far."""
        with self.store.reading() as session:
            return count_states(session, session.get_one(Move, move_id))

    def rows(self) -> dict[uuid.UUID, list[bytes]]:
        """Every line of every case that is here: its rows, with what was joined to it."""
        with self.store.reading() as session:
            own = select(Case).where(Case.region_id == self.region_id, Case.joined_id.is_(None))
            return {
                case.id: list(row_lines(session, ids, scopes_of(session, ids)))
                for case in session.scalars(own)
                for ids in [{case.id, *(one.id for one in joined_to(session, case))}]
            }


def place_of(store: Store, region_id: uuid.UUID, clock: MovableClock) -> Place:
    """A region of an installation as a place, with keys."""
    officer, coordinator = (
        Actor(ActorKind.STAFF, uuid.uuid4(), region_id, frozenset({role}))
        for role in (Role.PRIVACY_OFFICER, Role.COORDINATOR)
    )
    with store.writing() as session:
        if current_key(session, region_id) is None:
            make_key(session, officer, now=clock.now())
    return Place(store, region_id, officer, coordinator, clock)


def another(template: Path, path: Path, clock: MovableClock, name: str = "Netwerkberaad Schouwen") -> Place:
    """Another installation, empty."""
    store = copied_store(template, path, now=clock.now())
    with store.writing() as session:
        region = make_region(session, system_actor(), name=name, phone="+31111000100", now=clock.now())
    return place_of(store, region.id, clock)


def unchanged(rows: list[bytes]) -> list[bytes]:
    """The rows of the tables that arriving does not touch."""
    return [row for row in rows if not any(table in row for table in LEFT)]
