"""Passwords: long enough, not common, not the own name; and kept as Argon2id."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netwerkberaad.accounts import (
    CommonPasswordError,
    OwnNamePasswordError,
    PasswordTooLongError,
    PasswordTooShortError,
    Profile,
)
from netwerkberaad.accounts.passwords import (
    check_password,
    common_passwords,
    hash_password,
    is_outdated,
    verify_password,
)

WILMA = Profile(first="Wilma", infix="van", last="Poppe", mail="w.poppe@wijkteam.example")


@pytest.mark.parametrize(
    "password",
    [
        "een-lange-zin-voor-de-proef",
        "kruiwagen fietst naar zee",
        "Xq7#vmL2pRt9",
        "tomaat-lantaarn-87",
        "пирог варенье луна",
    ],
)
def test_a_few_words_or_a_random_row_are_good(password: str) -> None:
    check_password(password, WILMA)


@pytest.mark.parametrize("password", ["", "kort", "elf tekens!"])
def test_eleven_characters_are_too_few(password: str) -> None:
    with pytest.raises(PasswordTooShortError) as refused:
        check_password(password, WILMA)
    assert refused.value.field == "password"
    assert refused.value.message % refused.value.data


def test_there_is_an_upper_bound() -> None:
    with pytest.raises(PasswordTooLongError):
        check_password("lang en kort " * 20, WILMA)


@pytest.mark.parametrize(
    "password",
    [
        "Wachtwoord2026!",
        "welkom123456",
        "!!Welkom!!12345",
        "qwertyuiop12",
        "P@ssw0rd12345",
        "voetbalvoetbal",
        "welkom welkom welkom",
        "123456789012",
        "31-12-2026-2026",
        "aaaaaaaaaaaa",
        "abababababab",
        "Ditismijnwachtwoord",
        "correct horse battery staple",
    ],
)
def test_what_many_people_use_is_refused_however_it_is_dressed(password: str) -> None:
    with pytest.raises(CommonPasswordError):
        check_password(password, WILMA)


@pytest.mark.parametrize(
    "password",
    ["ikbenwilmahoor", "POPPE-kruiwagen", "fiets w.poppe fiets", "mijn wijkteam fietst", "wilmavanpoppe"],
)
def test_the_own_name_and_mail_address_are_refused(password: str) -> None:
    with pytest.raises(OwnNamePasswordError):
        check_password(password, WILMA)


def test_the_list_of_common_ones_is_there_and_in_order() -> None:
    listed = common_passwords()
    assert len(listed) > 500
    assert {"wachtwoord", "welkom", "password", "feyenoord"} <= listed
    assert all(word == word.casefold().strip() for word in listed)


def test_a_hash_is_argon2id_and_says_nothing_of_the_password() -> None:
    kept = hash_password("kruiwagen fietst naar zee")
    assert kept.startswith("$argon2id$")
    assert "kruiwagen" not in kept
    assert kept != hash_password("kruiwagen fietst naar zee")
    assert not is_outdated(kept)
    assert is_outdated("$argon2id$v=19$m=1024,t=1,p=1$c29tZXNhbHQ$Zm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFy")


def test_only_the_password_itself_fits() -> None:
    kept = hash_password("kruiwagen fietst naar zee")
    assert verify_password(kept, "kruiwagen fietst naar zee")
    assert not verify_password(kept, "Kruiwagen fietst naar zee")
    assert not verify_password("", "kruiwagen fietst naar zee")
    assert not verify_password("no hash", "kruiwagen fietst naar zee")


def test_the_same_letters_typed_on_another_machine_fit() -> None:
    assert verify_password(
        hash_password("cre\u0301me bru\u0302le\u0301e nu"), "cr\u00e9me br\u00fbl\u00e9e nu"
    )


@settings(max_examples=5, deadline=None)
@given(st.text(min_size=1, max_size=200))
def test_any_text_can_be_hashed_and_fits(password: str) -> None:
    assert verify_password(hash_password(password), password)
