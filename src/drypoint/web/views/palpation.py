"""Palpation: a card for each muscle side; each tap of a sign is saved at once and updates the ranking."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django_htmx.http import reswap, retarget

from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.permissions import Permission
from drypoint.clinic.visits.actions import palpation, rankings
from drypoint.clinic.visits.models import PalpationFinding, Visit
from drypoint.clinic.visits.queries.rankings import current_drawing, latest_ranking
from drypoint.clinic.visits.queries.trigger_points import standing_finding, with_series
from drypoint.terms import InvalidInput
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
    if request.htmx and request.POST.get("tap") in PalpationForm.taps:
        return _tap(request, visit, spot, request.POST["tap"])
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
            messages.success(request, _("The finding is saved."))
            return redirect(f"{reverse('palpation', args=[visit.pk])}?card={spot.key}#card-{spot.key}")
    return _page(request, visit, spot=spot, form=form)


def _tap(request: HttpRequest, visit: Visit, spot: Spot, name: str) -> HttpResponse:
    """One sign; where it is refused the card comes back as it stands, with the reason."""
    form = PalpationForm(request.POST, prefix=spot.key)
    found, refused = form.tapped(name), ""
    if found:
        try:
            palpation.mark(
                by=request.actor, visit=visit, muscle=spot.muscle, side=spot.side, site=spot.site, **found
            )
        except (InvalidInput, NotAllowedNow) as refusal:
            refused = str(refusal)
        else:
            rankings.refresh(by=request.actor, visit=visit)
            return render(request, "palpation/tapped.html", {**_around(visit, spot), "is_saved": True})
    around = _around(visit, spot, None if found else form)
    answer = render(request, "palpation/one_card.html", {**around, "refused": refused}, status=422)
    return retarget(reswap(answer, "outerHTML"), f"#card-{spot.key}")


def _standing(visit: Visit, spot: Spot) -> PalpationFinding | None:
    return standing_finding(visit, muscle=spot.muscle, side=spot.side, site=spot.site)


def _around(visit: Visit, spot: Spot, form: PalpationForm | None = None) -> dict[str, Any]:
    """The card of ``spot`` as it stands now, the ranking beside it, and the muscle that comes next."""
    ranking = latest_ranking(visit)
    series = with_series(visit.episode)
    points = {Spot(one.muscle, one.side, one.site): one for one in series}
    card = presenter.card(
        spot,
        visit,
        point=points.get(spot),
        probabilities=presenter.probabilities(ranking),
        form=form,
        is_open=True,
        is_drawn=current_drawing(visit) is not None,
    )
    return {
        "visit": visit,
        "card": card,
        "ranking": rankings_presenter.present(ranking, visit) if ranking else None,
        **presenter.next_muscle(spot, presenter.spots(spot, ranking, series), points, visit, ranking),
    }


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
    is_drawn = current_drawing(visit) is not None
    spots = presenter.spots(wanted, ranking, series)
    at_hand = wanted or next(
        (one for one in spots if not presenter.is_palpated(points.get(one), visit)), None
    )
    if at_hand:  # first on the page: a thumb should not have to look for it
        spots = [at_hand, *(one for one in spots if one != at_hand)]
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
                is_drawn=is_drawn,
            )
            for one in spots
        ],
        "search": search or MuscleSearchForm(),
        "asked": asked,
        "found": presenter.search(asked, visit),
        "ranking": rankings_presenter.present(ranking, visit) if ranking else None,
        **presenter.next_muscle(at_hand, spots, points, visit, ranking),
        "second_look_url": reverse("second_look", args=[visit.pk]),
    }
    return render(request, "palpation/palpation.html", shown, status=_status(form))


def _status(form: PalpationForm | None) -> int:
    # The form's field of the same name is no attribute of it: Django takes fields out of the class.
    return form.status if form else 200  # type: ignore[return-value]


urlpatterns = [path("visits/<uuid:visit_id>/palpation/", cards, name="palpation")]
