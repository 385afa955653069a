"""The note of a visit: drafted from the record, signed once, on paper and as text, with addenda."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.followup.actions import notes
from drypoint.clinic.followup.models import Note
from drypoint.clinic.followup.queries.note_draft import as_text, draft_note, signed_note
from drypoint.clinic.followup.queries.note_treatment import procedure_code
from drypoint.clinic.permissions import Permission
from drypoint.clinic.visits.models import Visit, VisitStatus
from drypoint.clinic.visits.queries.sessions import questioned, session_state
from drypoint.documents import Language, visit_note
from drypoint.web.access import staff_page
from drypoint.web.forms.base import refusals
from drypoint.web.forms.notes import AddendumForm, SignForm
from drypoint.web.presenters import notes as presenter
from drypoint.web.visit_scope import frame, visit_of


@staff_page(Permission.SEE_CHART, change=Permission.SIGN)
def note(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """The draft with what is missing; posting signs it. A signed note as it was frozen."""
    visit = visit_of(request, visit_id)
    if visit.status == VisitStatus.SIGNED:
        if request.method == "POST":
            return _signed_already(request, visit)
        return _signed(request, visit, AddendumForm(), 200)
    proposed = procedure_code(session_state(visit), visit.clinic)
    asked = request.POST.get("language") or request.GET.get("language") or visit.clinic.language
    language: Language = "es" if asked == "es" else "en"
    initial = {
        "revision": visit.revision,
        "language": language,
        "procedure_code": proposed.code if proposed else "",
    }
    form = SignForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        with_code=proposed is not None,
    )
    if form.is_bound and form.is_valid():
        with refusals(form, on=visit):
            notes.sign(
                by=request.actor,
                visit=visit,
                revision=form.cleaned_data["revision"],
                language=language,
                procedure_code=form.confirmed,
            )
            messages.success(request, _("The note is signed."))
            return redirect("note", visit.pk)
        visit.refresh_from_db(fields=["status"])
        if visit.status == VisitStatus.SIGNED:
            return _signed_already(request, visit)
    shown = {**frame(visit, _("Note")), "form": form, "language_shown": language}
    try:
        content = draft_note(visit, language=language, at=timezone.now())
    except NotAllowedNow as refused:
        return render(request, "notes/no_draft.html", {**shown, "reason": str(refused)}, status=form.status)
    may_sign = request.actor.may(Permission.SIGN)
    shown |= {
        "sections": presenter.sections(content, visit, may_change=request.actor.may(Permission.EDIT_CHART)),
        "not_recorded": presenter.not_recorded(content),
        "missing": presenter.missing(content, visit),
        "code": presenter.code(proposed),
        "may_sign": may_sign,
        "has_questions": bool(questioned(visit)),
        "text": as_text(content),
    }
    return render(request, "notes/draft.html", shown, status=form.status)


@staff_page(Permission.SEE_CHART, change=Permission.SIGN)
@require_POST
def addendum(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Add signed words to the signed note."""
    visit = visit_of(request, visit_id)
    found = _note_of(visit)
    form = AddendumForm(request.POST)
    if form.is_valid():
        with refusals(form):
            notes.add(by=request.actor, note=found, text=form.cleaned_data["text"])
            messages.success(request, _("The addendum is signed."))
            return redirect("note", visit.pk)
    return _signed(request, visit, form, form.status)


@staff_page(Permission.SEE_CHART)
@require_safe
def pdf(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """The signed note on paper, the same to the byte each time."""
    found = _note_of(visit_of(request, visit_id))
    if found.redacted_at is not None:
        raise NotAllowedNow(_("This note was blanked; nothing is left to print."))
    response = HttpResponse(visit_note(signed_note(found)), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="note.pdf"'
    return response


def _signed_already(request: HttpRequest, visit: Visit) -> HttpResponse:
    messages.warning(request, _("This note was signed already. What comes later is an addendum."))
    return _signed(request, visit, AddendumForm(), 409)


def _signed(request: HttpRequest, visit: Visit, form: AddendumForm, status: int) -> HttpResponse:
    found = _note_of(visit)
    shown = {**frame(visit, _("Note")), "note": found, "signature": found.signed_by.signature}
    if found.redacted_at is not None:
        return render(request, "notes/redacted.html", shown, status=status)
    content = signed_note(found)
    shown |= {
        "sections": presenter.sections(content, visit, may_change=False),
        "not_recorded": presenter.not_recorded(content),
        "signature": presenter.signature(content),
        "newer": presenter.newer(found),
        "late": visit.session_events.filter(received_at__gt=found.signed_at).count(),
        "text": as_text(content),
        "form": form,
        "may_sign": request.actor.may(Permission.SIGN),
    }
    return render(request, "notes/signed.html", shown, status=status)


def _note_of(visit: Visit) -> Note:
    found: Note = get_object_or_404(
        visit.clinic.notes.select_related(
            "clinic", "signed_by__user", "visit__clinic", "visit__episode__person", "visit__therapist__user"
        ),
        visit=visit,
    )
    return found


urlpatterns = [
    path("visits/<uuid:visit_id>/note/", note, name="note"),
    path("visits/<uuid:visit_id>/note/addendum/", addendum, name="note-addendum"),
    path("visits/<uuid:visit_id>/note/note.pdf", pdf, name="note-pdf"),
]
