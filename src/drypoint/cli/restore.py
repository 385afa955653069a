"""``drypoint restore FILE``: put a backup in the place of the clinic's data, once it has proved itself."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from drypoint.config import environment as environments
from drypoint.config.start import django_started


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "restore",
        help="replace the clinic's data with a backup",
        description="Loads the backup into a second database, compares every row with what the backup says, "
        "and only then puts it in place. What stood before is kept aside. Stop the server first.",
    )
    parser.add_argument("file", type=Path, help="a file that 'drypoint backup' wrote")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Restore and say what was done."""
    environment = environments.from_process()
    django_started()
    from drypoint.clinic.accounts import second_steps
    from drypoint.upkeep.restore import restore

    done = restore(arguments.file, folder=environment.folder, now=datetime.now(UTC))
    print(
        f"Restored {done.rows} rows of {done.tables} tables and {done.files} files; every row was compared."
    )
    if done.kept_aside:
        print(f"What stood before is kept as {done.kept_aside}")
    if lost := second_steps.standing().lost:
        print(
            f"{lost} second steps were sealed with keys that this server does not have, so nobody gets in "
            "with them: bring the file 'seal-keys' of the server that wrote the backup into "
            f"{environment.folder} (or set DRYPOINT_SEAL_KEYS), or run "
            "'drypoint second-step forget EMAIL' for each."
        )
    return 0
