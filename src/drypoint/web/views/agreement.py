"""How well the clinic's examiners agree when they palpate, beside what was published."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from drypoint.clinic.permissions import Permission
from drypoint.clinic.visits.queries.second_looks import pairs_of
from drypoint.outcomes.agreement import FEWEST
from drypoint.web.access import staff_page
from drypoint.web.presenters import second_looks as presenter


@staff_page(Permission.SEE_OUTCOMES)
@require_safe
def agreement(request: HttpRequest) -> HttpResponse:
    """Each sign; pairs of examiners by name only for who works with charts."""
    with_names = request.actor.may(Permission.SEE_CHART)
    pairs = pairs_of(request.clinic)
    shown = {
        "signs": presenter.signs(pairs, with_names=with_names),
        "with_names": with_names,
        "count": len(pairs),
        "fewest": FEWEST,
    }
    return render(request, "second_looks/agreement.html", shown)


urlpatterns = [path("agreement/", agreement, name="agreement")]
