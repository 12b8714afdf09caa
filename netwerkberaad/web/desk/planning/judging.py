"""Bodemeisen at the acceptance: each is met or not, with the reason; a plan is refused on these alone."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from wtforms import RadioField, StringField
from wtforms.validators import Optional

from netwerkberaad.cases.conditions import ConditionVerdict, SafetyCondition, conditions_of, judge_condition
from netwerkberaad.cases.errors import ReasonMissingError
from netwerkberaad.web.context import actor, case, db, now
from netwerkberaad.web.desk.preparing.condition_forms import NO, YES
from netwerkberaad.web.desk.preparing.condition_view import condition_lines
from netwerkberaad.web.kit.forms import MEDIUM, BaseForm, at_most

Fields = dict[str, Any]


def verdict_fields() -> tuple[Fields, Mapping[str, str]]:
    """Two fields for each bodemeis, and what is on record."""
    fields: Fields = {}
    data: dict[str, str] = {}
    for condition in conditions_of(db(), case()):
        text = condition.content.text
        fields[f"met-{condition.id}"] = RadioField(
            gettext("Voldoet het plan? %(text)s", text=text),
            [Optional()],
            choices=[(YES, gettext("Ja")), (NO, gettext("Nee"))],
        )
        fields[f"why-{condition.id}"] = StringField(
            gettext("Waarom? %(text)s", text=text), [Optional(), at_most(MEDIUM)]
        )
        if condition.judged_at is not None:
            data[f"met-{condition.id}"] = YES if condition.verdict.met else NO
            data[f"why-{condition.id}"] = condition.verdict.reason
    return fields, data


def verdict_rows(form: BaseForm) -> list[dict[str, object]]:
    """Each bodemeis with its fields."""
    return [
        {**line, "met": form[f"met-{line['id']}"], "why": form[f"why-{line['id']}"]}
        for line in condition_lines()
    ]


def keep_verdicts(form: BaseForm) -> None:
    """Put on record what is new or different. Raises ReasonMissingError at the bodemeis that a no leaves without one."""
    for condition in conditions_of(db(), case()):
        said, why = form[f"met-{condition.id}"].data, form[f"why-{condition.id}"].data or ""
        if said not in {YES, NO} or _stands(condition, ConditionVerdict(said == YES, why)):
            continue
        try:
            judge_condition(db(), actor(), condition=condition, met=said == YES, reason=why, now=now())
        except ReasonMissingError:
            raise ReasonMissingError(field=f"why-{condition.id}") from None


def _stands(condition: SafetyCondition, verdict: ConditionVerdict) -> bool:
    return condition.judged_at is not None and condition.verdict == verdict
