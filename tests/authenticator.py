"""The app on somebody's phone, for tests that sign in with a second step."""

from dataclasses import dataclass

import pyotp
from sqlalchemy.orm import Session

from netwerkberaad.accounts import (
    Staff,
    actor_for,
    add_authenticator,
    new_secret,
    propose_reset,
    remove_authenticator,
)
from netwerkberaad.accounts.factor_model import Passkey, PasskeyContent
from netwerkberaad.foundation.access import Actor
from netwerkberaad.foundation.core.clock import MovableClock
from netwerkberaad.foundation.core.database import new_id


@dataclass(frozen=True)
class App:
    """An authenticator app that took over a secret."""

    secret: str
    clock: MovableClock

    def code(self, *, steps: int = 0) -> str:
        """The code it shows now, or that of some steps of half a minute away."""
        return pyotp.TOTP(self.secret).at(int(self.clock.now().timestamp()) + 30 * steps)


def give_second_step(session: Session, staff: Staff, clock: MovableClock) -> App:
    """An app, and a passkey that no browser holds: for pages that show it."""
    app = App(new_secret(), clock)
    add_authenticator(
        session, actor_for(staff), staff=staff, secret=app.secret, code=app.code(), now=clock.now()
    )
    content = PasskeyContent(name="laptop van het werk", credential_id=b"x" * 32, public_key=b"y" * 32)
    session.add(
        Passkey(
            id=new_id(),
            staff_id=staff.id,
            region_id=staff.region_id,
            handle=b"z" * 32,
            uses=0,
            made_at=clock.now(),
            content=content,
        )
    )
    return app


def propose_reset_of(session: Session, staff: Staff, by: Actor, clock: MovableClock) -> None:
    """Propose to take a second step away. Its owner then does without, and signs in as before."""
    app, own, now = App(new_secret(), clock), actor_for(staff), clock.now()
    add_authenticator(session, own, staff=staff, secret=app.secret, code=app.code(), now=now)
    propose_reset(session, by, staff=staff, reason="Telefoon kwijt.", now=now)
    remove_authenticator(session, own, staff=staff, now=now)
