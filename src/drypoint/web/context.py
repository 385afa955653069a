"""What every template may use without asking: clinic, who acts, where one can go, language and theme."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.actors import ActorKind
from drypoint.clinic.permissions import Permission

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "drypoint_theme"


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation; ``name`` is the address's name, ``section`` the start of its path."""

    name: str
    section: str
    label: str | Promise
    icon: str
    needs: Permission | None


STAFF_PLACES = (
    Place("today", "/today/", _("Today"), "home", None),
    Place("people", "/people/", _("People"), "people", Permission.SEE_PEOPLE),
    Place("diary", "/diary/", _("Diary"), "calendar", Permission.SEE_DIARY),
    Place("check-in-board", "/check-ins/", _("Check-ins"), "heart", Permission.SEE_CHART),
    Place("muscles", "/atlas/", _("Atlas"), "body", None),
    Place("incidents", "/incidents/", _("Incidents"), "alert", Permission.SEE_INCIDENTS),
    Place("stock", "/stock/", _("Needles"), "box", Permission.SEE_STOCK),
    Place("outcomes", "/outcomes/", _("Outcomes"), "chart", Permission.SEE_OUTCOMES),
    Place("settings", "/settings/", _("Settings"), "settings", Permission.EDIT_CLINIC),
)
PATIENT_PLACES = (Place("my_care", "/my/", _("My care"), "heart", Permission.SEE_OWN_CARE),)


@dataclass(frozen=True, slots=True)
class Link:
    """A place as the navigation shows it on this page."""

    url: str
    label: str | Promise
    icon: str
    here: bool


def clinic(request: HttpRequest) -> dict[str, Any]:
    """Django's context processor."""
    theme = request.COOKIES.get(THEME_COOKIE, "auto")
    return {
        "clinic": getattr(request, "clinic", None),
        "actor": getattr(request, "actor", None),
        "membership": getattr(request, "membership", None),
        "nav": SimpleLazyObject(lambda: navigation(request)),
        "theme": theme if theme in THEMES else "auto",
        "languages": settings.LANGUAGES,
        "language": get_language() or settings.LANGUAGE_CODE,
    }


def navigation(request: HttpRequest) -> list[Link]:
    """Where this actor may go; places whose pages are not installed are left out."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return []
    places = PATIENT_PLACES if actor.kind is ActorKind.PATIENT else STAFF_PLACES
    links = []
    for place in places:
        if place.needs and not actor.may(place.needs):
            continue
        try:
            url = reverse(place.name)
        except NoReverseMatch:
            continue
        links.append(Link(url, place.label, place.icon, request.path.startswith(place.section)))
    return links
