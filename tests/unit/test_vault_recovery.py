"""Root keys come back from the words on paper, and from nothing less."""

from itertools import combinations

import pytest

from netwerkberaad.commands.sheets import sheet_html
from netwerkberaad.foundation.vault import KeyRing
from netwerkberaad.foundation.vault.recovery import Recovery, RecoveryError, shares_of
from tests.stores import MONDAY


def recovered(*shares: str) -> KeyRing:
    recovery = Recovery()
    for share in shares:
        recovery.add(share)
    return recovery.ring()


def test_one_sheet_gives_back_the_key_and_its_id() -> None:
    ring = KeyRing.fresh()
    ((share,),) = (key.shares for key in shares_of(ring))
    assert len(share.split()) == 36
    assert recovered(share) == ring


def test_a_ring_with_more_keys_comes_back_whole_in_any_order() -> None:
    ring = KeyRing.fresh().grown().grown()
    shares = [share for key in shares_of(ring) for share in key.shares]
    assert recovered(*shares) == ring
    assert recovered(*reversed(shares)).keys == ring.keys


def test_any_shares_that_are_enough_give_back_the_key_and_fewer_do_not() -> None:
    ring = KeyRing.fresh()
    (key,) = shares_of(ring, count=4, needed=3)
    for enough in combinations(key.shares, 3):
        assert recovered(*enough) == ring
    for fewer in combinations(key.shares, 2):
        with pytest.raises(RecoveryError, match="1 shares are missing"):
            recovered(*fewer)
    with pytest.raises(RecoveryError):
        recovered(key.shares[0], key.shares[0], key.shares[0])


def test_more_shares_than_needed_do_no_harm() -> None:
    ring = KeyRing.fresh()
    (key,) = shares_of(ring, count=3, needed=2)
    assert recovered(*key.shares) == ring


def test_capitals_blanks_and_what_follows_the_fourth_letter_do_not_matter() -> None:
    ring = KeyRing.fresh()
    ((share,),) = (key.shares for key in shares_of(ring))
    assert recovered(share.upper()) == ring
    assert recovered("  ".join(word[:4] for word in share.split())) == ring


def test_a_word_that_was_read_wrong_is_found_without_repeating_it() -> None:
    ((share,),) = (key.shares for key in shares_of(KeyRing.fresh()))
    words = share.split()
    with pytest.raises(RecoveryError, match="word 7 is not in the list") as refused:
        recovered(" ".join([*words[:6], "beraad", *words[7:]]))
    assert not any(word in str(refused.value) for word in ("beraad", *words[10:12]))
    swapped = [*words[:9], words[10], words[9], *words[11:]]
    with pytest.raises(RecoveryError, match="do not belong together"):
        recovered(" ".join(swapped if swapped != words else words[:-1]))


@pytest.mark.parametrize(("count", "needed"), [(3, 1), (2, 3), (17, 2), (0, 0)])
def test_numbers_of_shares_that_cannot_be_are_refused(count: int, needed: int) -> None:
    with pytest.raises(ValueError, match="shares"):
        shares_of(KeyRing.fresh(), count=count, needed=needed)


def test_each_share_has_a_sheet_with_all_its_words_and_says_how_many_are_needed() -> None:
    ring = KeyRing.fresh()
    (key,) = shares_of(ring, count=3, needed=2)
    page = sheet_html([key], installation="https://beraad.example.nl", now=MONDAY)
    assert page.count('<section class="sheet">') == 3
    assert "2 van 3. Nodig om te herstellen: 2." in page
    assert "één deel van de sleutel" in page
    assert "02-03-2026" in page
    for share in key.shares:
        assert "".join(f"<li><b>{word}</b></li>" for word in share.split()) in page


def test_a_sheet_of_the_whole_key_warns_of_who_has_it() -> None:
    page = sheet_html(shares_of(KeyRing.fresh()), installation="https://beraad.example.nl", now=MONDAY)
    assert "Wie dit blad heeft, kan alles lezen." in page
