"""The JIM of a young person, and the vertrouwenspersoon of an adult: chosen by themselves, standing beside them."""

from netwerkberaad.cases.mentors.actions import (
    agree_support,
    decide_sight,
    install_mentor,
    record_step,
    think_of,
)
from netwerkberaad.cases.mentors.errors import (
    AlreadyThoughtOfError,
    DayToComeError,
    NotInstalledWayError,
    OwnMentorError,
    ParentMissingError,
    StoppedError,
)
from netwerkberaad.cases.mentors.model import (
    Condition,
    Mentor,
    MentorContent,
    MentorStep,
    Sight,
    StepContent,
    StepKind,
    Support,
)
from netwerkberaad.cases.mentors.queries import (
    MentorView,
    get_mentor,
    is_young,
    mentors_of,
    sees,
    without_mentor,
)

__all__ = [
    "AlreadyThoughtOfError",
    "Condition",
    "DayToComeError",
    "Mentor",
    "MentorContent",
    "MentorStep",
    "MentorView",
    "NotInstalledWayError",
    "OwnMentorError",
    "ParentMissingError",
    "Sight",
    "StepContent",
    "StepKind",
    "StoppedError",
    "Support",
    "agree_support",
    "decide_sight",
    "get_mentor",
    "install_mentor",
    "is_young",
    "mentors_of",
    "record_step",
    "sees",
    "think_of",
    "without_mentor",
]
