"""Reads the versions of the plan, what people said of their commitments, and what happened afterwards."""

from collections.abc import Iterator

from netwerkberaad.cases.sight import SharedPart
from netwerkberaad.demo.reader import Node
from netwerkberaad.demo.scenario import Aim, Followed, Promise, Said, Version
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.plans import (
    AgreementContent,
    CheckInResult,
    ConfirmationAnswer,
    ConfirmationContent,
    EvaluationHow,
    Every,
    FollowUpContent,
)

_NEW = Promise("", "", (), "", "", None, None, None, "", "", "", "", "")
_NO_ANSWER = "no_answer"


def read_versions(plan: Node) -> Iterator[Version]:
    """The versions, oldest first; a changed line keeps what the change does not mention."""
    known: dict[str, Promise] = {}
    for node in plan.nodes("versions"):
        evaluation = node.node("evaluation")
        node.leave("told")  # the program finds out itself whom a version concerns
        written = [_promise(line, _NEW) for line in node.nodes("commitments")]
        changed, ended = _changes(node, known)
        written += changed
        known |= {promise.id: promise for promise in written}
        meeting = node.text("from")
        yield Version(
            number=node.number("version") or 1,
            made=node.moment("made"),
            meeting=meeting,
            reason=node.text("reason"),
            approved_by=node.words("approved_by"),
            goals=tuple(
                Aim(goal.text("id"), goal.text("text"), goal.text("words_of")) for goal in node.nodes("goals")
            ),
            written=tuple(written),
            ended=tuple(ended),
            evaluation_at=evaluation.maybe_moment("at"),
            evaluation_how=evaluation.choose("how", EvaluationHow, EvaluationHow.MEETING),
            agreements=tuple(_agreement(said) for said in node.nodes("agreement")),
            sharing=tuple(_sharing(share) for share in node.nodes("sharing")),
            said=tuple(said for said in map(_said, node.nodes("confirmations")) if said is not None),
        )


def read_followed(root: Node) -> Iterator[Followed]:
    """What happened after the plan, in order of time."""
    for node in root.nodes("follow_up"):
        # What was not answered is a row that stays open: the program sees the gap itself.
        node.leave("gap", "version")
        via = node.text("via")
        result = node.text("result")
        yield Followed(
            at=node.moment("at"),
            what=node.text("what"),
            promise=node.text("commitment"),
            of=node.text("of"),
            by=node.text("by"),
            via=node.choose("via", Channel, Channel.IN_PERSON),
            by_link=via == Channel.LINK,
            obstacle=node.text("obstacle"),
            content=FollowUpContent(
                result=None if result in {"", _NO_ANSWER} else CheckInResult(result),
                grade=node.number("grade"),
                need=node.text("need"),
                note=node.text("text"),
            ),
        )


def _changes(node: Node, known: dict[str, Promise]) -> tuple[list[Promise], list[str]]:
    written: list[Promise] = []
    ended: list[str] = []
    for change in node.nodes("changes"):
        promise = change.text("commitment")
        if change.text("change") == "ended":
            ended.append(promise)
        else:
            written.append(_promise(change.node("as"), known.get(promise, _NEW)))
    return written, ended


def _promise(node: Node, base: Promise) -> Promise:
    when, fallback, linked = node.node("when"), node.node("fallback"), node.node("linked_to")
    when.leave("weekday")  # follows from the first date
    first = when.maybe_moment("due") or when.maybe_moment("first")
    every = when.choose("every", Every, Every.WEEK) if when.has("every") else None
    return Promise(
        id=node.text("id", base.id),
        goal=node.text("goal", base.goal),
        owners=node.words("owners") or base.owners,
        text=node.text("text", base.text),
        when=when.text("words", base.when),
        first=first or base.first,
        every=every if first else base.every,
        until=when.maybe_moment("until") if first else base.until,
        checker=node.text("checks", base.checker),
        backup=node.text("backup", base.backup),
        if_not=node.text("if_not", base.if_not),
        fallback=fallback.text("person", base.fallback),
        fallback_text=fallback.text("text", base.fallback_text),
        after=linked.text("commitment", base.after),
        starts=linked.text("text", base.starts),
    )


def _agreement(node: Node) -> tuple[str, AgreementContent]:
    return node.text("person"), AgreementContent(node.flag("agrees"), node.text("remark"))


def _sharing(node: Node) -> tuple[str, SharedPart]:
    if node.text("how") != "page":
        node.note(f"how {node.text('how')}")
    return node.text("with"), node.choose("part", SharedPart, SharedPart.NOTHING)


def _said(node: Node) -> Said | None:
    word = node.text("answer")
    if word not in {answer.value for answer in ConfirmationAnswer}:
        node.leave("commitment", "by", "at", "then", "via", "recorded_by", "text")
        node.note(f"answer {word}")
        return None
    return Said(
        promise=node.text("commitment"),
        by=node.text("by"),
        at=node.moment("at"),
        via=node.choose("via", Channel, Channel.IN_PERSON),
        recorded_by=node.text("recorded_by"),
        content=ConfirmationContent(ConfirmationAnswer(word), node.text("text")),
    )
