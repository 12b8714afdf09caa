"""Access to a case that lasts a while: covering for a colleague, and emergency access."""

from netwerkberaad.cases.standing.covering import (
    arrange_cover,
    case_to_cover,
    covered_cases,
    covers_of,
    declare_cover,
    end_cover,
)
from netwerkberaad.cases.standing.emergency import (
    begin_emergency,
    emergencies_between,
    emergency_of,
    end_emergency,
    find_for_emergency,
    get_emergency,
    notices_of,
    see_emergency,
    unseen_emergencies,
)
from netwerkberaad.cases.standing.errors import BadPeriodError, CoverOverlapError, NoSuchCaseError
from netwerkberaad.cases.standing.grounds import covering_staff, standing_of
from netwerkberaad.cases.standing.model import Cover, EmergencyAccess

__all__ = [
    "BadPeriodError",
    "Cover",
    "CoverOverlapError",
    "EmergencyAccess",
    "NoSuchCaseError",
    "arrange_cover",
    "begin_emergency",
    "case_to_cover",
    "covered_cases",
    "covering_staff",
    "covers_of",
    "declare_cover",
    "emergencies_between",
    "emergency_of",
    "end_cover",
    "end_emergency",
    "find_for_emergency",
    "get_emergency",
    "notices_of",
    "see_emergency",
    "standing_of",
    "unseen_emergencies",
]
