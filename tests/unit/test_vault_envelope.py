"""The envelope opens only what it sealed, at the place it sealed it for."""

import os

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from netwerkberaad.foundation.vault import SealError
from netwerkberaad.foundation.vault.envelope import key_id_of, open_, pad, seal, unpad

CIPHER = AESGCM(bytes(range(32)))
KEY_ID = b"abcd"


@given(st.binary(max_size=2_000), st.binary(max_size=80))
def test_what_was_sealed_opens_at_its_own_place(content: bytes, place: bytes) -> None:
    assert open_(CIPHER, seal(CIPHER, KEY_ID, content, place), place) == content


@given(st.binary(max_size=2_000))
def test_padding_gives_back_what_went_in(content: bytes) -> None:
    framed = pad(content)
    assert unpad(framed) == content
    assert len(framed) % 32 == 0


@given(st.binary(max_size=28), st.binary(max_size=28))
def test_short_values_are_all_equally_long(one: bytes, other: bytes) -> None:
    assert len(seal(CIPHER, KEY_ID, one, b"place")) == len(seal(CIPHER, KEY_ID, other, b"place"))


@given(st.binary(max_size=100), st.data())
def test_one_altered_bit_anywhere_keeps_it_closed(content: bytes, data: st.DataObject) -> None:
    envelope = bytearray(seal(CIPHER, KEY_ID, content, b"place"))
    where = data.draw(st.integers(0, len(envelope) - 1))
    envelope[where] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(SealError):
        open_(CIPHER, bytes(envelope), b"place")


@given(st.data())
def test_a_value_that_was_cut_short_stays_closed(data: st.DataObject) -> None:
    envelope = seal(CIPHER, KEY_ID, b"Bas krijgt zaterdag pannenkoeken", b"place")
    with pytest.raises(SealError):
        open_(CIPHER, envelope[: data.draw(st.integers(0, len(envelope) - 1))], b"place")


@given(st.binary(max_size=40), st.binary(max_size=40))
def test_a_value_does_not_open_at_another_place(place: bytes, other: bytes) -> None:
    if place != other:
        with pytest.raises(SealError):
            open_(CIPHER, seal(CIPHER, KEY_ID, b"content", place), other)


def test_a_value_does_not_open_with_another_key() -> None:
    with pytest.raises(SealError):
        open_(AESGCM(os.urandom(32)), seal(CIPHER, KEY_ID, b"content", b"place"), b"place")


def test_sealing_twice_never_looks_the_same() -> None:
    assert seal(CIPHER, KEY_ID, b"content", b"place") != seal(CIPHER, KEY_ID, b"content", b"place")


def test_the_envelope_names_its_key() -> None:
    assert key_id_of(seal(CIPHER, KEY_ID, b"", b"place")) == KEY_ID
