"""Who acts: somebody of the staff, a guest with a personal link, a visitor, or the system itself."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from netwerkberaad.foundation.core.audit import AuditEvent, Basis, Entry, Outcome, Who


class Role(StrEnum):
    """What a member of staff is here for; one person may have several."""

    REFERRER = "referrer"
    FACILITATOR = "facilitator"
    COORDINATOR = "coordinator"
    ADMIN = "admin"
    PRIVACY_OFFICER = "privacy_officer"
    ANALYST = "analyst"


class ActorKind(StrEnum):
    """Through which door somebody came in."""

    STAFF = "staff"
    GUEST = "guest"
    VISITOR = "visitor"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Everything a rule may know of the one who acts.

    A guest has ``case_id`` and is ``id``, the person in that case; ``proven`` tells whether this device gave the second
    proof, ``principal`` whether the case is about them. Staff may open the cases in ``covers`` for a colleague who is away,
    and those in ``emergencies`` for a short while; ``basis`` is the ground on which they now act. ``language`` is what
    lists for them are written in, never what is kept or sent.
    """

    kind: ActorKind
    id: uuid.UUID | None = None
    region_id: uuid.UUID | None = None
    roles: frozenset[Role] = frozenset()
    case_id: uuid.UUID | None = None
    proven: bool = False
    principal: bool = False
    covers: frozenset[uuid.UUID] = frozenset()
    emergencies: frozenset[uuid.UUID] = frozenset()
    basis: Basis = Basis.TASK
    language: str = "nl"

    def has(self, *roles: Role) -> bool:
        """Whether this is staff with one of these roles."""
        return self.kind is ActorKind.STAFF and not self.roles.isdisjoint(roles)

    @property
    def staff_id(self) -> uuid.UUID | None:
        """The id of the member of staff, or None for anybody else."""
        return self.id if self.kind is ActorKind.STAFF else None

    def in_case(self, case_id: uuid.UUID) -> "Actor":
        """The same actor on the ground on which this case is open to them, as the log will tell."""
        if case_id in self.emergencies:
            return replace(self, basis=Basis.EMERGENCY)
        return replace(self, basis=Basis.COVER) if case_id in self.covers else self

    def entry(
        self,
        event: AuditEvent,
        *,
        now: datetime,
        case_id: uuid.UUID | None = None,
        object_id: uuid.UUID | None = None,
        on_behalf_of: uuid.UUID | None = None,
        outcome: Outcome = Outcome.DONE,
    ) -> Entry:
        """An audit entry for something this actor did."""
        role = " ".join(sorted(self.roles)) or ("principal" if self.principal else "")
        who = Who(kind=self.kind, id=self.id, role=role, region_id=self.region_id)
        return Entry(
            event,
            who,
            now,
            case_id=case_id,
            object_id=object_id,
            on_behalf_of=on_behalf_of,
            outcome=outcome,
            basis=self.basis,
        )


def visitor() -> Actor:
    """Somebody we know nothing about."""
    return Actor(ActorKind.VISITOR)


def system_actor(region_id: uuid.UUID | None = None) -> Actor:
    """The system, when a job does what the plan or a rule asks."""
    return Actor(ActorKind.SYSTEM, region_id=region_id)
