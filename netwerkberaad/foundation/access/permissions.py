"""One table of permissions and pure predicates over actor and subject. What is not in the table is not allowed."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from netwerkberaad.foundation.access.actor import Actor, ActorKind, Role
from netwerkberaad.foundation.core.errors import DeniedError, NotFoundError


class Permission(StrEnum):
    """Everything somebody can be allowed to do."""

    SEE_TODAY = "see_today"
    LIST_CASES = "list_cases"
    REQUEST_BERAAD = "request_beraad"
    TAKE_REQUEST = "take_request"
    KEEP_PROMISE = "keep_promise"
    SEE_OWN_REQUEST = "see_own_request"
    ANSWER_TERMS = "answer_terms"
    WITHDRAW_REQUEST = "withdraw_request"
    REDIRECT_REQUEST = "redirect_request"
    SEE_WAITING_LIST = "see_waiting_list"
    CLAIM_CASE = "claim_case"
    ASSIGN_CASE = "assign_case"
    READ_CASE = "read_case"
    CHANGE_CASE = "change_case"
    REOPEN_CASE = "reopen_case"
    OPEN_MELDCODE = "open_meldcode"
    ASK_EMERGENCY = "ask_emergency"
    FIND_EMERGENCY = "find_emergency"
    SEE_EMERGENCY = "see_emergency"
    ARRANGE_COVER = "arrange_cover"
    MANAGE_STAFF = "manage_staff"
    CONFIRM_RESET = "confirm_reset"
    MANAGE_ORGANISATIONS = "manage_organisations"
    READ_AUDIT = "read_audit"
    SEE_RETENTION = "see_retention"
    KEEP_CASES = "keep_cases"
    PROPOSE_DESTRUCTION = "propose_destruction"
    APPROVE_DESTRUCTION = "approve_destruction"
    SET_RETENTION_TERMS = "set_retention_terms"
    HANDLE_REQUESTS = "handle_requests"
    HANDLE_BREACHES = "handle_breaches"
    SEE_MOVES = "see_moves"
    PROPOSE_MOVE = "propose_move"
    APPROVE_MOVE = "approve_move"
    RECEIVE_CASES = "receive_cases"
    SEE_HEALTH = "see_health"
    SEE_SOCIAL_MAP = "see_social_map"
    KEEP_SOCIAL_MAP = "keep_social_map"
    SEE_INSIGHTS = "see_insights"
    USE_OWN_ACCOUNT = "use_own_account"
    ANSWER_INVITATION = "answer_invitation"
    GIVE_ANSWER = "give_answer"
    HANDLE_ANSWER = "handle_answer"
    ANSWER_CHECK_IN = "answer_check_in"
    ASK_PROOF = "ask_proof"
    READ_OWN_PART = "read_own_part"
    CONFIRM_COMMITMENT = "confirm_commitment"
    APPROVE_INVITES = "approve_invites"
    DECIDE_SIGHT = "decide_sight"
    STOP_OWN_CASE = "stop_own_case"
    CHOOSE_MENTOR = "choose_mentor"
    ANSWER_AS_MENTOR = "answer_as_mentor"
    AGREE = "agree"
    GIVE_CONSENT = "give_consent"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a rule may know of the thing asked about. ``open`` is false once a case is closed or destroyed; ``stopped``
    is true for a case that was stopped, in which links still take an answer.
    """

    region_id: uuid.UUID | None = None
    case_id: uuid.UUID | None = None
    facilitator_id: uuid.UUID | None = None
    referrer_id: uuid.UUID | None = None
    person_id: uuid.UUID | None = None
    waiting: bool = False
    open: bool = True
    stopped: bool = False


Rule = Callable[[Actor, Subject], bool]
_RESCUERS = (Role.FACILITATOR, Role.COORDINATOR)


def _same_region(actor: Actor, subject: Subject) -> bool:
    return actor.region_id is not None and actor.region_id == subject.region_id


def _staff(*roles: Role) -> Rule:
    return lambda actor, _subject: actor.has(*roles)


def _any_staff(actor: Actor, _subject: Subject) -> bool:
    return actor.kind is ActorKind.STAFF


def _own_request(actor: Actor, subject: Subject) -> bool:
    asked_by_actor = actor.staff_id is not None and actor.staff_id == subject.referrer_id
    return _same_region(actor, subject) and asked_by_actor


def _own_open_request(actor: Actor, subject: Subject) -> bool:
    return _own_request(actor, subject) and subject.open


def _leads_case(actor: Actor, subject: Subject) -> bool:
    leads = actor.staff_id is not None and actor.staff_id == subject.facilitator_id
    return leads and actor.has(Role.FACILITATOR) and _same_region(actor, subject)


def _covers_case(actor: Actor, subject: Subject) -> bool:
    covers = subject.case_id in actor.covers and actor.has(Role.FACILITATOR)
    return covers and _same_region(actor, subject) and subject.referrer_id != actor.staff_id


def _may_open_meldcode(actor: Actor, subject: Subject) -> bool:
    # Each professional for themselves (Wmo 2015 art. 3.3, Jeugdwet art. 4.1.7): no cover and no emergency opens it.
    asked = actor.has(Role.REFERRER) and _own_request(actor, subject)
    return _leads_case(actor, subject) or asked


def _works_in_case(actor: Actor, subject: Subject) -> bool:
    return _leads_case(actor, subject) or _covers_case(actor, subject)


def _works_in_open_case(actor: Actor, subject: Subject) -> bool:
    return _works_in_case(actor, subject) and subject.open


def _reads_case(actor: Actor, subject: Subject) -> bool:
    emergency = subject.case_id in actor.emergencies and actor.has(*_RESCUERS)
    return _works_in_case(actor, subject) or (emergency and _same_region(actor, subject))


def _may_ask_emergency(actor: Actor, subject: Subject) -> bool:
    # Who asked for the beraad must not see what the people told since; a colleague opens it in their place.
    colleague = actor.has(*_RESCUERS) and _same_region(actor, subject)
    return colleague and not _works_in_case(actor, subject) and subject.referrer_id != actor.staff_id


def _may_claim(actor: Actor, subject: Subject) -> bool:
    # Gespreksleider and aanmelder are never the same person in one case: see the declaration of independence.
    return (
        actor.has(Role.FACILITATOR)
        and _same_region(actor, subject)
        and subject.waiting
        and subject.referrer_id != actor.staff_id
    )


def _may_withdraw(actor: Actor, subject: Subject) -> bool:
    # Once a gespreksleider began, the beraad is of the people themselves.
    return _own_request(actor, subject) and subject.waiting and subject.open


def _may_redirect(actor: Actor, subject: Subject) -> bool:
    return _may_assign(actor, subject) and subject.waiting and subject.open


def _may_keep_promise(actor: Actor, subject: Subject) -> bool:
    # Until a gespreksleider began, what was promised to the aanmelder is the coördinators' to keep.
    return _works_in_open_case(actor, subject) or _may_redirect(actor, subject)


def _may_assign(actor: Actor, subject: Subject) -> bool:
    # A closed case keeps a gespreksleider as well: answers still come, and it may be opened again.
    led = subject.open or subject.waiting or subject.facilitator_id is not None
    return actor.has(Role.COORDINATOR) and _same_region(actor, subject) and led


def _guest(actor: Actor, subject: Subject) -> bool:
    return actor.kind is ActorKind.GUEST and actor.id is not None and actor.id == subject.person_id


def _proven_guest(actor: Actor, subject: Subject) -> bool:
    return _guest(actor, subject) and actor.proven


def _open_guest(actor: Actor, subject: Subject) -> bool:
    return _guest(actor, subject) and subject.open


def _answering_guest(actor: Actor, subject: Subject) -> bool:
    return _guest(actor, subject) and (subject.open or subject.stopped)


def _open_proven_guest(actor: Actor, subject: Subject) -> bool:
    return _proven_guest(actor, subject) and subject.open


def _open_principal(actor: Actor, subject: Subject) -> bool:
    return _open_proven_guest(actor, subject) and actor.principal


RULES: dict[Permission, Rule] = {
    Permission.SEE_TODAY: _staff(Role.FACILITATOR, Role.COORDINATOR),
    Permission.LIST_CASES: _staff(Role.FACILITATOR),
    Permission.REQUEST_BERAAD: _staff(Role.REFERRER),
    Permission.TAKE_REQUEST: _staff(Role.COORDINATOR),
    Permission.KEEP_PROMISE: _may_keep_promise,
    Permission.SEE_OWN_REQUEST: _own_request,
    Permission.ANSWER_TERMS: _own_open_request,
    Permission.WITHDRAW_REQUEST: _may_withdraw,
    Permission.REDIRECT_REQUEST: _may_redirect,
    Permission.SEE_WAITING_LIST: _staff(Role.FACILITATOR, Role.COORDINATOR),
    Permission.CLAIM_CASE: _may_claim,
    Permission.ASSIGN_CASE: _may_assign,
    Permission.READ_CASE: _reads_case,
    Permission.CHANGE_CASE: _works_in_open_case,
    Permission.REOPEN_CASE: _leads_case,
    Permission.OPEN_MELDCODE: _may_open_meldcode,
    Permission.ASK_EMERGENCY: _may_ask_emergency,
    Permission.FIND_EMERGENCY: _staff(*_RESCUERS),
    Permission.SEE_EMERGENCY: _staff(*_RESCUERS, Role.PRIVACY_OFFICER),
    Permission.ARRANGE_COVER: _staff(Role.FACILITATOR),
    Permission.MANAGE_STAFF: _staff(Role.ADMIN),
    Permission.CONFIRM_RESET: _staff(Role.ADMIN, Role.COORDINATOR),
    Permission.MANAGE_ORGANISATIONS: _staff(Role.ADMIN),
    Permission.READ_AUDIT: _staff(Role.PRIVACY_OFFICER),
    Permission.SEE_RETENTION: _staff(Role.PRIVACY_OFFICER, Role.COORDINATOR),
    Permission.KEEP_CASES: _staff(Role.PRIVACY_OFFICER),
    Permission.PROPOSE_DESTRUCTION: _staff(Role.PRIVACY_OFFICER),
    Permission.APPROVE_DESTRUCTION: _staff(Role.PRIVACY_OFFICER, Role.COORDINATOR),
    Permission.SET_RETENTION_TERMS: _staff(Role.ADMIN),
    Permission.HANDLE_REQUESTS: _staff(Role.PRIVACY_OFFICER),
    Permission.HANDLE_BREACHES: _staff(Role.PRIVACY_OFFICER),
    Permission.SEE_MOVES: _staff(Role.PRIVACY_OFFICER, Role.COORDINATOR),
    Permission.PROPOSE_MOVE: _staff(Role.PRIVACY_OFFICER),
    Permission.APPROVE_MOVE: _staff(Role.PRIVACY_OFFICER, Role.COORDINATOR),
    Permission.RECEIVE_CASES: _staff(Role.PRIVACY_OFFICER, Role.COORDINATOR),
    Permission.SEE_HEALTH: _staff(Role.ADMIN),
    Permission.SEE_SOCIAL_MAP: _staff(Role.FACILITATOR, Role.COORDINATOR),
    Permission.KEEP_SOCIAL_MAP: _staff(Role.FACILITATOR, Role.COORDINATOR),
    Permission.SEE_INSIGHTS: _staff(Role.ANALYST, Role.COORDINATOR, Role.FACILITATOR),
    Permission.USE_OWN_ACCOUNT: _any_staff,
    Permission.ANSWER_INVITATION: _open_guest,
    Permission.GIVE_ANSWER: _answering_guest,
    Permission.HANDLE_ANSWER: _works_in_case,
    Permission.ANSWER_CHECK_IN: _open_guest,
    Permission.ASK_PROOF: _guest,
    Permission.READ_OWN_PART: _proven_guest,
    Permission.CONFIRM_COMMITMENT: _open_proven_guest,
    Permission.APPROVE_INVITES: _open_principal,
    Permission.DECIDE_SIGHT: _open_principal,
    Permission.STOP_OWN_CASE: _open_principal,
    Permission.CHOOSE_MENTOR: _open_principal,
    Permission.ANSWER_AS_MENTOR: _open_guest,
    Permission.AGREE: _open_proven_guest,
    Permission.GIVE_CONSENT: _open_proven_guest,
}
"""Every permission and its rule."""


def may(actor: Actor, permission: Permission, subject: Subject | None = None) -> bool:
    """Whether the actor may do this to the subject."""
    rule = RULES.get(permission)
    return rule is not None and rule(actor, subject or Subject())


_VISIBLE_BY = {
    Permission.CHANGE_CASE: Permission.READ_CASE,
    Permission.REOPEN_CASE: Permission.READ_CASE,
    Permission.HANDLE_ANSWER: Permission.READ_CASE,
    Permission.CLAIM_CASE: Permission.SEE_WAITING_LIST,
    Permission.ANSWER_TERMS: Permission.SEE_OWN_REQUEST,
    Permission.WITHDRAW_REQUEST: Permission.SEE_OWN_REQUEST,
    Permission.REDIRECT_REQUEST: Permission.ASSIGN_CASE,
}


def require(actor: Actor, permission: Permission, subject: Subject | None = None) -> None:
    """Let pass or raise: DeniedError when the actor may at least see the thing, NotFoundError when not."""
    if may(actor, permission, subject):
        return
    seen_by = _VISIBLE_BY.get(permission)
    if subject is None or (seen_by is not None and may(actor, seen_by, subject)):
        raise DeniedError
    raise NotFoundError
