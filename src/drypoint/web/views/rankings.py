"""Which muscles may explain the pain drawing, and which to palpate next."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from drypoint.clinic.accounts.features import STATEMENTS, Feature
from drypoint.clinic.accounts.queries import features
from drypoint.clinic.permissions import Permission
from drypoint.clinic.visits.actions import rankings
from drypoint.clinic.visits.queries.rankings import current_drawing, is_up_to_date, latest_ranking
from drypoint.clinic.visits.queries.red_flags import open_red_flags
from drypoint.web.access import staff_page
from drypoint.web.presenters import rankings as presenter
from drypoint.web.presenters.body_pictures import drawing_figure
from drypoint.web.visit_scope import frame, visit_of


@staff_page(Permission.SEE_CHART, change=Permission.EDIT_CHART)
def ranking(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """The last ranking, with a word when the drawing or the palpation is newer; posting ranks anew."""
    visit = visit_of(request, visit_id)
    if request.method == "POST":
        rankings.rank(by=request.actor, visit=visit)
        return redirect("ranking", visit.id)
    is_on = Feature.RANKING in features(request.clinic)
    found = latest_ranking(visit) if is_on else None
    drawing = current_drawing(visit)
    shown = {
        **frame(visit, Feature.RANKING.label),
        "is_on": is_on,
        "red_flags": open_red_flags(visit),
        "statement": STATEMENTS[Feature.RANKING],
        "drawing": drawing,
        "figure": drawing_figure(drawing) if drawing else None,
        "ranking": presenter.present(found, visit, drawing.zones if drawing else ()) if found else None,
        "is_stale": found is not None and not is_up_to_date(found, visit),
    }
    return render(request, "rankings/ranking.html", shown)


urlpatterns = [path("visits/<uuid:visit_id>/ranking/", ranking, name="ranking")]
