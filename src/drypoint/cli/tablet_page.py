"""``drypoint tablet-page``: the set-up page for tablets; ``drypoint serve --lan`` runs it by itself."""

import argparse

from drypoint.config import environment as environments
from drypoint.config.start import django_started


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "tablet-page",
        help="the set-up page for tablets (serve --lan runs it)",
        description="Serves one plain page that tells tablets how to trust this clinic's certificate, and "
        "the authority's certificate. No sign-in, nobody's data. 'drypoint serve --lan' runs it.",
    )
    parser.add_argument("--host", default="0.0.0.0", help="address to listen on (0.0.0.0)")  # noqa: S104
    parser.add_argument("--port", type=int, default=8080, help="port to listen on (8080)")
    parser.add_argument("--https-port", type=int, default=8443, help="port of the clinic's server (8443)")
    parser.add_argument("--beside", type=int, metavar="PID", help="end when this process is gone")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serve the page until told to stop."""
    environment = environments.from_process()
    django_started()
    from drypoint.upkeep import certificates, tablet_page

    tablet_page.serve(
        certificates.folder_of(environment.folder),
        host=arguments.host,
        port=arguments.port,
        https_port=arguments.https_port,
        beside=arguments.beside,
    )
    return 0
