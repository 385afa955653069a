"""Local rules: those of a state, an insurer or the clinic itself, kept with their days."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drypoint.clinic.accounts.queries import today
from drypoint.clinic.permissions import Permission
from drypoint.clinic.rules import queries
from drypoint.clinic.rules.actions import local_rules
from drypoint.clinic.rules.models import LocalRule
from drypoint.web import form_pages
from drypoint.web.access import staff_page
from drypoint.web.forms.base import refusals
from drypoint.web.forms.facts import fact_refusals
from drypoint.web.forms.local_rules import EndForm, LocalRuleForm
from drypoint.web.presenters import local_rules as presenter
from drypoint.web.presenters.parts import Crumb


@staff_page()
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Those in force, those to come, those that ended."""
    found = presenter.listed(queries.local_rules(request.clinic), today=today(request.clinic))
    crumbs = [Crumb(_("Safety rules"), reverse("rules")), Crumb(_("Local rules"))]
    return render(request, "local_rules/list.html", {"rules": found, "crumbs": crumbs})


@staff_page(Permission.APPROVE_RULES)
def add(request: HttpRequest) -> HttpResponse:
    """Enter one."""
    form = LocalRuleForm(request.POST or None, is_new=True, initial={"from_day": today(request.clinic)})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            local_rules.enter(by=request.actor, clinic=request.clinic, **form.details)
            messages.success(request, _("Kept. Reviews judge it from its first day on."))
            return redirect("local_rules")
    return form_pages.show(
        request,
        form,
        title=_("New local rule"),
        lead=_("It adds a finding to the review of a plan. It never takes one away."),
        action=_("Keep it"),
        crumbs=_crumbs(),
    )


@staff_page(Permission.APPROVE_RULES)
def change(request: HttpRequest, local_rule_id: UUID) -> HttpResponse:
    """Correct it; what was reviewed under the older words stays as it was."""
    found: LocalRule = get_object_or_404(queries.local_rules(request.clinic), pk=local_rule_id)
    form = LocalRuleForm(request.POST or None, is_new=False, initial=_as_typed(found))
    if request.method == "POST" and form.is_valid():
        with fact_refusals(form, standing=lambda: _standing(request, found), in_words=_in_words):
            local_rules.enter(
                by=request.actor,
                clinic=request.clinic,
                supersedes=form.corrected(request.clinic.local_rules.all()),
                **form.details,
            )
            messages.success(request, _("Saved."))
            return redirect("local_rules")
    return form_pages.show(
        request,
        form,
        title=_("Change the local rule"),
        action=_("Save"),
        crumbs=_crumbs(),
        other=(_("End it"), reverse("local_rule_end", args=[found.pk])),
    )


@staff_page(Permission.APPROVE_RULES)
def end(request: HttpRequest, local_rule_id: UUID) -> HttpResponse:
    """Let it end."""
    found: LocalRule = get_object_or_404(queries.local_rules(request.clinic), pk=local_rule_id)
    form = EndForm(request.POST or None, initial={"until_day": today(request.clinic)})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            local_rules.end(by=request.actor, local_rule=found, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("local_rules")
    return form_pages.show(
        request,
        form,
        title=_("End the local rule?"),
        lead=_("What was reviewed under it stays as it was."),
        action=_("End it"),
        crumbs=_crumbs(),
        facts=presenter.words(found),
        statement=found.text,
        danger=True,
    )


def _as_typed(found: LocalRule) -> dict[str, Any]:
    names = [name for name in LocalRuleForm.base_fields if name not in ("supersedes", "note")]
    return {"supersedes": found.pk, **{name: getattr(found, name) for name in names}}


def _standing(request: HttpRequest, found: LocalRule) -> LocalRule | None:
    return queries.local_rules(request.clinic).filter(rule=found.rule).first()


def _in_words(rule: LocalRule) -> list[tuple[Any, Any]]:
    return [(_("What it says"), rule.text), *((fact.term, fact.value) for fact in presenter.words(rule))]


def _crumbs() -> list[Crumb]:
    return [Crumb(_("Safety rules"), reverse("rules")), Crumb(_("Local rules"), reverse("local_rules"))]


urlpatterns = [
    path("local-rules/", listing, name="local_rules"),
    path("local-rules/new/", add, name="local_rule_add"),
    path("local-rules/<uuid:local_rule_id>/", change, name="local_rule_change"),
    path("local-rules/<uuid:local_rule_id>/end/", end, name="local_rule_end"),
]
