"""``drypoint atlas``: does every reference of the knowledge lead somewhere, where is a muscle's site."""

import argparse
import sys
from collections.abc import Iterable, Iterator

import msgspec

from drypoint.atlas import Atlas, AtlasReport, Muscle, OnTheSurface, assemble, packaged
from drypoint.atlas import check as checked
from drypoint.cli import atlas_pages
from drypoint.terms import KnowledgeError, Side, Value


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
    parser = actions.add_parser(
        "site",
        help="where a muscle's trigger points are sought on the skin",
        description="Prints each trigger-point site of a muscle with its zone, side and place in a view of a "
        "figure, in millimetres from the view's upper left corner. Sites are unverified. Muscles without "
        "sites are not drawn yet.",
    )
    parser.add_argument("muscle", metavar="MUSCLE", help="its id, or a name that only it bears")
    parser.add_argument("--figure", default="neutral", help="which figure (default: neutral)")
    parser.add_argument("--json", action="store_true", help="the sites as JSON")
    parser.set_defaults(run=site)
    atlas_pages.register(actions)


def check(args: argparse.Namespace) -> int:
    """Print the report; 1 when any reference is broken."""
    try:
        atlas = assemble(packaged())
    except KnowledgeError as broken:
        print(broken, file=sys.stderr)
        return 1
    rules, elsewhere = _safety_rules(atlas)
    placed, beside = _on_the_surface(atlas)
    faults = (*elsewhere, *beside, *_anatomy(atlas))
    report = checked(atlas, rules=rules, surface=placed, elsewhere=faults)
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
        ("landmarks", report.landmarks),
        ("trigger-point sites", report.sites),
        ("muscles drawn", report.muscles_drawn),
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


class SiteLine(Value, frozen=True):
    """One site as the command prints it; ``view`` is None where no view shows it."""

    muscle: str
    trp: int
    side: Side
    zone: str
    view: str | None
    x_mm: float | None
    y_mm: float | None
    words: str
    verification: str


def site(args: argparse.Namespace) -> int:
    """Print the sites of a muscle; none for a muscle that is not drawn yet."""
    muscle = atlas_pages.one_muscle(args.muscle)
    lines = _site_lines(muscle, args.figure)
    if args.json or not sys.stdout.isatty():
        sys.stdout.write(msgspec.json.encode(lines).decode() + "\n")
    elif not lines:
        print(f"{muscle.name.en}: not drawn yet.")
    else:
        print(f"{muscle.name.en} (unverified)")
        for one in lines:
            seen = f"{one.view} {one.x_mm:g} mm, {one.y_mm:g} mm" if one.view else "seen in no view"
            print(f"{one.trp} {one.side:<6} {one.zone:<20} {seen:<32} {one.words}")
    return 0


def _site_lines(muscle: Muscle, figure: str) -> list[SiteLine]:
    from drypoint.atlas.body import best_views, body, place_on, sites_of

    body().figure(figure)
    lines: list[SiteLine] = []
    for one in (found for side in (Side.RIGHT, Side.LEFT) for found in sites_of(muscle.id, side)):
        view = next(iter(best_views(one.spot, figure)), None)
        place = place_on(figure, view, one.spot) if view else None
        lines.append(
            SiteLine(
                muscle=one.muscle,
                trp=one.trp,
                side=one.side,
                zone=one.zone,
                view=view,
                x_mm=place[0] if place else None,
                y_mm=place[1] if place else None,
                words=one.words.en,
                verification=one.verification,
            )
        )
    return lines


def _on_the_surface(atlas: Atlas) -> tuple[OnTheSurface, tuple[str, ...]]:
    """What is placed on the body's surface, and what is wrong with it."""
    from drypoint.atlas.body import landmarks_file, site_faults, sites_file

    try:
        marks, drawn = landmarks_file(), sites_file()
    except KnowledgeError as broken:
        return OnTheSurface(), (str(broken),)
    count = OnTheSurface(
        landmarks=len(marks.landmarks),
        sites=2 * sum(len(row.sites) for row in drawn.muscles),
        muscles_drawn=len(drawn.muscles),
    )
    return count, site_faults(marks, drawn, atlas)


def _anatomy(atlas: Atlas) -> tuple[str, ...]:
    """What is wrong with attachments and actions."""
    from drypoint.atlas.anatomy import anatomy_faults, anatomy_file

    try:
        return anatomy_faults(anatomy_file(), atlas)
    except KnowledgeError as broken:
        return (str(broken),)


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
