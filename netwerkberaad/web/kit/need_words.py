"""What people need to be able to come, in words: as they said it, and as something to arrange."""

from flask_babel import gettext as _

from netwerkberaad.invites import AnswerContent, Need, NeedLine
from netwerkberaad.web.kit.need_names import NEED_NAMES


def needs_said(content: AnswerContent) -> str:
    """The needs of an answer in one line; own words beside one tick tell more about that one."""
    kinds = [str(NEED_NAMES[need]) for need in content.needs]
    words = content.needs_text.strip().rstrip(".")
    if len(kinds) == 1 and words:
        return f"{kinds[0]}: {words}"
    return ", ".join([*kinds, *([words] if words else [])])


def need_to_arrange(item: NeedLine) -> str:
    """One need as a task: 'Vervoer voor Anneke: rijdt niet in het donker'."""
    sentences = {
        Need.TRANSPORT: _("Vervoer voor %(name)s", name=item.person_name),
        Need.CHILD_CARE: _("Opvang voor de kinderen van %(name)s", name=item.person_name),
        Need.INTERPRETER: _("Een tolk voor %(name)s", name=item.person_name),
        Need.WHEELCHAIR: _("Een plek waar %(name)s met rolstoel in kan", name=item.person_name),
        Need.REMOTE: _("%(name)s doet op afstand mee", name=item.person_name),
    }
    what = sentences[item.need] if item.need is not None else item.person_name
    words = item.text.rstrip(".")
    return f"{what}: {words}" if words else what
