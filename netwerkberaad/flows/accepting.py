"""From draft to plan: fixing a version, what follows from it, and telling those it concerns."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from netwerkberaad.cases import Case, Person, Phase, move_to, people_of, present
from netwerkberaad.cases.sight import SharedPart, plan_parts
from netwerkberaad.flows.reaching import ALOUD, Announced, News
from netwerkberaad.flows.reaching_together import reach_each
from netwerkberaad.flows.voice import Voice, message_key, voice_of
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.documents import facts
from netwerkberaad.foundation.links import LinkPurpose
from netwerkberaad.foundation.messages import Channel, MessageKind, cancel_waiting, drop_to_tell
from netwerkberaad.invites import lock_case, permits_of
from netwerkberaad.plans import (
    Commitment,
    Confirmation,
    ConfirmationContent,
    EmptyPlanError,
    Obstacle,
    PlanFixedError,
    PlanVersion,
    PlanView,
    all_confirmed,
    ask_terms,
    changes_between,
    concerned,
    draft_of,
    fix_version,
    obstacles_of,
    open_confirmations,
    plan_view,
    record_confirmation,
    schedule_follow_ups,
    set_obstacle,
    version_before,
    version_fixed,
)

_AFTER_EVALUATION = timedelta(days=90)
_ABOUT_PLAN = frozenset({MessageKind.CONFIRM, MessageKind.PLAN_CHANGED})


@dataclass(frozen=True, slots=True)
class Accepted:
    """The version that holds now, and who was told by which way."""

    version: PlanVersion
    told: Announced


def accept_plan(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    base_url: str,
    now: datetime,
    approved_by: Collection[uuid.UUID] = (),
    checkers_known_missing: bool = False,
) -> Accepted:
    """Fix the draft, schedule what follows and tell those concerned.

    The first version is told to everybody with an own line or a share in the plan. A later one only to owners, checkers,
    back-ups and fallback of the lines that changed, before and after, except those who approved it themselves
    (``approved_by``). Raises EmptyPlanError without a draft, PlanFixedError when it was
    fixed a moment ago, and what ``fix_version`` raises.
    """
    lock_case(session, case)  # pressed twice, the second finds the plan fixed
    version = draft_of(session, case)
    if version is None:
        raise PlanFixedError if version_fixed(session, case) else EmptyPlanError
    fix_version(
        session, actor, case=case, version=version, checkers_known_missing=checkers_known_missing, now=now
    )
    session.flush()  # the views below read the fixed version without its empty lines
    schedule_follow_ups(session, actor, case=case, version=version, now=now)
    ask_terms(session, actor, case=case, version=version, now=now)
    if case.phase in {Phase.PREPARATION, Phase.INVITING, Phase.BERAAD}:
        move_to(session, actor, case=case, phase=Phase.PLAN, now=now)
    _follow_up_when_confirmed(session, actor, case=case, now=now)
    view = plan_view(session, version)
    told = _to_tell(session, case, version, view, frozenset(approved_by), now=now)
    asked = frozenset(line.owner.id for line in open_confirmations(session, case))
    asked |= _owners_of_new_obstacles(session, case, since=None)
    kind = facts.Confirm if version.number == 1 else facts.PlanChanged
    news = _Told(version, version.id, kind, asked, base_url)
    return Accepted(version, _tell(session, case=case, told=told, news=news, now=now))


def confirm_commitment(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    commitment: Commitment,
    person: Person,
    content: ConfirmationContent,
    via: Channel,
    now: datetime,
) -> Confirmation:
    """Take what an owner says; once everything is confirmed, the case goes on to follow-up.

    Raises what ``record_confirmation`` raises.
    """
    drop_to_tell(session, person_id=person.id, kinds=_ABOUT_PLAN, now=now)
    confirmation = record_confirmation(
        session,
        actor,
        case=case,
        commitment=commitment,
        person=person,
        content=content,
        via=via,
        now=now,
    )
    session.flush()  # the question below must see this answer
    _follow_up_when_confirmed(session, actor, case=case, now=now)
    return confirmation


def _follow_up_when_confirmed(session: Session, actor: Actor, *, case: Case, now: datetime) -> None:
    """Also a new version may leave nothing to confirm, as when the one line that was handed back is out."""
    if case.phase is Phase.PLAN and all_confirmed(session, case):
        move_to(session, actor, case=case, phase=Phase.FOLLOW_UP, now=now)


def _to_tell(
    session: Session,
    case: Case,
    version: PlanVersion,
    view: PlanView,
    approved_by: frozenset[uuid.UUID],
    *,
    now: datetime,
) -> frozenset[uuid.UUID]:
    before = version_before(session, version)
    hindered = _owners_of_new_obstacles(session, case, since=before.fixed_at if before else None)
    if before is not None:
        return (concerned(changes_between(plan_view(session, before), view)) | hindered) - approved_by
    owners = hindered.union(*(line.owner_ids for line in view.lines))
    shared = plan_parts(session, case, now=now)
    return owners | {person_id for person_id, part in shared.items() if part is not SharedPart.NOTHING}


def _owners_of_new_obstacles(session: Session, case: Case, *, since: datetime | None) -> frozenset[uuid.UUID]:
    """Who has to take away what was written down since the version before; they are told once."""
    new = [one for one in obstacles_of(session, case) if since is None or one.made_at > since]
    return frozenset(owner for one in new if one.removed_at is None for owner in one.owner_ids)


def name_obstacle(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    text: str,
    owners: Sequence[uuid.UUID],
    base_url: str,
    now: datetime,
) -> Obstacle:
    """Write down what stands in the way. Once a plan holds and none is being written, its owners are told at once; else with
    the plan. Raises what ``set_obstacle`` raises.
    """
    obstacle = set_obstacle(session, actor, case=case, text=text, owners=owners, now=now)
    version = version_fixed(session, case)
    if version is not None and draft_of(session, case) is None:
        news = _Told(version, obstacle.id, facts.PlanChanged, frozenset(obstacle.owner_ids), base_url)
        _tell(session, case=case, told=frozenset(obstacle.owner_ids), news=news, now=now)
    return obstacle


@dataclass(frozen=True, slots=True)
class _Told:
    """What a message is about: a version or an obstacle in it, and who promised something of which it tells."""

    version: PlanVersion
    about: uuid.UUID
    kind: type[facts.Confirm] | type[facts.PlanChanged]
    promised: frozenset[uuid.UUID]
    base_url: str


def _tell(
    session: Session,
    *,
    case: Case,
    told: frozenset[uuid.UUID],
    news: _Told,
    now: datetime,
) -> Announced:
    people = people_of(session, case)
    permits = permits_of(session, case, people)
    voice = voice_of(session, case, people)
    reached = [
        person
        for person in present(people)
        if person.id in told
        and not person.nameless
        and (person.is_principal or not permits[person.id].excluded)
    ]
    each = [(person, _news(session, case, person, voice, news, now)) for person in reached]
    ways = reach_each(session, case=case, voice=voice, news=each, base_url=news.base_url, now=now)
    return Announced.by(ways, aloud=ALOUD)


def _news(session: Session, case: Case, person: Person, voice: Voice, news: _Told, now: datetime) -> News:
    # The new link ends the one in a message about an earlier version that did not leave yet.
    cancel_waiting(session, case_id=case.id, person_id=person.id, kinds=_ABOUT_PLAN, now=now)

    def words(url: str) -> facts.CaseFacts:
        return news.kind(**voice.to(person), url=url, own_lines=person.id in news.promised)

    return News(
        key=message_key("plan", news.about, person.id),
        what=words,
        link=(LinkPurpose.PLAN, (news.version.evaluation_at or now) + _AFTER_EVALUATION),
    )
