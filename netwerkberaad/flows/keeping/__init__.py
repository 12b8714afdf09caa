"""Never losing anything: backups of data and keys, the proof that they can be put back, and when that was last."""

from netwerkberaad.flows.keeping.backups import alone_in, backups_in, put_back
from netwerkberaad.flows.keeping.nightly import (
    KEPT,
    LastKept,
    keep_keys,
    keep_new_keys,
    keep_nightly,
    keep_now,
    last_kept,
)
from netwerkberaad.flows.keeping.rows import BackupError
from netwerkberaad.flows.keeping.verifying import Verified, scopes_without_key, verify

__all__ = [
    "KEPT",
    "BackupError",
    "LastKept",
    "Verified",
    "alone_in",
    "backups_in",
    "keep_keys",
    "keep_new_keys",
    "keep_nightly",
    "keep_now",
    "last_kept",
    "put_back",
    "scopes_without_key",
    "verify",
]
