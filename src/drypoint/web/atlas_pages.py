"""The pages of the atlas, the same for staff and at a public address.

What a page says never changes while the server runs, so it is made once for each place and language; only
the frame around it, and what a search found, are made for each request.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.http import Http404
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from drypoint import atlas
from drypoint.figures.drawing import Language
from drypoint.terms import InvalidInput
from drypoint.web.presenters import atlas_evidence, atlas_search, muscle_pages, zone_pages
from drypoint.web.presenters.atlas_pictures import language
from drypoint.web.presenters.atlas_places import Place
from drypoint.web.presenters.parts import Crumb, Tab

MOST_KEPT = 400
"""So many pages are kept ready, some 60 kB each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AtlasPage:
    """What stands in the frame."""

    title: str
    main: SafeString
    place: Place
    searches: bool = False
    needling: bool = False
    """Whether it shows what lies under, which has a style sheet of its own."""


def muscles(place: Place, wanted: str) -> AtlasPage:
    """Every muscle by region, and what a search found."""
    body = atlas.load().muscles
    shown = {
        "place": place,
        "tabs": _tabs(place, place.muscles),
        "query": wanted[: atlas_search.LONGEST],
        "found": atlas_search.search(wanted, place),
        "drawn": sum(atlas_search.is_drawn(muscle.id) for muscle in body),
        "total": len(body),
        "regions": _regions(place, language()),
    }
    main = render_to_string("atlas/muscles.html", shown)
    return AtlasPage(title=_("Muscles"), main=main, place=place, searches=True)


def found(place: Place, wanted: str) -> SafeString:
    """What a search found, as the part of the page that it fills."""
    return render_to_string("atlas/found.html", {"place": place, "found": atlas_search.search(wanted, place)})


def muscle(place: Place, muscle: str) -> AtlasPage:
    """One muscle."""
    try:
        known = atlas.load().muscle(muscle)
    except InvalidInput as unknown:
        raise Http404 from unknown
    return _muscle(place, known.id, language())


def zones(place: Place, view: str) -> AtlasPage:
    """The body to tap on, with the same as a list."""
    return _zones(place, view if view in zone_pages.MAPS else "body", language())


def zone(place: Place, zone: str, side: str) -> AtlasPage:
    """One zone: which trigger points refer pain there."""
    try:
        known = atlas.load().zone(zone)
    except InvalidInput as unknown:
        raise Http404 from unknown
    return _zone(place, known.code, zone_pages.side_of(known, side), language())


@lru_cache(maxsize=MOST_KEPT)
def _muscle(place: Place, muscle: str, said: Language) -> AtlasPage:
    with override(said):
        page = muscle_pages.present(atlas.load().muscle(muscle), place)
        shown = {
            "place": place,
            "page": page,
            "agreement": atlas_evidence.agreement(),
            "palpation_lines": atlas_evidence.palpation_lines(muscle),
            "crumbs": [Crumb(_("Muscles"), place.muscles), Crumb(page.name)],
        }
        main = render_to_string("atlas/muscle.html", shown)
    return AtlasPage(title=page.name, main=main, place=place, needling=True)


@lru_cache(maxsize=64)
def _zones(place: Place, view: str, said: Language) -> AtlasPage:
    with override(said):
        shown = {
            "place": place,
            "tabs": _tabs(place, place.zones),
            "views": zone_pages.tabs(view, place),
            "maps": zone_pages.maps(view, place),
            "parts": zone_pages.parts(place),
        }
        main = render_to_string("atlas/zones.html", shown)
        return AtlasPage(title=_("Where does it hurt?"), main=main, place=place)


@lru_cache(maxsize=MOST_KEPT)
def _zone(place: Place, zone: str, side: str, said: Language) -> AtlasPage:
    with override(said):
        known = atlas.load().zone(zone)
        page = zone_pages.present(known, zone_pages.side_of(known, side), place)
        crumbs = [Crumb(_("Where does it hurt?"), place.zones), Crumb(page.name)]
        main = render_to_string("atlas/zone.html", {"place": place, "page": page, "crumbs": crumbs})
    return AtlasPage(title=page.name, main=main, place=place)


@lru_cache(maxsize=16)
def _regions(place: Place, said: Language) -> SafeString:
    with override(said):
        groups = atlas_search.by_region(place)
        return mark_safe(render_to_string("atlas/regions.html", {"groups": groups}))  # noqa: S308


def _tabs(place: Place, here: str) -> list[Tab]:
    """The two ways in."""
    ways = ((_("Muscles"), place.muscles), (_("Where does it hurt?"), place.zones))
    return [Tab(label, url, url == here) for label, url in ways]
