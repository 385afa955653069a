"""``drypoint serve``: the clinic's server on this machine."""

import argparse
import sys
from datetime import UTC, datetime

from drypoint.config import environment as environments
from drypoint.config.start import django_started


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "serve",
        help="run the clinic's server",
        description="Runs the clinic's server: SQLite in the data folder unless DATABASE_URL names "
        "PostgreSQL. It listens on this machine only, unless --host says otherwise: then put a TLS proxy "
        "in front.",
    )
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument(
        "--migrate", action="store_true", help="bring an older PostgreSQL database up to date before serving"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Make the database ready and serve until told to stop."""
    environment = environments.from_process()
    django_started()
    from drypoint.upkeep.server import make_ready, serve_app

    if kept := make_ready(environment, now=datetime.now(UTC), migrate=arguments.migrate):
        print(f"The database was brought up to date. A backup from before is {kept}", file=sys.stderr)
    serve_app(
        arguments.port,
        arguments.host,
        environment=environment,
        ready=lambda address: print(f"Drypoint serves {address}", flush=True),
    )
    return 0
