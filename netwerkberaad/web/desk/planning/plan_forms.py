"""Forms in which the plan is written: a line, a goal, and when everybody looks at the plan again."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from netwerkberaad.cases import Person
from netwerkberaad.foundation.documents import listed
from netwerkberaad.plans import CommitmentText, EvaluationHow, Every, GoalView, Leave, LineView, PlanView
from netwerkberaad.web.kit.fields import ChecksField
from netwerkberaad.web.kit.forms import LONG, MEDIUM, SHORT, BaseForm, at_most, required
from netwerkberaad.web.kit.lazy import lazy_gettext as _
from netwerkberaad.web.kit.moments import ClockField, DayField, day_of, moment_of, time_of
from netwerkberaad.web.kit.plan_words import EVALUATION_NAMES, EVERY_NAMES, LEAVE_NAMES
from netwerkberaad.web.templating import language

_MOST = 100_000


@dataclass(frozen=True, slots=True)
class Choices:
    """Whom, which goal and which other line a line can name."""

    people: tuple[tuple[str, str], ...]
    goals: tuple[tuple[str, str], ...]
    lines: tuple[tuple[str, str], ...] = ()

    @staticmethod
    def of(people: Iterable[Person], view: PlanView) -> "Choices":
        """Everybody in the case who did not leave, and the goals of this version."""
        there = [person for person in people if person.left_at is None and not person.nameless]
        names = [(str(person.id), person.name.short) for person in there]
        goals = [(str(goal.id), shortened(goal.text)) for goal in view.goals]
        lines = [(str(line.lineage_id), _named(line)) for line in view.lines if line.words.text]
        return Choices(tuple(names), tuple(goals), tuple(lines))

    def of_line(self, line: LineView) -> "Choices":
        """Also somebody who left and still stands on this line; it cannot follow itself."""
        known = {value for value, _name in self.people}
        there = [*line.owners, *(one for one in (line.checker, line.backup, line.fallback) if one)]
        gone = {str(one.id): one.name for one in there if str(one.id) not in known}
        others = tuple(one for one in self.lines if one[0] != str(line.lineage_id))
        return Choices((*self.people, *gone.items()), self.goals, others)


class LineForm(BaseForm):
    """One commitment: who does what, when, and who looks along."""

    owner = SelectField(_("Wie"))
    text = TextAreaField(_("Wat ga ik doen?"), [at_most(LONG)])
    when = StringField(_("Wanneer"), [at_most(MEDIUM)])
    checker = SelectField(_("Wie kijkt mee?"))
    first_at = DayField(_("Eerste dag"), [Optional()])
    first_time = ClockField(_("Tijd"), [at_most(SHORT)])
    every = SelectField(_("Hoe vaak"))
    until_at = DayField(_("Tot en met"), [Optional()])
    more_owners = ChecksField(_("Samen met"))
    if_not = TextAreaField(_("Als het niet lukt"), [at_most(LONG)])
    backup = SelectField(_("Wie neemt het dan over?"))
    fallback = SelectField(_("Welke professional staat erachter?"))
    leave = SelectField(
        _("Mag die het weten als het niet lukt?"),
        choices=[(one.value, LEAVE_NAMES[one]) for one in Leave],
        default=Leave.ASK.value,
    )
    fallback_words = StringField(_("Wanneer schalen we op?"), [at_most(MEDIUM)])
    after = SelectField(_("Na welke afspraak begint dit?"))
    starts = StringField(_("Wat moet eerst gebeuren?"), [at_most(MEDIUM)])
    goal = SelectField(_("Bij welk doel"))
    position = HiddenField(default="0")
    revision = HiddenField(default="0")
    take = HiddenField()
    place = HiddenField()
    back = HiddenField()

    def offer(self, choices: Choices) -> "LineForm":
        """Set the choices."""
        nobody = [("", gettext("Nog niemand")), *choices.people]
        for field in (self.owner, self.checker, self.backup, self.fallback):
            field.choices = nobody
        self.more_owners.choices = list(choices.people)
        self.every.choices = [
            ("", gettext("één keer")),
            *((one.value, str(EVERY_NAMES[one])) for one in Every),
        ]
        self.after.choices = [("", gettext("Het wacht op niets")), *choices.lines]
        self.goal.choices = [("", gettext("Zonder doel")), *choices.goals]
        return self

    def show(self, line: LineView) -> "LineForm":
        """Fill in what stands."""
        owners = [str(owner.id) for owner in line.owners]
        self.owner.data, self.more_owners.data = (owners[0] if owners else ""), owners[1:]
        self.text.data, self.when.data = line.words.text, line.words.when
        self.checker.data = _id(line.checker.id if line.checker else None)
        self.first_at.data, self.first_time.data = day_of(line.first_at), time_of(line.first_at)
        self.every.data = line.every.value if line.every else ""
        self.until_at.data = day_of(line.until_at)
        self.if_not.data, self.fallback_words.data = line.words.if_not, line.words.fallback
        self.backup.data = _id(line.backup.id if line.backup else None)
        self.fallback.data = _id(line.fallback.id if line.fallback else None)
        self.leave.data = line.words.leave.value
        self.after.data, self.starts.data = _id(line.after_id), line.words.starts
        self.goal.data = _id(line.goal_id)
        self.position.data, self.revision.data = str(line.position), str(line.revision)
        return self

    @property
    def empty(self) -> bool:
        """Whether nothing was written yet."""
        return not (self.text.data or self.owner.data or self.more_owners.data)

    @property
    def owners(self) -> frozenset[uuid.UUID]:
        """Everybody who does it."""
        chosen = [self.owner.data, *(self.more_owners.data or [])]
        return frozenset(uuid.UUID(one) for one in chosen if one)

    @property
    def words(self) -> CommitmentText:
        """The words of the line."""
        return CommitmentText(
            text=self.text.data or "",
            when=self.when.data or "",
            if_not=self.if_not.data or "",
            fallback=self.fallback_words.data or "",
            starts=self.starts.data or "",
            leave=Leave(self.leave.data) if self.leave.data in set(Leave) else Leave.ASK,
        )

    @property
    def first_moment(self) -> datetime | None:
        """The first or only moment."""
        return moment_of(self.first_at.data, self.first_time.at)

    @property
    def last_moment(self) -> datetime | None:
        """The end of the rhythm: at the same time of day as the first, so that the last day counts."""
        return moment_of(self.until_at.data, self.first_time.at)


class GoalForm(BaseForm):
    """One goal, in the words of the one who said it."""

    text = TextAreaField(_("Doel"), [required(_("Schrijf het doel op, in eigen woorden.")), at_most(LONG)])
    words_of = SelectField(_("Woorden van"))
    position = HiddenField(default="0")
    revision = HiddenField(default="0")
    place = HiddenField()
    back = HiddenField()

    def offer(self, choices: Choices) -> "GoalForm":
        """Set the choices."""
        self.words_of.choices = [("", gettext("Iedereen samen")), *choices.people]
        return self

    def show(self, goal: GoalView) -> "GoalForm":
        """Fill in what stands."""
        self.text.data = goal.text
        self.words_of.data = _id(goal.words_of.id if goal.words_of else None)
        self.position.data, self.revision.data = str(goal.position), str(goal.revision)
        return self


class EvaluationForm(BaseForm):
    """When and how everybody looks at the plan again."""

    evaluation_date = DayField(_("Dag"), [required(_("Kies wanneer u samen terugkijkt."))])
    evaluation_time = ClockField(_("Tijd"), [at_most(SHORT)])
    evaluation_how = SelectField(
        _("Hoe"), choices=[(how.value, EVALUATION_NAMES[how]) for how in EvaluationHow]
    )
    back = HiddenField()

    def show(self, view: PlanView) -> "EvaluationForm":
        """Fill in what stands."""
        self.evaluation_date.data = day_of(view.evaluation_at)
        self.evaluation_time.data = time_of(view.evaluation_at)
        if view.evaluation_how is not None:
            self.evaluation_how.data = view.evaluation_how.value
        return self


def whole(text: str | None) -> int:
    """A whole number out of a hidden field; 0 for anything else."""
    return min(int(text), _MOST) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0


def optional_id(text: str | None) -> uuid.UUID | None:
    """An id that was chosen, or None."""
    return uuid.UUID(text) if text else None


def with_ids(form: LineForm | GoalForm, stem: str) -> None:
    """Give the fields ids of their own: a page holds many of these forms."""
    for field in form:
        field.id = f"{stem}-{field.name}"


def shortened(text: str, most: int = 60) -> str:
    """The beginning of a long text, for a list to choose from."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _named(line: LineView) -> str:
    owners = listed([owner.name for owner in line.owners], language())
    return shortened(f"{owners}: {line.words.text}" if owners else line.words.text)


def names_of(people: Sequence[Person]) -> str:
    """First names as people say them."""
    return listed([person.name.short for person in people], language())


def _id(value: uuid.UUID | None) -> str:
    return str(value) if value else ""
