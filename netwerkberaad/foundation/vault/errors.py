"""What can go wrong with keys and sealed values. The texts name a place, never a content."""


class VaultError(Exception):
    """Base of all errors of the vault."""


class KeyRingError(VaultError):
    """The ring of root keys is missing, readable by others or not well formed. The application does not start."""


class MissingKeyError(VaultError):
    """The key of a scope does not exist (any more): what it sealed stays closed."""


class SealError(VaultError):
    """A value does not open at this place: altered, moved, or sealed with another key."""
