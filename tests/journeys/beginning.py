"""The first half of the journey: from the request to the day on which everybody can come."""

from datetime import datetime

from icalendar import Calendar, Event
from playwright.sync_api import expect

from netwerkberaad.cases import NAMELESS
from netwerkberaad.foundation.documents import local
from tests.journeys import desk_pages, door_pages
from tests.journeys.cast import Cast
from tests.journeys.desk_pages import Asking, Circle, Desk, Invites, Requests, Waiting
from tests.journeys.door_pages import Answer
from tests.journeys.meeting_pages import Meeting

WRONG = "w.bogaard@example.com"
SECRETS = ("scheid", "ruzie", "uit elkaar", "schreeuw")


def asks(cast: Cast) -> None:
    """Hanneke asks for a beraad and gets the receipt."""
    request = cast.scenario.request
    listed = [cast.person(key) for key in request.invitees]
    told = Asking(
        words=request.referral.words,
        change=request.referral.change,
        discussed=request.referral.discussed,
        municipality=request.referral.municipality,
        safety=request.referral.safety,
        place=request.referral.place,
        remark=request.referral.wishes,
        pasted="\n".join(
            "\t".join(
                (
                    one.name.full,
                    one.about.relation,
                    one.contact.mail,
                    one.contact.phone or one.contact.landline,
                )
            )
            for one in listed
        ),
    )
    cast.house.at(0, "10:15")
    hanneke = cast.at_desk(Requests, "hanneke")
    hanneke.begin()
    hanneke.tell_about(told)
    hanneke.name_principals(cast.scenario.principals, cast.born)
    hanneke.tell_practical(told)
    hanneke.paste_people(told)
    hanneke.send()
    hanneke.shows("Wij hebben uw aanmelding ontvangen")
    hanneke.shows("Iemand van ons belt u vóór woensdag 4 maart om 12.00 uur")


def claims(cast: Cast) -> None:
    """Wilma takes it, and Hanneke sees who calls."""
    cast.house.at(0, "15:40")
    wilma = cast.at_desk(Waiting, "wilma")
    wilma.take(cast.title, "Ik help niemand in deze casus en ken de gezinsleden niet.")
    hanneke = cast.at_desk(Requests, "hanneke")
    hanneke.follow(cast.title)
    hanneke.shows("Wilma Poppe belt u vóór woensdag 4 maart om 12.00 uur")


def calls(cast: Cast) -> None:
    """Within the promised time Wilma calls Hanneke, from Vandaag."""
    cast.house.at(1, "10:00")
    wilma = cast.at_desk(Desk, "wilma")
    wilma.follow("Bel de aanmelder", within=wilma.task("Hanneke Minderhoud vroeg dit beraad aan"))
    wilma.press("Gesproken")
    wilma.said("Vastgelegd: u hebt gebeld.")


def widens(cast: Cast) -> None:
    """The circle grows from four to eleven."""
    cast.house.at(8, "19:30")
    wilma = cast.at_desk(Circle, "wilma")
    cast.open_case(wilma)
    wilma.room("Kring")
    for person in cast.scenario.circle:
        if person.id in cast.scenario.request.invitees:
            wilma.complete(person, person.name.full, "Hanneke")
        else:
            mail = WRONG if person.id == "wouter" else None
            wilma.add(person, cast.short(person.proposed_by), mail=mail)
    wilma.grew(4, 11)


def approves(cast: Cast) -> None:
    """Marloes and Rik each say whom may be asked."""
    cast.house.at(8, "20:10")
    wilma = cast.at_desk(Circle, "wilma")
    cast.open_case(wilma)
    wilma.room("Kring")
    wilma.shows("Nog te vragen")
    wilma.follow("Akkoord vastleggen")
    wilma.approve("Marloes", {"Piet": "Piet ken ik niet, maar als Rik dat wil is het goed."})
    wilma.approve("Rik", {})
    wilma.room("Kring")
    wilma.shows("Alle hoofdpersonen vinden de hele lijst goed.")


def invites(cast: Cast) -> None:
    """By mail, by text and by letter; nobody hears what it is about."""
    cast.house.at(10, "09:00")
    wilma = cast.at_desk(Invites, "wilma")
    cast.open_case(wilma)
    for key in ("joke", "kees", "samira", "sjaak", "wouter", "dilano", "iris", "huisarts", "marloes", "rik"):
        wilma.room("Uitnodigen")
        name = cast.short(key) if cast.person(key) in cast.scenario.principals else cast.full(key)
        wilma.invite(name, cast.short(key), desk_pages.MAIL)
        wilma.said(f"{cast.short(key)} is uitgenodigd.")
    for key in ("fatma", "piet"):
        wilma.room("Uitnodigen")
        wilma.invite(cast.full(key), cast.short(key), desk_pages.SMS)
        cast.texts[key] = wilma.handed_over("Of open")
    wilma.room("Uitnodigen")
    wilma.tap("Niet bereikt", cast.full("anneke"))
    cast.house.work()
    arrived = cast.house.smtp.received()
    assert {one.recipients[0] for one in arrived} >= {cast.mail("joke"), cast.mail("iris"), WRONG}
    for one in arrived:
        if one.recipients != (cast.world.referrer.profile.mail,):
            assert not [word for word in SECRETS if word in str(one.message).casefold()]


def writes_a_letter(cast: Cast) -> None:
    """Anneke has no mail: she is called first, and then gets a letter with a code."""
    cast.house.at(11, "09:45")
    wilma = cast.at_desk(Invites, "wilma")
    cast.open_case(wilma)
    wilma.room("Uitnodigen")
    wilma.open_person(cast.full("anneke"))
    wilma.log_contact("telefonisch", "Voorgesprek gehad", "Wilde eerst weten of Joke er ook bij is.")
    wilma.invite(cast.full("anneke"), cast.short("anneke"), desk_pages.LETTER)
    cast.codes["anneke"] = wilma.handed_over("Typ de code")
    wilma.press("Druk de brief af")
    wilma.shows(cast.codes["anneke"])
    wilma.follow("Terug naar Anneke")


def types_the_code(cast: Cast) -> None:
    """With the letter beside her and the phone of a neighbour, Anneke gets in at the second try; she would rather talk."""
    cast.house.at(12, "10:20")
    code = cast.codes["anneke"]
    door = cast.at_door("anneke")
    door.type_wrong_code(cast.house.url, code[1:])
    door.fill("Uw code", code.lower().replace(" ", ""))
    door.press("Open mijn bericht")
    door.shows("Kunt u komen, Anneke?")
    door.follow("Bel mij liever")
    door.fill("Wanneer kunnen we u het best bellen?", "Overdag, niet op woensdag.")
    door.press("Bel mij")
    door.shows("weet nu dat u liever gebeld wordt")
    wilma = cast.at_desk(Invites, "wilma")
    expect(wilma.task("Overdag, niet op woensdag.")).to_contain_text("Bel Anneke")


def hears_it_is_not_for_them(cast: Cast) -> None:
    """The address of Wouter was wrong: whoever has it hands the link back, and Wilma mends it."""
    cast.house.at(10, "10:55")
    link = cast.house.link(WRONG)
    stranger = cast.at_door("stranger")
    stranger.knock(link)
    stranger.not_me()
    stranger.go(link)
    stranger.refused("Deze link werkt niet", "Open het bericht")

    cast.house.at(10, "16:30")
    wilma = cast.at_desk(Circle, "wilma")
    wilma.follow(
        "Nodig opnieuw uit", within=wilma.task("Het bericht aan Wouter kwam bij iemand anders terecht.")
    )
    wilma.hides(WRONG)
    wilma.mend_mail(cast.mail("wouter"))
    board = Invites(wilma.page, wilma.gallery, wilma.who)
    board.room("Uitnodigen")
    board.invite(cast.full("wouter"), cast.short("wouter"), desk_pages.MAIL)


def answers(cast: Cast, key: str, said: Answer) -> None:
    """Somebody follows the link in their mail and answers on their phone."""
    cast.with_link(key, cast.short(key)).answer(said)


def answer_at_once(cast: Cast) -> None:
    """The first day: Joke and Iris know at once, Fatma does not know yet."""
    cast.house.at(10, "09:25")
    offers = "De woensdagmiddag, van school tot het eten."
    rest = "Niet meer dan één vaste middag. Mijn rug."
    answers(
        cast,
        "joke",
        Answer(door_pages.YES, contributes=offers, limits=rest, suggests="Kees, die durft niet."),
    )
    answers(cast, "iris", Answer(door_pages.YES, contributes="Bellen, als het hoog zit."))
    fatma = cast.at_door("fatma")
    fatma.open(cast.texts["fatma"])
    fatma.answer(Answer(door_pages.UNSURE, question="Ik hoor niet bij de familie. Mag ik wel komen?"))


def answer_soon(cast: Cast) -> None:
    """The days after: most come, Wouter helps without coming, Fatma knows now."""
    cast.house.at(13, "11:30")
    answers(
        cast, "kees", Answer(door_pages.YES, contributes="Fietsen maken. Het stapelbed in elkaar zetten.")
    )
    until_eight = "Tot 20.00 uur, alleen het eerste deel."
    answers(
        cast, "samira", Answer(door_pages.YES, contributes="Een rustige start voor Bas.", limits=until_eight)
    )
    answers(cast, "wouter", Answer(door_pages.HELPS, contributes="Ik ruil de woensdag met Rik."))
    answers(cast, "sjaak", Answer(door_pages.YES, contributes="Een keer per maand het water op."))
    answers(cast, "dilano", Answer(door_pages.YES, contributes="Fenna ophalen bij uitwedstrijden."))
    fatma = cast.at_door("fatma")
    fatma.open(cast.texts["fatma"])
    fatma.do("Verander uw antwoord")
    fatma.shows("U hebt al eerder geantwoord.")
    fatma.answer(Answer(door_pages.YES, need="Oppas voor mijn kind", contributes="Bas kan altijd mee-eten."))


def declines(cast: Cast) -> None:
    """The doctor says no, and is erased."""
    cast.house.at(17, "08:15")
    doctor = cast.with_link("huisarts")
    doctor.answer(Answer(door_pages.NO))
    doctor.shows("Wij wissen vandaag nog uw mailadres en telefoonnummer.")


def answer_by_phone(cast: Cast) -> None:
    """Wilma takes the answers of Anneke and Piet, reads the others, and sees to what is needed."""
    cast.house.at(18, "18:35")
    wilma = cast.at_desk(Invites, "wilma")
    cast.open_case(wilma)
    wilma.room("Uitnodigen")
    offers = "Wat zou deze persoon kunnen bijdragen?"
    drive = [
        (offers, "Zondags eten voor wie er is."),
        ("Nog iets anders nodig", "Vervoer: rijdt niet in het donker."),
    ]
    wilma.answer_for(cast.full("anneke"), "telefonisch", "Ja, komt", drive)
    wilma.room("Uitnodigen")
    wilma.open_person(cast.full("piet"))
    wilma.log_contact("telefonisch", "Bereikt", "Dacht dat het reclame was.")
    wilma.answer_for(cast.full("piet"), "telefonisch", "Ja, komt", [(offers, "Een sleutel.")])
    wilma.room("Uitnodigen")
    wilma.counts("9 komen", "1 draagt bij", "1 komt niet")
    wilma.follow("Nog niemand. Wie vragen we?", within=wilma.task("Anneke: Vervoer"))
    wilma.fill("Wie regelt dit?", "Kees en Joke")
    wilma.press("Bewaar")
    wilma.press("Gedaan: Opvang voor de kinderen van Fatma")
    wilma.said("Dat is geregeld.")
    wilma.hides(cast.full("huisarts"))
    wilma.follow(NAMELESS, within=wilma.page.get_by_role("rowheader", name=NAMELESS))
    wilma.hides(cast.mail("huisarts"))
    wilma.menu("Vandaag")
    wilma.hides("Bel Anneke")


def sets_the_day(cast: Cast) -> None:
    """Thursday in the canteen; half an hour earlier the day after. Calendars follow."""
    cast.house.at(15, "12:30")
    place = cast.scenario.meetings[0].place
    wilma = cast.at_desk(Meeting, "wilma")
    cast.open_case(wilma)
    wilma.plan(cast.house.date(24), "19:30", place.name, place.address, place.why)
    wilma.announce()
    wilma.said("krijgen een mail.")
    first = event_of(cast)
    cast.house.at(16, "09:00")
    wilma = cast.at_desk(Meeting, "wilma")
    cast.open_case(wilma)
    wilma.room("Beraad")
    wilma.follow("Verander dag of plek")
    wilma.fill("Begint om", "19:00")
    wilma.press("Bewaar")
    second = event_of(cast)
    assert first["uid"] == second["uid"]
    assert (first["sequence"], second["sequence"]) == (0, 1)
    assert begins(first) == "26-03-2026 19:30"
    assert begins(second) == "26-03-2026 19:00"
    assert str(second["summary"]) == "Afspraak met Wilma Poppe"
    assert place.name in str(second["location"])


def event_of(cast: Cast) -> Event:
    """The event in the newest mail to Joke, as a calendar reads it."""
    mail = cast.house.newest(cast.mail("joke"), "Joke").message
    (file,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    (event,) = Calendar.from_ical(file.get_content()).walk("VEVENT")
    assert isinstance(event, Event)
    return event


def begins(event: Event) -> str:
    """When it begins, on the wall."""
    moment = event.DTSTART
    assert isinstance(moment, datetime)
    return local(moment).strftime("%d-%m-%Y %H:%M")
