"""The safety check: asked in every case before an invitation goes out."""

from netwerkberaad.cases.safety.actions import answer_safety, pass_safety
from netwerkberaad.cases.safety.errors import SafetyWordsMissingError
from netwerkberaad.cases.safety.model import Question, SafetyAnswers, SafetyCheck
from netwerkberaad.cases.safety.queries import safety_of

__all__ = [
    "Question",
    "SafetyAnswers",
    "SafetyCheck",
    "SafetyWordsMissingError",
    "answer_safety",
    "pass_safety",
    "safety_of",
]
