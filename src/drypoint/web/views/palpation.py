"""Palpation: a card for each muscle side, saved one by one; each finding updates the ranking."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from drypoint.clinic.permissions import Permission
from drypoint.clinic.visits.actions import palpation, rankings
from drypoint.clinic.visits.models import PalpationFinding, Visit
from drypoint.clinic.visits.queries.rankings import latest_ranking
from drypoint.clinic.visits.queries.trigger_points import with_series
from drypoint.web.access import staff_page
from drypoint.web.forms.facts import fact_refusals
from drypoint.web.forms.palpation import MuscleSearchForm, PalpationForm
from drypoint.web.presenters import palpation as presenter
from drypoint.web.presenters import rankings as rankings_presenter
from drypoint.web.presenters.palpation import Spot
from drypoint.web.visit_scope import frame, visit_of


@staff_page(Permission.SEE_CHART, change=Permission.EDIT_CHART)
def cards(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """All cards; htmx asks for search results alone."""
    visit = visit_of(request, visit_id)
    if request.method == "POST":
        return _save(request, visit)
    search = MuscleSearchForm(request.GET)
    asked = search.cleaned_data["q"] if search.is_valid() else ""
    if request.htmx:
        shown = {"found": presenter.search(asked, visit), "asked": asked}
        return render(request, "palpation/found.html", shown)
    return _page(request, visit, search=search, asked=asked)


def _save(request: HttpRequest, visit: Visit) -> HttpResponse:
    spot = Spot.of(request.POST.get("card", ""))
    if spot is None:
        raise Http404
    form = PalpationForm(request.POST, prefix=spot.key)
    if form.is_valid():
        with fact_refusals(form, standing=lambda: _standing(visit, spot), in_words=presenter.said):
            palpation.record(
                by=request.actor,
                visit=visit,
                muscle=spot.muscle,
                side=spot.side,
                site=spot.site,
                supersedes=form.corrected(visit.palpation_findings),
                **form.details,
            )
            rankings.refresh(by=request.actor, visit=visit)
            if request.htmx:
                return _one_card(request, visit, spot, None)
            messages.success(request, _("The finding is saved."))
            return redirect(f"{reverse('palpation', args=[visit.pk])}?card={spot.key}#card-{spot.key}")
    if request.htmx:
        return _one_card(request, visit, spot, form)
    return _page(request, visit, spot=spot, form=form)


def _standing(visit: Visit, spot: Spot) -> PalpationFinding | None:
    return (
        visit.palpation_findings.current()
        .filter(
            trigger_point__muscle=spot.muscle, trigger_point__side=spot.side, trigger_point__site=spot.site
        )
        .first()
    )


def _one_card(request: HttpRequest, visit: Visit, spot: Spot, form: PalpationForm | None) -> HttpResponse:
    ranking = latest_ranking(visit)
    points = {Spot(one.muscle, one.side, one.site): one for one in with_series(visit.episode)}
    shown = {
        "visit": visit,
        "card": presenter.card(
            spot,
            visit,
            point=points.get(spot),
            probabilities=presenter.probabilities(ranking),
            form=form,
            is_open=True,
        ),
        "is_saved": form is None,
        "ranking": rankings_presenter.present(ranking, visit) if ranking else None,
    }
    return render(request, "palpation/one_card.html", shown, status=_status(form))


def _page(
    request: HttpRequest,
    visit: Visit,
    *,
    search: MuscleSearchForm | None = None,
    asked: str = "",
    spot: Spot | None = None,
    form: PalpationForm | None = None,
) -> HttpResponse:
    named = request.GET.get("card") or f"{request.GET.get('muscle', '')}-{request.GET.get('side', '')}-1"
    wanted = spot or Spot.of(named)
    ranking = latest_ranking(visit)
    series = with_series(visit.episode)
    points = {Spot(one.muscle, one.side, one.site): one for one in series}
    known = presenter.probabilities(ranking)
    spots = presenter.spots(wanted, ranking, series)
    at_hand = wanted or next(
        (one for one in spots if not presenter.is_palpated(points.get(one), visit)), None
    )
    shown = {
        **frame(visit, _("Palpation")),
        "cards": [
            presenter.card(
                one,
                visit,
                point=points.get(one),
                probabilities=known,
                form=form if one == spot else None,
                is_open=one == at_hand,
            )
            for one in spots
        ],
        "search": search or MuscleSearchForm(),
        "asked": asked,
        "found": presenter.search(asked, visit),
        "ranking": rankings_presenter.present(ranking, visit) if ranking else None,
    }
    return render(request, "palpation/palpation.html", shown, status=_status(form))


def _status(form: PalpationForm | None) -> int:
    # The form's field of the same name is no attribute of it: Django takes fields out of the class.
    return form.status if form else 200  # type: ignore[return-value]


urlpatterns = [path("visits/<uuid:visit_id>/palpation/", cards, name="palpation")]
