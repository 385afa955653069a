"""Staff: who works here, in which role."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from drypoint.clinic.accounts import queries
from drypoint.clinic.accounts.actions import memberships
from drypoint.clinic.accounts.models import Membership
from drypoint.clinic.permissions import ROLES, Permission
from drypoint.web import first_passwords, form_pages
from drypoint.web.access import staff_page
from drypoint.web.forms.base import refusals
from drypoint.web.forms.staff import AddForm, RoleForm, SureForm
from drypoint.web.presenters import staff as presenter
from drypoint.web.presenters.parts import Crumb


@staff_page(Permission.EDIT_STAFF)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Everybody, with the state of their credentials."""
    members = list(queries.staff(request.clinic))
    shown = {
        "table": presenter.table(
            members, queries.staff_credentials(request.clinic), on=queries.today(request.clinic)
        ),
        "roles": presenter.roles(),
        "crumbs": [Crumb(_("Settings"), reverse("settings")), Crumb(_("Staff"))],
    }
    return render(request, "staff/list.html", shown)


@staff_page(Permission.EDIT_STAFF)
def add(request: HttpRequest) -> HttpResponse:
    """Somebody new; their page then shows how they get in."""
    form = AddForm(request.POST or None, initial={"language": request.clinic.language})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            password = first_passwords.first_password(form.cleaned_data["email"])
            member = memberships.add(by=request.actor, password=password, **form.cleaned_data)
            messages.success(request, _("%(name)s works here now.") % {"name": member.user.name})
            if password is not None:
                first_passwords.mail_link(request, member.user, clinic=request.clinic)
            return redirect("staff_member", member.pk)
    return form_pages.show(request, form, title=_("Add somebody"), action=_("Add"), crumbs=staff_crumbs())


@staff_page(Permission.EDIT_STAFF)
@require_safe
def member(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """One member: role, credentials, the way in for somebody new."""
    found = _found(request, membership_id)
    today = queries.today(request.clinic)
    recorded = queries.staff_credentials(request.clinic).get(found.pk, [])
    shown = {
        "member": found,
        "facts": presenter.facts(found),
        "credentials": [presenter.credential(one, on=today) for one in recorded],
        "missing": queries.missing_for_needling(found, on=today) if _needles(found) else [],
        "awaits_set_up": queries.awaits_set_up(found.user),
        "crumbs": [*staff_crumbs(), Crumb(found.user.name)],
    }
    return render(request, "staff/member.html", shown)


@staff_page(Permission.EDIT_STAFF)
@require_POST
def set_up_link(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """The link with which somebody new sets a password; works once, and not at all once they have one."""
    found = _found(request, membership_id)
    if not queries.awaits_set_up(found.user):
        messages.info(
            request, _("They have set a password already; a lost one is reset on the sign-in page.")
        )
        return redirect("staff_member", found.pk)
    shown = {
        "user_named": found.user,
        "is_staff": True,
        "back": reverse("staff_member", args=[found.pk]),
        "link": request.build_absolute_uri(first_passwords.path_for(found.user)),
        "crumbs": [*staff_crumbs(found), Crumb(_("Way in"))],
    }
    return render(request, "staff/set_up_link.html", shown)


@staff_page(Permission.EDIT_STAFF)
def role(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """Another role or title."""
    found = _found(request, membership_id)
    form = RoleForm(request.POST) if request.method == "POST" else RoleForm.of(found)
    if form.is_bound and form.is_valid():
        with refusals(form, on=found):
            memberships.revise(by=request.actor, membership=found, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("staff_member", found.pk)
    return form_pages.show(
        request,
        form,
        title=_("Role and title"),
        action=_("Save"),
        crumbs=staff_crumbs(found),
        facts=presenter.roles(),
    )


@staff_page(Permission.EDIT_STAFF)
def deactivate(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """End somebody's work here."""
    return _switch(
        request,
        membership_id,
        memberships.deactivate,
        title=_("End their work here?"),
        action=_("End it"),
        lead=_("They can no longer open anything here. What they recorded stays, with their name."),
        danger=True,
    )


@staff_page(Permission.EDIT_STAFF)
def reactivate(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """Let somebody work here again."""
    return _switch(
        request,
        membership_id,
        memberships.reactivate,
        title=_("Let them work here again?"),
        action=_("Let them in"),
        lead=_("They get the same role as before. Check that their credentials still hold."),
        danger=False,
    )


def _switch(
    request: HttpRequest,
    membership_id: UUID,
    act: Callable[..., None],
    *,
    title: str,
    action: str,
    lead: str,
    danger: bool,
) -> HttpResponse:
    found = _found(request, membership_id)
    form = SureForm(request.POST or None, initial={"revision": found.revision})
    if request.method == "POST" and form.is_valid():
        with refusals(form, on=found):
            act(by=request.actor, membership=found, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("staff_member", found.pk)
    return form_pages.show(
        request,
        form,
        title=title,
        action=action,
        lead=lead,
        crumbs=staff_crumbs(found),
        facts=presenter.facts(found),
        danger=danger,
    )


def staff_crumbs(found: Membership | None = None) -> list[Crumb]:
    """The way to the staff page, or to one member's."""
    crumbs = [Crumb(_("Settings"), reverse("settings")), Crumb(_("Staff"), reverse("staff"))]
    if found is not None:
        crumbs.append(Crumb(found.user.name, reverse("staff_member", args=[found.pk])))
    return crumbs


def _needles(found: Membership) -> bool:
    return found.active and Permission.SIGN in ROLES[found.role].permissions


def _found(request: HttpRequest, membership_id: UUID) -> Membership:
    return get_object_or_404(request.clinic.memberships.select_related("user", "clinic"), pk=membership_id)


urlpatterns = [
    path("staff/", listing, name="staff"),
    path("staff/new/", add, name="staff_add"),
    path("staff/<uuid:membership_id>/", member, name="staff_member"),
    path("staff/<uuid:membership_id>/way-in/", set_up_link, name="staff_set_up_link"),
    path("staff/<uuid:membership_id>/role/", role, name="staff_role"),
    path("staff/<uuid:membership_id>/end/", deactivate, name="staff_deactivate"),
    path("staff/<uuid:membership_id>/again/", reactivate, name="staff_reactivate"),
]
