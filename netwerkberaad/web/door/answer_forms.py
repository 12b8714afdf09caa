"""The questions of an answer: one form per page."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from flask_babel import gettext
from wtforms import BooleanField, DateField, RadioField, TextAreaField
from wtforms.validators import Optional

from netwerkberaad.invites import AnswerContent, Need, Reply
from netwerkberaad.web.kit.fields import ChecksField
from netwerkberaad.web.kit.forms import LONG, MEDIUM, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _

T = TypeVar("T")
DAYS = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"]
REPLIES = (
    (Reply.COMES.value, _("Ja, ik kom")),
    (Reply.COMES_REMOTE.value, _("Ja, via telefoon of video")),
    (Reply.UNSURE.value, _("Ik weet het nog niet")),
    (Reply.CONTRIBUTES.value, _("Nee, maar ik wil wel iets doen")),
    (Reply.DOES_NOT_COME.value, _("Nee, ik kom niet")),
)
APART = (
    (Reply.CONTRIBUTES.value, _("Ja, ik wil iets doen")),
    (Reply.UNSURE.value, _("Ik weet het nog niet")),
    (Reply.DOES_NOT_COME.value, _("Nee, ik doe niet mee")),
)
"""What can be said where nobody comes together."""
NEEDS = (
    (Need.TRANSPORT.value, _("Vervoer")),
    (Need.CHILD_CARE.value, _("Oppas voor mijn kind")),
    (Need.INTERPRETER.value, _("Een tolk")),
    (Need.WHEELCHAIR.value, _("Een plek waar ik met een rolstoel in kan")),
    (Need.REMOTE.value, _("Meedoen via telefoon of video")),
)


class DayField(DateField):
    """A day, as a browser sends it or as people type it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Raises ValueError when this is no day."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(gettext("Dit is geen datum. Schrijf hem zo: 31-12-2026.")) from None


class AnswerForm(BaseForm):
    """One question of the answer."""

    def fill(self, content: AnswerContent) -> None:
        """Show what was answered before."""
        raise NotImplementedError

    def holds(self, content: AnswerContent) -> bool:
        """Whether anything was answered to this question before."""
        raise NotImplementedError

    def said(self, before: AnswerContent, *, seen: bool) -> AnswerContent:
        """The answer with this question in it. What was ``seen`` and made empty is empty; unseen it stays as it was."""
        raise NotImplementedError


def _now(said: T, before: T, *, seen: bool) -> T:
    return said if said or seen else before


class ComingForm(AnswerForm):
    """Step 1."""

    reply = RadioField(_("Uw antwoord"), [required(_("Kies wat voor u klopt."))], choices=REPLIES)
    stay_informed = BooleanField(_("Kom ik niet? Laat mij dan toch weten hoe het gaat."))

    def fill(self, content: AnswerContent) -> None:
        """Show the answer."""
        self.reply.data = content.reply.value
        self.stay_informed.data = content.stay_informed

    def holds(self, content: AnswerContent) -> bool:
        """Whether the person answered; that no reaction came is no answer of theirs."""
        return content.reply is not Reply.NO_REACTION

    def said(self, before: AnswerContent, *, seen: bool) -> AnswerContent:
        """The reply; who comes hears how it goes anyway."""
        reply = Reply(self.reply.data)
        informed = reply is Reply.DOES_NOT_COME and bool(self.stay_informed.data)
        return replace(before, reply=reply, stay_informed=informed)


class NeedsForm(AnswerForm):
    """Step 2."""

    needs = ChecksField(_("Wat hebt u nodig om te komen?"), choices=NEEDS)
    needs_text = TextAreaField(_("Iets anders"), [at_most(MEDIUM)])

    def fill(self, content: AnswerContent) -> None:
        """Tick what was ticked."""
        self.needs.data = [need.value for need in content.needs]
        self.needs_text.data = content.needs_text

    def holds(self, content: AnswerContent) -> bool:
        """Whether anything was needed."""
        return bool(content.needs or content.needs_text)

    def said(self, before: AnswerContent, *, seen: bool) -> AnswerContent:
        """The ticked needs in the order of the page."""
        needs = tuple(Need(value) for value in self.needs.data or ())
        return replace(
            before,
            needs=_now(needs, before.needs, seen=seen),
            needs_text=_now(self.needs_text.data or "", before.needs_text, seen=seen),
        )


class ContributionForm(AnswerForm):
    """Step 3."""

    contributes = TextAreaField(_("Wat ik zou kunnen doen"), [at_most(LONG)])

    def fill(self, content: AnswerContent) -> None:
        """Show what was offered."""
        self.contributes.data = content.contributes

    def holds(self, content: AnswerContent) -> bool:
        """Whether anything was offered."""
        return bool(content.contributes)

    def said(self, before: AnswerContent, *, seen: bool) -> AnswerContent:
        """What somebody could do."""
        return replace(before, contributes=_now(self.contributes.data or "", before.contributes, seen=seen))


class LimitsForm(AnswerForm):
    """Step 4."""

    limits = TextAreaField(_("Wat kan niet, of niet te vaak?"), [at_most(LONG)])
    limits_until = DayField(_("Tot wanneer is dat zo?"), [Optional()], format=DAYS)

    def fill(self, content: AnswerContent) -> None:
        """Show the limits."""
        self.limits.data = content.limits
        self.limits_until.data = content.limits_until

    def holds(self, content: AnswerContent) -> bool:
        """Whether there were limits."""
        return bool(content.limits or content.limits_until)

    def said(self, before: AnswerContent, *, seen: bool) -> AnswerContent:
        """What somebody cannot do, and until when."""
        return replace(
            before,
            limits=_now(self.limits.data or "", before.limits, seen=seen),
            limits_until=_now(self.limits_until.data, before.limits_until, seen=seen),
        )


class OthersForm(AnswerForm):
    """Step 5."""

    suggests = TextAreaField(_("Wie moeten we nog vragen?"), [at_most(LONG)])
    question = TextAreaField(_("Hebt u een vraag?"), [at_most(LONG)])

    def fill(self, content: AnswerContent) -> None:
        """Show who was named and what was asked."""
        self.suggests.data = content.suggests
        self.question.data = content.question

    def holds(self, content: AnswerContent) -> bool:
        """Whether somebody was named or something asked."""
        return bool(content.suggests or content.question)

    def said(self, before: AnswerContent, *, seen: bool) -> AnswerContent:
        """Who else should be asked, and a question."""
        return replace(
            before,
            suggests=_now(self.suggests.data or "", before.suggests, seen=seen),
            question=_now(self.question.data or "", before.question, seen=seen),
        )


STEPS: Mapping[int, type[AnswerForm]] = {
    1: ComingForm,
    2: NeedsForm,
    3: ContributionForm,
    4: LimitsForm,
    5: OthersForm,
}
