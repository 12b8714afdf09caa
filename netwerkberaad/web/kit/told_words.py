"""How people are told something, in words: how many by which way, and whom to tell oneself."""

from flask_babel import gettext, ngettext

from netwerkberaad.cases import Person
from netwerkberaad.flows import Announced
from netwerkberaad.foundation.documents import listed
from netwerkberaad.web.templating import language


def told_words(told: Announced) -> str:
    """'3 mensen krijgen een mail. 1 persoon krijgt een sms. Vertel het zelf aan Anneke.'"""
    mailed, texted, written = len(told.mailed), len(told.texted), len(told.written)
    said = [ngettext("%(num)d persoon krijgt een mail.", "%(num)d mensen krijgen een mail.", mailed)]
    if texted:
        said.append(ngettext("%(num)d persoon krijgt een sms.", "%(num)d mensen krijgen een sms.", texted))
    if written:
        said.append(
            ngettext("%(num)d persoon krijgt een brief.", "%(num)d mensen krijgen een brief.", written)
        )
    if told.to_call:
        said.append(gettext("Vertel het zelf aan %(names)s.", names=named(told.to_call)))
    if not mailed and len(said) > 1:
        said.pop(0)
    return " ".join(said)


def way_words(told: Announced) -> list[tuple[tuple[Person, ...], str]]:
    """Who hears it how, for a list."""
    rows = (
        (told.mailed, gettext("mail met een afspraak voor de agenda")),
        (told.texted, gettext("sms dat er een bericht is")),
        (told.written, gettext("brief")),
        (told.to_call, gettext("bellen")),
    )
    return [(people, way) for people, way in rows if people]


def named(people: tuple[Person, ...]) -> str:
    """First names, as people say them."""
    return listed([person.name.short for person in people], language())
