"""``drypoint exercises``: what the library of exercises holds, and whether it is sound."""

import argparse
import sys
from collections.abc import Iterable
from importlib.resources import files

import msgspec

from drypoint import atlas
from drypoint.exercises import Exercise, ExerciseFile, Joint, library_faults, load_library, picture_sizes
from drypoint.exercises.library import FILE, decode
from drypoint.terms import KnowledgeError, Value


class Report(Value, frozen=True):
    """What ``check`` counts."""

    exercises: int
    stretch: int
    mobility: int
    strength: int
    control: int
    muscles_covered: int
    muscles_without: tuple[str, ...]
    with_two_pictures: int
    without_picture: tuple[str, ...]
    rows_unverified: int
    broken: tuple[str, ...]


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    exercises = subparsers.add_parser(
        "exercises", help="the library of exercises", description="The library of exercises to take home."
    )
    actions = exercises.add_subparsers(metavar="ACTION", required=True)
    parser = actions.add_parser(
        "list",
        help="the exercises, one a line",
        description="Lists the exercises with kind, joints and muscles. Every row is unverified teaching.",
    )
    parser.add_argument("--joint", choices=[one.value for one in Joint], help="only those of one joint")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="whole rows as JSON")
    form.add_argument("--page", action="store_true", help="as the table of the reference page")
    parser.set_defaults(run=listed)
    parser = actions.add_parser(
        "check",
        help="look for broken references",
        description="Counts the library and lists every broken reference. Changes nothing. Exit status 1 "
        "when there is one.",
    )
    parser.add_argument("--json", action="store_true", help="the report as JSON")
    parser.set_defaults(run=check)


def listed(args: argparse.Namespace) -> int:
    """Print the exercises."""
    found = [one for one in load_library().exercises if args.joint in (None, *one.joints)]
    if args.page:
        print(page(found))
    elif args.json or not sys.stdout.isatty():
        sys.stdout.write(msgspec.json.encode(found).decode() + "\n")
    else:
        for one in found:
            print(f"{one.id:<26} {one.kind:<9} {', '.join(one.joints):<30} {one.name.en}")
    return 0


def check(args: argparse.Namespace) -> int:
    """Print the report; 1 when any reference is broken."""

    muscles = tuple(muscle.id for muscle in atlas.load().muscles)
    try:
        library = decode(files("drypoint.exercises").joinpath("data", FILE).read_bytes())
    except KnowledgeError as broken:
        print(broken, file=sys.stderr)
        return 1
    report = report_of(library, muscles=muscles)
    if args.json or not sys.stdout.isatty():
        sys.stdout.write(msgspec.json.encode(report).decode() + "\n")
    else:
        print(readable(report))
    return 1 if report.broken else 0


def report_of(library: ExerciseFile, *, muscles: Iterable[str]) -> Report:
    """Count the library against the atlas's ``muscles``."""
    known = tuple(muscles)
    covered = {muscle for one in library.exercises for muscle in one.muscles}
    kinds = {kind: sum(one.kind == kind for one in library.exercises) for kind in _KINDS}
    checked = [one.verification for one in library.exercises]
    checked += [one.verification for one in library.cautions] + [library.stop.verification]
    return Report(
        exercises=len(library.exercises),
        **kinds,
        muscles_covered=len(covered & set(known)),
        muscles_without=tuple(one for one in known if one not in covered),
        with_two_pictures=sum(len(one.pictures) == 2 for one in library.exercises),
        without_picture=tuple(one.id for one in library.exercises if not one.pictures),
        rows_unverified=sum(one.is_unverified for one in checked),
        broken=library_faults(library, muscles=known, poses=picture_sizes()),
    )


_KINDS = ("stretch", "mobility", "strength", "control")


def readable(report: Report) -> str:
    """The report as lines for a terminal."""
    counts = (
        ("exercises", report.exercises),
        *((kind, getattr(report, kind)) for kind in _KINDS),
        ("muscles with an exercise", report.muscles_covered),
        ("muscles without", ", ".join(report.muscles_without)),
        ("with start and end drawn", report.with_two_pictures),
        ("without a picture", ", ".join(report.without_picture)),
        ("rows not verified", report.rows_unverified),
    )
    lines = [f"{name:<26} {count}" for name, count in counts]
    if not report.broken:
        return "\n".join([*lines, "Every reference leads somewhere."])
    return "\n".join([*lines, *(f"BROKEN {fault}" for fault in report.broken)])


def page(exercises: Iterable[Exercise]) -> str:
    """The table of ``docs/reference/exercises.md``."""
    head = "| id | kind | name | joints | leads with | pictures |\n|---|---|---|---|---|---|"
    rows = (
        f"| `{one.id}` | {one.kind} | {one.name.en} | {', '.join(one.joints)} | {one.muscles[0]}"
        f" | {', '.join(one.pictures) or 'none'} |"
        for one in exercises
    )
    return "\n".join((head, *rows))
