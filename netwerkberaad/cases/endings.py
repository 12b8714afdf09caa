"""What is said of a case when it ends, out of lists: what it was about, and why there was no beraad."""

from enum import StrEnum


class Matter(StrEnum):
    """What a beraad was mostly about, as the gespreksleider says at the end."""

    GROWING_UP = "growing_up"
    SEPARATION = "separation"
    CARE = "care"
    MIND = "mind"
    ADDICTION = "addiction"
    MONEY = "money"
    HOUSING = "housing"
    SAFETY = "safety"
    ALONE = "alone"
    OTHER = "other"


class WhyNoBeraad(StrEnum):
    """Why a case came to no beraad. All of them are normal."""

    NOT_WANTED = "not_wanted"
    SOLVED = "solved"
    NOBODY_FREE = "nobody_free"
    OTHER_HELP = "other_help"
    NOT_SAFE = "not_safe"
    NOT_REACHED = "not_reached"
    OTHER = "other"
