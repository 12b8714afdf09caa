"""The mailbox to which mail comes back, for the beheerder: where it is, and whether we come in."""

from flask import Blueprint, flash, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response
from wtforms import IntegerField, PasswordField, RadioField, StringField
from wtforms.validators import NumberRange, Optional

from netwerkberaad.accounts.mailboxes import end_mailbox, set_mailbox
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.core.errors import NotFoundError
from netwerkberaad.foundation.messages import (
    Mailbox,
    MailboxError,
    MailboxSettings,
    Security,
    mailbox_of,
    try_mailbox,
)
from netwerkberaad.web.context import actor, db, now, staff
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.forms import MEDIUM, SHORT, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.seen import EditForm

FAILURES = {
    "connection": _("De mailserver geeft geen antwoord."),
    "certificate": _("Het certificaat van de mailserver klopt niet."),
    "sign_in": _("De mailserver laat ons niet binnen met deze naam en dit wachtwoord."),
    "folder": _("De map bestaat niet."),
    "refused": _("De mailserver weigert."),
    "broken_off": _("De verbinding brak af."),
}


class MailboxForm(EditForm):
    """Where the mailbox is and how to come in."""

    host = StringField(_("Mailserver"), [required(_("Vul de naam van de mailserver in.")), at_most(MEDIUM)])
    port = IntegerField(_("Poort"), [NumberRange(1, 65_535, _("Vul een getal in van 1 tot 65535."))])
    security = RadioField(
        _("Beveiliging"),
        choices=[
            (Security.TLS.value, _("TLS (meestal poort 993)")),
            (Security.STARTTLS.value, _("STARTTLS (meestal poort 143)")),
            (Security.NONE.value, _("Geen: de mailserver staat op deze computer")),
        ],
    )
    user = StringField(_("Naam van de mailbox"), [required(_("Vul de naam in.")), at_most(MEDIUM)])
    password = PasswordField(_("Wachtwoord"), [Optional(), at_most(MEDIUM)])
    folder = StringField(_("Map"), [required(_("Vul de map in. Meestal is dat INBOX.")), at_most(SHORT)])

    def settings(self) -> MailboxSettings:
        """What was filled in."""
        return MailboxSettings(
            host=(self.host.data or "").strip(),
            port=self.port.data or 0,
            security=Security(self.security.data),
            user=(self.user.data or "").strip(),
            folder=(self.folder.data or "").strip(),
        )


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    place, post = "/beheer/berichtdiensten/mailbox", ["POST"]
    blueprint.add_url_rule(place, "mailbox", mailbox, methods=["GET", "POST"])
    blueprint.add_url_rule(f"{place}/proef", "mailbox_try", mailbox_try, methods=post)
    blueprint.add_url_rule(f"{place}/einde", "mailbox_end", mailbox_end, methods=post)


@allow(Permission.MANAGE_ORGANISATIONS)
def mailbox() -> Response:
    """Where mail comes back."""
    known = mailbox_of(db(), staff().region_id)
    form = MailboxForm(data=_as_data(known))
    kept = form.attempt(
        lambda: set_mailbox(
            db(),
            actor(),
            region_id=staff().region_id,
            settings=form.settings(),
            password=form.password.data or "",
            now=now(),
        )
    )
    if kept is None:
        return page(
            "desk/channels/mailbox.html",
            form=form,
            known=known,
            failure=FAILURES.get(known.failure or "") if known else None,
        )
    flash(gettext("Bewaard. Kijk nu of wij erin komen."), "ok")
    return see(url_for("desk.mailbox"))


@allow(Permission.MANAGE_ORGANISATIONS)
def mailbox_try() -> Response:
    """Come in and look, and tell what came of it. Nothing is read."""
    known = mailbox_of(db(), staff().region_id)
    if known is None:
        raise NotFoundError
    settings, password = known.settings, known.password
    db().rollback()  # nobody has to wait with writing until another server answers
    try:
        count = try_mailbox(settings, password)
    except MailboxError as error:
        flash(str(FAILURES.get(error.reason, FAILURES["connection"])), "error")
    else:
        said = ngettext(
            "De proef is goed. Er ligt %(num)s mail.", "De proef is goed. Er liggen %(num)s mails.", count
        )
        flash(said, "ok")
    return see(url_for("desk.mailbox"))


@allow(Permission.MANAGE_ORGANISATIONS)
def mailbox_end() -> Response:
    """Stop reading it."""
    end_mailbox(db(), actor(), region_id=staff().region_id, now=now())
    flash(gettext("De mailbox wordt niet meer gelezen."), "ok")
    return see(url_for("desk.services"))


def _as_data(known: Mailbox | None) -> dict[str, object]:
    settings = known.settings if known else MailboxSettings()
    return {
        "host": settings.host,
        "port": settings.port,
        "security": settings.security.value,
        "user": settings.user,
        "folder": settings.folder,
    }
