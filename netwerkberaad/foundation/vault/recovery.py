"""Root keys in words on paper, whole or in shares, after SLIP-39: made by its reference library.

Each root key, with its id, is one secret of 36 bytes. A share is 36 words out of a list of 1024, none of which begins with
the same four letters as another; the last three find a mistake in the rest.
"""

from dataclasses import dataclass, field

from shamir_mnemonic import MnemonicError, Share, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.wordlist import WORDLIST

from netwerkberaad.foundation.vault.errors import VaultError
from netwerkberaad.foundation.vault.keyring import KEY_BYTES, KeyRing

MOST_SHARES = 16
_ID = 4
_LETTERS = 4
_WORDS = {word[:_LETTERS]: word for word in WORDLIST}


class RecoveryError(VaultError):
    """Words that are no share, or not one of these. The text never repeats them."""


@dataclass(frozen=True, slots=True)
class KeyShares:
    """The shares of one root key, as words, and how many of them are needed."""

    key_id: str
    needed: int
    shares: tuple[str, ...]


def shares_of(ring: KeyRing, *, count: int = 1, needed: int = 1) -> list[KeyShares]:
    """Every root key of the ring in shares, the current one first. Raises ValueError for numbers that cannot be."""
    if not 1 <= needed <= count <= MOST_SHARES or (needed == 1 and count > 1):
        raise ValueError(f"from 2 of 2 to {MOST_SHARES} of {MOST_SHARES} shares, or one sheet for all")
    ids = [ring.current, *(key_id for key_id in ring.keys if key_id != ring.current)]
    return [
        KeyShares(key_id, needed, tuple(_shares(bytes.fromhex(key_id) + ring.keys[key_id], count, needed)))
        for key_id in ids
    ]


def _shares(secret: bytes, count: int, needed: int) -> list[str]:
    return list(generate_mnemonics(1, [(needed, count)], secret, iteration_exponent=0)[0])


@dataclass(slots=True)
class Recovery:
    """Shares gathered one by one, until the keys they belong to are whole again."""

    keys: dict[str, bytes] = field(default_factory=dict)
    _begun: dict[int, dict[int, str]] = field(default_factory=dict)
    _needed: dict[int, int] = field(default_factory=dict)

    def add(self, words: str) -> None:
        """Take one share; capitals and what follows the fourth letter of a word do not matter.

        Raises RecoveryError when it is not one, with the place of the first word that is not in the list.
        """
        text = _spelled(words)
        try:
            share = Share.from_mnemonic(text)
        except MnemonicError:
            raise RecoveryError(
                "these words do not belong together: look for a word that was read wrong"
            ) from None
        self._begun.setdefault(share.identifier, {})[share.index] = text
        self._needed[share.identifier] = share.member_threshold
        if self._missing(share.identifier) == 0:
            self._combine(share.identifier)

    @property
    def missing(self) -> int:
        """How many shares are still needed for the keys that were begun."""
        return sum(map(self._missing, self._begun))

    def ring(self, *, current: str | None = None) -> KeyRing:
        """The ring of what was recovered; the key that seals is the one named, else the first.

        Raises RecoveryError while nothing is whole, or something only half.
        """
        if not self.keys or self.missing:
            raise RecoveryError(f"{self.missing or 'all'} shares are missing")
        first = current if current in self.keys else next(iter(self.keys))
        others = {key_id: key for key_id, key in self.keys.items() if key_id != first}
        return KeyRing({**others, first: self.keys[first]}, first)

    def _missing(self, identifier: int) -> int:
        return max(self._needed[identifier] - len(self._begun[identifier]), 0)

    def _combine(self, identifier: int) -> None:
        try:
            secret: bytes = combine_mnemonics(
                list(self._begun[identifier].values())[: self._needed[identifier]]
            )
        except MnemonicError:
            raise RecoveryError("these shares do not belong to the same key") from None
        if len(secret) != _ID + KEY_BYTES:
            raise RecoveryError("these words are not of a root key of netwerkberaad")
        self.keys[secret[:_ID].hex()] = secret[_ID:]


def _spelled(words: str) -> str:
    """Words as the list has them. Raises RecoveryError naming the place of one that is not in it."""
    found = []
    for place, word in enumerate(words.lower().split(), start=1):
        known = _WORDS.get(word[:_LETTERS])
        if known is None or not (known.startswith(word) or word.startswith(known)):
            raise RecoveryError(f"word {place} is not in the list")
        found.append(known)
    return " ".join(found)
