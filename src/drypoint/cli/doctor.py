"""``drypoint doctor``: is the clinic's data whole, private and safe on disk?"""

import argparse
import sys

import msgspec

from drypoint.config import environment as environments
from drypoint.config.start import django_started


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "doctor",
        help="look for damage",
        description="Checks files, database, constraints, audit trail and stored results, and says what to "
        "do about each problem. Changes nothing. Exit status 1 when there is a problem.",
    )
    parser.add_argument("--json", action="store_true", help="findings as JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print one line for each check; 1 when any found a problem."""
    environment = environments.from_process()
    django_started()
    from drypoint.upkeep import doctor

    findings = doctor.examine(environment)
    healthy = all(finding.ok for finding in findings)
    if arguments.json:
        sys.stdout.write(msgspec.json.encode({"ok": healthy, "findings": findings}).decode() + "\n")
    else:
        for finding in findings:
            print(f"{'ok     ' if finding.ok else 'PROBLEM'} {finding.check}: {finding.says}")
    return 0 if healthy else 1
