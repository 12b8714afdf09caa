"""What is done beside the scenario of a played case, so that every form stands somewhere."""

from io import BytesIO

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from netwerkberaad.accounts import actor_for, find_staff
from netwerkberaad.beraden import bring_message
from netwerkberaad.cases import ExcludedPerson, exclude_person
from netwerkberaad.cases.pauses import begin_pause
from netwerkberaad.cases.standing import arrange_cover
from netwerkberaad.demo.stage import Desk, Stage
from netwerkberaad.flows import open_emergency
from netwerkberaad.foundation.documents import local
from netwerkberaad.foundation.messages import Channel
from netwerkberaad.invites import ContactResult, add_need, conclude_no_reaction, log_contact, waive_need
from tests.beside import ask_for_consent, note_signals, set_conditions, stand_beside
from tests.web.giving import have_post, keep_of_region


def prepare_more(stage: Stage) -> None:
    """Before anybody is invited: exclusions, conditions, consents, a colleague who stands in, an emergency."""
    person = ExcludedPerson(name="Nol Tange", asked_by="Marloes")
    with stage.desk() as desk:
        exclude_person(desk.session, desk.actor, case=desk.case, person=person, now=desk.now)
        stand_beside(desk, words="Zij woont dichtbij.", never="Geld.")
        keep_of_region(desk, words="Zaal met keuken.")
        have_post(desk)
        set_conditions(desk, words="Ieder slaapt veilig.", reason="Nog niet rond.")
        note_signals(desk, words="Bas had een bult.", weighed="Gevallen op het plein.")
        ask_for_consent(desk, words="De school weet het.")
        other = find_staff(desk.session, desk.actor, stage.house.staff["collega"])
        day, now = local(desk.now).date(), desk.now
        arrange_cover(desk.session, desk.actor, cover=other, first=day, last=day, now=now)
        told, base = "Er moet nu gebeld worden.", stage.house.settings.base_url
        who = actor_for(other)
        open_emergency(desk.session, who, case=desk.case, reason=told, base_url=base, now=now)


def try_piet(stage: Stage, *, concluded: bool) -> None:
    """The gespreksleider tried to reach Piet a moment ago, or concludes that no answer will come; Joke brings a message."""
    with stage.desk() as desk:
        piet, now = stage.person(desk, "piet"), desk.now
        if concluded:
            conclude_no_reaction(desk.session, desk.actor, case=desk.case, person=piet, now=now)
            joke, reader = stage.person(desk, "joke"), stage.person(desk, "marloes")
            words = "Ik denk aan jullie."
            bring_message(
                desk.session, desk.actor, case=desk.case, person=joke, text=words, reader=reader, now=now
            )
            begin_pause(desk.session, desk.actor, case=desk.case, person=piet, last_day=None, now=now)
        else:
            phone, tried = Channel.PHONE, ContactResult.NO_ANSWER
            log_contact(
                desk.session, desk.actor, case=desk.case, person=piet, channel=phone, result=tried, now=now
            )


def waive_and_bring(stage: Stage, desk: Desk, *, why: str, words: str) -> None:
    """Something need not be arranged after all, and a child brings a message for the table."""
    joke, bas = stage.person(desk, "joke"), stage.person(desk, "bas")
    work, case, now = (desk.session, desk.actor), desk.case, desk.now
    need = add_need(*work, case=case, person=joke, text=why, now=now)
    waive_need(*work, case=case, need=need, why=why, now=now)
    drawing = drawn_with(words)
    bring_message(*work, case=case, person=bas, text=words, picture=drawing, reader=joke, now=now)


def drawn_with(words: str) -> bytes:
    """A drawing with these words beside it, as a camera or program leaves them."""
    beside, content = PngInfo(), BytesIO()
    beside.add_text("Comment", words)
    Image.new("RGB", (40, 30), "orange").save(content, "PNG", pnginfo=beside)
    return content.getvalue()
