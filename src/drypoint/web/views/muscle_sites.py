"""Muscles on the body: which are drawn, where their trigger points are sought, what lies under."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drypoint import atlas
from drypoint.terms import InvalidInput
from drypoint.web.access import staff_page
from drypoint.web.presenters import muscle_sites as presenter
from drypoint.web.presenters.parts import Crumb


@staff_page()
@require_safe
def muscles(request: HttpRequest) -> HttpResponse:
    """Every muscle by region, drawn or not drawn yet."""
    groups = presenter.by_region(atlas.load().muscles)
    drawn = sum(muscle.is_drawn for group in groups for muscle in group.muscles)
    shown = {"groups": groups, "drawn": drawn, "total": len(atlas.load().muscles)}
    return render(request, "muscle_sites/muscles.html", shown)


@staff_page()
@require_safe
def muscle(request: HttpRequest, muscle: str) -> HttpResponse:
    """One muscle: its belly and sites on the body, and what lies under."""
    try:
        known = atlas.load().muscle(muscle)
    except InvalidInput as unknown:
        raise Http404 from unknown
    page = presenter.present(known)
    crumbs = [Crumb(_("Muscles on the body"), reverse("muscles")), Crumb(page.name)]
    return render(request, "muscle_sites/muscle.html", {"page": page, "crumbs": crumbs})


urlpatterns = [
    path("atlas/muscles/", muscles, name="muscles"),
    path("atlas/muscles/<slug:muscle>/", muscle, name="muscle"),
]
