"""Reads the date poll and the meetings: when and where, in which parts, and who sat at the table."""

from collections.abc import Iterator
from datetime import time

from netwerkberaad.beraden import BeraadKind, Part, Place, Presence, ThreeQuestions
from netwerkberaad.demo.moments import Moment
from netwerkberaad.demo.reader import Node
from netwerkberaad.demo.scenario_meetings import Chosen, Hobble, Meeting, Poll, Proposed, Seat, Slot
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.invites import Vote


def read_meetings(root: Node, poll: Poll | None) -> Iterator[Meeting]:
    """The meetings in the order of the file. The day of the first one was decided by the date poll, where there was one."""
    decided_at = poll.decided_at if poll is not None and poll.taken else None
    for node in root.nodes("beraden"):
        yield _meeting(node, decided_at)
        decided_at = None


def read_poll(root: Node) -> Poll | None:
    """The date poll, where there was one."""
    if not root.has("date_poll"):
        return None
    node = root.node("date_poll")
    decided = node.node("decided")
    decided.leave("by", "text")  # who leads the case decides, and why is not asked
    return Poll(
        opens=node.moment("opens"),
        closes=node.moment("closes"),
        must=node.words("must_attend"),
        days=tuple(
            Proposed(day.text("id"), day.moment("at"), day.number("minutes") or 0)
            for day in node.nodes("options")
        ),
        chosen=tuple(_chosen(vote) for vote in node.nodes("votes")),
        taken=decided.text("option"),
        decided_at=decided.moment("at"),
    )


def _chosen(node: Node) -> Chosen:
    said = {Vote.YES: "can", Vote.IF_NEED_BE: "maybe", Vote.NO: "cannot"}
    return Chosen(
        by=node.text("by"),
        at=node.moment("at"),
        via=node.choose("via", Channel, Channel.PHONE),
        votes=tuple((day, vote) for vote, word in said.items() for day in node.words(word)),
    )


def _meeting(node: Node, decided_at: Moment | None) -> Meeting:
    place = node.node("place")
    node.leave("private_minutes")  # the minutes between the begin and end of that part
    node.leave("chair")  # at a bewoner-MDO whoever it is about leads
    three = node.node("three_questions")
    slots = [slot for slot in (_slot(part) for part in node.nodes("agenda")) if slot is not None]
    return Meeting(
        id=node.text("id"),
        kind=node.choose("kind", BeraadKind, BeraadKind.NETWERKBERAAD),
        at=node.moment("at"),
        place=Place(place.text("name"), place.text("address"), place.text("why")),
        slots=tuple(slots),
        seats=tuple(_seat(seat) for seat in node.nodes("attendance")),
        agreements=node.words("agreements"),
        decided_at=decided_at,
        three=ThreeQuestions(*("\n".join(three.words(word)) for word in ("wil", "kan", "heb_nodig"))),
    )


def read_obstacles(root: Node) -> Iterator[Hobble]:
    """What had to be out of the way; that it is within six weeks the program says itself."""
    for node in root.nodes("obstacles"):
        node.leave("due")
        removed = node.node("removed")
        yield Hobble(
            node.text("id"),
            node.text("text"),
            node.words("owners"),
            removed.maybe_moment("at"),
            removed.text("text"),
        )


def _slot(node: Node) -> Slot | None:
    start, end = time.fromisoformat(node.text("from")), time.fromisoformat(node.text("to"))
    word = node.text("part")
    if word not in {part.value for part in Part}:
        node.note(f"part {word}")
        return None
    return Slot(Part(word), start, end)


def _seat(node: Node) -> Seat:
    arrives, leaves = node.text("arrives"), node.text("leaves")
    known = {part.value for part in Part}
    return Seat(
        person=node.text("person"),
        how=node.choose("how", Presence, Presence.IN_PERSON),
        parts=tuple(Part(word) for word in node.words("parts") if word in known),
        arrives=time.fromisoformat(arrives) if arrives else None,
        leaves=time.fromisoformat(leaves) if leaves else None,
    )
