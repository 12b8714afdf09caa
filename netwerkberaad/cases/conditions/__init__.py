"""What must hold beside the plan: bodemeisen, minimum terms, what the law offers, and gezag."""

from netwerkberaad.cases.conditions.actions import (
    judge_condition,
    record_custody,
    record_offer,
    set_condition,
    set_minimum,
)
from netwerkberaad.cases.conditions.errors import (
    ConditionMissingError,
    HolderMissingError,
    NoNameBehindItError,
)
from netwerkberaad.cases.conditions.model import (
    ConditionContent,
    ConditionVerdict,
    Custody,
    CustodyContent,
    LegalOffer,
    Offer,
    OfferAnswer,
    OfferContent,
    SafetyCondition,
    Verified,
)
from netwerkberaad.cases.conditions.queries import (
    conditions_of,
    custody_of,
    custody_of_cases,
    get_condition,
    offers_of,
)

__all__ = [
    "ConditionContent",
    "ConditionMissingError",
    "ConditionVerdict",
    "Custody",
    "CustodyContent",
    "HolderMissingError",
    "LegalOffer",
    "NoNameBehindItError",
    "Offer",
    "OfferAnswer",
    "OfferContent",
    "SafetyCondition",
    "Verified",
    "conditions_of",
    "custody_of",
    "custody_of_cases",
    "get_condition",
    "judge_condition",
    "offers_of",
    "record_custody",
    "record_offer",
    "set_condition",
    "set_minimum",
]
