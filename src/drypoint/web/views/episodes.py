"""Episodes of care: open, the one page for the whole course, change, close, open again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drypoint import atlas
from drypoint.clinic.accounts import queries as accounts
from drypoint.clinic.audit import actions as audit
from drypoint.clinic.episodes.actions import episodes
from drypoint.clinic.episodes.models import Episode
from drypoint.clinic.followup.queries.alerts import chart_alerts
from drypoint.clinic.followup.queries.episode_page import episode_page
from drypoint.clinic.home_care.queries import programme_of_episode
from drypoint.clinic.permissions import Permission
from drypoint.web.access import staff_page
from drypoint.web.forms.base import refusals
from drypoint.web.forms.episodes import CloseForm, ComplaintSearchForm, OpenForm, ReopenForm, ReviseForm
from drypoint.web.presenters import charts
from drypoint.web.presenters import episodes as presenter
from drypoint.web.presenters import exercises as exercises_presenter
from drypoint.web.presenters import people as people_presenter


@staff_page(Permission.EDIT_CHART)
def open_(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """First the complaint, found by everyday words; then title, therapist and day, filled in already."""
    person = get_object_or_404(request.clinic.people, pk=person_id)
    shown = {"person": person, "strip": people_presenter.strip(person)}
    complaint = request.POST.get("complaint") or request.GET.get("complaint", "")
    known = {one.id: one for one in atlas.load().complaints}
    if complaint not in known and request.method != "POST":
        search = ComplaintSearchForm(request.GET)
        asked = search.cleaned_data["q"] if search.is_valid() else ""
        shown |= {"search": search, "asked": asked, "areas": presenter.complaints(asked)}
        template = "episodes/complaint_rows.html" if request.htmx else "episodes/complaint.html"
        return render(request, template, shown)
    therapists = accounts.therapists(request.clinic)
    initial = {
        "complaint": complaint,
        "title": presenter.title_of(known[complaint]) if complaint in known else "",
        "therapist": request.membership.pk,
        "opened_on": accounts.today(request.clinic),
    }
    form = OpenForm(request.POST or None, initial=initial, therapists=therapists)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            opened = episodes.open(by=request.actor, person=person, **form.cleaned_data)
            messages.success(request, _("The episode is open. Start the first visit when you are ready."))
            return redirect("episode", opened.pk)
    return render(request, "episodes/open.html", {**shown, "form": form}, status=form.status)


@staff_page(Permission.SEE_CHART)
@require_safe
def episode(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    """The whole course on one page."""
    found = _episode(request, episode_id)
    audit.opened(by=request.actor, subject=found)
    known = chart_alerts(found)
    programme = programme_of_episode(found, today=accounts.today(request.clinic))
    shown = {
        "episode": found,
        "strip": charts.strip_with(found, known),
        "crumbs": charts.crumbs(found),
        "page": presenter.present(episode_page(found), known, request.actor),
        "clearances": known.clearances,
        "at_home": exercises_presenter.at_home(programme) if programme is not None else None,
    }
    return render(request, "episodes/episode.html", shown)


@staff_page(Permission.EDIT_CHART)
def revise(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    """Change complaint, title or therapist, unless somebody else did meanwhile."""
    found = _episode(request, episode_id)
    therapists = accounts.therapists(request.clinic)
    if request.method == "POST":
        form = ReviseForm(request.POST, therapists=therapists)
    else:
        form = ReviseForm.of(found, therapists=therapists)
    if form.is_bound and form.is_valid():
        with refusals(form, on=found):
            episodes.revise(by=request.actor, episode=found, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("episode", found.pk)
    shown = {**_frame(found, _("Change the episode")), "form": form}
    return render(request, "episodes/revise.html", shown, status=form.status)


@staff_page(Permission.EDIT_CHART)
def close(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    """End the episode with a reason."""
    found = _episode(request, episode_id)
    initial = {"revision": found.revision, "closed_on": accounts.today(request.clinic)}
    form = CloseForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals(form, on=found):
            episodes.close(by=request.actor, episode=found, **form.cleaned_data)
            messages.success(request, _("The episode is closed."))
            return redirect("episode", found.pk)
    shown = {**_frame(found, _("Close the episode")), "form": form}
    return render(request, "episodes/close.html", shown, status=form.status)


@staff_page(Permission.EDIT_CHART)
def reopen(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    """Take the closing back."""
    found = _episode(request, episode_id)
    form = ReopenForm(request.POST or None, initial={"revision": found.revision})
    if request.method == "POST" and form.is_valid():
        with refusals(form, on=found):
            episodes.reopen(by=request.actor, episode=found, **form.cleaned_data)
            messages.success(request, _("The episode is open again."))
            return redirect("episode", found.pk)
    shown = {**_frame(found, _("Open the episode again")), "form": form}
    return render(request, "episodes/reopen.html", shown, status=form.status)


def _episode(request: HttpRequest, episode_id: UUID) -> Episode:
    found: Episode = get_object_or_404(
        request.clinic.episodes.select_related("person", "therapist__user", "clinic"), pk=episode_id
    )
    return found


def _frame(found: Episode, here: str) -> dict[str, object]:
    return {"episode": found, "strip": charts.strip(found), "crumbs": charts.crumbs(found, here=here)}


urlpatterns = [
    path("people/<uuid:person_id>/episodes/new/", open_, name="episode_open"),
    path("episodes/<uuid:episode_id>/", episode, name="episode"),
    path("episodes/<uuid:episode_id>/details/", revise, name="episode_revise"),
    path("episodes/<uuid:episode_id>/close/", close, name="episode_close"),
    path("episodes/<uuid:episode_id>/reopen/", reopen, name="episode_reopen"),
]
