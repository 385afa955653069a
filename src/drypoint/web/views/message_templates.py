"""The words of messages: the clinic's own, seen before they go out, or back to those that Drypoint brings."""

from django.conf import settings
from django.contrib import messages as notices
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drypoint.clinic.messages import queries, wording
from drypoint.clinic.messages.actions import templates as actions
from drypoint.clinic.messages.models import Route
from drypoint.clinic.permissions import Permission
from drypoint.web.access import staff_page
from drypoint.web.forms.facts import fact_refusals
from drypoint.web.forms.message_templates import TemplateForm
from drypoint.web.presenters import message_templates as presenter
from drypoint.web.presenters.parts import Crumb


@staff_page(Permission.EDIT_CLINIC)
@require_safe
def message_templates(request: HttpRequest) -> HttpResponse:
    """Each message, by way and language."""
    shown = {
        "groups": presenter.groups(request.clinic),
        "spoken_name": presenter.spoken_name(request.clinic),
        "quiet": presenter.quiet_hours(),
    }
    return render(request, "clinic_messages/templates.html", shown)


@staff_page(Permission.EDIT_CLINIC)
def message_template(request: HttpRequest, purpose: str, route: str, language: str) -> HttpResponse:
    """One message's words; "see it" shows them filled in and keeps nothing."""
    if (
        purpose not in presenter.WRITTEN
        or route not in Route.values
        or language not in dict(settings.LANGUAGES)
    ):
        raise Http404
    which = {"purpose": purpose, "route": route, "language": language}
    clinic = request.clinic
    last = queries.last_template(clinic, **which)
    stands = wording.standing(clinic, **which)
    form = TemplateForm(
        request.POST or None,
        route=route,
        initial={"subject": stands.subject, "body": stands.body, "supersedes": last.pk if last else None},
    )
    seen = None
    if request.method == "POST" and "go_back" in request.POST and last is not None:
        actions.go_back(by=request.actor, clinic=clinic, supersedes=last)
        notices.success(request, _("The words that Drypoint brings go out again."))
        return redirect("message_templates")
    if request.method == "POST" and form.is_valid():
        with fact_refusals(
            form,
            standing=lambda: queries.last_template(clinic, **which),
            in_words=lambda theirs: [(_("Message"), theirs.body)],
        ):
            if "see" in request.POST:
                wording.check(purpose=purpose, route=route, **form.words)
                seen = presenter.seen(clinic, wording.Words(**form.words), **which)
            else:
                actions.write(
                    by=request.actor,
                    clinic=clinic,
                    **which,
                    **form.words,
                    supersedes=form.corrected(clinic.message_templates.all()),
                )
                notices.success(request, _("Saved. New messages say this."))
                return redirect("message_templates")
    title = presenter.title(**which)
    shown = {
        "form": form,
        "title": title,
        "crumbs": [
            Crumb(_("Settings"), reverse("settings")),
            Crumb(_("Words of messages"), reverse("message_templates")),
            Crumb(title),
        ],
        "seen": seen or presenter.seen(clinic, stands, **which),
        "is_kept": seen is None,
        "names": presenter.names(purpose),
        "versions": presenter.versions(queries.template_versions(clinic, **which)),
        "is_own": last is not None and bool(last.body),
    }
    return render(request, "clinic_messages/template.html", shown, status=form.status)


urlpatterns = [
    path("settings/messages/", message_templates, name="message_templates"),
    path(
        "settings/messages/<str:purpose>/<str:route>/<str:language>/",
        message_template,
        name="message_template",
    ),
]
