"""Ties between people of the circle, next to what binds each of them to the hoofdpersonen."""

from netwerkberaad.cases.ties.actions import (
    all_ties_of,
    change_tie,
    draw_tie,
    end_tie,
    forget_ties,
    get_tie,
    ties_at,
    ties_of,
)
from netwerkberaad.cases.ties.errors import OwnAncestorError, TieExistsError, TieToSelfError
from netwerkberaad.cases.ties.model import CircleTie, Tie, TieKind

__all__ = [
    "CircleTie",
    "OwnAncestorError",
    "Tie",
    "TieExistsError",
    "TieKind",
    "TieToSelfError",
    "all_ties_of",
    "change_tie",
    "draw_tie",
    "end_tie",
    "forget_ties",
    "get_tie",
    "ties_at",
    "ties_of",
]
