"""Muscles in words."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from drypoint import atlas
from drypoint.atlas import Muscle
from drypoint.web.presenters.zones import SIDES, zone_name

Choices = list[tuple[str, str]]
REGIONS: dict[str, str | Promise] = {
    "head": gettext_lazy("Head"),
    "neck": gettext_lazy("Neck"),
    "shoulder": gettext_lazy("Shoulder"),
    "upper back": gettext_lazy("Upper back"),
    "back": gettext_lazy("Back"),
    "chest": gettext_lazy("Chest"),
    "trunk": gettext_lazy("Trunk"),
    "abdomen": gettext_lazy("Abdomen"),
    "pelvis": gettext_lazy("Pelvis"),
    "arm": gettext_lazy("Arm"),
    "forearm": gettext_lazy("Forearm"),
    "hand": gettext_lazy("Hand"),
    "hip": gettext_lazy("Hip"),
    "thigh": gettext_lazy("Thigh"),
    "leg": gettext_lazy("Leg"),
    "foot": gettext_lazy("Foot"),
}
"""Regions as the atlas groups muscles."""


def muscle_name(muscle: str) -> str:
    """The muscle's name in the page's language, as it begins a line."""
    said = atlas.load().muscle(muscle).name.in_language(_language())
    return said[:1].upper() + said[1:]


def muscle_url(muscle: str) -> str:
    """The page of a muscle: where it lies on the body and what lies under."""
    return reverse("muscle", args=[muscle])


def muscle_side(muscle: str, side: str, site: int | str | None = None) -> str:
    """Such as ``Temporalis · left`` and, from the second trigger point on, its site."""
    known = atlas.load().muscle(muscle)
    said = muscle_name(muscle)
    if known.paired:
        said = f"{said} · {SIDES[side]}"
    if site is not None and str(site) != "1":
        said = _("%(place)s · site %(site)s") % {"place": said, "site": site}
    return said


def place(muscle: str | None, zone: str | None, side: str, site: int | str | None = None) -> str:
    """The muscle of a planned insertion, else its zone."""
    if muscle is not None:
        return muscle_side(muscle, side, site)
    said = zone_name(str(zone), side, _language())
    return said[:1].upper() + said[1:]


def muscle_choices() -> list[tuple[str, Choices]]:
    """Every muscle, by region, as a select field groups them."""
    regions: dict[str, Choices] = {}
    for muscle in atlas.load().muscles:
        regions.setdefault(muscle.region, []).append((muscle.id, muscle_name(muscle.id)))
    return [(region_name(region), sorted(found, key=lambda one: one[1])) for region, found in regions.items()]


def found_by(text: str, *, most: int = 12) -> Iterable[Muscle]:
    """Muscles that ``text`` names, best first."""
    return atlas.load().find_muscles(text)[:most] if text.strip() else ()


def region_name(region: str) -> str:
    """A region of the body in the page's language."""
    return str(REGIONS.get(region, region))


def _language() -> str:
    return get_language() or "en"
