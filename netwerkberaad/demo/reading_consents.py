"""From a scenario file: consents with every word that was said, and secret addresses."""

from netwerkberaad.cases import HowGiven
from netwerkberaad.cases.consents import Said
from netwerkberaad.demo.care import Asking, Hidden, Spoken, Unasked
from netwerkberaad.demo.reader import Node

_WORDS = {"given": Said.YES, "withheld": Said.NO, "withdrawn": Said.WITHDRAWN}


def read_asking(root: Node) -> tuple[Asking, ...]:
    """The consents, in the order of the file."""
    return tuple(_asking(node) for node in root.nodes("consents"))


def read_hidden(root: Node) -> tuple[Hidden, ...]:
    """The secret addresses; who may not know one is everybody who is not named."""
    found = []
    for node in root.nodes("secret_addresses"):
        node.leave("unknown_to")
        found.append(
            Hidden(node.text("of"), node.text("address"), node.words("may_know"), node.text("reason"))
        )
    return tuple(found)


def _asking(node: Node) -> Asking:
    item = node.text("item")
    return Asking(
        subject=node.text("subject"),
        item=item,
        recipient=node.text("recipient"),
        plan="krijgt het" in item and "plan" in item,
        text=node.text("text"),
        spoken=tuple(_spoken(word, said) for key, said in _WORDS.items() for word in node.nodes(key)),
        unasked=tuple(Unasked(one.text("by"), one.text("text")) for one in node.nodes("missing")),
    )


def _spoken(node: Node, said: Said) -> Spoken:
    node.leave("recorded_by")  # the gespreksleider does
    return Spoken(
        at=node.moment("at"),
        said=said,
        by=node.text("by"),
        how=node.choose("how", HowGiven, HowGiven.PHONE),
        text=node.text("text"),
    )
