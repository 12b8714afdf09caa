"""A letter that asks how it goes has a clock of its own: it begins in the post."""

from datetime import date, time

from netwerkberaad.cases import ContactData
from netwerkberaad.flows.letters import post_letters, waiting_letters
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.documents import from_local
from netwerkberaad.foundation.vault import Store
from netwerkberaad.plans import FollowUpKind, is_gap
from tests.builders import World
from tests.rooms.story import begin


def test_a_question_by_letter_has_its_days_in_the_post_before_silence_is_a_gap(
    store: Store, clock: MovableClock, world: World
) -> None:
    story = begin(store, clock, world)
    with story.work() as work:
        piet = work.person("Piet")
        piet.contact = ContactData(address="Dorpsstraat 1\n4351 AA Veere")
        work.write(["Joke", "Piet"], "Ik kook.", first_at=from_local(date(2026, 3, 10), time(12)))
        work.accept()
    story.clock.move_to(from_local(date(2026, 3, 11), time(17)))
    story.send()
    story.later(days=1)
    with story.work() as work:
        ids = [line.id for line in waiting_letters(work.session, work.wilma)]
        post_letters(work.session, work.wilma, ids=ids, now=work.now)
    for days, gaps in ((1, []), (3, ["Joke"]), (1, ["Joke"]), (2, ["Joke", "Piet"])):
        # Posted on Thursday 12 March, there on Monday 16, a gap from Thursday 19; the mail was one from Saturday 14.
        story.later(days=days)
        with story.work() as work:
            due = {first: work.due(FollowUpKind.CHECK_IN, first) for first in ("Joke", "Piet")}
            assert [first for first, (row,) in due.items() if is_gap(row, now=work.now)] == gaps
