"""The family tree of the same people: who is whose parent, who are partners, who were."""

from netwerkberaad.cases.family.households import Household, households_of
from netwerkberaad.cases.family.picture import Relative, TreePicture, draw_tree, place_tree

__all__ = ["Household", "Relative", "TreePicture", "draw_tree", "households_of", "place_tree"]
