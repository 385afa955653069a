"""The atlas without sign-in, where the clinic has opened it: nobody's care, no cookie, kept by caches.

The pages are made without the request, so that no session, no token and no choice of a browser enters them:
the same address gives everybody the same page.
"""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import path
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.accounts.queries import clinic_with_public_atlas
from drypoint.web import atlas_pages
from drypoint.web.access import public_page
from drypoint.web.atlas_pages import AtlasPage
from drypoint.web.presenters.atlas_places import Place

MINUTES_KEPT = 10
"""How long caches keep a page: a clinic that closes its atlas is obeyed by then."""


@public_page
@require_safe
def home(request: HttpRequest, clinic_id: UUID) -> HttpResponse:
    """To the list of muscles in the browser's language; no cache keeps this answer."""
    clinic = _open(clinic_id)
    return redirect(Place((str(clinic.pk), get_language() or settings.LANGUAGE_CODE)).muscles)


@public_page
@require_safe
def muscles(request: HttpRequest, clinic_id: UUID, lang: str) -> HttpResponse:
    """Every muscle by region, and the search."""
    wanted = request.GET.get("q", "")
    return _shown(request, clinic_id, lang, lambda place: atlas_pages.muscles(place, wanted))


@public_page
@require_safe
def search(request: HttpRequest, clinic_id: UUID, lang: str) -> HttpResponse:
    """What a search found, as a part of the page of muscles."""
    place = _place(_open(clinic_id), lang)
    with override(lang):
        return _kept(HttpResponse(atlas_pages.found(place, request.GET.get("q", ""))), lang)


@public_page
@require_safe
def muscle(request: HttpRequest, clinic_id: UUID, lang: str, muscle: str) -> HttpResponse:
    """One muscle."""
    return _shown(request, clinic_id, lang, lambda place: atlas_pages.muscle(place, muscle))


@public_page
@require_safe
def zones(request: HttpRequest, clinic_id: UUID, lang: str) -> HttpResponse:
    """Where does it hurt?"""
    view = request.GET.get("view", "")
    return _shown(request, clinic_id, lang, lambda place: atlas_pages.zones(place, view))


@public_page
@require_safe
def zone(request: HttpRequest, clinic_id: UUID, lang: str, zone: str) -> HttpResponse:
    """Which trigger points refer pain to a zone."""
    side = request.GET.get("side", "")
    return _shown(request, clinic_id, lang, lambda place: atlas_pages.zone(place, zone, side))


def _shown(
    request: HttpRequest, clinic_id: UUID, lang: str, build: Callable[[Place], AtlasPage]
) -> HttpResponse:
    clinic = _open(clinic_id)
    place = _place(clinic, lang)
    with override(lang):
        content = render_to_string("atlas/page.html", _frame(request, clinic, build(place), lang))
    return _kept(HttpResponse(content), lang)


def _frame(request: HttpRequest, clinic: Clinic, page: AtlasPage, lang: str) -> dict[str, object]:
    """The page and what stands around it: the clinic's name, the languages, the page's one address."""
    address = settings.OWN_ADDRESS or f"{request.scheme}://{request.get_host()}"
    here = {code: request.path.replace(f"/{lang}/", f"/{code}/", 1) for code, _name in settings.LANGUAGES}
    return {
        "layout": "layouts/public_atlas.html",
        "title": page.title,
        "main": page.main,
        "searches": page.searches,
        "needling": page.needling,
        "place": page.place,
        "clinic": clinic,
        "language": lang,
        "canonical": f"{address}{request.path}",
        "languages": [(code, path, f"{address}{path}") for code, path in here.items()],
    }


def _place(clinic: Clinic, lang: str) -> Place:
    if lang not in dict(settings.LANGUAGES):
        raise Http404
    return Place((str(clinic.pk), lang))


def _open(clinic_id: UUID) -> Clinic:
    clinic = clinic_with_public_atlas(clinic_id)
    if clinic is None:
        raise Http404
    return clinic


def _kept(response: HttpResponse, lang: str) -> HttpResponse:
    response["Content-Language"] = lang
    response["Cache-Control"] = f"public, max-age={MINUTES_KEPT * 60}"
    response["X-Robots-Tag"] = "noindex"
    return response


urlpatterns = [
    path("public/<uuid:clinic_id>/", home, name="public_atlas"),
    path("public/<uuid:clinic_id>/<slug:lang>/search/", search, name="public_muscle_search"),
    path("public/<uuid:clinic_id>/<slug:lang>/muscles/", muscles, name="public_muscles"),
    path("public/<uuid:clinic_id>/<slug:lang>/muscles/<slug:muscle>/", muscle, name="public_muscle"),
    path("public/<uuid:clinic_id>/<slug:lang>/zones/", zones, name="public_zones"),
    path("public/<uuid:clinic_id>/<slug:lang>/zones/<str:zone>/", zone, name="public_zone"),
]
