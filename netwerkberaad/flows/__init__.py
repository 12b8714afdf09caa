"""What crosses rooms: one function for each thing that several rooms do together, in one unit of work."""

from netwerkberaad.flows.accepting import Accepted, accept_plan, confirm_commitment
from netwerkberaad.flows.arriving import give_own_time
from netwerkberaad.flows.beside import Seen, ask_about_mentor, what_is_open
from netwerkberaad.flows.consenting import ask_consent_by_link
from netwerkberaad.flows.dates import (
    announce_beraad,
    announce_cancel,
    announce_change,
    who_hears,
)
from netwerkberaad.flows.day_words import calendar_file, place_line
from netwerkberaad.flows.destroying import clear_traces, destroy_case, erase_keyless, propose_due
from netwerkberaad.flows.emergencies import open_emergency
from netwerkberaad.flows.ending import Ended, close_case, reopen_case, stop_case
from netwerkberaad.flows.following import send_due
from netwerkberaad.flows.forgetting import Erased, erase_person, was_erased
from netwerkberaad.flows.inviting import (
    Invited,
    invite_person,
    leaves_by_itself,
    not_me,
    renew_link,
)
from netwerkberaad.flows.inviting_together import invite_together
from netwerkberaad.flows.joining import join_request
from netwerkberaad.flows.own_account import (
    change_own_password,
    choose_password,
    reset_second_step,
    send_password_links,
)
from netwerkberaad.flows.polling import ask_poll, choose_slot, close_due_polls
from netwerkberaad.flows.promising import (
    begin_given,
    claim_request,
    promise_again,
    promise_new,
    remind_promises,
)
from netwerkberaad.flows.proving import NoWayForProofError, proof_goes_by, read_out_proof, send_proof
from netwerkberaad.flows.reaching import Announced
from netwerkberaad.flows.reminding import remind_silent
from netwerkberaad.flows.requesting import request_beraad
from netwerkberaad.flows.resealing import reseal_case
from netwerkberaad.flows.rewriting import send_waiting
from netwerkberaad.flows.today import today_for
from netwerkberaad.flows.today_lines import CLIMBED, Act, BeraadLine, GapCount, Line, Today, Totals, What
from netwerkberaad.flows.turning_back import redirect_request, withdraw_request

__all__ = [
    "CLIMBED",
    "Accepted",
    "Act",
    "Announced",
    "BeraadLine",
    "Ended",
    "Erased",
    "GapCount",
    "Invited",
    "Line",
    "NoWayForProofError",
    "Seen",
    "Today",
    "Totals",
    "What",
    "accept_plan",
    "announce_beraad",
    "announce_cancel",
    "announce_change",
    "ask_about_mentor",
    "ask_consent_by_link",
    "ask_poll",
    "begin_given",
    "calendar_file",
    "change_own_password",
    "choose_password",
    "choose_slot",
    "claim_request",
    "clear_traces",
    "close_case",
    "close_due_polls",
    "confirm_commitment",
    "destroy_case",
    "erase_keyless",
    "erase_person",
    "give_own_time",
    "invite_person",
    "invite_together",
    "join_request",
    "leaves_by_itself",
    "not_me",
    "open_emergency",
    "place_line",
    "promise_again",
    "promise_new",
    "proof_goes_by",
    "propose_due",
    "read_out_proof",
    "redirect_request",
    "remind_promises",
    "remind_silent",
    "renew_link",
    "reopen_case",
    "request_beraad",
    "reseal_case",
    "reset_second_step",
    "send_due",
    "send_password_links",
    "send_proof",
    "send_waiting",
    "stop_case",
    "today_for",
    "was_erased",
    "what_is_open",
    "who_hears",
    "withdraw_request",
]
