"""People who sent a form to a locked screen, or in a session that had run out, and came back."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import update

from netwerkberaad.demo.stage import Stage
from netwerkberaad.foundation.links import WebSession
from tests.builders import PASSWORD
from tests.demo import come_in
from tests.pages import Visitor

Came = dict[str, tuple[Visitor, tuple[str, ...]]]


def latecomers(
    moment: str,
    stage: Stage,
    sign_in: Callable[[str], tuple[Visitor, str]],
    guest: Callable[..., Visitor],
) -> Came:
    """Who came too late at this moment of the case, and where they begin."""
    if moment == "preparing":
        return {"late": (_at_the_desk(sign_in(stage.leader)[0], stage), ("/verder",))}
    if moment == "answering":
        return {
            "late at the door": (_at_the_door(guest("joke", proven=False), stage, "joke"), ("/p/verder",))
        }
    return {}


def _at_the_desk(visitor: Visitor, stage: Stage) -> Visitor:
    """A gespreksleider who sent a note to a locked screen, and opened it again."""
    page = visitor.get(f"/casussen/{stage.case_id}/notities")
    visitor.submit(page, "Vergrendel")
    locked = visitor.submit(page, "Bewaar de notitie", {"text": "Vraag het nog eens."})
    visitor.submit(locked, "Haal van slot", {"code": PASSWORD})
    return visitor


def _at_the_door(visitor: Visitor, stage: Stage, key: str) -> Visitor:
    """Somebody whose session ran out while they typed, and who opened their link again."""
    page = visitor.get("/p/bel-mij")
    with stage.house.store.writing() as session:
        idle = update(WebSession).where(WebSession.person_id == stage.people[key])
        session.execute(idle.values(seen_at=stage.now - timedelta(hours=2)))
    visitor.submit(page, "Bel mij", {"when": "Na zes uur."})
    come_in(visitor, stage, key)
    return visitor
