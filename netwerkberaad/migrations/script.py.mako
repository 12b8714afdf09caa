"""${message[0].upper() + message[1:]}."""

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply. There is no way down: what a newer version sealed, an older one cannot read. Restore a backup."""
    ${upgrades if upgrades else "pass"}
