"""``drypoint scheduler``: reminders and alerts; ``drypoint serve`` runs it by itself."""

import argparse

from drypoint.config import environment as environments
from drypoint.config.start import django_started


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "scheduler",
        help="send reminders and alerts (serve runs it)",
        description="Queues and sends what is due, round after round. 'drypoint serve' runs it beside the "
        "web server; run it alone only where pages are served by other means.",
    )
    parser.add_argument("--once", action="store_true", help="one round, then end")
    parser.add_argument("--beside", type=int, metavar="PID", help="end when this process is gone")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Run until told to stop, or once."""
    environment = environments.from_process()
    django_started()
    from drypoint.upkeep.scheduler import run_forever

    run_forever(environment.folder, beside=arguments.beside, once=arguments.once)
    return 0
