"""The safety rules: read by everybody, approved and departed from by name."""

from typing import Any
from uuid import UUID

from django.conf import settings as django_settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drypoint.clinic.permissions import Permission
from drypoint.clinic.rules import content, queries
from drypoint.clinic.rules.actions import approvals, settings
from drypoint.clinic.rules.models import RuleSetApproval, RuleSetting
from drypoint.safety import Outcome, load_rules, load_triage
from drypoint.web import form_pages
from drypoint.web.access import staff_page
from drypoint.web.forms.base import refusals
from drypoint.web.forms.facts import fact_refusals
from drypoint.web.forms.rules import AS_SHIPPED, ApproveForm, FilterForm, SettingForm, WithdrawForm
from drypoint.web.presenters import rule_cases, rule_changes, rule_signs
from drypoint.web.presenters import rules as presenter
from drypoint.web.presenters.parts import Crumb


@staff_page()
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Every rule, and whether a named clinician approved this version."""
    form = FilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    ruleset = load_rules()
    languages = [language for language, _name in django_settings.LANGUAGES]
    last = {language: _last(request, language) for language in languages}
    compared = {
        language
        for language in languages
        if queries.approved_before(request.clinic, language=language, but=ruleset.version)
    }
    narrowed = {name: asked.get(name, "") for name in ("kind", "only")}
    words = asked.get("q", "")
    served = queries.languages_served(request.clinic)
    missing = queries.missing_approvals(request.clinic, version=ruleset.version)
    shown = {
        "form": form,
        "groups": presenter.groups(ruleset, queries.settings(request.clinic), words=words, **narrowed),
        "is_narrowed": any((words, *narrowed.values())),
        "total": presenter.total(ruleset),
        "version": ruleset.version,
        "approvals": presenter.approvals(last, served=served, compared=compared),
        "missing": [str(dict(django_settings.LANGUAGES)[language]) for language in missing],
        "local": queries.local_rules(request.clinic).count(),
    }
    return render(request, "rules/list.html", shown)


@staff_page()
@require_safe
def rule(request: HttpRequest, rule_id: str) -> HttpResponse:
    """One rule with who says so."""
    found = queries.shipped_rule(rule_id)
    if found is None:
        raise Http404
    setting = queries.settings(request.clinic).get(rule_id)
    shown = {
        "rule": presenter.page(found, load_rules()),
        "setting": setting,
        "setting_facts": presenter.setting_words(setting) if setting else [],
        "acted": rule_cases.of_rule(request.clinic, rule_id) if _may_count(request) else [],
        "lately": rule_cases.lately(),
        "crumbs": [Crumb(_("Safety rules"), reverse("rules")), Crumb(_("One rule"))],
    }
    return render(request, "rules/rule.html", shown)


@staff_page()
@require_safe
def sign(request: HttpRequest, sign_id: str) -> HttpResponse:
    """One sign that is asked of everybody after a session."""
    found = next((one for one in load_triage().signs if one.id == sign_id), None)
    if found is None:
        raise Http404
    shown = {
        "page": rule_signs.sign_page(found, load_rules()),
        "acted": rule_cases.of_sign(request.clinic, sign_id) if _may_count(request) else [],
        "lately": rule_cases.lately(),
        "crumbs": [Crumb(_("Safety rules"), reverse("rules")), Crumb(_("One sign"))],
    }
    return render(request, "rules/sign.html", shown)


@staff_page()
@require_safe
def habit(request: HttpRequest, habit_id: str) -> HttpResponse:
    """One habit of the session: read, never an alert."""
    found = next((one for one in load_rules().checklist if one.id == habit_id), None)
    if found is None:
        raise Http404
    shown = {
        "page": rule_signs.habit_page(found, load_rules()),
        "acted": rule_cases.of_habit(request.clinic, habit_id) if _may_count(request) else [],
        "lately": rule_cases.lately(),
        "crumbs": [Crumb(_("Safety rules"), reverse("rules")), Crumb(_("One habit"))],
    }
    return render(request, "rules/sign.html", shown)


@staff_page()
@require_safe
def changes(request: HttpRequest, language: str) -> HttpResponse:
    """What changed since the version that was approved before this one."""
    if language not in dict(django_settings.LANGUAGES):
        raise Http404
    ruleset = load_rules()
    before = queries.approved_before(request.clinic, language=language, but=ruleset.version)
    kept = before.content if before else None
    found = content.changes(kept.content, content.content_of_today()) if kept else ()
    shown = {
        "before": before,
        "who": presenter.who_and_when(before) if before else "",
        "version": ruleset.version,
        "parts": rule_changes.parts(found),
        "crumbs": [Crumb(_("Safety rules"), reverse("rules")), Crumb(_("Changes"))],
    }
    return render(request, "rules/changes.html", shown)


@staff_page(Permission.APPROVE_RULES)
def setting(request: HttpRequest, rule_id: str) -> HttpResponse:
    """Handle one rule differently here, or as it ships again."""
    found = queries.shipped_rule(rule_id)
    if found is None:
        raise Http404
    last = queries.last_settings(request.clinic).get(rule_id)
    initial = {
        "supersedes": last.pk if last else None,
        "outcome": (last.outcome if last else "") or AS_SHIPPED,
    }
    form = SettingForm(request.POST or None, rule=found, initial=initial)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["outcome"]
        with fact_refusals(
            form,
            standing=lambda: queries.last_settings(request.clinic).get(rule_id),
            in_words=_setting_words,
        ):
            settings.sign(
                by=request.actor,
                clinic=request.clinic,
                rule=rule_id,
                outcome=None if chosen == AS_SHIPPED else Outcome(chosen),
                reason=form.cleaned_data["reason"],
                supersedes=form.corrected(request.clinic.rule_settings.all()),
            )
            messages.success(request, _("Signed."))
            return redirect("rule", rule_id)
    shown = presenter.page(found, load_rules())
    return form_pages.show(
        request,
        form,
        title=_("Handle this rule differently"),
        lead=_("Stricter or laxer: with your name and the reason, shown wherever it acts."),
        action=_("Sign as %(name)s") % {"name": request.membership.signature},
        crumbs=[
            Crumb(_("Safety rules"), reverse("rules")),
            Crumb(_("One rule"), reverse("rule", args=[rule_id])),
        ],
        facts=shown.facts,
        statement=presenter.localised(found.because),
    )


@staff_page(Permission.APPROVE_RULES)
def approve(request: HttpRequest, language: str) -> HttpResponse:
    """Sign this version as read in one language."""
    if language not in dict(django_settings.LANGUAGES):
        raise Http404
    ruleset = load_rules()
    last = _last(request, language)
    form = ApproveForm(
        request.POST or None,
        signer=request.membership.user.name,
        translated=language != queries.FIRST_LANGUAGE,
        initial={
            "statement": presenter.statement(ruleset, language),
            "supersedes": last.pk if last else None,
        },
    )
    if request.method == "POST" and form.is_valid():
        with fact_refusals(form, standing=lambda: _last(request, language), in_words=_approval_words):
            approvals.approve(
                by=request.actor,
                clinic=request.clinic,
                version=ruleset.version,
                language=language,
                statement=form.cleaned_data["statement"],
                bilingual=form.cleaned_data.get("bilingual", False),
                supersedes=form.corrected(request.clinic.rule_set_approvals.all()),
            )
            messages.success(request, _("Approved. Needling plans can be signed under this version."))
            return redirect("rules")
    return form_pages.show(
        request,
        form,
        title=_("Approve the safety rules"),
        lead=_("Version %(version)s") % {"version": ruleset.version},
        action=_("Sign as %(name)s") % {"name": request.membership.signature},
        crumbs=[Crumb(_("Safety rules"), reverse("rules"))],
    )


@staff_page(Permission.APPROVE_RULES)
def withdraw(request: HttpRequest, approval_id: UUID) -> HttpResponse:
    """Take an approval back, at once."""
    found = get_object_or_404(request.clinic.rule_set_approvals, pk=approval_id)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            approvals.withdraw(by=request.actor, approval=found, **form.cleaned_data)
            messages.success(request, _("Withdrawn."))
            return redirect("rules")
    return form_pages.show(
        request,
        form,
        title=_("Withdraw the approval?"),
        lead=_("From now on nobody can sign a needling plan under it."),
        action=_("Withdraw"),
        crumbs=[Crumb(_("Safety rules"), reverse("rules"))],
        statement=found.statement,
        danger=True,
    )


def _may_count(request: HttpRequest) -> bool:
    """Counts of a rare illness may tell of a person: for those who see charts."""
    return request.actor.may(Permission.SEE_CHART)


def _last(request: HttpRequest, language: str) -> RuleSetApproval | None:
    return queries.last_approval(request.clinic, version=load_rules().version, language=language)


def _setting_words(setting: RuleSetting) -> list[tuple[Any, Any]]:
    return [(fact.term, fact.value) for fact in presenter.setting_words(setting)]


def _approval_words(said: RuleSetApproval) -> list[tuple[Any, Any]]:
    return [(_("What was signed"), said.statement), (_("By"), presenter.who_and_when(said))]


urlpatterns = [
    path("rules/", listing, name="rules"),
    path("rules/approve/<slug:language>/", approve, name="rules_approve"),
    path("rules/approvals/<uuid:approval_id>/withdraw/", withdraw, name="rules_withdraw"),
    path("rules/changes/<slug:language>/", changes, name="rules_changes"),
    path("rules/signs/<slug:sign_id>/", sign, name="rule_sign"),
    path("rules/habits/<slug:habit_id>/", habit, name="rule_habit"),
    path("rules/<slug:rule_id>/", rule, name="rule"),
    path("rules/<slug:rule_id>/setting/", setting, name="rule_setting"),
]
