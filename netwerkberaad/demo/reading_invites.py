"""Reads who was tried, invited and what they answered."""

from collections.abc import Iterator

from netwerkberaad.demo.reader import Node
from netwerkberaad.demo.scenario import Answered, Asked, Attempt
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.invites import AnswerContent, ContactResult, Need, Reply

_RESULTS = {"wrong_number": ContactResult.WRONG_ADDRESS, "undelivered": ContactResult.WRONG_ADDRESS}
_NEEDS = {
    "vervoer": Need.TRANSPORT,
    "lift": Need.WHEELCHAIR,
    "kinderopvang": Need.CHILD_CARE,
    "tolk": Need.INTERPRETER,
}
"""First words of a need that is one of the known kinds; what it says besides is kept as well."""


def read_asked(root: Node) -> Iterator[Asked]:
    """Everybody who was asked or could not be asked. ``retention`` names who wanted to be let go of on declining."""
    let_go = set(_let_go(root))
    for node in root.nodes("invitations"):
        person = node.text("person")
        sent, blocked = node.node("sent"), node.node("blocked")
        blocked.leave("text")
        yield Asked(
            person=person,
            attempts=tuple(_attempt(attempt) for attempt in node.nodes("contacts")),
            sent_at=sent.maybe_moment("at"),
            channel=sent.choose("channel", Channel, Channel.MAIL),
            answers=tuple(_answered(reply, stays=person not in let_go) for reply in node.nodes("replies")),
            blocked_at=blocked.maybe_moment("at"),
        )


def _let_go(root: Node) -> Iterator[str]:
    """Terms of keeping are not held yet, but for this one: who declines is let go of at once."""
    for node in root.nodes("retention"):
        node.leave("starts", "text")
        item, regime = node.text("item"), node.text("regime")
        if regime == "declined_at_once":
            yield item
        else:
            node.note(f"regime {regime}")


def _attempt(node: Node) -> Attempt:
    node.leave("by")
    word = node.text("result")
    result = _RESULTS.get(word) or ContactResult(word)
    return Attempt(
        node.moment("at"), node.choose("channel", Channel, Channel.PHONE), result, node.text("text")
    )


def _answered(node: Node, *, stays: bool) -> Answered:
    at, via = node.moment("at"), node.choose("via", Channel, Channel.PHONE)
    by, word = node.text("recorded_by"), node.text("answer")
    if word == "not_me":
        return Answered(at, via, by, None, not_me=True)
    if word == Reply.NO_REACTION:
        return Answered(at, via, by, None, concluded=True)
    limits = node.nodes("limits")
    until = [limit.moment("until") for limit in limits if limit.has("until")]
    content = _content(node, Reply(word), limits, stays=stays)
    return Answered(at, via, by, content, limits_until=until[0] if until else None)


def _beside(need: str) -> str:
    """What a need says beside the tick for its kind: of 'Vervoer: rijdt niet in het donker.' only how it is."""
    kind, _, rest = need.partition(":")
    return rest.strip() if kind.strip().lower() in _NEEDS else need


def _content(node: Node, reply: Reply, limits: list[Node], *, stays: bool) -> AnswerContent:
    needs = node.words("needs")
    kinds = [
        _NEEDS[word] for word in (need.split()[0].strip(":,.").lower() for need in needs) if word in _NEEDS
    ]
    return AnswerContent(
        reply=reply,
        needs=tuple(dict.fromkeys(kinds)),
        needs_text=" ".join(filter(None, (_beside(need) for need in needs))),
        contributes="\n".join(node.words("contributes")),
        limits="\n".join(limit.text("text") for limit in limits),
        suggests="\n".join(node.words("suggests")),
        question=node.text("text"),
        stay_informed=stays and reply is Reply.DOES_NOT_COME,
    )
