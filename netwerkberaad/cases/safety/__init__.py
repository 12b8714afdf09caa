"""The safety check: asked in every case before an invitation goes out; and who arrives at a time of their own."""

from netwerkberaad.cases.safety.actions import answer_safety, pass_safety, set_arrival
from netwerkberaad.cases.safety.errors import ArrivalTooFarError, SafetyWordsMissingError
from netwerkberaad.cases.safety.model import Arrival, ArrivalContent, Question, SafetyAnswers, SafetyCheck
from netwerkberaad.cases.safety.queries import Staggered, arrivals_of, safety_of

__all__ = [
    "Arrival",
    "ArrivalContent",
    "ArrivalTooFarError",
    "Question",
    "SafetyAnswers",
    "SafetyCheck",
    "SafetyWordsMissingError",
    "Staggered",
    "answer_safety",
    "arrivals_of",
    "pass_safety",
    "safety_of",
    "set_arrival",
]
