"""A JIM or vertrouwenspersoon co-decides: whether they agree with the plan as it holds."""

from flask import Blueprint, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse
from wtforms import RadioField, TextAreaField
from wtforms.validators import Optional

from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.plans import AgreementContent, PlanVersion, agreements_of, record_agreement, version_fixed
from netwerkberaad.web.context import actor, db, guest, now
from netwerkberaad.web.door.beside.ways import co_decides
from netwerkberaad.web.door.frame import first_names, guest_page
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import LONG, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import see

YES, NO = "ja", "nee"


class AgreeForm(BaseForm):
    """Whether somebody agrees; disagreement may stand, and blocks nothing."""

    agrees = RadioField(
        _("Bent u het eens met het plan?"),
        [required(_("Kies ja of nee."))],
        choices=[(YES, _("Ja")), (NO, _("Nee"))],
    )
    remark = TextAreaField(_("Wilt u er iets bij zeggen?"), [Optional(), at_most(LONG)])


def add_pages(blueprint: Blueprint) -> None:
    """Put this page at its address."""
    blueprint.add_url_rule("/p/plan/instemmen", "agree", agree, methods=["GET", "POST"])


@allow(Permission.AGREE)
def agree() -> AnyResponse:
    """Say whether you agree with the plan that holds now; it may be said again."""
    version = version_fixed(db(), guest().case)
    if version is None or not co_decides():
        raise NotFoundError
    form = AgreeForm()
    before = next((one for one in agreements_of(db(), version) if one.person_id == guest().person.id), None)
    if not form.is_submitted() and before is not None:
        form.agrees.data, form.remark.data = YES if before.content.agrees else NO, before.content.remark
    if form.attempt(lambda: _record(version, form)) is None:
        return guest_page("door/beside/agree.html", form=form, first_names=first_names())
    flash(gettext("Dank u wel. Het staat bij het plan."), "ok")
    return see(url_for("door.own_plan"))


def _record(version: PlanVersion, form: AgreeForm) -> object:
    content = AgreementContent(form.agrees.data == YES, form.remark.data or "")
    case, person = guest().case, guest().person
    return record_agreement(
        db(), actor(), case=case, version=version, person=person, content=content, now=now()
    )
