"""What to say on the phone: the invitation as sentences to read aloud, in the language of the one who is called."""

from flask_babel import gettext

from netwerkberaad.beraden import appointment_of, current_beraad
from netwerkberaad.cases import Person
from netwerkberaad.flows.voice import voice_of
from netwerkberaad.foundation.documents import listed, spoken_moment, team_name
from netwerkberaad.web.context import case, db
from netwerkberaad.web.kit.case_frame import case_people
from netwerkberaad.web.kit.readers import read_by
from netwerkberaad.web.kit.when import sentence
from netwerkberaad.web.templating import language


def call_script(person: Person) -> list[str]:
    """The same as in the letter, nothing of the problem; each sentence or two a line to say."""
    voice = voice_of(db(), case(), case_people())
    beraad = current_beraad(db(), case())
    own = appointment_of(db(), case(), beraad, person) if beraad else None
    told = voice.names_to(person)
    with read_by(person):
        names = listed(told, language())
        asks = (
            gettext("%(names)s nodigen u uit om mee te denken, in een netwerkberaad.", names=names)
            if len(told) > 1
            else gettext("%(names)s nodigt u uit om mee te denken, in een netwerkberaad.", names=names)
        )
        asks = sentence(asks)
        team = f"{voice.facilitator}, {team_name(voice.region)}."
        leads = gettext(
            "%(name)s leidt het gesprek, is onafhankelijk en kiest geen partij.", name=voice.facilitator
        )
        if case().without_meeting and beraad is None:
            return [team, asks, *_apart()]
        when = (
            gettext("Het beraad is op %(moment)s.", moment=spoken_moment(own.starts_at, language()))
            if own
            else gettext("De dag staat nog niet vast. U hoort het als die er is.")
        )
        return [
            team,
            asks,
            gettext(
                "Mensen die elkaar kennen komen bij elkaar: familie, vrienden, buren en anderen. Samen maken zij een plan. "
                "Ieder zegt zelf wat kan en wat niet. Iets kleins telt ook."
            ),
            leads,
            when,
            gettext(
                "Laat weten of u komt. U kunt ook zeggen wat u nodig hebt, wat u kunt bijdragen en wat niet. Nee zeggen mag "
                "altijd. U hoeft niets voor te bereiden."
            ),
        ]


def _apart() -> list[str]:
    """Where nobody comes together."""
    return [
        gettext(
            "Er is geen bijeenkomst. Mensen die elkaar kennen zeggen ieder apart wat zij kunnen doen en wat niet. Daarmee "
            "maken we een plan. Iets kleins telt ook."
        ),
        gettext(
            "Laat weten of u iets wilt doen, en wat niet kan. Nee zeggen mag altijd. U hoeft niets voor te bereiden."
        ),
    ]
