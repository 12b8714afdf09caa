"""Wie ziet wat: the one place that says what somebody may see of a case."""

from netwerkberaad.cases.sight.actions import hide_address, open_to, share_plan, show_address
from netwerkberaad.cases.sight.errors import AddressMissingError
from netwerkberaad.cases.sight.model import SecretAddress, SecretContent, SightDecision
from netwerkberaad.cases.sight.queries import (
    Seeing,
    decisions_of,
    may_know,
    plan_parts,
    secret_addresses_of,
    seeing_of,
    seen_by_anybody,
    unnamed_to,
    who_sees_what,
    without_secrets,
)
from netwerkberaad.cases.sight.rules import CLOSED, HIDDEN, Opened, SharedPart, conceal, narrowest

__all__ = [
    "CLOSED",
    "HIDDEN",
    "AddressMissingError",
    "Opened",
    "SecretAddress",
    "SecretContent",
    "Seeing",
    "SharedPart",
    "SightDecision",
    "conceal",
    "decisions_of",
    "hide_address",
    "may_know",
    "narrowest",
    "open_to",
    "plan_parts",
    "secret_addresses_of",
    "seeing_of",
    "seen_by_anybody",
    "share_plan",
    "show_address",
    "unnamed_to",
    "who_sees_what",
    "without_secrets",
]
