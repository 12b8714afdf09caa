"""The figures of a year as pages show them: a picture, its table and its file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext, ngettext

from netwerkberaad.insights import (
    OTHERS,
    WHOLE,
    Group,
    Key,
    Publication,
    Reach,
    Split,
    Table,
)
from netwerkberaad.web.desk.insight.bars import Bars, Wish, draw_bars
from netwerkberaad.web.desk.insight.words import (
    CATEGORIES,
    CIRCLE,
    FUNNEL,
    LEAD_TIMES,
    MONTHS,
    NOTES,
    OUTCOMES,
    SPLITS,
    TITLES,
)

FUNNEL_KEY, TIMES_KEY, CIRCLE_KEY = "funnel", "times", "circle"
LEDGER = (Key.ENDED_BY, Key.WHY_NO_BERAAD)


@dataclass(frozen=True, slots=True)
class Shown:
    """One figure. ``rows`` are the cells of its table, words first; ``bars`` is None where it is all too little."""

    key: str
    title: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    bars: Bars | None


@dataclass(frozen=True, slots=True)
class Line:
    """One row of words and number, as the picture and the table take it."""

    labels: tuple[str, ...]
    number: int | None
    of: int


def figures_shown(publication: Publication, split: Split, teams: dict[str, str]) -> list[Shown]:
    """Every figure of this view, in the order of the way; what is too little says so."""
    if (Key.CASES, split) not in publication.tables:
        return []
    cases = publication.tables[Key.CASES, split]
    shown = [] if split is Split.WHOLE else [_cases(cases, teams)]
    if split is Split.MONTH:
        return shown
    shown.append(_funnel(publication, split, teams))
    for key in Key:
        if key is Key.CASES or (key in LEDGER and split is not Split.WHOLE):
            continue
        shown.append(_divided(publication.tables.get((key, split)), key, split, teams))
    shown.append(_spread(publication, split, LEAD_TIMES, TIMES_KEY, teams))
    shown.append(_spread(publication, split, CIRCLE, CIRCLE_KEY, teams))
    return shown


def figure_named(shown: Iterable[Shown], key: str) -> Shown | None:
    """One of them."""
    return next((one for one in shown if one.key == key), None)


def group_name(split: Split, group: Group, teams: dict[str, str]) -> str:
    """What a part of the year is called."""
    name = group[0]
    if name == OTHERS:
        return gettext("andere samen")
    if split is Split.MONTH:
        return str(MONTHS[int(name) - 1])
    if split is Split.QUARTER:
        return gettext("kwartaal %(number)s", number=name)
    return teams.get(name, gettext("een organisatie van toen")) if split is Split.TEAM else name


def _cases(table: Table, teams: dict[str, str]) -> Shown:
    everything = sum(table.cells.values())
    lines = [
        Line((group_name(table.split, group, teams),), table.total(group), everything)
        for group in table.groups
    ]
    heads = (str(SPLITS[table.split]),)
    return _of_lines(Key.CASES, str(TITLES[Key.CASES]), str(NOTES[Key.CASES]), heads, lines)


def _funnel(publication: Publication, split: Split, teams: dict[str, str]) -> Shown:
    """How many reached each step, of everything that was asked."""
    title = gettext("Hoe ver kwam het?")
    note = gettext("Van alle afgeronde aanmeldingen. Wie een plan maakte zonder bijeenkomst, telt mee.")
    cases, table = publication.tables[Key.CASES, split], publication.tables.get((Key.REACH, split))
    lines = []
    for group in cases.groups:
        for word, ends in FUNNEL:
            number = table.over(group, ends) if table is not None else None
            if len(ends) == len(Reach):
                number = cases.total(group)
            lines.append(Line((*_part(split, group, teams), str(word)), number, cases.total(group)))
    return _of_lines(FUNNEL_KEY, title, note, (*_part_head(split), gettext("Stap")), lines)


def _divided(table: Table | None, key: Key, split: Split, teams: dict[str, str]) -> Shown:
    heads = (*_part_head(split), gettext("Wat"))
    lines = []
    if table is not None:
        for group in table.groups:
            for word, categories in _ends_of(table):
                number = table.over(group, categories)
                lines.append(Line((*_part(split, group, teams), word), number, table.total(group)))
    return _of_lines(key, str(TITLES[key]), str(NOTES[key]), heads, lines)


def _ends_of(table: Table) -> list[tuple[str, tuple[str, ...]]]:
    """The blocks of a figure in words. Ends of cases are told as people speak of them, where the blocks allow."""
    names = CATEGORIES[table.key]
    if table.key is not Key.REACH:
        return [(_either([str(names[one]) for one in block]), block) for block in table.blocks]
    wanted = [(str(word), tuple(str(one) for one in ends)) for word, ends in OUTCOMES]
    found: list[tuple[list[str], tuple[str, ...]]] = []
    for word, ends in wanted:
        touching = {one for block in table.blocks if set(block) & set(ends) for one in block} | set(ends)
        if found and set(found[-1][1]) & touching:
            words, before = found[-1]
            found[-1] = ([*words, word], (*before, *(one for one in touching if one not in before)))
        else:
            found.append(([word], tuple(touching)))
    return [(_either(words), ends) for words, ends in found]


def _either(words: Sequence[str]) -> str:
    if len(words) == 1:
        return words[0]
    return gettext("%(some)s of %(last)s", some=", ".join(words[:-1]), last=words[-1])


def _spread(
    publication: Publication, split: Split, words: dict[str, str], key: str, teams: dict[str, str]
) -> Shown:
    """Median and quartiles: half of the cases lie on the bar, the mark is the middle one."""
    times = key == TIMES_KEY
    title = gettext("Hoe lang duurde het tot …?") if times else gettext("Hoe groot was de kring?")
    rows, wishes = [], []
    for group in publication.tables[Key.CASES, split].groups:
        for name, word in words.items():
            spread = publication.spreads.get((name, split, group))
            labels = (*_part(split, group, teams), str(word))
            if spread is None:
                rows.append((*labels, too_little(), "", ""))
                continue
            text = ngettext("%(num)d dag", "%(num)d dagen", spread.median) if times else str(spread.median)
            rows.append((*labels, str(spread.median), str(spread.quarter), str(spread.three_quarters)))
            wishes.append(
                Wish(", ".join(labels), spread.three_quarters, text, begin=spread.quarter, mark=spread.median)
            )
    unit = gettext("Dagen na de aanmelding.") if times else gettext("Zonder de mensen om wie het gaat.")
    note = gettext("De helft zit op de balk; het streepje is het midden.")
    what = gettext("Tot") if times else gettext("Wie")
    columns = (*_part_head(split), what, gettext("Midden"), gettext("Een kwart is lager dan"))
    columns = (*columns, gettext("Een kwart is hoger dan"))
    return Shown(key, title, f"{unit} {note}", columns, tuple(rows), draw_bars(wishes) if wishes else None)


def _of_lines(key: str, title: str, note: str, heads: tuple[str, ...], lines: Sequence[Line]) -> Shown:
    rows, wishes = [], []
    for line in lines:
        if line.number is None:
            rows.append((*line.labels, too_little(), ""))
            continue
        share = _share(line.number, line.of)
        rows.append((*line.labels, str(line.number), share))
        text = f"{line.number} ({share})" if line.number != line.of else str(line.number)
        wishes.append(Wish(", ".join(line.labels), line.number, text))
    columns = (*heads, gettext("Hoeveel"), gettext("Deel van het geheel"))
    return Shown(key, title, note, columns, tuple(rows), draw_bars(wishes) if wishes else None)


def _part(split: Split, group: Group, teams: dict[str, str]) -> tuple[str, ...]:
    return () if group == (WHOLE,) else (group_name(split, group, teams),)


def _part_head(split: Split) -> tuple[str, ...]:
    return () if split is Split.WHOLE else (str(SPLITS[split]),)


def _share(number: int, of: int) -> str:
    return f"{round(100 * number / of)}%"


def too_little() -> str:
    """What stands where a number is not told."""
    return gettext("niet apart verteld")
