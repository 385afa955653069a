"""``drypoint session-log VISIT``: the stored log of a needling session, for ``drypoint session -``."""

import argparse
import sys
from uuid import UUID

import msgspec

from drypoint.config.start import django_started
from drypoint.terms import InvalidInput


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "session-log",
        help="the stored log of a visit's needling session, as 'drypoint session -' reads it",
        description="Writes the stored events of a visit's needling session as JSON, in the order in which "
        "they arrived and at the times of the server's clock. Pipe it into 'drypoint session -' to see "
        "where the session stands. It holds patient data: whoever may read the database may read it.",
    )
    parser.add_argument("visit", metavar="VISIT", help="the visit's id, as its address shows it")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the log; ``InvalidInput`` for a visit that does not exist."""
    try:
        key = UUID(arguments.visit)
    except ValueError as wrong:
        raise InvalidInput("This is no id of a visit. Copy it from the visit's address.") from wrong
    django_started()
    from drypoint.clinic.visits.models import Visit
    from drypoint.clinic.visits.queries.sessions import log
    from drypoint.needling import SessionRequest

    visit = Visit.objects.filter(pk=key).first()
    if visit is None:
        raise InvalidInput("There is no such visit here. Copy the id from the visit's address.")
    sys.stdout.write(msgspec.json.encode(SessionRequest(events=log(visit))).decode() + "\n")
    return 0
