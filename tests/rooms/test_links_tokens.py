"""Tokens cannot be guessed; codes can be read aloud and typed by anybody."""

from hypothesis import given
from hypothesis import strategies as st

from netwerkberaad.foundation.links import hash_token, new_code, new_token, normal_code
from netwerkberaad.foundation.links.tokens import CODE_ALPHABET


def test_a_token_is_long_and_never_the_same() -> None:
    tokens = {new_token() for _ in range(200)}
    assert len(tokens) == 200
    assert all(len(token) == 43 for token in tokens)


def test_a_code_has_ten_signs_that_look_like_nothing_else() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(len(code) == 10 and set(code) <= set(CODE_ALPHABET) for code in codes)
    assert not set(CODE_ALPHABET) & set("01OILSZBAEU")


@given(st.text())
def test_any_text_can_be_asked_for(text: str) -> None:
    assert len(hash_token(text)) == 32
    assert normal_code(normal_code(text)) == normal_code(text)


def test_also_text_that_is_no_valid_unicode_can_be_asked_for() -> None:
    assert len(hash_token("\udcff")) == 32


CODES = st.text(alphabet=CODE_ALPHABET, min_size=10, max_size=10)


@given(CODES, st.lists(st.sampled_from([" ", "-", ".", "\u2013", "\u00a0"]), max_size=9))
def test_spaces_dashes_and_small_letters_do_not_matter(code: str, signs: list[str]) -> None:
    typed = "".join(letter + sign for letter, sign in zip(code, signs + [""] * 10, strict=False))
    assert normal_code(typed.lower()) == code


@given(CODES)
def test_a_look_alike_is_read_as_what_it_must_be(code: str) -> None:
    assert normal_code(code.replace("5", "s").replace("2", "Z").replace("8", "b")) == code
