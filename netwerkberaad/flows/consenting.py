"""Asking for consent by link: what is asked stands behind it, and a no changes nothing else."""

from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad.cases import Case, Person
from netwerkberaad.cases.consents import ConsentView, note_asked
from netwerkberaad.flows.asking import hand_question, require_askable
from netwerkberaad.flows.inviting import Invited
from netwerkberaad.flows.voice import Voice
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.documents import facts
from netwerkberaad.foundation.links import LinkPurpose


def ask_consent_by_link(
    session: Session,
    actor: Actor,
    *,
    case: Case,
    view: ConsentView,
    who: Person,
    hand_over: bool,
    base_url: str,
    now: datetime,
) -> Invited:
    """Give somebody who decides a link to say yes or no, and to take a yes back later; on record as asked.

    Raises CaseClosedError, ExcludedError, NoAddressError and NotDecidingError(field="who").
    """
    require_askable(session, case=case, who=who, hand_over=hand_over, now=now)
    note_asked(session, actor, view=view, who=who, now=now)

    def what(voice: Voice, url: str) -> facts.CaseFacts:
        return facts.Consent(
            **voice.to(who),
            url=url,
        )

    return hand_question(
        session,
        case=case,
        who=who,
        purpose=LinkPurpose.CONSENT,
        about=view.consent.id,
        what=what,
        hand_over=hand_over,
        base_url=base_url,
        now=now,
    )
