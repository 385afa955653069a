"""The history of an episode, recorded at a visit and revised at later ones."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from drypoint.clinic.episodes.actions import histories
from drypoint.clinic.episodes.models import History
from drypoint.clinic.permissions import Permission
from drypoint.clinic.visits.models import Visit
from drypoint.web.access import staff_page
from drypoint.web.forms.facts import fact_refusals
from drypoint.web.forms.histories import HistoryForm, TriedTreatmentForm
from drypoint.web.forms.rows import Rows, as_typed, asks_for_row
from drypoint.web.presenters import histories as presenter
from drypoint.web.visit_scope import frame, visit_of


@staff_page(Permission.SEE_CHART, change=Permission.EDIT_CHART)
def history(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """The whole history in one form; at a later visit, what changed."""
    visit = visit_of(request, visit_id)
    stands = _standing(visit)
    form, tried = _forms(request, stands)
    if form.is_bound and form.is_valid() and tried.are_valid(form):
        with fact_refusals(form, standing=lambda: _standing(visit), in_words=presenter.said):
            details = {name: value for name, value in form.cleaned_data.items() if name != "supersedes"}
            histories.record(
                by=request.actor,
                episode=visit.episode,
                supersedes=form.corrected(visit.episode.histories),
                previous_treatments=tried.content,
                **details,
            )
            messages.success(request, _("The history is saved."))
            return redirect("visit", visit.pk)
    shown = {
        **frame(visit, _("History")),
        "form": form,
        "tried": tried,
        "revises": stands is not None,
    }
    return render(request, "histories/history.html", shown, status=form.status)


def _forms(request: HttpRequest, stands: History | None) -> tuple[HistoryForm, Rows]:
    if request.method != "POST":
        given = presenter.rows_of(stands.previous_treatments) if stands is not None else []
        return HistoryForm.of(stands), Rows(TriedTreatmentForm, prefix="tried", given=given)
    tried = Rows(TriedTreatmentForm, prefix="tried", data=request.POST)
    if asks_for_row(request.POST):
        return HistoryForm(initial=as_typed(HistoryForm, request.POST)), tried
    return HistoryForm(request.POST), tried


def _standing(visit: Visit) -> History | None:
    found: History | None = visit.episode.histories.current().first()
    return found


urlpatterns = [path("visits/<uuid:visit_id>/history/", history, name="history")]
