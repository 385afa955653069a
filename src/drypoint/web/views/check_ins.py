"""Check-ins for staff: links of a visit, the board, one answer, an answer taken on the telephone."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from drypoint.clinic.audit import actions as audit
from drypoint.clinic.followup.actions import call_attempts, check_ins
from drypoint.clinic.followup.models import Channel
from drypoint.clinic.followup.queries.check_in_board import board as board_of
from drypoint.clinic.followup.queries.check_in_board import unread_by_all
from drypoint.clinic.followup.queries.check_in_times import proposals, session_ended_at
from drypoint.clinic.permissions import Permission
from drypoint.clinic.visits.languages import engine_language
from drypoint.web import form_pages
from drypoint.web.access import staff_page
from drypoint.web.forms.base import refusals
from drypoint.web.forms.check_ins import AcknowledgeForm, AnswersForm, CallForm
from drypoint.web.presenters import check_ins as presenter
from drypoint.web.presenters.messages import on_call_words
from drypoint.web.presenters.parts import Crumb
from drypoint.web.visit_scope import frame, visit_of


@staff_page(Permission.SEE_CHART, change=Permission.EDIT_CHART)
def of_visit(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """The visit's links with their codes, and its answers; posting makes the links that are missing."""
    visit = visit_of(request, visit_id)
    if request.method == "POST":
        made = check_ins.invite_proposed(by=request.actor, visit=visit, channel=Channel.QR_CODE)
        messages.success(request, _("The links are made.") if made else _("Every link was made already."))
        return redirect("check-ins", visit.pk)
    since = session_ended_at(visit)
    found = list(visit.check_in_invitations.prefetch_related("check_ins").order_by("due_at", "id"))
    shown = {
        **frame(visit, _("Check-ins")),
        "links": presenter.links(request, found, since),
        "proposed": [presenter.short(at) for at in proposals(visit)],
        "answered": [
            (one, presenter.level_word(one.level))
            for one in visit.check_ins.current().order_by("-answered_at", "-id")
        ],
        "knows_birth_date": visit.episode.person.birth_date is not None,
        "may_change": request.actor.may(Permission.EDIT_CHART),
    }
    return render(request, "check_ins/of_visit.html", shown)


@staff_page(Permission.SEE_CHART, change=Permission.EDIT_CHART)
@require_POST
def revoke(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Close a link at once."""
    invitation = get_object_or_404(request.clinic.check_in_invitations, pk=invitation_id)
    check_ins.revoke(by=request.actor, invitation=invitation)
    messages.success(request, _("The link is closed."))
    return redirect("check-ins", invitation.visit_id)


@staff_page(Permission.SEE_CHART, change=Permission.EDIT_CHART)
def telephone(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """The same questions, asked on the telephone by staff."""
    visit = visit_of(request, visit_id)
    form = AnswersForm(
        request.POST if request.method == "POST" else None,
        with_exercises=visit.exercise_prescriptions.current().exists(),
    )
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            check_in = check_ins.answer(
                by=request.actor,
                visit=visit,
                answered_at=timezone.now(),
                language=engine_language(),
                **form.said,
            )
            return redirect("check_in_answer", check_in.pk)
    shown = {**frame(visit, _("Check-in on the telephone")), "form": form}
    return render(request, "check_ins/telephone.html", shown, status=form.status)


@staff_page(Permission.SEE_CHART)
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Who is not well, who answered, who is silent."""
    now = timezone.now()
    found = board_of(request.clinic, now=now)
    shown = {
        "lists": presenter.board(found),
        "on_call": on_call_words(request.clinic),
        "unread_by_all": unread_by_all(request.clinic, now=now),
        "may_change": request.actor.may(Permission.EDIT_CHART),
    }
    return render(request, "check_ins/board.html", shown)


@staff_page(Permission.SEE_CHART, change=Permission.EDIT_CHART)
def call(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Note that a call reached nobody."""
    invitation = get_object_or_404(
        request.clinic.check_in_invitations.select_related("visit__episode__person"), pk=invitation_id
    )
    form = CallForm(
        request.POST if request.method == "POST" else None,
        initial={"tried_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M")},
    )
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            call_attempts.record(by=request.actor, invitation=invitation, **form.cleaned_data)
            messages.success(request, _("Noted. They stay on the board."))
            return redirect("check-in-board")
    return form_pages.show(
        request,
        form,
        title=_("A call that reached nobody"),
        lead=invitation.visit.episode.person.full_name,
        action=_("Note it"),
        crumbs=[Crumb(_("Check-ins"), reverse("check-in-board"))],
        other=(_("They answered: ask now"), reverse("check-in-telephone", args=[invitation.visit_id])),
    )


@staff_page(Permission.SEE_CHART, change=Permission.EDIT_CHART)
def answer(request: HttpRequest, check_in_id: UUID) -> HttpResponse:
    """One answer with what triage made of it; posting acknowledges it."""
    found = get_object_or_404(
        request.clinic.check_ins.select_related(
            "clinic", "triage", "visit__clinic", "visit__episode__person", "acknowledged_by__user"
        ),
        pk=check_in_id,
    )
    form = AcknowledgeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            check_ins.acknowledge(by=request.actor, check_in=found, words=form.cleaned_data["words"])
            messages.success(request, _("Noted that you have read it."))
            return redirect("check-in-board")
        found.refresh_from_db()
        form.has_conflict = True
    if request.method != "POST":
        audit.opened(by=request.actor, subject=found)
    shown = {
        **frame(found.visit, _("Check-in")),
        "check_in": found,
        "level_word": presenter.level_word(found.level),
        "answers": presenter.answers(found),
        "triage": found.triage.result,
        "is_told": presenter.told(found) is not None,
        "form": form,
    }
    return render(request, "check_ins/answer.html", shown, status=form.status)


urlpatterns = [
    path("check-ins/", board, name="check-in-board"),
    path("check-ins/<uuid:check_in_id>/", answer, name="check_in_answer"),
    path("check-ins/links/<uuid:invitation_id>/call/", call, name="check-in-call"),
    path("check-ins/links/<uuid:invitation_id>/close/", revoke, name="check-in-link-close"),
    path("visits/<uuid:visit_id>/check-ins/", of_visit, name="check-ins"),
    path("visits/<uuid:visit_id>/check-ins/telephone/", telephone, name="check-in-telephone"),
]
