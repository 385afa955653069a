"""Which muscles may explain the pain drawing, and which to palpate next."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drypoint import atlas
from drypoint.clinic.accounts.features import STATEMENTS, Feature
from drypoint.clinic.accounts.queries import features
from drypoint.clinic.permissions import Permission
from drypoint.clinic.visits.actions import rankings
from drypoint.clinic.visits.queries.rankings import current_drawing, is_up_to_date, latest_ranking
from drypoint.clinic.visits.queries.red_flags import open_red_flags
from drypoint.terms import InvalidInput, Side
from drypoint.web.access import staff_page
from drypoint.web.presenters import rankings as presenter
from drypoint.web.presenters.body_pictures import drawing_figure, referral_figure
from drypoint.web.presenters.muscles import muscle_side, muscle_url
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


@staff_page(Permission.SEE_CHART)
@require_safe
def referral(request: HttpRequest, visit_id: UUID, muscle: str, side: str) -> HttpResponse:
    """Where one muscle refers, over the pain that the visit's drawing marks; htmx gets the picture alone."""
    visit = visit_of(request, visit_id)
    try:
        known = atlas.load().muscle(muscle)
    except InvalidInput:
        raise Http404 from None
    if side not in known.sides:
        raise Http404
    drawing = current_drawing(visit)
    name = muscle_side(muscle, side)
    picture = referral_figure(
        known.id,
        Side(side),
        drawing.zones if drawing else (),
        title=_("Referral of %(muscle)s over the marked pain") % {"muscle": name},
    )
    shown = {
        "name": name,
        "figure": picture,
        "unverified": any(one.verification.is_unverified for one in known.patterns),
        "found_in": atlas.load().cited(dict.fromkeys(key for one in known.patterns for key in one.sources)),
        "muscle_url": muscle_url(muscle),
        "palpate_url": presenter.palpate_url(visit, muscle, side),
    }
    if request.htmx:
        return render(request, "rankings/picture.html", shown)
    title = _("Where it refers: %(muscle)s") % {"muscle": name}
    return render(request, "rankings/referral.html", {**frame(visit, title), **shown, "title": title})


urlpatterns = [
    path("visits/<uuid:visit_id>/ranking/", ranking, name="ranking"),
    path("visits/<uuid:visit_id>/referral/<slug:muscle>/<slug:side>/", referral, name="referral"),
]
