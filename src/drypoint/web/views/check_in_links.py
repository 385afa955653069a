"""A check-in by link, without sign-in, or by the person's own sign-in: nothing of the chart is ever shown."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils import timezone

from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.followup.actions import check_ins
from drypoint.clinic.followup.actions.identity_checks import try_birth_date
from drypoint.clinic.followup.models import CheckIn, CheckInInvitation
from drypoint.clinic.followup.queries.invitations import actor_of, find
from drypoint.clinic.visits.languages import engine_language
from drypoint.web.access import patient_page, public_page
from drypoint.web.forms.check_ins import AnswersForm, BirthDateForm, LinkAnswersForm, proof_of
from drypoint.web.identity import speak
from drypoint.web.presenters import check_ins as presenter


@public_page
def check_in(request: HttpRequest, token: str) -> HttpResponse:
    """First the date of birth, then the questions, then what to do."""
    invitation = find(token)
    if invitation is None:
        return render(request, "check_ins/no_link.html", status=404)
    request.clinic = invitation.clinic  # type: ignore[attr-defined]
    timezone.activate(invitation.clinic.zone)
    speak(request, invitation.visit.episode.person.language)
    if not invitation.is_open_at(timezone.now()):
        return render(request, "check_ins/closed.html", _shown(invitation), status=410)
    before = _before(invitation)
    if "proof" in request.POST:
        return _answers(request, invitation, before)
    if before is not None:
        return render(request, "check_ins/answered.html", _shown(invitation, before=before))
    return _birth_date(request, invitation)


@patient_page
def my_check_in(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """The same questions for who is signed in; the sign-in stands for the date of birth."""
    invitation = get_object_or_404(
        request.clinic.check_in_invitations.filter(visit__episode__person=request.person).select_related(
            "clinic", "visit__clinic", "visit__episode__person", "visit__episode__clinic"
        ),
        pk=invitation_id,
    )
    if not invitation.is_open_at(timezone.now()):
        return render(request, "check_ins/closed.html", _shown(invitation), status=410)
    before = _before(invitation)
    if before is not None and request.method != "POST":
        return render(request, "check_ins/answered.html", _shown(invitation, before=before))
    form = AnswersForm(
        request.POST if request.method == "POST" else None, with_exercises=_with_exercises(invitation)
    )
    if form.is_bound and form.is_valid():
        return _kept(request, invitation, before, form)
    return render(request, "check_ins/questions.html", _shown(invitation, form=form), status=form.status)


def _birth_date(request: HttpRequest, invitation: CheckInInvitation) -> HttpResponse:
    form = BirthDateForm(request.POST if request.method == "POST" else None)
    status = form.status
    if request.method == "POST" and form.is_valid():
        if status_or_none := _refused(form, invitation):
            status = status_or_none
        else:
            questions = LinkAnswersForm(
                initial={"proof": proof_of(invitation)},
                invitation=invitation,
                with_exercises=_with_exercises(invitation),
            )
            return render(request, "check_ins/questions.html", _shown(invitation, form=questions))
    return render(request, "check_ins/birth_date.html", _shown(invitation, form=form), status=status)


def _answers(request: HttpRequest, invitation: CheckInInvitation, before: CheckIn | None) -> HttpResponse:
    form = LinkAnswersForm(request.POST, invitation=invitation, with_exercises=_with_exercises(invitation))
    status = 422
    if form.is_valid():
        refused = None if form.is_proven else _refused(form, invitation)
        if refused is None:
            return _kept(request, invitation, before, form)
        status = refused
    return render(request, "check_ins/questions.html", _shown(invitation, form=form), status=status)


def _kept(
    request: HttpRequest, invitation: CheckInInvitation, before: CheckIn | None, form: AnswersForm
) -> HttpResponse:
    said = form.said
    if before is not None and _same(before, said):
        kept = before
    else:
        kept = check_ins.answer(
            by=actor_of(invitation),
            visit=invitation.visit,
            invitation=invitation,
            answered_at=timezone.now(),
            language=engine_language(),
            **said,
        )
    told = presenter.told(kept)
    word = presenter.level_word(told.level) if told else ""
    shown = _shown(invitation, told=told, level_word=word, before=before, is_new=kept != before)
    return render(request, "check_ins/thanks.html", shown)


def _refused(form: BirthDateForm | LinkAnswersForm, invitation: CheckInInvitation) -> int | None:
    """Try the date of birth; the status of the answer when it is refused, with the words beside the field."""
    typed = form.cleaned_data["birth_date"]
    if typed is None:
        form.add_error("birth_date", presenter.ask_birth_date())
        return 422
    try:
        if try_birth_date(invitation=invitation, typed=typed, at=timezone.now()):
            return None
    except NotAllowedNow as locked:
        form.add_error("birth_date", str(locked))
        return 429
    form.add_error("birth_date", presenter.wrong_birth_date())
    return 422


def _before(invitation: CheckInInvitation) -> CheckIn | None:
    found: CheckIn | None = invitation.check_ins.order_by("-answered_at", "-id").first()  # type: ignore[attr-defined]
    return found


def _same(before: CheckIn, said: dict[str, object]) -> bool:
    told = {**said, "triage": said["answers"]}
    return all(before.answers.get(name) == told.get(name) for name in before.answers)


def _with_exercises(invitation: CheckInInvitation) -> bool:
    return bool(invitation.visit.exercise_prescriptions.current().exists())  # type: ignore[attr-defined]


def _shown(invitation: CheckInInvitation, **more: object) -> dict[str, object]:
    return {"clinic": invitation.clinic, "safety_net": presenter.safety_net(), **more}


urlpatterns = [
    path("c/<str:token>/", check_in, name="check-in"),
    path("my/check-ins/<uuid:invitation_id>/", my_check_in, name="my-check-in"),
]
