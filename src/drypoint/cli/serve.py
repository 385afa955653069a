"""``drypoint serve``: the clinic's server, on this machine alone or on the clinic's network."""

import argparse
import os
import sys
from datetime import UTC, datetime

from drypoint.config import environment as environments
from drypoint.config.environment import Environment
from drypoint.config.start import django_started
from drypoint.terms.errors import InvalidInput

PORT, TLS_PORT, SET_UP_PORT = 8000, 8443, 8080


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "serve",
        help="run the clinic's server",
        description="Runs the clinic's server: SQLite in the data folder unless DATABASE_URL names "
        "PostgreSQL. It listens on this machine only. With --lan the tablets of the clinic's network reach "
        "it by https: it makes a certificate authority of its own, once, and a page that tells tablets how "
        "to trust it. For the open internet put a TLS proxy in front.",
    )
    parser.add_argument("--port", type=int, help=f"port to listen on ({PORT}; by https {TLS_PORT})")
    parser.add_argument("--host", help="address to listen on (127.0.0.1; with --lan all, 0.0.0.0)")
    parser.add_argument(
        "--lan",
        nargs="*",
        metavar="NAME_OR_ADDRESS",
        help="serve the clinic's network by https; more names and private addresses of this machine",
    )
    parser.add_argument(
        "--set-up-port",
        type=int,
        default=SET_UP_PORT,
        help=f"port of the tablets' set-up page ({SET_UP_PORT}; 0: none)",
    )
    parser.add_argument("--certificate", metavar="FILE", help="a certificate of your own (PEM), with --key")
    parser.add_argument("--key", metavar="FILE", help="its key")
    parser.add_argument(
        "--migrate", action="store_true", help="bring an older PostgreSQL database up to date before serving"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Make the database ready and serve until told to stop."""
    environment = _named_certificate(arguments)
    on_lan, names = None, tuple[str, ...]()
    on_network = arguments.lan is not None
    port = arguments.port or (TLS_PORT if on_network or environment.speaks_tls else PORT)
    host = arguments.host or ("0.0.0.0" if on_network else "127.0.0.1")  # noqa: S104
    if on_network and environment.https:
        raise InvalidInput(
            "DRYPOINT_HTTPS says that a TLS proxy stands in front; with --lan browsers come straight here. "
            "Leave one of them out."
        )
    # All of it before Django reads the settings.
    from drypoint.upkeep import certificates, lan
    from drypoint.upkeep import on_lan as lans

    now = datetime.now(UTC)
    if environment.speaks_tls:
        names = (*lans.own_certificate(environment), *lan.checked(arguments.lan or ()))
        hosts = dict.fromkeys((*environment.hosts.split(","), *map(lan.web_host, names)))
        os.environ["DRYPOINT_HOSTS"] = ",".join(hosts)
    elif on_network:
        on_lan = lans.OnLan(
            folder=certificates.folder_of(environment.folder),
            given=lan.checked(arguments.lan),
            port=port,
            set_up_port=arguments.set_up_port or None,
        )
        os.environ |= lans.prepare(environment, on_lan, now=now)
        names = on_lan.names()
    environment = environments.from_process()
    django_started()
    from drypoint.upkeep.server import make_ready, serve_app

    if kept := make_ready(environment, now=now, migrate=arguments.migrate):
        print(f"The database was brought up to date. A backup from before is {kept}", file=sys.stderr)

    def ready(address: str) -> None:
        served = lans.addresses(names, port) if names else [address]
        print(f"Drypoint serves {' and '.join(served)}", flush=True)
        if on_lan is not None and environment.set_up_address:
            _say_how_tablets_begin(
                environment.set_up_address,
                environments.authority_fingerprint(on_lan.folder),
            )

    serve_app(port, host, environment=environment, on_lan=on_lan, ready=ready)
    return 0


def _named_certificate(arguments: argparse.Namespace) -> Environment:
    """The environment with the certificate that the command names."""
    if bool(arguments.certificate) != bool(arguments.key):
        raise InvalidInput("--certificate and --key go together: name both files")
    if arguments.certificate:
        os.environ["DRYPOINT_CERTIFICATE"] = arguments.certificate
        os.environ["DRYPOINT_CERTIFICATE_KEY"] = arguments.key
    return environments.from_process()


def _say_how_tablets_begin(address: str, fingerprint: str) -> None:
    """Address and code for a tablet's camera; the code on a terminal only."""
    print(f"Tablets and other computers begin once at {address}")
    if sys.stdout.isatty():
        import segno

        segno.make(address, error="m", micro=False).terminal(compact=True)
    print(f"The authority that they are told to trust has the SHA-256 fingerprint\n{fingerprint}", flush=True)
