"""What Alembic runs: it gets a connection from us, never an address from a file."""

from alembic import context

from netwerkberaad.migrations.compare import render_item
from netwerkberaad.models import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    compare_type=True,
    compare_server_default=True,
    render_as_batch=True,
    render_item=render_item,
    user_module_prefix="sa.",
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
