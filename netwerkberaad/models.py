"""All tables in one place, for migrations and for tests that look at every model."""

from netwerkberaad.accounts import factor_model as factors
from netwerkberaad.accounts import model as accounts
from netwerkberaad.accounts import own_texts
from netwerkberaad.accounts.single_sign_on import model as single_sign_on
from netwerkberaad.beraden import model as beraden
from netwerkberaad.cases import early, notes, pauses, people, placing, promises
from netwerkberaad.cases import model as cases
from netwerkberaad.cases.conditions import model as conditions
from netwerkberaad.cases.consents import model as consents
from netwerkberaad.cases.meldcode import model as meldcode
from netwerkberaad.cases.mentors import model as mentors
from netwerkberaad.cases.safety import model as safety
from netwerkberaad.cases.sight import model as sight
from netwerkberaad.cases.standing import model as standing
from netwerkberaad.cases.ties import model as ties
from netwerkberaad.foundation.core import audit, audit_chain, heartbeat, limits
from netwerkberaad.foundation.core.database import Base
from netwerkberaad.foundation.links import model as links
from netwerkberaad.foundation.messages import mailboxes
from netwerkberaad.foundation.messages import model as messages
from netwerkberaad.foundation.messages import services as message_services
from netwerkberaad.foundation.vault import blind_index, scopes
from netwerkberaad.insights import model as insights
from netwerkberaad.invites import model as invites
from netwerkberaad.invites import poll_model as date_polls
from netwerkberaad.plans import model as plans
from netwerkberaad.plans import obstacle_model as obstacles
from netwerkberaad.plans import terms_model as terms
from netwerkberaad.privacy import model as privacy
from netwerkberaad.privacy.moving import model as moving
from netwerkberaad.social_map import model as social_map

MODULES = (
    accounts,
    audit,
    audit_chain,
    beraden,
    blind_index,
    cases,
    conditions,
    consents,
    date_polls,
    early,
    factors,
    heartbeat,
    insights,
    invites,
    limits,
    links,
    mailboxes,
    meldcode,
    mentors,
    message_services,
    messages,
    moving,
    notes,
    pauses,
    people,
    placing,
    obstacles,
    own_texts,
    plans,
    privacy,
    promises,
    safety,
    scopes,
    sight,
    single_sign_on,
    social_map,
    standing,
    terms,
    ties,
)
metadata = Base.metadata

__all__ = ["MODULES", "metadata"]
