"""Sealing a case anew, when its key may be known to somebody who should not have it."""

import argparse
import uuid

from netwerkberaad.foundation.core.clock import SystemClock
from netwerkberaad.foundation.core.config import Settings
from netwerkberaad.foundation.vault import MissingKeyError


def reseal(options: argparse.Namespace, settings: Settings) -> int:
    """New keys for each of these cases, each in one transaction; 1 when traces of the old ones could not be cleared."""
    from netwerkberaad.commands.keys import opened
    from netwerkberaad.flows import reseal_case
    from netwerkberaad.foundation.core.database import clear_leftovers
    from netwerkberaad.foundation.vault import ScopeKey, resealing

    store, _ = opened(settings)
    cleared = True
    try:
        for case_id in map(_case_id, options.case):
            if options.dry_run:
                with store.reading() as session:
                    found = resealing.count_values(session, case_id)
                print(f"{case_id}: would seal {found.values} values anew, with {found.people} people")
                continue
            with store.writing() as session:
                done = reseal_case(session, case_id, now=SystemClock().now())
            print(f"{case_id}: {done.values} values are sealed anew, with {done.people} people")
        if not options.dry_run:
            cleared = clear_leftovers(store.engine, ScopeKey.__tablename__)
    finally:
        store.engine.dispose()
    if options.dry_run:
        print("nothing was changed")
        return 0
    print("Make new backups now, of the database and of the keys: an older one of the one does not go")
    print("with a newer one of the other. What somebody copied before still opens with the old key.")
    if not cleared:
        print(
            "Traces of the old key lie in the files of the database until it is next tidied: somebody was reading."
        )
    return 0 if cleared else 1


def _case_id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise MissingKeyError(f"{text} is no id of a case") from None
