"""What to do when something goes wrong: for everybody who works here, to read or to print."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from drypoint.web.access import staff_page
from drypoint.web.presenters import action_cards as presenter


@staff_page()
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All cards."""
    return render(request, "action_cards/list.html", {"cards": presenter.cards()})


@staff_page()
@require_safe
def card(request: HttpRequest, card_id: str) -> HttpResponse:
    """One card."""
    found = presenter.card(card_id)
    if found is None:
        raise Http404
    return render(request, "action_cards/card.html", {"shown": found, "card": found.card})


urlpatterns = [
    path("action-cards/", listing, name="action_cards"),
    path("action-cards/<slug:card_id>/", card, name="action_card"),
]
