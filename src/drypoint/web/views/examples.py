"""Published cases to walk through, each with an invented person; only in a demo clinic is one begun."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from drypoint.atlas.body import body
from drypoint.clinic.accounts import queries as accounts
from drypoint.clinic.episodes.actions import episodes
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.people.actions import people
from drypoint.clinic.permissions import Permission
from drypoint.clinic.visits.actions import pain_drawings, rankings, visits
from drypoint.clinic.visits.models import DrawnBy, Visit
from drypoint.web.access import staff_page
from drypoint.web.forms.zones import NO_FIGURE
from drypoint.web.guided_cases import GuidedCase, case_or_404, guided_cases
from drypoint.web.presenters import examples as presenter
from drypoint.web.presenters.parts import Crumb


@staff_page()
@require_safe
def examples(request: HttpRequest) -> HttpResponse:
    """All of them."""
    shown = {"examples": presenter.listing([*guided_cases().values()])}
    return render(request, "examples/list.html", shown)


@staff_page()
@require_safe
def example(request: HttpRequest, case_id: str) -> HttpResponse:
    """One case; what the report found is folded away."""
    case = case_or_404(case_id)
    shown = {
        "example": presenter.present(case),
        "found": presenter.found(case),
        "crumbs": [Crumb(_("Guided examples"), reverse("examples")), Crumb(presenter.title(case))],
        "may_start": request.clinic.is_demo and request.actor.may(Permission.EDIT_CHART),
        "top": presenter.TOP,
    }
    return render(request, "examples/example.html", shown)


@staff_page(Permission.EDIT_CHART)
@require_POST
def start(request: HttpRequest, case_id: str) -> HttpResponse:
    """An invented person with the case's drawing, in a visit that begins now."""
    case = case_or_404(case_id)
    if not request.clinic.is_demo:
        raise NotAllowedNow(_("Examples are begun in a demo clinic only, never among real people."))
    visit = _begin(request, case)
    messages.success(
        request,
        _("An invented person has this pain. Go on as with anybody, then compare."),
    )
    return redirect("ranking", visit.pk)


def _begin(request: HttpRequest, case: GuidedCase) -> Visit:
    now = timezone.now()
    language = translation.get_language() or "en"
    with transaction.atomic():
        person = people.register(
            by=request.actor,
            given_name=_("Example"),
            family_name=case.id.capitalize(),
            birth_date=accounts.today(request.clinic).replace(year=now.year - 40, day=1),
            language="es" if language.startswith("es") else "en",
            desk_note=_("Invented for a guided example: %(url)s")
            % {"url": reverse("example", args=[case.id])},
        )
        episode = episodes.open(
            by=request.actor,
            person=person,
            complaint=case.complaint,
            title=presenter.title(case),
            therapist=request.membership,
            opened_on=accounts.today(request.clinic),
        )
        visit = visits.start(by=request.actor, episode=episode, therapist=request.membership, started_at=now)
        pain_drawings.record(
            by=request.actor,
            visit=visit,
            chart_version=body().chart,
            figure=NO_FIGURE,
            drawn_by=DrawnBy.THERAPIST,
            zones=case.drawing(),
            words=case.words.in_language(language),
        )
        rankings.refresh(by=request.actor, visit=visit)
    return visit


urlpatterns = [
    path("examples/", examples, name="examples"),
    path("examples/<slug:case_id>/", example, name="example"),
    path("examples/<slug:case_id>/start/", start, name="example_start"),
]
