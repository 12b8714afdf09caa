"""Who may do what: actors, permissions and one table of pure predicates. Unknown or empty means no."""

from netwerkberaad.foundation.access.actor import Actor, ActorKind, Role, system_actor, visitor
from netwerkberaad.foundation.access.permissions import Permission, Subject, may, require

__all__ = ["Actor", "ActorKind", "Permission", "Role", "Subject", "may", "require", "system_actor", "visitor"]
