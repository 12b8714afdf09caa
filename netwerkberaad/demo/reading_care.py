"""From a scenario file: the JIM or vertrouwenspersoon, bodemeisen, gezag, and what was offered by law."""

from netwerkberaad.cases.conditions import Offer, OfferAnswer
from netwerkberaad.cases.meldcode import Step
from netwerkberaad.cases.mentors import Sight, StepKind
from netwerkberaad.cases.safety import Question
from netwerkberaad.demo.care import Apart, Beside, BesideStep, Care, Floor, Gezag, Offered, Safety, Signal
from netwerkberaad.demo.reader import Node
from netwerkberaad.demo.reading_consents import read_asking, read_hidden

_STEPS = {"proposed": StepKind.THOUGHT_OF, "asked": StepKind.ASKED, "ended": StepKind.STOPPED}
_ANSWERS = {
    "accepts": StepKind.SAID_YES,
    "declines": StepKind.SAID_NO,
    "thinks": StepKind.THINKING,
    "agrees": StepKind.PARENT_AGREES,
    "agrees_grudgingly": StepKind.PARENT_GRUDGES,
    "refuses": StepKind.PARENT_REFUSES,
}
_SIGHTS = {"het hele plan": Sight.WHOLE_PLAN, "aanwezigheid op school": Sight.PRESENCE}
_OFFERS = {
    "familiegroepsplan": Offer.FAMILY_PLAN,
    "persoonlijk plan": Offer.PERSONAL_PLAN,
    "cliëntondersteuning": Offer.CLIENT_SUPPORT,
    "vertrouwenspersoon jeugd": Offer.YOUTH_COUNSELLOR,
}
_MELDCODE = {str(number): step for number, step in enumerate(Step, start=1)}
_ALWAYS = "eigen toezeggingen"
"""What everybody sees; it needs no deciding."""


def read_care(root: Node) -> Care:
    """All of it."""
    return Care(
        beside=tuple(_beside(node) for node in root.nodes("mentors")),
        floors=tuple(_floor(node) for node in root.nodes("safety_conditions")),
        offered=tuple(_offered(node) for node in root.nodes("legal_offers")),
        gezag=tuple(
            Gezag(node.text("over"), node.words("holders"), node.text("basis"))
            for node in root.nodes("gezag")
        ),
        signals=tuple(
            Signal(node.moment("at"), _MELDCODE[node.text("step")[:1]], node.text("by"), node.text("text"))
            for node in root.nodes("meldcode")
        ),
        asking=read_asking(root),
        hidden=read_hidden(root),
        safety=_safety(root.node("safety_check")),
    )


def _floor(node: Node) -> Floor:
    node.leave("id")
    met = node.node("met")
    return Floor(
        text=node.text("text"),
        by=node.text("by"),
        shared=node.moment("shared"),
        judged=met.maybe_moment("at"),
        met=met.text("answer") == "met",
        reason=met.text("text"),
    )


def _safety(node: Node) -> Safety:
    answers = node.nodes("needed")
    return Safety(
        node.maybe_moment("at"),
        tuple((node.choose("question", Question, Question.APART), node.text("text")) for node in answers),
        tuple(
            Apart(one.text("person"), one.number("minutes") or 0, one.text("way"))
            for one in node.nodes("arrivals")
        ),
    )


def _offered(node: Node) -> Offered:
    words = node.text("offer")
    return Offered(
        at=node.moment("at"),
        person=node.text("with"),
        offers=tuple(offer for word, offer in _OFFERS.items() if word in words),
        answer=node.choose("answer", OfferAnswer, OfferAnswer.THINKING),
        text=node.text("text"),
    )


def _beside(node: Node) -> Beside:
    node.leave("kind")  # the age of the hoofdpersoon tells
    return Beside(
        person=node.text("person"),
        principal=node.text("for"),
        steps=tuple(_step(step) for step in node.nodes("steps")),
    )


def _step(node: Node) -> BesideStep:
    what, answer = node.text("step"), node.text("answer")
    opened = [word for word in node.words("may_see") if word != _ALWAYS]
    return BesideStep(
        at=node.moment("at"),
        what=what,
        kind=_ANSWERS.get(answer) or _STEPS.get(what),
        by=node.text("by"),
        of=node.text("of"),
        text=node.text("text"),
        sight=tuple(_SIGHTS[word] for word in opened if word in _SIGHTS),
        also=", ".join(word for word in opened if word not in _SIGHTS),
        never=", ".join(node.words("may_not_see")),
        by_link=node.text("via") == "link",
    )
