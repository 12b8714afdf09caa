"""The practice region: organisations and staff of the scenarios, each with an account."""

import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from netwerkberaad.accounts import Profile, Region, add_organisation, add_staff, make_region
from netwerkberaad.cases.contact import comparable_name
from netwerkberaad.demo.scenario import Scenario, Worker
from netwerkberaad.foundation.access import Role, system_actor

NAME = "Walcheren (oefenen)"
PHONE = "+31118000100"
_DOMAIN = "netwerkberaad.example.org"


def workers_of(scenarios: Iterable[Scenario]) -> dict[str, Worker]:
    """Everybody with an account, by scenario id; what one scenario does not tell of somebody, another may."""
    found: dict[str, Worker] = {}
    for scenario in scenarios:
        for worker in scenario.staff:
            if worker.account:
                known = found.get(worker.id)
                found[worker.id] = _together(known, worker) if known else worker
    return {key: replace(worker, profile=_with_mail(worker.profile)) for key, worker in found.items()}


def build_region(
    session: Session, workers: Iterable[Worker], *, now: datetime
) -> tuple[Region, dict[str, uuid.UUID]]:
    """The region with its organisations and staff, who look around with a password alone; ids by scenario id."""
    actor = system_actor()
    region = make_region(session, actor, name=NAME, phone=PHONE, practice=True, second_step=False, now=now)
    everybody = list(workers)
    organisations = {
        name: add_organisation(session, actor, region=region, name=name, now=now)
        for name in dict.fromkeys(worker.organisation for worker in everybody)
    }
    staff = {
        worker.id: add_staff(
            session,
            actor,
            region=region,
            organisation=organisations[worker.organisation],
            profile=worker.profile,
            roles=[worker.role],
            now=now,
        ).id
        for worker in everybody
    }
    return region, staff


def worker(id_: str, first: str, last: str, role: Role) -> Worker:
    """Somebody of the region's own organisation whom no scenario tells of."""
    profile = Profile(first=first, last=last)
    return Worker(id_, _with_mail(profile), role, "Netwerkberaad Walcheren", account=True)


def _together(known: Worker, other: Worker) -> Worker:
    profile = replace(
        known.profile,
        mail=known.profile.mail or other.profile.mail,
        phone=known.profile.phone or other.profile.phone,
        languages=max(known.profile.languages, other.profile.languages, key=len),
        gender=known.profile.gender or other.profile.gender,
    )
    return replace(known, profile=profile)


def _with_mail(profile: Profile) -> Profile:
    """Everybody who signs in has a mail address; one that a scenario leaves out is made from the name."""
    if profile.mail:
        return profile
    last = comparable_name(f"{profile.infix}{profile.last}").replace(" ", "")
    return replace(profile, mail=f"{comparable_name(profile.first[:1])}.{last}@{_DOMAIN}")
