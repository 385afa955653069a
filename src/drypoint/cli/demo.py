"""``drypoint demo``: a fictional clinic on this machine."""

import argparse
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from drypoint.config import environment as environments
from drypoint.config.start import django_started


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "demo",
        help="a fictional clinic on this machine",
        description="Makes a clinic of 40 invented people on SQLite, once, and serves it on this machine "
        "only. Prints the address and one sign-in per role.",
    )
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
    parser.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        help="data folder (DRYPOINT_DATA_DIR, else drypoint-demo beside the user's other data)",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Make the demo unless it is there, and serve it until told to stop."""
    folder = data_folder(arguments.data)
    os.environ["DRYPOINT_DATA_DIR"] = str(folder)
    # The demo never enters somebody's PostgreSQL, and its invented people are never written to.
    for real in ("DATABASE_URL", "DRYPOINT_MAIL_URL", "DRYPOINT_ADDRESS", "DRYPOINT_CERTIFICATE"):
        os.environ.pop(real, None)
    environment = environments.from_process()
    django_started()
    from drypoint.demo.opening import open_demo
    from drypoint.demo.sign_ins import listing
    from drypoint.upkeep.server import serve_app

    if sys.stderr.isatty():
        print("Preparing the database ...", file=sys.stderr, flush=True)
    sign_ins = open_demo(environment, now=datetime.now(UTC), say=_progress)
    said = f"\nData folder: {folder}\nSign in with (all of it is fiction):\n{listing(sign_ins)}"
    serve_app(
        arguments.port,
        environment=environment,
        ready=lambda address: print(f"Drypoint's demo clinic is at {address}{said}", flush=True),
    )
    return 0


def data_folder(given: Path | None) -> Path:
    """``--data``, else ``DRYPOINT_DATA_DIR``, else ``drypoint-demo`` in the user's data home."""
    if given is not None:
        return given.expanduser().absolute()
    if (set_outside := os.environ.get("DRYPOINT_DATA_DIR")) is not None:
        return Path(set_outside).expanduser().absolute()
    home = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(home).expanduser() / "drypoint-demo"


def _progress(done: int, of: int) -> None:
    """One line that counts up on a terminal, else the last count alone."""
    ended = "\n" if done == of else "\r"
    if sys.stderr.isatty() or done == of:
        print(f"Inventing the demo clinic: {done} of {of} people", end=ended, file=sys.stderr, flush=True)
