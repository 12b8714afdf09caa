"""Meldcode: what one professional notices and weighs about safety, kept apart from the case and read by them alone."""

from netwerkberaad.cases.meldcode.actions import open_meldcode, record_step
from netwerkberaad.cases.meldcode.errors import NothingNotedError
from netwerkberaad.cases.meldcode.model import Decision, Meldcode, MeldcodeStep, Step, StepContent
from netwerkberaad.cases.meldcode.queries import own_meldcode, steps_of

__all__ = [
    "Decision",
    "Meldcode",
    "MeldcodeStep",
    "NothingNotedError",
    "Step",
    "StepContent",
    "open_meldcode",
    "own_meldcode",
    "record_step",
    "steps_of",
]
