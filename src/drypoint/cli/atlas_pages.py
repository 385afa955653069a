"""``drypoint atlas muscle | zone | search``: the pages of the atlas at a terminal."""

import argparse
import sys
from collections.abc import Iterable, Sequence

import msgspec

from drypoint.atlas import Muscle, TriggerPoint, ZoneSide, load
from drypoint.atlas.rows import Row
from drypoint.terms import InvalidInput, Side, Value, Verification

MOST_FOUND = 20


class Point(Value, frozen=True):
    """One trigger point."""

    trp: int
    essential: tuple[str, ...]
    spillover: tuple[str, ...]
    crosses: tuple[str, ...]
    verification: Verification


class MusclePage(Value, frozen=True):
    """What the atlas holds of a muscle; ``None`` and nothing where nothing is recorded."""

    id: str
    name: str
    latin: str
    everyday: str | None
    drawn: bool
    origin: str | None
    insertion: str | None
    action: str | None
    long_with: str | None
    close_by: str | None
    nerve: str
    palpable: bool | None
    route: str
    points: tuple[Point, ...]
    under: tuple[str, ...]
    worst_events: tuple[str, ...]
    prevalence_rows: int
    unverified: tuple[str, ...]


class Referring(Value, frozen=True):
    """A trigger point whose pain is felt in a zone."""

    muscle: str
    trp: int
    side: Side
    zone_is: str
    verification: Verification


def register(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the actions."""
    parser = actions.add_parser(
        "muscle",
        help="what the atlas holds of a muscle",
        description="Prints attachments, action, nerve, trigger points with their referral, palpation, what "
        "lies under and what of it is unverified. What is not recorded says so.",
    )
    parser.add_argument("muscle", metavar="MUSCLE", help="its id, or a name that only it bears")
    parser.add_argument("--json", action="store_true", help="the same as JSON")
    parser.set_defaults(run=muscle)
    parser = actions.add_parser(
        "zone",
        help="which trigger points refer pain to a zone",
        description="Prints the trigger points whose pain is taught to be felt in a zone, essential before "
        "spillover, in the order of the atlas: no ranking.",
    )
    parser.add_argument("zone", metavar="CODE", help="the zone's code, such as head.temple")
    parser.add_argument("--side", choices=["right", "left"], default="right", help="default: right")
    parser.add_argument("--json", action="store_true", help="the same as JSON")
    parser.set_defaults(run=zone)
    parser = actions.add_parser(
        "search",
        help="find muscles and zones by any name",
        description="Finds muscles by everyday, Latin, English or Spanish name or short form, slips of "
        "spelling allowed, and zones by their words. Exit status 1 when nothing is found.",
    )
    parser.add_argument("text", metavar="TEXT", help="what to find")
    parser.add_argument("--json", action="store_true", help="the ids as JSON")
    parser.set_defaults(run=search)


def one_muscle(wanted: str) -> Muscle:
    """The muscle with this id or name; raises InvalidInput where none or several bear it."""
    atlas = load()
    found = atlas.find_muscles(wanted)
    if len(found) == 1:
        return found[0]
    try:
        return atlas.muscle(wanted)
    except InvalidInput:
        if not found:
            raise
        ids = ", ".join(muscle.id for muscle in found)
        raise InvalidInput(f"{wanted!r} names several muscles: {ids}") from None


def muscle(args: argparse.Namespace) -> int:
    """Print one muscle."""
    page = _page(one_muscle(args.muscle))
    if args.json or not sys.stdout.isatty():
        sys.stdout.write(msgspec.json.encode(page).decode() + "\n")
    else:
        print("\n".join(_lines(page)))
    return 0


def zone(args: argparse.Namespace) -> int:
    """Print the trigger points that refer to a zone."""
    atlas = load()
    known = atlas.zone(args.zone)
    side = Side.MIDLINE if known.midline else Side(args.side)
    found = [
        Referring(
            muscle=unit.muscle,
            trp=unit.trp,
            side=unit.side,
            zone_is=layer,
            verification=atlas.pattern(unit.muscle, unit.trp).verification,
        )
        for layer in ("essential", "spillover")
        for unit in atlas.units
        if any(place.zone == known.code and place.side is side for place in _places(unit, layer))
    ]
    if args.json or not sys.stdout.isatty():
        sys.stdout.write(msgspec.json.encode(found).decode() + "\n")
        return 0
    print(f"{known.label.en}, {side}: {len(found)} trigger points refer here (taught, no ranking)")
    for one in found:
        doubt = " (unverified)" if one.verification.is_unverified else ""
        name = atlas.muscle(one.muscle).name.en
        print(f"{one.zone_is:<10} {name}, trigger point {one.trp}, {one.side}{doubt}")
    return 0


def search(args: argparse.Namespace) -> int:
    """Print what is found; 1 when nothing is."""
    from drypoint.atlas.anatomy import also_called
    from drypoint.atlas.search import matching_zones, nearly

    atlas = load()
    muscles = nearly(args.text, atlas.muscles, also_called)[:MOST_FOUND]
    zones = matching_zones(args.text, atlas.zones)[:MOST_FOUND]
    if args.json or not sys.stdout.isatty():
        ids = {"muscles": [one.id for one in muscles], "zones": [one.code for one in zones]}
        sys.stdout.write(msgspec.json.encode(ids).decode() + "\n")
    else:
        for one in muscles:
            print(f"muscle {one.id:<32} {one.name.en}; {one.latin}")
        for place in zones:
            print(f"zone   {place.code:<32} {place.label.en}")
    if not muscles and not zones:
        print(f"Nothing has a name like {args.text!r}: try fewer letters.", file=sys.stderr)
        return 1
    return 0


def _page(muscle: Muscle) -> MusclePage:
    from drypoint.atlas.anatomy import anatomy_of
    from drypoint.atlas.body import sites_file

    atlas, found = load(), anatomy_of(muscle.id)
    hazards = atlas.hazards_of(muscle.id)
    prevalence = [row for row in atlas.prevalence if muscle.id in row.muscles]
    rows: dict[str, Sequence[Row]] = {
        "attachments and action": [found] if found else [],
        "long with": [found.lengthened] if found and found.lengthened else [],
        "close by": [found.entrapment] if found and found.entrapment else [],
        "nerve": [muscle.innervation],
        "referral": muscle.patterns,
        "palpability": [muscle.palpability],
        "what lies under": hazards,
        "prevalence": prevalence,
    }
    return MusclePage(
        id=muscle.id,
        name=muscle.name.en,
        latin=muscle.latin,
        everyday=muscle.everyday.en if muscle.everyday else None,
        drawn=any(row.muscle == muscle.id for row in sites_file().muscles),
        origin=found.origin.en if found else None,
        insertion=found.insertion.en if found else None,
        action=found.action.en if found else None,
        long_with=found.lengthened.says.en if found and found.lengthened else None,
        close_by=found.entrapment.says.en if found and found.entrapment else None,
        nerve=muscle.innervation.text,
        palpable=muscle.palpable,
        route=muscle.palpability.route,
        points=tuple(
            Point(
                trp=pattern.trp,
                essential=pattern.essential,
                spillover=pattern.spillover,
                crosses=pattern.crosses,
                verification=pattern.verification,
            )
            for pattern in muscle.patterns
        ),
        under=_once(atlas.structure(code).label.en for row in hazards for code in row.structure_ids),
        worst_events=_once(atlas.event(code).label.en for row in hazards for code in row.worst_events),
        prevalence_rows=len(prevalence),
        unverified=tuple(
            name for name, said in rows.items() if any(row.verification.is_unverified for row in said)
        ),
    )


def _lines(page: MusclePage) -> list[str]:
    nothing = "nothing recorded yet with a source"
    felt = {True: "can be felt", None: "teaching is divided", False: "cannot be felt"}[page.palpable]
    facts = (
        ("everyday", page.everyday or "–"),
        ("origin", page.origin or nothing),
        ("insertion", page.insertion or nothing),
        ("action", page.action or nothing),
        ("nerve", page.nerve),
        ("close by", page.close_by or nothing),
        ("long with", page.long_with or nothing),
        ("tests", nothing),
        ("palpation", f"{felt} ({page.route})"),
        ("under it", ", ".join(page.under) or "not reviewed: unknown, not harmless"),
        ("worst events", ", ".join(page.worst_events) or "not reviewed"),
        ("prevalence", f"{page.prevalence_rows} rows"),
        ("on the body", "drawn" if page.drawn else "not drawn yet"),
        ("unverified", ", ".join(page.unverified)),
    )
    lines = [f"{page.name} ({page.latin})", *(f"{name:<13} {said}" for name, said in facts)]
    for point in page.points:
        lines.append(f"trigger point {point.trp}: {_named(point.essential)}")
        if point.spillover:
            lines.append(f"  spillover: {_named(point.spillover)}")
        if point.crosses:
            lines.append(f"  may cross: {_named(point.crosses)}")
    return lines


def _places(unit: TriggerPoint, layer: str) -> Sequence[ZoneSide]:
    referral = load().referral(unit)
    return referral.essential if layer == "essential" else referral.spillover


def _named(codes: Iterable[str]) -> str:
    return ", ".join(load().zone(code).label.en for code in codes)


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
