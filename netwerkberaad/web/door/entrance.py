"""Coming in: by the link in a message, or by a code that is typed.

Opening the address of a link changes nothing and reads nothing about anybody: mail scanners open links too. Only the
button opens the message. Unknown, used, revoked and expired links look the same.
"""

from flask import Blueprint, Response, g, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import StringField

from netwerkberaad.cases.speaking import choose_language as choose_own
from netwerkberaad.flows.guests import guest_of
from netwerkberaad.flows.pins import has_pin, require_pin
from netwerkberaad.foundation.access import Actor, ActorKind
from netwerkberaad.foundation.core.errors import N_, InvalidError
from netwerkberaad.foundation.links import (
    PersonalLink,
    bundle_of,
    end_session,
    find_bundle,
    find_by_code,
    find_link,
    mark_opened,
)
from netwerkberaad.web.context import actor, db, guest, now, services
from netwerkberaad.web.door.frame import let_in, own_words, team
from netwerkberaad.web.door.pin import PinForm
from netwerkberaad.web.guard import public
from netwerkberaad.web.held import held
from netwerkberaad.web.identity import device_cookie, opened_cookie
from netwerkberaad.web.kit.forms import SHORT, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import own_path, page, see
from netwerkberaad.web.language import chosen_before_entering, languages
from netwerkberaad.web.sessions import cookie_name, current

NOT_ME = "niet-ik"
OPENED_SECONDS = 120 * 24 * 3600
ELSEWHERE = (
    ("knmi.nl", "https://www.knmi.nl/"),
    ("nos.nl", "https://nos.nl/"),
    ("buienradar.nl", "https://www.buienradar.nl/"),
)


class CodeUnknownError(InvalidError):
    """No living link has this code, or it was tried too often: the two look the same."""

    message = N_(
        "Deze code werkt niet. Kijk of u hem goed hebt overgenomen. Of bel het nummer dat in uw brief staat."
    )


class CodeForm(BaseForm):
    """The code out of a letter."""

    code = StringField(_("Uw code"), [required(_("Typ de code die in uw brief staat.")), at_most(SHORT)])


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    blueprint.add_url_rule("/p/<token>", "landing", landing, methods=["GET", "POST"])
    blueprint.add_url_rule("/p/geen-sessie", "no_session", no_session)
    blueprint.add_url_rule("/code", "code", code, methods=["GET", "POST"])
    blueprint.add_url_rule("/p/weg", "leave", leave)
    blueprint.add_url_rule("/p/taal", "choose_language", choose_language, methods=["POST"])


@public
def landing(token: str) -> AnyResponse:
    """Neutral until the button is pressed; then the personal session begins and the token leaves the address bar."""
    if request.method != "POST":
        return page("door/landing.html", team=team(), own=own_words())
    bundle = find_bundle(db(), token, now=now())
    link = _chosen(bundle) if bundle else find_link(db(), token, now=now())
    if link is None and bundle:
        return _ask_who(bundle)
    if link is None:
        return make_response(render_template("door/no_session.html", dead=True, team=team()), 404)
    return _open(link)


def _chosen(bundle: list[PersonalLink]) -> PersonalLink | None:
    wanted = request.form.get("wie", "")
    return next((link for link in bundle if str(link.id) == wanted), None)


def _ask_who(bundle: list[PersonalLink]) -> AnyResponse:
    """Several people share the address that got the message: first names alone, and nothing else of anybody."""
    found = [guest_of(db(), person_id=one.person_id, link_id=one.id, now=now()) for one in bundle]
    names = [(str(link.id), person.name.short) for person, _case, link in filter(None, found)]
    return make_response(render_template("door/choose.html", names=names, kept=_kept(), team=team()), 200)


def _kept() -> list[tuple[str, str]]:
    """What goes along to the next page on the way in."""
    return [(name, request.form[name]) for name in ("naar", "wie", "code") if request.form.get(name)]


def _ask_pin(link: PersonalLink) -> AnyResponse | None:
    """Whoever chose a pincode types it first; None when nothing stands in the way."""
    if not has_pin(db(), link):
        return None
    typed = "pin" in request.form
    form = PinForm() if typed else PinForm(formdata=None)
    if typed and form.attempt(lambda: require_pin(db(), link, form.pin.data or "", now=now())):
        return None
    body = render_template("door/pin.html", form=form, kept=_kept(), team=team())
    return make_response(body, 422 if typed else 200)


@public
def no_session() -> Response:
    """Somebody comes back after the session ended, or never had one."""
    return page("door/no_session.html", dead=False, team=team())


@public
def code() -> AnyResponse:
    """Type the short code instead of following a link."""
    form = CodeForm()
    link = form.attempt(lambda: _by_code(form.code.data or ""))
    if link is None:
        return page("door/code.html", form=form, team=team())
    bundle = bundle_of(db(), link, now=now())
    chosen = _chosen(bundle) if len(bundle) > 1 else link
    return _ask_who(bundle) if chosen is None else _open(chosen)


def _by_code(text: str) -> PersonalLink:
    link = find_by_code(db(), text, now=now(), address=request.remote_addr or "")
    if link is None:
        raise CodeUnknownError(field="code")
    return link


def _open(link: PersonalLink) -> AnyResponse:
    asked = _ask_pin(link)
    if asked is not None:
        return asked
    let_in(link)
    cookies, name = request.cookies, opened_cookie(link.person_id)
    mark_opened(link, now(), known=name in cookies or device_cookie(link.person_id) in cookies)
    _keep_language(link)
    response = see(url_for(_first_page()))
    response.set_cookie(
        name,
        "1",
        max_age=OPENED_SECONDS,
        secure=services().settings.secure,
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return response


def _first_page() -> str:
    """Where somebody comes in: what they sent too late waits for them."""
    if request.form.get("naar") == NOT_ME:
        return "door.not_me"
    return "door.held_form" if held() else "door.begin"


def _keep_language(link: PersonalLink) -> None:
    wanted = chosen_before_entering()
    found = guest_of(db(), person_id=link.person_id, link_id=link.id, now=now()) if wanted else None
    if wanted and found:
        person, case, _link = found
        who = Actor(ActorKind.GUEST, person.id, case.region_id, case_id=case.id)
        choose_own(db(), who, person=person, language=wanted, now=now())


@public
def leave() -> Response:
    """'Snel weg': ends the personal session and shows a page that could be of anybody."""
    token = request.cookies.get(cookie_name(door=True))
    if token:
        # A reading request writes nothing else; the end of a session cannot wait for a button.
        with services().store.writing() as work:
            end_session(work, token)
    current().row, current().token = None, ""
    return page("door/leave.html", elsewhere=ELSEWHERE)


@public
def choose_language() -> AnyResponse:
    """Remember the language of somebody who came in, for later messages too; before that it goes along in the address."""
    wanted = request.form.get("language", "")
    if wanted in languages() and "guest" in g:
        current()["language"] = wanted
        choose_own(db(), actor(), person=guest().person, language=wanted, now=now())
    return see(own_path(request.form.get("next")) or url_for("public.home"))
