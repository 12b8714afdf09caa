"""The second proof: six digits by another way than the link, before anything with content is shown."""

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import StringField

from netwerkberaad.flows.proving import NoWayForProofError, send_proof
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import N_, InvalidError
from netwerkberaad.foundation.links import check_proof, remember_device
from netwerkberaad.web.context import actor, db, guest, now, services
from netwerkberaad.web.door.frame import guest_page, let_in
from netwerkberaad.web.guard import allow
from netwerkberaad.web.identity import device_cookie
from netwerkberaad.web.kit.forms import SHORT, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import own_path, see
from netwerkberaad.web.sessions import current

DEVICE_SECONDS = 90 * 24 * 3600


class WrongProofError(InvalidError):
    """Not the code, no longer the code, or tried too often: the three look the same."""

    message = N_("Deze code klopt niet of geldt niet meer. Na vijf keer proberen is een nieuwe code nodig.")


class ProofForm(BaseForm):
    """The six digits."""

    code = StringField(_("De code van zes cijfers"), [required(_("Typ de zes cijfers.")), at_most(SHORT)])


class SendForm(BaseForm):
    """Asks for a code; has no field of its own."""


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    blueprint.add_url_rule("/p/bewijs", "proof", proof, methods=["GET", "POST"])
    blueprint.add_url_rule("/p/bewijs/stuur", "send_code", send_code, methods=["POST"])


@allow(Permission.ASK_PROOF)
def proof() -> AnyResponse:
    """Type the code. A right one is remembered on this device for ninety days, under a new session."""
    target = own_path(request.args.get("naar")) or url_for("door.welcome")
    if guest().proven:
        return see(target)
    form = ProofForm()
    if form.attempt(lambda: _check(form.code.data or "")) is None:
        return _page(form)
    case, person, link = guest().case, guest().person, guest().link
    token = remember_device(db(), case_id=case.id, person_id=person.id, now=now())
    let_in(link)
    response = see(target)
    secure = services().settings.secure
    response.set_cookie(
        device_cookie(person.id),
        token,
        max_age=DEVICE_SECONDS,
        secure=secure,
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return response


@allow(Permission.ASK_PROOF)
def send_code() -> AnyResponse:
    """Send a code, or show why not; the answer is the same whether a mail address is known or not."""
    form = SendForm()
    sent = form.attempt(_send)
    if sent is None:
        return _page(ProofForm(formdata=None), send_errors=form.form_errors)
    current()["code_sent"] = True
    return see(url_for("door.proof", naar=own_path(request.args.get("naar"))))


def _page(form: ProofForm, send_errors: object = ()) -> AnyResponse:
    return guest_page(
        "door/proof.html",
        form=form,
        sent=bool(current().get("code_sent")),
        typing=bool(current().get("code_sent") or form.errors or "code" in request.args),
        send_errors=send_errors,
        target=own_path(request.args.get("naar")),
    )


def _send() -> bool:
    try:
        send_proof(db(), actor(), case=guest().case, person=guest().person, now=now())
    except NoWayForProofError:
        # Whether we know an address is not for whoever holds the link; the page names the phone as well.
        return True
    return True


def _check(code: str) -> bool:
    if not check_proof(db(), person_id=guest().person.id, code=code, now=now()):
        raise WrongProofError(field="code")
    return True
