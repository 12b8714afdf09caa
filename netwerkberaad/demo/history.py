"""Invented figures of the two years before: closed cases that never were, counted as real ones are.

The eight cases of the practice region are too few to tell anything of. These are numbers out of a lottery with a fixed draw, so
that Inzicht has something to show; no case, person or message belongs to them.
"""

import random
import uuid
from collections.abc import Sequence
from datetime import datetime

from netwerkberaad.cases import Origin
from netwerkberaad.cases.endings import Matter, WhyNoBeraad
from netwerkberaad.foundation.documents import local
from netwerkberaad.foundation.vault import Store
from netwerkberaad.insights import CheckIns, Counts, EndedBy, Heads, Reach, add_count

SIZES = {2: 180, 1: 230}
"""How many closed cases, by how many years ago."""
_REACH = dict(zip(Reach, (7, 1, 8, 9, 9, 2, 12, 9, 43), strict=True))
_ORIGIN = dict(zip(Origin, (52, 16, 11, 6, 15), strict=True))
_MATTER = dict(zip(Matter, (22, 14, 17, 11, 6, 12, 8, 7, 6, 4), strict=True))
_WHY = dict(zip(WhyNoBeraad, (28, 22, 14, 14, 6, 12, 4), strict=True))
_PLACES = {"Middelburg": 42, "Vlissingen": 38, "Veere": 20}
_MET, _PLANNED = tuple(Reach)[4:], tuple(Reach)[5:]
_WITHOUT_MEETING = (Reach.PLAN_WITHOUT_MEETING, Reach.PLAN_WITHOUT_MEETING_FOLLOWED)
_FOLLOWED = (Reach.PLAN_WITHOUT_MEETING_FOLLOWED, Reach.PLAN_WITH_MEETING_FOLLOWED)


def add_history(store: Store, *, region_id: uuid.UUID, teams: Sequence[uuid.UUID], now: datetime) -> None:
    """Count them; the same every time."""
    draw = random.Random(2015)
    with store.writing() as session:
        for ago, size in SIZES.items():
            year = local(now).year - ago
            for _one in range(size):
                add_count(session, region_id=region_id, year=year, counts=draw_case(draw, teams))


def draw_case(draw: random.Random, teams: Sequence[uuid.UUID]) -> Counts:
    """One case that never was."""
    [reach] = draw.choices(tuple(_REACH), tuple(_REACH.values()))
    urgent = draw.random() < 0.14
    met = reach in _MET and reach not in _WITHOUT_MEETING
    planned, followed = reach in _PLANNED, reach in _FOLLOWED
    assigned = reach is not Reach.NOT_ASSIGNED
    same_day = urgent and met and draw.random() < 0.7
    invited = draw.randint(4, 21) if reach in (Reach.NOT_HELD, *_MET) and not same_day else 0
    meets = 0 if same_day else invited + draw.randint(7, 35)
    naasten, professionals = draw.randint(1, 6), draw.randint(1, 5)
    return Counts(
        month=draw.randint(1, 12),
        origin=draw.choices(tuple(_ORIGIN), tuple(_ORIGIN.values()))[0],
        urgent=urgent,
        same_day=same_day,
        reach=reach,
        ended_by=EndedBy.PRINCIPAL if draw.random() < 0.6 else EndedBy.TEAM,
        why_no_beraad=draw.choices(tuple(_WHY), tuple(_WHY.values()))[0],
        matter=draw.choices(tuple(_MATTER), tuple(_MATTER.values()))[0],
        municipality=draw.choices(tuple(_PLACES), tuple(_PLACES.values()))[0],
        team=str(draw.choice(teams)) if assigned and teams else "",
        days_to_contact=0 if urgent else draw.randint(0, 4),
        days_to_assignment=0 if urgent else draw.randint(0, 6),
        days_to_invitation=invited if reach in (Reach.NOT_HELD, *_MET) else None,
        days_to_beraad=meets if met else None,
        days_to_plan=meets if planned else None,
        days_to_closing=meets + draw.randint(90, 190) if planned else draw.randint(5, 60),
        circle_before=Heads(naasten, professionals),
        circle_after=Heads(naasten + (draw.randint(0, 5) if met else 0), professionals + draw.randint(-1, 1)),
        there=Heads(draw.randint(2, 9), draw.randint(1, 4)) if met else Heads(),
        confirmed=Heads(draw.randint(2, 7), draw.randint(0, 3)) if planned else Heads(),
        unconfirmed=Heads(draw.randint(0, 1), draw.randint(0, 1)) if planned else Heads(),
        check_ins=_draw_check_ins(draw) if followed else CheckIns(),
        evaluations_held=int(followed and draw.random() < 0.85),
        evaluations_not_held=int(planned and draw.random() < 0.2),
        grades=(draw.randint(0, 1), draw.randint(0, 3), draw.randint(1, 4)) if followed else (0, 0, 0),
    )


def _draw_check_ins(draw: random.Random) -> CheckIns:
    return CheckIns(
        done=draw.randint(3, 9),
        partly=draw.randint(0, 3),
        not_done=draw.randint(0, 2),
        no_longer_needed=draw.randint(0, 1),
        unanswered=draw.randint(0, 2),
    )
