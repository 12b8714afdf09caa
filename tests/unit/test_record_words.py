"""Whatever is kept about somebody has words on their copy."""

from netwerkberaad.flows.own_record import known_places
from netwerkberaad.web.kit.record_words import HEADINGS, LABELS


def test_every_place_where_something_about_somebody_stands_has_a_label_and_a_heading() -> None:
    assert known_places() == set(LABELS)
    assert {place.partition(".")[0] for place in LABELS} == set(HEADINGS)
