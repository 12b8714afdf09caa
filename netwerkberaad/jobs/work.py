"""What the jobs do: each function is one line of the timetable, and may run in several processes at once."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from netwerkberaad import flows
from netwerkberaad.accounts import sweep_resets, sweep_staff_links
from netwerkberaad.flows import clear_traces, close_due_polls, following, propose_due
from netwerkberaad.flows.keeping import keep_new_keys, keep_nightly
from netwerkberaad.flows.moving import move_on
from netwerkberaad.foundation import links, messages
from netwerkberaad.foundation.core import audit, audit_chain, limits
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.vault import Store, keys_of
from netwerkberaad.privacy import sweep_copies


def send_messages(store: Store, settings: Settings, now: datetime) -> int:
    """Send what is due in the outbox; how many messages left."""
    return flows.send_waiting(store, settings, now=now)


def read_mailboxes(store: Store, settings: Settings, now: datetime) -> int:
    """Read what came back by mail; how many mails belonged to a message."""
    return messages.read_mailboxes(store, now=now)


def send_password_links(store: Store, settings: Settings, now: datetime) -> int:
    """Put the links that people asked for in the outbox; how many."""
    return flows.send_password_links(store, base_url=settings.base_url, now=now)


def send_follow_ups(store: Store, settings: Settings, now: datetime) -> int:
    """Put the reminders and check-ins that are due in the outbox; how many."""
    return following.send_due(store, settings, now)


def send_reminders(store: Store, settings: Settings, now: datetime) -> int:
    """Ask those again who did not answer their invitation; how many."""
    return flows.remind_silent(store, settings, now)


def remind_promises(store: Store, settings: Settings, now: datetime) -> int:
    """Remind whoever promised contact that the moment comes near; how many promises."""
    return flows.remind_promises(store, settings, now)


def close_polls(store: Store, settings: Settings, now: datetime) -> int:
    """Close the date polls whose time is over; how many."""
    return close_due_polls(store, now)


def seal_audit(store: Store, settings: Settings, now: datetime) -> int:
    """Chain the audit entries written since the last time; how many."""
    sealed = 0
    while _unsealed(store):
        try:
            with store.writing() as session:
                sign = keys_of(session).signer(audit_chain.PURPOSE)
                sealed += audit_chain.seal_entries(session, sign=sign)
        except IntegrityError:
            # Another process chained the same entries a moment earlier: theirs stand, ours were rolled back.
            return sealed
    return sealed


def propose_destructions(store: Store, settings: Settings, now: datetime) -> int:
    """Propose to destroy the cases whose term is over; how many. Two persons decide."""
    return propose_due(store, now)


def clear_destroyed(store: Store, settings: Settings, now: datetime) -> int:
    """Leave nothing of destroyed cases in the files of the database; how many cases."""
    return clear_traces(store, now)


def move_cases(store: Store, settings: Settings, now: datetime) -> int:
    """Pack, let in or destroy the cases that move; how many."""
    return move_on(store, base_url=settings.base_url, now=now)


def back_up(store: Store, settings: Settings, now: datetime) -> int:
    """Make a backup every night and put it back as a trial; how many."""
    return keep_nightly(store, settings, now)


def back_up_keys(store: Store, settings: Settings, now: datetime) -> int:
    """Make a backup of the wrapped keys when there are new ones; how many."""
    return keep_new_keys(store, settings, now)


def sweep(store: Store, settings: Settings, now: datetime) -> int:
    """Delete sessions, links, codes, devices, copies, counted tries and messages whose time is over; how many."""
    with store.writing() as session:
        return (
            links.sweep_sessions(session, now)
            + links.sweep_links(session, now)
            + links.sweep_proofs(session, now)
            + messages.sweep_useless(session, now)
            + sweep_staff_links(session, now)
            + sweep_resets(session, now)
            + sweep_copies(session, now)
            + limits.sweep_tries(session, now)
        )


def _unsealed(store: Store) -> bool:
    with store.reading() as session:
        return (
            session.scalar(select(audit.AuditEntry.id).where(audit.AuditEntry.digest.is_(None)).limit(1))
            is not None
        )
