"""Figures that lead to nobody: what is counted of a case when it ends, and what of a year is told. This is the door."""

from netwerkberaad.insights.counting import add_count, count_case, take_back
from netwerkberaad.insights.figures import MEASURES, NOT_HELD, NOT_SAID, Key
from netwerkberaad.insights.model import CheckIns, ClosedCount, Counts, EndedBy, Heads, Reach
from netwerkberaad.insights.publishing import (
    LEAST,
    OTHERS,
    WHOLE,
    Block,
    Group,
    Publication,
    Split,
    Spread,
    Table,
    publish,
)
from netwerkberaad.insights.queries import publication_of, years_told
from netwerkberaad.insights.saving import Saved, saved_in

__all__ = [
    "LEAST",
    "MEASURES",
    "NOT_HELD",
    "NOT_SAID",
    "OTHERS",
    "WHOLE",
    "Block",
    "CheckIns",
    "ClosedCount",
    "Counts",
    "EndedBy",
    "Group",
    "Heads",
    "Key",
    "Publication",
    "Reach",
    "Saved",
    "Split",
    "Spread",
    "Table",
    "add_count",
    "count_case",
    "publication_of",
    "publish",
    "saved_in",
    "take_back",
    "years_told",
]
