"""What a visitor of the demonstration needs: a sign-in for every role, and personal links of three kinds of people."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad.accounts import Region, staff_of_region
from netwerkberaad.cases import Case, Person, PersonKind, Phase, people_of, title_of
from netwerkberaad.demo.post import Post
from netwerkberaad.foundation.access import Role, system_actor
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.links import LinkPurpose, PersonalLink, own_link
from netwerkberaad.foundation.vault import Store
from netwerkberaad.invites import current_answer

LEADS_TO = {
    LinkPurpose.INVITATION: "the invitation: what it is, and answering in small steps",
    LinkPurpose.DATE_POLL: "the date poll: which days suit",
    LinkPurpose.PLAN: "the plan and the own commitments, after a proof code",
    LinkPurpose.CHECK_IN: "the check-in: how did it go, and what is needed",
    LinkPurpose.DAY: "the day: when and where",
}
ANSWERED = "the own page: what somebody can do there, such as changing the answer"
_WANTED = (
    (PersonKind.NAASTE, "netwerklid", LinkPurpose.INVITATION, Phase.INVITING),
    (PersonKind.PRINCIPAL, "hoofdpersoon", LinkPurpose.PLAN, Phase.PLAN),
    (PersonKind.PROFESSIONAL, "professional", LinkPurpose.CHECK_IN, Phase.FOLLOW_UP),
)


@dataclass(frozen=True, slots=True)
class SignIn:
    """An account for a role; the password is the same for all."""

    role: Role
    name: str
    mail: str


@dataclass(frozen=True, slots=True)
class Handout:
    """A personal link that works now, for whom, and what it opens."""

    kind: str
    name: str
    title: str
    url: str
    leads_to: str


@dataclass(frozen=True, slots=True)
class _Found:
    token: str
    link: PersonalLink
    person: Person
    case: Case
    answered: bool

    @property
    def leads_to(self) -> str:
        """What this link opens: an invitation that was answered opens the page with everything somebody can do."""
        return ANSWERED if self.answered else LEADS_TO[self.link.purpose]


def sign_ins(session: Session, region: Region) -> list[SignIn]:
    """Every account, in the order of the roles."""
    staff = staff_of_region(session, system_actor(region.id))
    found: list[SignIn] = []
    for role in Role:
        found += [
            SignIn(role, somebody.profile.full_name, somebody.profile.mail)
            for somebody in staff
            if role in somebody.roles
        ]
    return found


def handouts(store: Store, settings: Settings, *, now: datetime) -> list[Handout]:
    """A link for somebody of the network, a hoofdpersoon and a professional, as they stand in the mails of the spool."""
    post = Post(store, settings)
    post.read_all()
    with store.reading() as session:
        found = _living(session, post, now)
        chosen = [(kind, _best(found, who, purpose, phase)) for who, kind, purpose, phase in _WANTED]
        return [_handout(session, settings, kind, choice) for kind, choice in chosen if choice is not None]


def _living(session: Session, post: Post, now: datetime) -> list[_Found]:
    found: list[_Found] = []
    for person_id, tokens in post.tokens.items():
        person = session.get(Person, person_id)
        case = session.get(Case, person.case_id) if person is not None else None
        if person is None or case is None or not case.open:
            continue
        for token in tokens:
            link = own_link(session, token, person_id=person_id, now=now)
            if link is not None:
                answered = (
                    link.purpose is LinkPurpose.INVITATION
                    and current_answer(session, case=case, person=person) is not None
                )
                found.append(_Found(token, link, person, case, answered))
    return sorted(found, key=lambda one: one.link.made_at, reverse=True)


def _best(found: list[_Found], kind: PersonKind, purpose: LinkPurpose, phase: Phase) -> _Found | None:
    """The newest link of such a person, rather for this purpose, not answered yet, and in a case at this phase."""
    of_kind = [one for one in found if one.person.kind is kind]
    of_kind.sort(key=lambda one: (one.link.purpose is not purpose, one.answered, one.case.phase is not phase))
    return next(iter(of_kind), None)


def _handout(session: Session, settings: Settings, kind: str, found: _Found) -> Handout:
    return Handout(
        kind=kind,
        name=found.person.name.full,
        title=title_of(people_of(session, found.case)),
        url=f"{settings.base_url}/p/{found.token}",
        leads_to=found.leads_to,
    )
