"""The date poll in words: why a day suits best, and what people said of it."""

from collections.abc import Sequence

from flask_babel import gettext, ngettext

from netwerkberaad.foundation.documents import listed
from netwerkberaad.invites import SlotTally, Vote
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.poll_forms import slot_name
from netwerkberaad.web.templating import language

SAID = {
    Vote.YES: ("comes", _("kan")),
    Vote.IF_NEED_BE: ("unsure", _("als het moet")),
    Vote.NO: ("not", _("kan niet")),
}
"""The mark and the words of each choice, as the table shows them."""
SILENT = ("", _("koos nog niet"))
VOTE_NAMES = {Vote.YES: _("Kan"), Vote.IF_NEED_BE: _("Als het moet"), Vote.NO: _("Kan niet")}


def explained(tally: SlotTally) -> str:
    """Why this day: 'Donderdag 26 maart 19.00 uur: 7 van 8 kunnen, ook Marloes die erbij moet zijn. Piet kan niet.'"""
    can = ngettext("%(num)d van %(total)d kan", "%(num)d van %(total)d kunnen", tally.can, total=tally.total)
    sentence = f"{slot_name(tally.starts_at)}: {can}{_must(tally)}."
    return " ".join([sentence, *_others(tally)])


def _must(tally: SlotTally) -> str:
    if tally.must_no:
        who, number = _names(tally.must_no), len(tally.must_no)
        return ngettext(
            ", maar niet %(who)s die erbij moet zijn",
            ", maar niet %(who)s die erbij moeten zijn",
            number,
            who=who,
        )
    if not tally.must_can:
        return ""
    who, number = _names(tally.must_can), len(tally.must_can)
    return ngettext(
        ", ook %(who)s die erbij moet zijn", ", ook %(who)s die erbij moeten zijn", number, who=who
    )


def _others(tally: SlotTally) -> list[str]:
    """Who can only if need be, who cannot, and who did not choose yet; who must be there and cannot was named before."""
    said = []
    if tally.if_need_be:
        who, number = _names(tally.if_need_be), len(tally.if_need_be)
        said.append(ngettext("%(who)s kan als het moet.", "%(who)s kunnen als het moet.", number, who=who))
    if no := [name for name in tally.no if name not in tally.must_no]:
        said.append(ngettext("%(who)s kan niet.", "%(who)s kunnen niet.", len(no), who=_names(no)))
    if tally.silent:
        who, number = _names(tally.silent), len(tally.silent)
        said.append(ngettext("%(who)s koos nog niet.", "%(who)s kozen nog niet.", number, who=who))
    return said


def _names(names: Sequence[str]) -> str:
    return listed(list(names), language())


def counted(tally: SlotTally) -> str:
    """'5 kunnen · 1 als het moet · 2 niet · 1 koos nog niet'; without what nobody said."""
    parts = (
        (len(tally.yes), ngettext("%(num)d kan", "%(num)d kunnen", len(tally.yes))),
        (len(tally.if_need_be), gettext("%(num)d als het moet", num=len(tally.if_need_be))),
        (len(tally.no), gettext("%(num)d niet", num=len(tally.no))),
        (len(tally.silent), gettext("%(num)d nog niet gekozen", num=len(tally.silent))),
    )
    return " · ".join(text for number, text in parts if number)
