"""The pain chart in words: zones by part of the body, sides from the patient's own view."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from drypoint.atlas import Zone, load
from drypoint.painmap.request import Quality
from drypoint.terms import Side

PARTS: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (gettext_lazy("Head and face"), ("head",)),
    (gettext_lazy("Neck"), ("neck",)),
    (gettext_lazy("Shoulder and shoulder blade"), ("sh", "sc")),
    (gettext_lazy("Back"), ("bk",)),
    (gettext_lazy("Chest and armpit"), ("ch", "ax")),
    (gettext_lazy("Belly and pelvis"), ("ab", "pv")),
    (gettext_lazy("Upper arm and elbow"), ("ar", "el")),
    (gettext_lazy("Forearm and wrist"), ("fa", "wr")),
    (gettext_lazy("Hand"), ("hd",)),
    (gettext_lazy("Buttock and hip"), ("bt", "hp")),
    (gettext_lazy("Thigh and knee"), ("th", "kn")),
    (gettext_lazy("Lower leg"), ("lg",)),
    (gettext_lazy("Ankle and foot"), ("ak", "ft")),
)

QUALITIES: dict[str, str | Promise] = {
    Quality.ACHE: gettext_lazy("Aching"),
    Quality.PRESSURE: gettext_lazy("Pressing"),
    Quality.TIGHT: gettext_lazy("Tight"),
    Quality.STIFF: gettext_lazy("Stiff"),
    Quality.CRAMP: gettext_lazy("Cramping"),
    Quality.THROBBING: gettext_lazy("Throbbing"),
    Quality.SHARP: gettext_lazy("Sharp"),
    Quality.STABBING: gettext_lazy("Stabbing"),
    Quality.BURNING: gettext_lazy("Burning"),
    Quality.SHOOTING: gettext_lazy("Shooting"),
    Quality.ELECTRIC: gettext_lazy("Like an electric shock"),
    Quality.NUMB: gettext_lazy("Numb"),
    Quality.TINGLING: gettext_lazy("Tingling"),
    Quality.WEAK: gettext_lazy("Weak"),
}

COVERS: dict[str, str | Promise] = {
    "1": gettext_lazy("All of it"),
    "0.5": gettext_lazy("About half of it"),
    "0.2": gettext_lazy("A small spot in it"),
}
"""How much of a zone hurts. Our coarse steps for ticking; a drawing would measure it."""

SIDES: dict[str, str | Promise] = {
    Side.RIGHT: gettext_lazy("right"),
    Side.LEFT: gettext_lazy("left"),
    Side.MIDLINE: gettext_lazy("middle"),
}


@dataclass(frozen=True, slots=True)
class Box:
    """One tick box: a zone on one side."""

    value: str
    side: str
    label: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class ZoneLine:
    """One zone of the list with its boxes."""

    label: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the body: open where something in it is ticked."""

    label: str
    lines: tuple[ZoneLine, ...]
    ticked: int


def parts(ticked: Iterable[str], language: str) -> list[Part]:
    """The list, part by part; ``ticked`` holds ``code:side``."""
    chosen = frozenset(ticked)
    return [_part(str(label), prefixes, chosen, language) for label, prefixes in PARTS]


def zone_name(code: str, side: str, language: str) -> str:
    """A zone with its side, such as ``forehead, right``."""
    zone = zones()[code]
    said = zone.label.in_language(language)
    return said if zone.midline else f"{said}, {SIDES[side]}"


@lru_cache
def zones() -> Mapping[str, Zone]:
    """The atlas's zones by code."""
    return {zone.code: zone for zone in load().zones}


def _part(label: str, prefixes: tuple[str, ...], chosen: frozenset[str], language: str) -> Part:
    lines = tuple(
        ZoneLine(
            label=_capital(zone.label.in_language(language)),
            boxes=tuple(_box(zone, side, chosen) for side in _right_first(zone)),
        )
        for zone in zones().values()
        if zone.code.split(".")[0] in prefixes
    )
    return Part(label=label, lines=lines, ticked=sum(box.ticked for line in lines for box in line.boxes))


def _box(zone: Zone, side: Side, chosen: frozenset[str]) -> Box:
    value = f"{zone.code}:{side}"
    return Box(
        value=value,
        side=side,
        label=_capital(str(SIDES[side])),
        ticked=value in chosen,
    )


def _right_first(zone: Zone) -> tuple[Side, ...]:
    return tuple(reversed(zone.sides))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
