"""Whom nobody asked yet: the questions follow from what is empty in the circle."""

from hypothesis import given
from hypothesis import strategies as st

from netwerkberaad.cases import PersonKind, Quadrant
from netwerkberaad.cases.widening import Around, Question, questions_to_ask

FAMILY, FRIENDS, WORK = Quadrant.FAMILY, Quadrant.FRIENDS, Quadrant.WORK_SCHOOL_CLUBS


def test_of_nobody_everything_is_asked() -> None:
    assert set(questions_to_ask([], children=True)) == set(Question)


def test_a_relation_that_is_there_is_asked_no_more() -> None:
    around = [
        Around("oma van moederskant", FAMILY, ring=1),
        Around("buurvrouw op de derde", FRIENDS),
        Around("voetbaltrainer", WORK),
        Around("oud-collega van de telefooncentrale", WORK),
    ]
    left = questions_to_ask(around, children=True)
    answered = {
        Question.GRANDPARENTS,
        Question.NEIGHBOURS,
        Question.SPORT,
        Question.WORK,
        Question.FORMER,
        Question.NIGHT,
    }
    assert not answered & set(left)
    assert {Question.SIBLINGS, Question.FAITH, Question.BIRTHDAY} <= set(left)


def test_a_word_inside_another_word_answers_nothing() -> None:
    around = [Around("omaatje", FAMILY), Around("coöperatie", WORK)]
    assert Question.GRANDPARENTS in questions_to_ask(around, children=False)


def test_an_empty_quarter_of_life_is_asked_first() -> None:
    around = [Around("tante", FAMILY), Around("vriendin", FRIENDS)]
    first = questions_to_ask(around, children=False)[:2]
    assert set(first) == {Question.WORK, Question.SPORT}


def test_school_and_children_are_asked_only_where_there_are_children() -> None:
    assert not {Question.SCHOOL, Question.CHILDREN} & set(questions_to_ask([], children=False))


def test_a_professional_close_by_is_nobody_to_call_at_night() -> None:
    nurse = Around("wijkverpleegkundige", Quadrant.PROFESSIONALS, ring=1, kind=PersonKind.PROFESSIONAL)
    assert Question.NIGHT in questions_to_ask([nurse], children=False)


@given(
    st.lists(
        st.builds(Around, st.text(max_size=40), st.sampled_from(Quadrant), st.integers(1, 4)), max_size=12
    ),
    st.booleans(),
)
def test_there_is_always_something_to_ask_and_nothing_is_asked_twice(
    around: list[Around], children: bool
) -> None:
    left = questions_to_ask(around, children=children)
    assert left
    assert len(set(left)) == len(left)
