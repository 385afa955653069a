"""``drypoint setup``: found a clinic and let its owner in."""

import argparse
import getpass
import sys

from drypoint.config import environment as environments
from drypoint.config.start import django_started
from drypoint.terms.errors import InvalidInput


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "setup",
        help="found a clinic and its owner's sign-in",
        description="Founds a real clinic, with every switch of the intended use off, and its owner's "
        "sign-in. Asks for the owner's password; at the first sign-in the owner sets up a second factor.",
    )
    parser.add_argument("--clinic", required=True, help="name of the clinic")
    parser.add_argument("--owner-name", required=True, help="name of the owner")
    parser.add_argument("--owner-email", required=True, help="e-mail with which the owner signs in")
    parser.add_argument("--timezone", default="UTC", help="such as Europe/Madrid (UTC)")
    parser.add_argument("--language", default="en", choices=["en", "es"], help="language of the clinic (en)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Found the clinic in one transaction and say what comes next."""
    environment = environments.from_process()
    django_started()
    from datetime import UTC, datetime

    from drypoint.upkeep.founding import found_clinic
    from drypoint.upkeep.server import make_ready

    make_ready(environment, now=datetime.now(UTC))
    clinic = found_clinic(
        name=arguments.clinic,
        timezone=arguments.timezone,
        language=arguments.language,
        owner_name=arguments.owner_name,
        owner_email=arguments.owner_email,
        owner_password=_password(),
    )
    print(f"Founded {clinic.name}. Start it with 'drypoint serve' and sign in as {arguments.owner_email}.")
    return 0


def _password() -> str:
    """Typed twice at a terminal, else the first line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass("Password of the owner: ")
    if getpass.getpass("The same again: ") != password:
        raise InvalidInput("the two passwords differ; nothing was made. Run the command again.")
    return password
