"""After-care: the sheet as it will be handed over, handing it over, its PDF; the person's own view."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drypoint.clinic.audit import actions as audit
from drypoint.clinic.followup.actions import after_care, check_ins
from drypoint.clinic.followup.models import AfterCare, Channel
from drypoint.clinic.followup.queries import after_care_words as words
from drypoint.clinic.followup.queries.consent_words import language_of
from drypoint.clinic.followup.queries.invitations import link_token, open_invitations
from drypoint.clinic.permissions import Permission
from drypoint.clinic.visits.models import Visit
from drypoint.documents import Language, after_care_sheet
from drypoint.web.access import patient_page, staff_page
from drypoint.web.forms.after_care import GiveForm
from drypoint.web.forms.facts import fact_refusals
from drypoint.web.presenters import after_care as presenter
from drypoint.web.visit_scope import frame, visit_of


@staff_page(Permission.SEE_CHART, change=Permission.EDIT_CHART)
def of_visit(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """The sheet in the person's language; posting hands it over as it reads."""
    visit = visit_of(request, visit_id)
    given = _standing(visit)
    form = GiveForm(request.POST) if request.method == "POST" else _form_of(visit, given)
    if form.is_bound and form.is_valid():
        with fact_refusals(form, standing=lambda: _standing(visit), in_words=presenter.said):
            _give(request, visit, form)
            messages.success(request, _("The sheet is handed over."))
            return redirect("after-care", visit.pk)
    asked = request.POST.get("language") or request.GET.get("language") or str(form.initial.get("language"))
    language: Language = "es" if asked == "es" else "en"
    sheet = words.sheet(visit, language=language)
    kept = words.sheet_of(given) if given is not None else None
    shown = {
        **frame(visit, _("After-care")),
        "form": form,
        "given": given,
        "changed": kept is not None and kept.language == language and kept != sheet,
        "sheet_language": language,
        "knows_birth_date": visit.episode.person.birth_date is not None,
        **_sheet(kept if kept is not None and "language" not in request.GET else sheet),
    }
    return render(request, "after_care/of_visit.html", shown, status=form.status)


@staff_page(Permission.SEE_CHART)
@require_safe
def pdf(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """The sheet that was handed over, as PDF."""
    visit = visit_of(request, visit_id)
    return _pdf(request, get_object_or_404(visit.after_care_sheets.current().select_related("clinic")))


@patient_page
@require_safe
def mine(request: HttpRequest, sheet_id: UUID) -> HttpResponse:
    """The person's own sheet on their phone."""
    found = _mine(request, sheet_id)
    audit.opened(by=request.actor, subject=found)
    shown = {"given": found, **_sheet(words.sheet_of(found))}
    return render(request, "after_care/mine.html", shown)


@patient_page
@require_safe
def my_pdf(request: HttpRequest, sheet_id: UUID) -> HttpResponse:
    """The person's own sheet, as PDF."""
    found = _mine(request, sheet_id)
    audit.opened(by=request.actor, subject=found)
    return _pdf(request, found)


def _form_of(visit: Visit, given: AfterCare | None) -> GiveForm:
    return GiveForm(
        initial={
            "supersedes": given.pk if given is not None else None,
            "language": given.language if given is not None else language_of(visit),
            "given_to": given.given_to if given is not None else visit.episode.person.full_name,
            "with_check_ins": visit.episode.person.birth_date is not None,
        }
    )


def _give(request: HttpRequest, visit: Visit, form: GiveForm) -> None:
    asked = form.cleaned_data
    with transaction.atomic():
        after_care.give(
            by=request.actor,
            visit=visit,
            regions=words.regions(visit),
            content=words.as_kept(words.sheet(visit, language=asked["language"])),
            language=asked["language"],
            given_to=asked["given_to"],
            given_at=timezone.now(),
            supersedes=form.corrected(visit.after_care_sheets),
        )
        if asked["with_check_ins"]:
            check_ins.invite_proposed(by=request.actor, visit=visit, channel=Channel.PRINTED)


def _sheet(sheet: words.Sheet) -> dict[str, object]:
    with translation.override(sheet.language):
        return {"shown": presenter.shown(sheet)}


def _pdf(request: HttpRequest, given: AfterCare) -> HttpResponse:
    tokens = (link_token(one) for one in open_invitations(given.visit, now=timezone.now()))
    token = next((token for token in tokens if token), None)
    url = request.build_absolute_uri(reverse("check-in", args=[token])) if token else None
    response = HttpResponse(
        after_care_sheet(words.sheet_on_paper(given, check_in_url=url)), content_type="application/pdf"
    )
    response["Content-Disposition"] = 'inline; filename="after-care.pdf"'
    return response


def _standing(visit: Visit) -> AfterCare | None:
    found: AfterCare | None = visit.after_care_sheets.current().first()  # type: ignore[attr-defined]
    return found


def _mine(request: HttpRequest, sheet_id: UUID) -> AfterCare:
    found: AfterCare = get_object_or_404(
        request.clinic.after_care_sheets.current()
        .filter(visit__episode__person=request.person)
        .select_related("clinic", "visit__clinic", "visit__episode__person"),
        pk=sheet_id,
    )
    return found


urlpatterns = [
    path("visits/<uuid:visit_id>/after-care/", of_visit, name="after-care"),
    path("visits/<uuid:visit_id>/after-care/sheet.pdf", pdf, name="after-care-pdf"),
    path("my/after-care/<uuid:sheet_id>/", mine, name="my_after_care"),
    path("my/after-care/<uuid:sheet_id>/sheet.pdf", my_pdf, name="my-after-care-pdf"),
]
