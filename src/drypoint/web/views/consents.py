"""Consent: where, then read and sign on the tablet; its PDF copy; its withdrawal at any time."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drypoint.clinic.accounts import queries as accounts
from drypoint.clinic.audit import actions as audit
from drypoint.clinic.followup.queries.consent_words import as_kept, consent_copy_of, language_of, told
from drypoint.clinic.permissions import Permission
from drypoint.clinic.visits.actions import consents
from drypoint.clinic.visits.models import Consent, SignatureKind, Visit
from drypoint.clinic.visits.queries.consents import current_consent
from drypoint.documents import consent_copy
from drypoint.web.access import patient_page, staff_page
from drypoint.web.forms.base import refusals
from drypoint.web.forms.consents import MyWithdrawForm, RegionsForm, SignForm, WithdrawForm
from drypoint.web.presenters import consents as presenter
from drypoint.web.visit_scope import frame, visit_of


@staff_page(Permission.SEE_CHART, change=Permission.EDIT_CHART)
def consent(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """First the regions; then the page that the person reads, in their language, and signs."""
    visit = visit_of(request, visit_id)
    if request.method == "POST":
        return _read_and_sign(request, visit)
    form = (
        RegionsForm(request.GET)
        if request.GET
        else RegionsForm(initial={"regions": presenter.proposed_regions(visit)})
    )
    if form.is_bound and form.is_valid():
        return _read_and_sign(request, visit, regions=form.cleaned_data["regions"])
    shown = {**frame(visit, _("Consent")), "form": form, "stands": current_consent(visit.episode)}
    if shown["stands"]:
        shown["stands_words"] = presenter.standing(shown["stands"])
    return render(request, "consents/regions.html", shown, status=form.status)


@staff_page(Permission.SEE_CHART)
@require_safe
def copy(request: HttpRequest, consent_id: UUID) -> HttpResponse:
    """The person's copy as PDF."""
    found = _consent(request, consent_id)
    audit.opened(by=request.actor, subject=found)
    return _pdf(found)


@staff_page(Permission.RECORD_SESSION)
def withdraw(request: HttpRequest, consent_id: UUID) -> HttpResponse:
    """Take it back, at any time: needling is blocked at once."""
    found = _consent(request, consent_id)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            consents.withdraw(
                by=request.actor, consent=found, withdrawn_at=timezone.now(), words=form.cleaned_data["words"]
            )
            messages.warning(request, _("Consent is withdrawn. No needling from now on."))
            return redirect("visit", found.visit_id)
    shown = {**frame(found.visit, _("Consent withdrawn")), "form": form, "consent": found}
    return render(request, "consents/withdraw.html", shown, status=form.status)


@patient_page
def my_withdraw(request: HttpRequest, consent_id: UUID) -> HttpResponse:
    """The person takes their own consent back."""
    found = _my_consent(request, consent_id)
    form = MyWithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        consents.withdraw(by=request.actor, consent=found, withdrawn_at=timezone.now())
        messages.success(request, _("Your consent is taken back. You will not be needled."))
        return redirect("my_care")
    shown = {"form": form, "consent": found, "words": presenter.standing(found)}
    return render(request, "consents/my_withdraw.html", shown)


@patient_page
@require_safe
def my_copy(request: HttpRequest, consent_id: UUID) -> HttpResponse:
    """The person's own copy."""
    return _pdf(_my_consent(request, consent_id))


def _read_and_sign(request: HttpRequest, visit: Visit, regions: list[str] | None = None) -> HttpResponse:
    age = visit.episode.person.age_on(accounts.today(request.clinic))
    guardian = age is not None and age < accounts.safety_thresholds(request.clinic).guardian_below
    language = language_of(visit)
    with translation.override(language):
        if regions is None:
            form = SignForm(request.POST, guardian_needed=guardian)
        else:
            form = SignForm(initial={"regions": regions}, guardian_needed=guardian)
        chosen = regions if regions is not None else request.POST.getlist("regions")
        known = [code for code in chosen if code in dict(form.fields["regions"].choices)]  # type: ignore[attr-defined]
        if not known:
            return redirect("consent", visit.pk)
        said = told(visit, regions=known, language=language, by=visit.therapist)
        if form.is_bound and form.is_valid():
            signed = form.cleaned_data["signature"]
            guardian_as = form.cleaned_data["guardian_relationship"].strip()
            with refusals(form):
                consents.give(
                    by=request.actor,
                    visit=visit,
                    regions=known,
                    risk_text_version=said.text_version,
                    language=language,
                    content=as_kept(said),
                    signature_kind=SignatureKind.DRAWN if form.path else SignatureKind.TYPED,
                    signed_name=signed.name,
                    signature_path=form.path,
                    given_at=timezone.now(),
                    guardian_name=signed.name if guardian_as else "",
                    guardian_relationship=guardian_as,
                    interpreter=form.cleaned_data["interpreter"],
                )
                messages.success(request, _("Thank you. Give the tablet back to your therapist."))
                return redirect("visit", visit.pk)
        shown = {
            "visit": visit,
            "person": visit.episode.person,
            "form": form,
            "said": said,
            "common": presenter.grouped(said.common),
            "rare": presenter.grouped(said.rare),
            "guardian_needed": guardian,
            "language": language,
            "nav": [],  # the person holds the tablet: no way into other charts
        }
        return render(request, "consents/read.html", shown, status=form.status)


def _pdf(found: Consent) -> HttpResponse:
    response = HttpResponse(consent_copy(consent_copy_of(found)), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="consent.pdf"'
    return response


def _consent(request: HttpRequest, consent_id: UUID) -> Consent:
    found: Consent = get_object_or_404(
        request.clinic.consents.current().select_related(
            "clinic", "episode__person", "episode__clinic", "visit__clinic", "visit__episode__person"
        ),
        pk=consent_id,
    )
    return found


def _my_consent(request: HttpRequest, consent_id: UUID) -> Consent:
    found: Consent = get_object_or_404(
        request.clinic.consents.current()
        .filter(episode__person=request.person)
        .select_related("clinic", "episode__person"),
        pk=consent_id,
    )
    return found


urlpatterns = [
    path("visits/<uuid:visit_id>/consent/", consent, name="consent"),
    path("consents/<uuid:consent_id>/copy.pdf", copy, name="consent_copy"),
    path("consents/<uuid:consent_id>/withdraw/", withdraw, name="consent_withdraw"),
    path("my/consents/<uuid:consent_id>/withdraw/", my_withdraw, name="my_consent_withdraw"),
    path("my/consents/<uuid:consent_id>/copy.pdf", my_copy, name="my_consent_copy"),
]
