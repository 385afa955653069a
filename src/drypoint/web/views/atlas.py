"""The atlas for staff: muscles, where it hurts, and the pictures of the body that its pages fetch."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_safe

from drypoint.atlas.body.light_views import light_view
from drypoint.terms import InvalidInput
from drypoint.web import atlas_pages
from drypoint.web.access import public_page, staff_page
from drypoint.web.atlas_pages import AtlasPage
from drypoint.web.presenters.atlas_places import STAFF

DAY_SECONDS = 24 * 3600


@staff_page()
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Where the atlas begins."""
    return redirect("muscles")


@staff_page()
@require_safe
def muscles(request: HttpRequest) -> HttpResponse:
    """Every muscle by region, and the search."""
    return _shown(request, atlas_pages.muscles(STAFF, request.GET.get("q", "")))


@staff_page()
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What a search found, as a part of the page of muscles."""
    return HttpResponse(atlas_pages.found(STAFF, request.GET.get("q", "")))


@staff_page()
@require_safe
def muscle(request: HttpRequest, muscle: str) -> HttpResponse:
    """One muscle."""
    return _shown(request, atlas_pages.muscle(STAFF, muscle))


@staff_page()
@require_safe
def zones(request: HttpRequest) -> HttpResponse:
    """Where does it hurt?"""
    return _shown(request, atlas_pages.zones(STAFF, request.GET.get("view", "")))


@staff_page()
@require_safe
def zone(request: HttpRequest, zone: str) -> HttpResponse:
    """Which trigger points refer pain to a zone."""
    return _shown(request, atlas_pages.zone(STAFF, zone, request.GET.get("side", "")))


@public_page
@require_safe
def body_view(request: HttpRequest, view: str) -> HttpResponse:
    """A view of the body with less shading than the static files hold: nobody's care, the same for all."""
    try:
        svg = light_view(view)
    except InvalidInput as unknown:
        raise Http404 from unknown
    return HttpResponse(
        svg,
        content_type="image/svg+xml",
        headers={"Cache-Control": f"public, max-age={DAY_SECONDS}"},
    )


def _shown(request: HttpRequest, page: AtlasPage) -> HttpResponse:
    shown = {"title": page.title, "main": page.main, "searches": page.searches, "needling": page.needling}
    return render(request, "atlas/page.html", shown)


urlpatterns = [
    path("atlas/", home, name="atlas"),
    path("atlas/search/", search, name="muscle_search"),
    path("atlas/muscles/", muscles, name="muscles"),
    path("atlas/muscles/<slug:muscle>/", muscle, name="muscle"),
    path("atlas/zones/", zones, name="zones"),
    path("atlas/zones/<str:zone>/", zone, name="zone"),
    path("body/<slug:view>.svg", body_view, name="body_view"),
]
