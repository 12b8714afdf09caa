"""Write a migration from the difference between the newest schema and the models.

    python -m tools.new_migration "add the table of transfers"

The result is a proposal: read it, and add what a machine cannot see (a rename, data to carry over). Until the first
release there is one migration, and ``--first`` writes it again from nothing.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command

from netwerkberaad.foundation.core.database import build_engine
from netwerkberaad.migrations import configuration, head, migrate
from tools.findings import ROOT

VERSIONS = ROOT / "netwerkberaad" / "migrations" / "versions"
FIRST = "0001"


def write(message: str, revision: str) -> Path:
    """Write the migration with this number; the newest schema is made in a database that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        engine = build_engine(f"sqlite:///{folder}/empty.sqlite")
        if revision != FIRST:
            migrate(engine)
        with engine.begin() as connection:
            config = configuration(connection)
            config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
            script = command.revision(config, message, autogenerate=True, rev_id=revision)
        engine.dispose()
    if script is None or isinstance(script, list):
        raise RuntimeError("no migration was written")
    path = Path(script.path)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.strip().startswith("# ###")), encoding="utf-8")
    subprocess.run([sys.executable, "-m", "ruff", "check", "--fix", "--quiet", str(path)], check=True)
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", str(path)], check=True)
    return path


def main() -> int:
    """Write a new migration, or the first one again."""
    parser = argparse.ArgumentParser(prog="python -m tools.new_migration", description=main.__doc__)
    parser.add_argument("message", help="what changes, in a few words")
    parser.add_argument("--first", action="store_true", help="write the one migration again from the models")
    arguments = parser.parse_args()
    if arguments.first:
        for old in VERSIONS.glob("[0-9]*.py"):
            old.unlink()
    revision = FIRST if arguments.first else f"{int(head()) + 1:04}"
    print(write(arguments.message, revision).relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
