"""From a scenario file to a ``Scenario``: the request, the people, inviting and the way. The plan is read in ``reading_plan``."""

import re
from collections import Counter
from dataclasses import replace
from datetime import time
from importlib.resources import files

import yaml

from netwerkberaad.accounts import Profile
from netwerkberaad.cases import (
    About,
    Closing,
    ContactData,
    ExcludedPerson,
    HowGiven,
    Origin,
    Outcome,
    PersonKind,
    PersonName,
    Quadrant,
    Referral,
    TieFlow,
    TieStrength,
    Unsafe,
)
from netwerkberaad.cases.doors import door_lines
from netwerkberaad.cases.endings import Matter
from netwerkberaad.cases.model import CircleWords
from netwerkberaad.cases.people import TreeSign
from netwerkberaad.cases.ties import TieKind
from netwerkberaad.demo.moments import Moment
from netwerkberaad.demo.reader import Node
from netwerkberaad.demo.reading_care import read_care
from netwerkberaad.demo.reading_invites import read_asked
from netwerkberaad.demo.reading_meetings import read_meetings, read_obstacles, read_poll
from netwerkberaad.demo.reading_plan import read_followed, read_versions
from netwerkberaad.demo.scenario import (
    Approval,
    Assigned,
    Barred,
    Bound,
    Member,
    Request,
    Scenario,
    Step,
    Worker,
)
from netwerkberaad.foundation.access import Role

_FOLDER = files("netwerkberaad.demo").joinpath("scenarios")
_URGENT = "spoedberaad"
_APART = "netwerkplan"
_KINDS_HELD = frozenset({"netwerkberaad", "bewoner-mdo", _URGENT, _APART})
_MORNING = time(9)


def scenario_names() -> list[str]:
    """The scenarios that come with the program."""
    return sorted(
        entry.name.removesuffix(".yaml") for entry in _FOLDER.iterdir() if entry.name.endswith(".yaml")
    )


def read_scenario(name: str) -> Scenario:
    """One of the scenarios of the program. Raises ScenarioError when it does not have the right shape."""
    return scenario_from(Node(yaml.safe_load(_FOLDER.joinpath(f"{name}.yaml").read_text(encoding="utf-8"))))


def scenario_from(root: Node) -> Scenario:
    """A scenario with a count of everything in it that the program cannot hold."""
    root.leave("format", "summary", "expect")
    closing = root.node("closing")
    feedback = closing.node("feedback_to_referrer")
    feedback.leave("at")
    poll = read_poll(root)
    scenario = Scenario(
        id=root.text("id"),
        title=root.text("title"),
        weekday=root.node("start").text("weekday"),
        staff=tuple(_worker(node) for node in root.nodes("staff")),
        request=_request(root, urgent=_urgent(root)),
        assigned=tuple(_assigned(node) for node in root.nodes("assignment")),
        principals=tuple(_member(node, PersonKind.PRINCIPAL) for node in root.nodes("principals")),
        circle=tuple(_member(node, None) for node in root.nodes("circle")),
        bound=tuple(_bound(node) for node in root.nodes("links")),
        words=CircleWords(root.text("strengths"), "\n".join(root.words("missing_in_circle"))),
        approvals=tuple(_approval(node) for node in root.nodes("invite_list")),
        barred=tuple(_barred(node) for node in root.nodes("exclusions")),
        care=read_care(root),
        asked=tuple(read_asked(root)),
        poll=poll,
        meetings=tuple(read_meetings(root, poll)),
        obstacles=tuple(read_obstacles(root)),
        versions=tuple(read_versions(root.node("plan"))),
        followed=tuple(read_followed(root)),
        way=tuple(_step(node) for node in root.nodes("way")),
        closing=Closing(
            outcome=closing.choose("outcome", Outcome, Outcome.NO_JOINT_PLAN),
            matter=closing.choose("matter", Matter, Matter.OTHER),
            text=closing.text("text"),
            reflection=closing.text("reflection"),
            feedback=feedback.text("text"),
        ),
        closed_at=closing.moment("at"),
        feedback_agreed_by=feedback.words("agreed_by"),
        not_held=Counter(),
    )
    scenario.not_held.update(root.unread())
    return scenario


def _urgent(root: Node) -> bool:
    kind = root.text("kind")
    if kind not in _KINDS_HELD:
        root.note(f"kind {kind}")
    return kind == _URGENT


def read_name(node: Node) -> PersonName:
    """The parts of a name."""
    name = node.node("name")
    return PersonName(name.text("first"), name.text("infix"), name.text("last"), name.text("called"))


def _worker(node: Node) -> Worker:
    name, contact = read_name(node), node.node("contact")
    account = node.flag("account", default=True)
    profile = Profile(
        first=name.first,
        infix=name.infix,
        last=name.last,
        mail=contact.text("mail"),
        phone=contact.text("phone"),
        languages=node.words("languages") or ("nl",),
        gender=node.text("gender"),
    )
    role = node.choose("role", Role, Role.REFERRER)
    return Worker(node.text("id"), profile, role, node.text("organisation"), account)


def _request(root: Node, *, urgent: bool) -> Request:
    node = root.node("referral")
    practical, safety, promised = node.node("practical"), node.node("safety"), node.node("next_contact")
    origin = root.text("origin").replace(" ", "_")
    referral = Referral(
        origin=Origin(origin),
        municipality=root.text("municipality"),
        words=node.text("words"),
        change=node.text("change"),
        discussed="\n".join(_discussed(talk) for talk in node.nodes("discussed")),
        unsafe=safety.choose("unsafe", Unsafe, Unsafe.UNKNOWN),
        safety=safety.text("text"),
        language=practical.text("language", "nl"),
        interpreter=practical.text("interpreter"),
        place=practical.text("place"),
        doors=door_lines((talk.text("question"), talk.text("reply")) for talk in node.nodes("nobody")),
        remark=" ".join(filter(None, (practical.text("remark"), node.text("remark")))),
    )
    return Request(
        at=node.moment("at"),
        by=node.text("by"),
        public=node.text("form") == "public",
        urgent=urgent,
        apart=root.text("kind") == _APART,
        referral=referral,
        invitees=node.words("invitees"),
        contact_at=promised.moment("at"),
        contact_by=promised.text("by"),
    )


def _discussed(node: Node) -> str:
    node.leave("at")  # the request says with whom it was discussed and what they said, not on which day
    who = node.text("with")
    return f"{who[:1].upper()}{who[1:]}: {node.text('reaction')}"


def _assigned(node: Node) -> Assigned:
    independence = node.node("independence")
    node.leave("until")  # the next one who leads the case begins at that moment
    return Assigned(
        facilitator=node.text("facilitator"),
        at=node.moment("at"),
        claimed=node.text("how") == "claimed",
        by=node.text("by"),
        independent_at=independence.moment("at"),
        words=independence.text("text"),
        reason=node.text("reason"),
    )


def _member(node: Node, kind: PersonKind | None) -> Member:
    born, contact, tie = node.node("born"), node.node("contact"), node.node("tie")
    return Member(
        id=node.text("id"),
        name=read_name(node),
        kind=kind or node.choose("kind", PersonKind, PersonKind.NAASTE),
        contact=ContactData(
            mail=contact.text("mail"),
            phone=contact.text("phone"),
            landline=contact.text("landline"),
            address=contact.text("address"),
            prefers=contact.text("prefers"),
            remark=contact.text("remark") or node.text("remark"),
            quiet_from=contact.text("quiet_from"),
            quiet_until=contact.text("quiet_until"),
        ),
        about=About(
            relation=node.text("relation"),
            language=node.text("language", "nl"),
            ring=node.number("ring") or 1,
            quadrant=node.choose("quadrant", Quadrant, Quadrant.FAMILY),
            strength=tie.choose("strength", TieStrength, TieStrength.ORDINARY),
            flow=tie.choose("flow", TieFlow, TieFlow.EVEN),
            tie=tie.text("text"),
            sign=node.choose("sign", TreeSign, TreeSign.UNKNOWN),
        ),
        age=born.number("age"),
        since=_since(node.maybe_moment("since")),
        proposed_by=node.text("proposed_by"),
        named_contact=node.text("named_contact"),
    )


def _step(node: Node) -> Step:
    return Step(node.moment("at"), node.text("phase"), node.text("reason"))


def _bound(node: Node) -> Bound:
    one, other = node.words("between")
    return Bound(
        between=(one, other),
        kind=node.choose("kind", TieKind, TieKind.KNOWS),
        strength=node.choose("strength", TieStrength, TieStrength.ORDINARY),
        flow=node.choose("flow", TieFlow, TieFlow.EVEN),
        text=node.text("text"),
    )


def _since(moment: Moment | None) -> Moment | None:
    return moment.or_at(_MORNING) if moment else None


def _approval(node: Node) -> Approval:
    return Approval(
        by=node.text("by"),
        at=node.moment("at"),
        how=node.choose("how", HowGiven, HowGiven.IN_PERSON),
        invite=node.words("invite"),
        refuse=node.words("not_invite"),
        text=node.text("text"),
        unnamed_to=node.words("unnamed_to"),
    )


def _barred(node: Node) -> Barred:
    """An exclusion holds one number, so that somebody with two stands on the list twice."""
    name, contact = read_name(node), node.node("contact")
    node.leave("never")  # who is on the list is told nothing at all
    contact.leave("address")  # a house blocks nobody
    numbers = [number for number in (contact.text("phone"), contact.text("landline")) if number]
    barred = ExcludedPerson(
        name=name.full,
        relation=node.text("relation"),
        mail=contact.text("mail"),
        reason=node.text("reason"),
    )
    entries = [replace(barred, phone=number) for number in numbers or [""]]
    if name.called:
        in_full = re.sub(r"\s+", " ", f"{name.first} {name.infix} {name.last}")
        entries.append(replace(barred, name=in_full, mail=""))
    return Barred(node.text("id"), node.moment("since"), node.text("asked_by"), tuple(entries))
