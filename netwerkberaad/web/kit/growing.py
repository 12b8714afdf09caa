"""How much a circle grew, in words."""

from flask_babel import gettext

from netwerkberaad.cases import CircleCounts, PersonKind


def grown_words(counts: CircleCounts) -> str:
    """Naasten and professionals apart, from the request until now."""
    naasten, professionals = counts.kinds[PersonKind.NAASTE], counts.kinds[PersonKind.PROFESSIONAL]
    return gettext(
        "Naasten in de kring: eerst %(before)s, nu %(now)s. Professionals: eerst %(pro_before)s, nu %(pro_now)s.",
        before=naasten[0],
        now=naasten[1],
        pro_before=professionals[0],
        pro_now=professionals[1],
    )
