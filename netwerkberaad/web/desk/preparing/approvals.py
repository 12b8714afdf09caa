"""Akkoord and niet uitnodigen: what each hoofdpersoon says of the list, and who must not be asked."""

import uuid
from collections.abc import Mapping, Sequence

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import Optional

from netwerkberaad.cases import (
    ExcludedPerson,
    Exclusion,
    HowGiven,
    InviteApproval,
    Person,
    approvals_of,
    deciders,
    early_start_of,
    exclude_person,
    exclusions_of,
    lift_exclusion,
    matches,
    record_approval,
    start_early,
)
from netwerkberaad.cases.contact_person import asked_of
from netwerkberaad.foundation.access import Permission
from netwerkberaad.foundation.documents import local
from netwerkberaad.web.context import actor, as_uuid, case, db, now
from netwerkberaad.web.guard import allow
from netwerkberaad.web.kit.case_frame import case_frame, case_people
from netwerkberaad.web.kit.forms import MEDIUM, SHORT, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.names import HOW_NAMES
from netwerkberaad.web.kit.once import OnceForm, sent_before
from netwerkberaad.web.kit.pages import page, see
from netwerkberaad.web.kit.seen import SeenForm, digest_of
from netwerkberaad.web.kit.when import plain_day

_HOW = (HowGiven.IN_PERSON, HowGiven.PHONE, HowGiven.PAPER, HowGiven.LETTER)
YES, NO, OPEN = "yes", "no", "open"


class ApprovalForm(SeenForm):
    """What one hoofdpersoon says. A pair of fields for each person in the circle is added by ``approval_form``."""

    how = SelectField(
        _("Hoe zei deze persoon het?"), [required()], choices=[(how.value, HOW_NAMES[how]) for how in _HOW]
    )


class EarlyForm(OnceForm):
    """Spoed: why inviting cannot wait for approval."""

    reason = StringField(
        _("Waarom kan het niet wachten?"), [required(_("Schrijf op waarom.")), at_most(MEDIUM)]
    )


class ExclusionForm(OnceForm):
    """Somebody who must not be asked."""

    name = StringField(_("Naam"), [Optional(), at_most(SHORT)])
    relation = StringField(_("Wie is dit?"), [Optional(), at_most(SHORT)])
    mail = StringField(_("Mailadres"), [Optional(), at_most(MEDIUM)])
    phone = StringField(_("Telefoon"), [Optional(), at_most(SHORT)])
    asked_by = StringField(_("Wie vroeg dit?"), [Optional(), at_most(SHORT)])
    reason = StringField(_("Waarom"), [Optional(), at_most(MEDIUM)])


Verdicts = Mapping[uuid.UUID, InviteApproval]


def add_pages(blueprint: Blueprint) -> None:
    """Put these pages at their addresses."""
    both, path = ["GET", "POST"], "/casussen/<uuid:case_id>"
    blueprint.add_url_rule(f"{path}/kring/akkoord", "approvals", approvals, methods=both)
    blueprint.add_url_rule(f"{path}/kring/spoed", "invite_early", invite_early, methods=both)
    blueprint.add_url_rule(f"{path}/niet-uitnodigen", "exclusions", exclusions, methods=both)
    blueprint.add_url_rule(
        f"{path}/niet-uitnodigen/<uuid:exclusion_id>/eraf", "exclusion_lift", exclusion_lift, methods=["POST"]
    )


@allow(Permission.CHANGE_CASE)
def approvals(case_id: uuid.UUID) -> Response:
    """What each hoofdpersoon says of inviting each person; one hoofdpersoon at a time, nobody sees another's words."""
    people = case_people()
    asked = deciders(people, on=local(now()).date())
    members = asked_of(people)
    said = approvals_of(db(), case())
    who = _chosen(asked, members, said)
    verdicts = {approval.member_id: approval for approval in said if approval.principal_id == who.id}
    form = approval_form(members, verdicts)
    saved = form.attempt(lambda: _save(form, who, members, verdicts))
    if saved is None:
        return page(
            "desk/circle/approvals.html",
            form=form,
            who=who,
            tabs=[_tab(person, who, members, said) for person in asked],
            rows=[_row(person, form, verdicts.get(person.id)) for person in members],
            barred=_barred(members),
            open_count=len(members) - len(verdicts),
            urgent=case().urgent,
            early=early_start_of(db(), case()),
            case_id=case_id,
            **case_frame("circle", ahead=False),
        )
    flash(_said_words(saved, who), "ok")
    following = next(
        (person for person in asked if _missing(person, members, approvals_of(db(), case()))), None
    )
    if following is not None and following.id != who.id:
        return see(url_for("desk.approvals", case_id=case_id, wie=following.id))
    return see(url_for("desk.circle", case_id=case_id))


@allow(Permission.CHANGE_CASE)
def invite_early(case_id: uuid.UUID) -> Response:
    """With spoed: invite now, ask approval afterwards."""
    form = EarlyForm()
    if sent_before(form.once.data):
        return see(url_for("desk.invites", case_id=case_id))
    made = form.attempt(
        lambda: start_early(db(), actor(), case=case(), reason=form.reason.data or "", now=now())
    )
    if made is None:
        return page("desk/circle/early.html", form=form, case_id=case_id, **case_frame("circle", ahead=False))
    flash(gettext("U kunt nu uitnodigen. Vraag zo snel mogelijk alsnog akkoord."), "warning")
    return see(url_for("desk.invites", case_id=case_id))


@allow(Permission.CHANGE_CASE)
def exclusions(case_id: uuid.UUID) -> Response:
    """The list 'niet uitnodigen' and somebody new on it."""
    form = ExclusionForm()
    if sent_before(form.once.data):
        return see(url_for("desk.exclusions", case_id=case_id))
    made = form.attempt(lambda: exclude_person(db(), actor(), case=case(), person=_excluded(form), now=now()))
    if made is None:
        items = [_exclusion_line(item) for item in exclusions_of(db(), case())]
        return page(
            "desk/circle/exclusions.html",
            form=form,
            items=items,
            case_id=case_id,
            **case_frame("circle", ahead=False),
        )
    flash(gettext("Deze persoon krijgt geen uitnodiging."), "ok")
    return see(url_for("desk.exclusions", case_id=case_id))


@allow(Permission.CHANGE_CASE)
def exclusion_lift(case_id: uuid.UUID, exclusion_id: uuid.UUID) -> Response:
    """Take somebody off the list."""
    lift_exclusion(db(), actor(), case=case(), exclusion_id=exclusion_id, now=now())
    flash(gettext("Van de lijst gehaald. Dat staat in de geschiedenis."), "ok")
    return see(url_for("desk.exclusions", case_id=case_id))


def approval_form(members: Sequence[Person], verdicts: Verdicts) -> ApprovalForm:
    """A form with two fields for each person: the verdict, and the words with it."""
    choices = [(YES, gettext("Ja")), (NO, gettext("Nee")), (OPEN, gettext("Nog niet gevraagd"))]
    fields: dict[str, object] = {}
    for person in members:
        label = gettext("Mag %(name)s worden uitgenodigd?", name=person.name.short)
        fields[_invite_name(person)] = RadioField(label, [Optional()], choices=choices)
        fields[_text_name(person)] = StringField(
            gettext("Woorden over %(name)s", name=person.name.short), [Optional(), at_most(MEDIUM)]
        )
    data: dict[str, str] = {"seen": _seen(verdicts)}
    for person in members:
        approval = verdicts.get(person.id)
        data[_invite_name(person)] = (YES if approval.verdict.invite else NO) if approval else OPEN
        data[_text_name(person)] = approval.verdict.text if approval else ""
    kind = type("ApprovalFormOfCase", (ApprovalForm,), fields)
    made: ApprovalForm = kind(data=data)
    return made


def _save(form: ApprovalForm, who: Person, members: Sequence[Person], verdicts: Verdicts) -> int:
    """Put on record what is new or different. Raises StaleError when a colleague recorded something meanwhile."""
    form.require_current(_seen(verdicts))
    everybody = bool(request.form.get("all"))
    count = 0
    for person in members:
        choice, text = form[_invite_name(person)].data or OPEN, form[_text_name(person)].data or ""
        if choice == OPEN and everybody:
            choice = YES
        before = verdicts.get(person.id)
        same = before is not None and (before.verdict.invite, before.verdict.text) == (choice == YES, text)
        if choice == OPEN or same:
            continue
        record_approval(
            db(),
            actor(),
            case=case(),
            principal=who,
            member=person,
            invite=choice == YES,
            text=text,
            how=HowGiven(form.how.data),
            now=now(),
        )
        count += 1
    db().flush()  # what is missing is read again for the next hoofdpersoon
    return count


def _chosen(asked: Sequence[Person], members: Sequence[Person], said: Sequence[InviteApproval]) -> Person:
    wanted = as_uuid(request.args["wie"]) if "wie" in request.args else None
    named = next((person for person in asked if person.id == wanted), None)
    return named or next((person for person in asked if _missing(person, members, said)), asked[0])


def _missing(person: Person, members: Sequence[Person], said: Sequence[InviteApproval]) -> int:
    told = {approval.member_id for approval in said if approval.principal_id == person.id}
    return sum(member.id not in told for member in members)


def _tab(
    person: Person, current: Person, members: Sequence[Person], said: Sequence[InviteApproval]
) -> dict[str, object]:
    return {
        "label": person.name.short,
        "url": url_for("desk.approvals", case_id=person.case_id, wie=person.id),
        "current": person.id == current.id,
        "count": _missing(person, members, said) or None,
    }


def _row(person: Person, form: ApprovalForm, approval: InviteApproval | None) -> dict[str, object]:
    when = ""
    if approval is not None:
        when = gettext("%(day)s, %(how)s", day=plain_day(approval.at), how=HOW_NAMES[approval.how])
    return {
        "name": person.name.full,
        "relation": person.about.relation,
        "invite": form[_invite_name(person)],
        "text": form[_text_name(person)],
        "when": when,
    }


def _barred(members: Sequence[Person]) -> list[str]:
    barred = exclusions_of(db(), case())
    return [person.name.short for person in members if matches(barred, person)]


def _said_words(count: int, who: Person) -> str:
    if not count:
        return gettext("Er was niets nieuws om vast te leggen.")
    return ngettext(
        "%(num)d antwoord van %(name)s vastgelegd.",
        "%(num)d antwoorden van %(name)s vastgelegd.",
        count,
        name=who.name.short,
    )


def _excluded(form: ExclusionForm) -> ExcludedPerson:
    return ExcludedPerson(
        name=form.name.data or "",
        mail=form.mail.data or "",
        phone=form.phone.data or "",
        reason=form.reason.data or "",
        asked_by=form.asked_by.data or "",
        relation=form.relation.data or "",
    )


def _exclusion_line(item: Exclusion) -> dict[str, object]:
    person = item.person
    return {
        "id": item.id,
        "who": ", ".join(part for part in (person.name, person.relation, person.mail, person.phone) if part),
        "since": plain_day(item.made_at),
        "asked_by": person.asked_by,
        "reason": person.reason,
    }


def _seen(verdicts: Verdicts) -> str:
    return digest_of(sorted((str(key), str(approval.id)) for key, approval in verdicts.items()))


def _invite_name(person: Person) -> str:
    return f"invite-{person.id}"


def _text_name(person: Person) -> str:
    return f"text-{person.id}"
