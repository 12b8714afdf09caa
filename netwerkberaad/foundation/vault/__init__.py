"""The vault: keys, sealed fields and the store that hands out sessions with both."""

from netwerkberaad.foundation.vault.destruction import destroy_case_keys, destroy_person_key, empty_closed
from netwerkberaad.foundation.vault.errors import KeyRingError, MissingKeyError, SealError, VaultError
from netwerkberaad.foundation.vault.keyring import KeyRing
from netwerkberaad.foundation.vault.keys import SYSTEM_SCOPE, Keys, keys_of
from netwerkberaad.foundation.vault.providers import LiveRing, Provider, provider_of
from netwerkberaad.foundation.vault.scopes import RootKey, ScopeKey, ScopeKind
from netwerkberaad.foundation.vault.sealed import (
    Sealed,
    registry,
    sealed_bytes,
    sealed_column,
    sealed_date,
    sealed_record,
    sealed_text,
)
from netwerkberaad.foundation.vault.store import Store, session_on

__all__ = [
    "SYSTEM_SCOPE",
    "KeyRing",
    "KeyRingError",
    "Keys",
    "LiveRing",
    "MissingKeyError",
    "Provider",
    "RootKey",
    "ScopeKey",
    "ScopeKind",
    "SealError",
    "Sealed",
    "Store",
    "VaultError",
    "destroy_case_keys",
    "destroy_person_key",
    "empty_closed",
    "keys_of",
    "provider_of",
    "registry",
    "sealed_bytes",
    "sealed_column",
    "sealed_date",
    "sealed_record",
    "sealed_text",
    "session_on",
]
