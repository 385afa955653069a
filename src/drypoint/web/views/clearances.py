"""Doctor first: the question and its letter, then the answer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drypoint.clinic.audit import actions as audit
from drypoint.clinic.episodes.actions import clearances
from drypoint.clinic.episodes.models import Clearance
from drypoint.clinic.followup.queries.referral import referral_letter_content
from drypoint.clinic.permissions import Permission
from drypoint.clinic.visits.queries.plans import current_screening
from drypoint.documents import referral_letter
from drypoint.web.access import staff_page
from drypoint.web.forms.base import refusals
from drypoint.web.forms.clearances import AnswerForm, AskForm
from drypoint.web.forms.facts import fact_refusals
from drypoint.web.presenters import charts
from drypoint.web.presenters import clearances as presenter
from drypoint.web.visit_scope import frame, visit_of


@staff_page(Permission.SIGN)
def ask(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Write the letter: findings that need a doctor are ticked already."""
    visit = visit_of(request, visit_id)
    screening = current_screening(visit)
    if screening is None:
        messages.info(request, _("Screen the person first."))
        return redirect("screening", visit.pk)
    findings = presenter.findings(screening)
    form = AskForm(request.POST or None, findings=findings, initial=presenter.proposed(screening))
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        said = form.cleaned_data
        with refusals(form):
            asked = clearances.ask(
                by=request.actor,
                episode=visit.episode,
                asked_whom=said["asked_whom"],
                finding_ids=said["finding_ids"],
                question=said["question"],
                asked_at=now,
                agreed_to_share_at=now,
            )
            messages.success(request, _("The letter is ready. No needling until the answer."))
            return redirect("clearance", asked.pk)
    shown = {**frame(visit, _("Doctor first")), "form": form, "has_findings": bool(findings)}
    return render(request, "clearances/ask.html", shown, status=form.status)


@staff_page(Permission.SEE_CHART, change=Permission.SIGN)
def clearance(request: HttpRequest, clearance_id: UUID) -> HttpResponse:
    """The question, its letter, and the answer when it comes."""
    found = _clearance(request, clearance_id)
    standing = _standing(found)
    if standing.pk != found.pk and request.method != "POST":
        return redirect("clearance", standing.pk)
    form = AnswerForm(request.POST or None, initial={"supersedes": found.pk})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        answered = form.corrected(found.episode.clearances) or found
        with fact_refusals(form, standing=lambda: _standing(found), in_words=presenter.said):
            kept = clearances.answer(
                by=request.actor,
                clearance=answered,
                answer=said["answer"],
                answered_at=timezone.now(),
                conditions=said["conditions"],
                valid_until=said["valid_until"],
            )
            messages.success(request, _("The answer is recorded."))
            return redirect("clearance", kept.pk)
    if request.method != "POST":
        audit.opened(by=request.actor, subject=found)
    shown = {
        "clearance": found,
        "facts": presenter.facts(found),
        "findings": presenter.about(found),
        "form": form,
        "strip": charts.strip(found.episode),
        "crumbs": charts.crumbs(found.episode, here=_("Doctor first")),
    }
    return render(request, "clearances/clearance.html", shown, status=form.status)


@staff_page(Permission.SEE_CHART)
@require_safe
def letter(request: HttpRequest, clearance_id: UUID) -> HttpResponse:
    """The letter as PDF."""
    found = _clearance(request, clearance_id)
    audit.opened(by=request.actor, subject=found)
    asked = presenter.as_asked(found)
    content = referral_letter_content(
        asked,
        language=presenter.language(),
        urgent=presenter.is_urgent(asked),
        meanwhile=_("No dry needling until your answer."),
        agreed_to_share=presenter.agreed(asked),
    )
    response = HttpResponse(referral_letter(content), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="letter.pdf"'
    return response


def _clearance(request: HttpRequest, clearance_id: UUID) -> Clearance:
    found: Clearance = get_object_or_404(
        request.clinic.clearances.filter(redacted_at__isnull=True).select_related(
            "clinic", "episode__person", "episode__clinic", "recorded_by__user"
        ),
        pk=clearance_id,
    )
    return found


def _standing(found: Clearance) -> Clearance:
    """The newest answer to this question."""
    while True:
        later = found.episode.clearances.filter(supersedes=found, redacted_at__isnull=True).first()
        if later is None:
            return found
        found = later


urlpatterns = [
    path("visits/<uuid:visit_id>/clearance/", ask, name="clearance_ask"),
    path("clearances/<uuid:clearance_id>/", clearance, name="clearance"),
    path("clearances/<uuid:clearance_id>/letter.pdf", letter, name="clearance_letter"),
]
