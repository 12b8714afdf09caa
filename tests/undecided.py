"""What waits for the privacy officer, for tests that walk over every page."""

from sqlalchemy.orm import Session

from netwerkberaad import privacy
from netwerkberaad.accounts import find_staff
from netwerkberaad.accounts.single_sign_on import (
    ProviderChoice,
    ProviderSettings,
    StaffIdentity,
    add_provider,
)
from netwerkberaad.cases import (
    Case,
    HowGiven,
    NewPerson,
    PersonKind,
    PersonName,
    Referral,
    people_of,
    principals_of,
    start_early,
    submit_referral,
)
from netwerkberaad.demo.stage import Stage
from netwerkberaad.flows import stop_case
from netwerkberaad.foundation.access import Actor, ActorKind
from netwerkberaad.foundation.documents import local
from tests.authenticator import propose_reset_of


def wait_for_decisions(stage: Stage) -> None:
    """Two more closed cases with spoed, one held, one proposed to be destroyed; two questions about somebody's own data."""
    now, house = stage.now, stage.house
    with house.store.writing() as session:
        officer = stage.staff_actor(session, "privacy")
        for first, held in (("Ria", True), ("Nel", False)):
            case = submit_referral(
                session,
                stage.staff_actor(session, "hanneke"),
                region_id=house.region_id,
                referral=Referral(municipality="Veere", words="Het hoeft niet meer."),
                principals=[NewPerson(PersonName(first), PersonKind.PRINCIPAL)],
                invitees=[],
                urgent=True,
                now=now,
            )
            session.flush()  # the case must be found by its id
            start_early(session, officer, case=case, reason="Het beraad is vanavond.", now=now)
            how, words = HowGiven.PHONE, "Het hoeft niet meer."
            stop_case(session, officer, case=case, by=None, words=words, how=how, base_url="", now=now)
            session.flush()  # so must its term
            kept = privacy.get_retention(session, officer, case.id)
            if held:
                privacy.hold(session, officer, retention=kept, reason="Een klacht.", now=now)
                _copy_ready(session, officer, case, stage)
                _by_letter(session, officer, case, stage)
            else:
                why = privacy.Why.REQUEST
                privacy.propose(session, officer, retention=kept, why=why, note="Vroeg erom.", now=now)
                person = principals_of(people_of(session, case))[0]
                guest = Actor(ActorKind.GUEST, person.id, case.region_id, case_id=case.id, proven=True)
                copy, stop = privacy.Asked.COPY, privacy.Asked.OBJECTION
                privacy.ask(
                    session, guest, case=case, person=person, kind=copy, words="Alles graag.", now=now
                )
                asked = privacy.ask(
                    session, guest, case=case, person=person, kind=stop, words="Niet meer bellen.", now=now
                )
                done, answer = privacy.Decision.DONE, "Wij bellen u niet meer."
                privacy.decide(session, officer, request=asked, decision=done, answer=answer, now=now)


def _by_letter(session: Session, officer: Actor, case: Case, stage: Stage) -> None:
    now, why = stage.now, "Zij schreef een brief."
    words = privacy.BreachWords("Een brief ging naar het verkeerde adres.", not_told="Ongeopend terug.")
    privacy.write_breach(
        session, officer, breach=None, words=words, noticed_at=now, reported_at=None, told_at=None, now=now
    )
    privacy.search_region(session, officer, mail="", phone="", name="Ria", reason=why, now=now)
    asked = privacy.enter_request(
        session,
        officer,
        person=principals_of(people_of(session, case))[0],
        kind=privacy.Asked.ERASURE,
        how=HowGiven.LETTER,
        received=local(now).date(),
        words="Wis alles.",
        now=now,
    )
    privacy.extend_request(session, officer, request=asked, reason="Het is veel.", now=now)
    again = privacy.enter_request(
        session,
        officer,
        person=principals_of(people_of(session, case))[0],
        kind=privacy.Asked.COPY,
        how=HowGiven.PHONE,
        received=local(now).date(),
        words="",
        now=now,
    )
    session.flush()  # access is to what was asked
    privacy.begin_access(session, officer, request=again, hours=privacy.HOURS, now=now)


def _copy_ready(session: Session, officer: Actor, case: Case, stage: Stage) -> None:
    person = principals_of(people_of(session, case))[0]
    guest = Actor(ActorKind.GUEST, person.id, case.region_id, case_id=case.id, proven=True)
    asked = privacy.ask(
        session, guest, case=case, person=person, kind=privacy.Asked.COPY, words="", now=stage.now
    )
    session.flush()  # access is to what was asked
    privacy.begin_access(session, officer, request=asked, hours=privacy.HOURS, now=stage.now)
    session.flush()  # a copy needs access
    content = '{"about": "Ria", "language": "nl", "made": "2026-03-02", "left_out": 0, "parts": []}'
    answer = "Ziehier."
    privacy.make_copy(session, officer, request=asked, content=content, answer=answer, now=stage.now)
    session.flush()  # the answer looks for a copy
    done = privacy.Decision.DONE
    privacy.decide(session, officer, request=asked, decision=done, answer=answer, now=stage.now)


def sign_in_elsewhere(stage: Stage) -> None:
    """A provider of single sign-on that answers nobody, and a member of staff who is bound to it."""
    now, house = stage.now, stage.house
    settings = ProviderSettings(
        label="Gemeente", issuer="https://provider.example.nl", client_id="netwerkberaad"
    )
    with house.store.writing() as session:
        admin = stage.staff_actor(session, "beheer")
        choice = ProviderChoice(settings, client_secret="een geheim om te oefenen")
        add_provider(session, admin, region_id=house.region_id, choice=choice, loopback=False, now=now)
        bound = StaffIdentity(
            staff_id=house.staff["analyse"], issuer_index=bytes(32), subject_index=bytes(32)
        )
        bound.made_at = bound.seen_at = now
        session.add(bound)


def lose_second_step(stage: Stage) -> None:
    """The beheerder proposes to take the second step of the aanmelder away."""
    house = stage.house
    with house.store.writing() as session:
        admin = stage.staff_actor(session, "beheer")
        loser = find_staff(session, admin, house.staff["hanneke"])
        propose_reset_of(session, loser, admin, house.clock)
