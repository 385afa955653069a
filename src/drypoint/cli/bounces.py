"""``drypoint bounces``: takes in mails that came back."""

import argparse
import sys
from pathlib import Path

from drypoint.config.start import django_started
from drypoint.terms.errors import InvalidInput


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "bounces",
        help="note which mails came back",
        description="Reads delivery status notifications (RFC 3464) that arrived for the sender of the "
        "clinic's mails and notes in the outbox what became of each message. Give one mail, an mbox or a "
        "maildir; '-' reads one mail from standard input, as a mail server pipes it. Other mails are left "
        "alone.",
    )
    parser.add_argument("file", help="a mail, an mbox, a maildir, or -")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Take in each mail and say in one line what was found."""
    path = Path(arguments.file)
    if arguments.file != "-" and not path.exists():
        raise InvalidInput("there is no such file or maildir", where=arguments.file)
    django_started()
    from django.utils import timezone

    from drypoint.upkeep import bounces

    count = bounces.Count()
    mails = (
        [sys.stdin.buffer.read(bounces.MOST_BYTES + 1)] if arguments.file == "-" else bounces.mails_in(path)
    )
    for raw in mails:
        bounces.take_in(raw, at=timezone.now(), count=count)
    print(
        f"{count.mails} read: {count.came_back} came back, {count.delivered} delivered, "
        f"{count.delayed} delayed, {count.not_ours} of no message here."
    )
    return 0
