"""Licences and trainings of staff: record, correct, revoke."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _

from drypoint.clinic.accounts import queries
from drypoint.clinic.accounts.actions import credentials
from drypoint.clinic.accounts.models import Credential
from drypoint.clinic.permissions import Permission
from drypoint.web import form_pages
from drypoint.web.access import staff_page
from drypoint.web.forms.base import refusals
from drypoint.web.forms.facts import fact_refusals
from drypoint.web.forms.staff import CredentialForm, RevokeForm
from drypoint.web.presenters import staff as presenter
from drypoint.web.views.staff import staff_crumbs

_ASKED = (
    "kind",
    "profession",
    "number",
    "jurisdiction",
    "valid_from",
    "expires",
    "training_hours",
    "trained_at",
    "regions",
)


@staff_page(Permission.EDIT_STAFF)
def record(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """A credential as seen on paper."""
    member = get_object_or_404(request.clinic.memberships.select_related("user"), pk=membership_id)
    form = CredentialForm(
        request.POST or None,
        initial={"kind": request.GET.get("kind"), "valid_from": queries.today(request.clinic)},
    )
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            said = {name: form.cleaned_data[name] for name in _ASKED}
            credentials.record(by=request.actor, membership=member, **said)
            messages.success(request, _("Recorded."))
            return redirect("staff_member", member.pk)
    return form_pages.show(
        request,
        form,
        title=_("Record a credential"),
        action=_("Record"),
        lead=_("As you have seen it on paper or in the register."),
        crumbs=staff_crumbs(member),
    )


@staff_page(Permission.EDIT_STAFF)
def correct(request: HttpRequest, credential_id: UUID) -> HttpResponse:
    """A slip of the pen, or a renewal of the same paper."""
    found = _found(request, credential_id)
    known = {name: getattr(found, name) for name in _ASKED}
    form = CredentialForm(request.POST or None, initial={**known, "supersedes": found.pk})
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in _ASKED}
        with fact_refusals(form, standing=lambda: _newest(found), in_words=_in_words):
            credentials.record(
                by=request.actor,
                membership=found.membership,
                supersedes=form.corrected(found.membership.credentials.all()),
                **said,
            )
            messages.success(request, _("Saved."))
            return redirect("staff_member", found.membership_id)
    return form_pages.show(
        request,
        form,
        title=_("Correct or renew"),
        action=_("Save"),
        crumbs=staff_crumbs(found.membership),
    )


@staff_page(Permission.EDIT_STAFF)
def revoke(request: HttpRequest, credential_id: UUID) -> HttpResponse:
    """End a credential today."""
    found = _found(request, credential_id)
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            credentials.revoke(by=request.actor, credential=found, **form.cleaned_data)
            messages.success(request, _("Revoked."))
            return redirect("staff_member", found.membership_id)
    return form_pages.show(
        request,
        form,
        title=_("Revoke this credential?"),
        lead=_("From now on no plan is signed and no session begins on it. This cannot be taken back."),
        action=_("Revoke"),
        crumbs=staff_crumbs(found.membership),
        facts=presenter.credential(found, on=queries.today(request.clinic)).facts,
        danger=True,
    )


def _found(request: HttpRequest, credential_id: UUID) -> Credential:
    related = request.clinic.credentials.select_related("membership__user", "recorded_by__user")
    return get_object_or_404(related, pk=credential_id)


def _newest(found: Credential) -> Credential:
    while (newer := found.membership.credentials.filter(supersedes=found).first()) is not None:
        found = newer
    return found


def _in_words(found: Credential) -> list[tuple[Any, Any]]:
    card = presenter.credential(found, on=queries.today(found.clinic))
    return [(fact.term, fact.value) for fact in card.facts]


urlpatterns = [
    path("staff/<uuid:membership_id>/credentials/new/", record, name="credential_record"),
    path("credentials/<uuid:credential_id>/", correct, name="credential_correct"),
    path("credentials/<uuid:credential_id>/revoke/", revoke, name="credential_revoke"),
]
