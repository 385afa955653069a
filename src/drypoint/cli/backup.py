"""``drypoint backup FILE``: everything of the clinic in one file, also while it works."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from drypoint.config.start import django_started


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "backup",
        help="write everything of the clinic into one file",
        description="Writes the database and uploaded files, as of one moment, into one file that restores "
        "to SQLite or PostgreSQL. The server may go on working. The file holds patients' data in the clear: "
        "keep it as you keep the clinic's keys.",
    )
    parser.add_argument("file", type=Path, help="a name that does not exist yet, such as monday.zip")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the backup and say what it holds."""
    django_started()
    from drypoint.upkeep import backup

    manifest = backup.write(arguments.file, now=datetime.now(UTC))
    rows = sum(table.rows for table in manifest.tables)
    print(
        f"Wrote {arguments.file}: {rows} rows of {len(manifest.tables)} tables, {len(manifest.files)} files."
    )
    print(
        "It does not hold this server's keys (secret-key, seal-keys, tls): keep them, apart from the backup."
    )
    return 0
