"""Toestemming: permission per person, item and recipient, by whoever decides at that age."""

from netwerkberaad.cases.consents.actions import ask_consent, mark_words_seen, note_asked, record_word
from netwerkberaad.cases.consents.errors import (
    ItemMissingError,
    NotDecidingError,
    NothingGivenError,
    RecipientMissingError,
)
from netwerkberaad.cases.consents.model import Consent, ConsentContent, ConsentWord, Said, WordContent
from netwerkberaad.cases.consents.queries import (
    ConsentView,
    asked_consents,
    consents_of,
    consents_of_cases,
    consents_told,
    get_consent,
    speaker,
)
from netwerkberaad.cases.consents.rules import REVIEW_WITHIN, ConsentState, Key, PassedOver, Standing

__all__ = [
    "REVIEW_WITHIN",
    "Consent",
    "ConsentContent",
    "ConsentState",
    "ConsentView",
    "ConsentWord",
    "ItemMissingError",
    "Key",
    "NotDecidingError",
    "NothingGivenError",
    "PassedOver",
    "RecipientMissingError",
    "Said",
    "Standing",
    "WordContent",
    "ask_consent",
    "asked_consents",
    "consents_of",
    "consents_of_cases",
    "consents_told",
    "get_consent",
    "mark_words_seen",
    "note_asked",
    "record_word",
    "speaker",
]
