"""``drypoint atlas check``: does every reference of the knowledge lead somewhere?"""

import argparse
import sys
from collections.abc import Iterable, Iterator

import msgspec

from drypoint.atlas import Atlas, AtlasReport, assemble, packaged
from drypoint.atlas import check as checked
from drypoint.terms import KnowledgeError


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    atlas = subparsers.add_parser("atlas", help="the knowledge of the body", description="Knowledge files.")
    actions = atlas.add_subparsers(metavar="ACTION", required=True)
    parser = actions.add_parser(
        "check",
        help="look for broken references",
        description="Counts what the atlas holds and lists every broken, doubled or unmapped reference, "
        "those of the safety rules included. Changes nothing. Exit status 1 when there is one.",
    )
    parser.add_argument("--json", action="store_true", help="the report as JSON")
    parser.set_defaults(run=check)


def check(args: argparse.Namespace) -> int:
    """Print the report; 1 when any reference is broken."""
    try:
        atlas = assemble(packaged())
    except KnowledgeError as broken:
        print(broken, file=sys.stderr)
        return 1
    rules, elsewhere = _safety_rules(atlas)
    report = checked(atlas, rules=rules, elsewhere=elsewhere)
    if args.json or not sys.stdout.isatty():
        sys.stdout.write(msgspec.json.encode(report).decode() + "\n")
    else:
        print(readable(report))
    return 0 if report.is_sound else 1


def readable(report: AtlasReport) -> str:
    """The report as lines for a terminal."""
    counts = (
        ("atlas", report.version),
        ("muscles", report.muscles),
        ("zones", report.zones),
        ("referral patterns", report.patterns),
        ("hazard rows", report.hazards),
        ("complaints", report.complaints),
        ("safety rules", report.rules),
        ("rows", report.rows),
        ("rows with a published source", report.rows_with_source),
        ("rows not verified", report.rows_unverified),
        ("muscles not reviewed", len(report.not_reviewed)),
        ("complaints without prevalence", len(report.nothing_found)),
    )
    lines = [f"{name:<30} {count}" for name, count in counts]
    if report.is_sound:
        return "\n".join([*lines, "Every reference leads somewhere."])
    faults = [f"BROKEN {fault}" for fault in report.unmapped]
    return "\n".join([*lines, *faults, "Repair the rows named above in the knowledge files."])


def _safety_rules(atlas: Atlas) -> tuple[int, tuple[str, ...]]:
    """How many safety rules there are, and which of their references lead nowhere."""
    from drypoint.safety.places import load_places
    from drypoint.safety.rules import load_rules

    try:
        ruleset = load_rules()
        places = load_places()
    except KnowledgeError as broken:
        return 0, (str(broken),)
    faults = [
        *_differences("muscle", places.muscles, (muscle.id for muscle in atlas.muscles)),
        *_differences("zone", places.zones, (zone.code for zone in atlas.zones)),
    ]
    return len(ruleset.rules) + len(ruleset.plan_rules), tuple(faults)


def _differences(noun: str, placed: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    there, wanted = set(placed), set(known)
    for code in sorted(there - wanted):
        yield f"safety places.json: {code}: unknown {noun}"
    for code in sorted(wanted - there):
        yield f"safety places.json: {code}: unmapped {noun}; it lies in no region"
