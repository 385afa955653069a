"""Switches of the intended use: accepted by name, or left off."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from drypoint.clinic.accounts import queries
from drypoint.clinic.accounts.actions import features
from drypoint.clinic.accounts.features import Feature
from drypoint.clinic.accounts.models import FeatureAcceptance
from drypoint.clinic.permissions import Permission
from drypoint.web import form_pages
from drypoint.web.access import staff_page
from drypoint.web.forms.clinic_settings import SwitchForm
from drypoint.web.forms.facts import fact_refusals
from drypoint.web.presenters import clinic_settings as presenter
from drypoint.web.presenters.parts import Crumb, Fact


@staff_page(Permission.EDIT_CLINIC)
def switch(request: HttpRequest, feature: str) -> HttpResponse:
    """Decide one switch, in the words of its statement."""
    if feature not in Feature.values:
        raise Http404
    asked = Feature(feature)
    last = _stands(request, asked)
    initial = {
        "supersedes": last.pk if last else None,
        "accepted": {True: "yes", False: "no", None: None}[last.accepted if last else None],
    }
    form = SwitchForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with fact_refusals(form, standing=lambda: _stands(request, asked), in_words=_in_words):
            _decide(
                request,
                asked,
                accepted=form.cleaned_data["accepted"],
                stood=form.corrected(request.clinic.feature_acceptances.all()),
            )
            messages.success(request, _("Saved."))
            return redirect(reverse("settings") + "#switches")
    row = presenter.switch(asked, last, is_on=asked in queries.features(request.clinic))
    return form_pages.show(
        request,
        form,
        title=asked.label,
        action=_("Sign as %(name)s") % {"name": request.membership.signature},
        crumbs=[Crumb(_("Settings"), reverse("settings"))],
        facts=[Fact(_("Now"), _("On") if row.is_on else _("Off")), Fact(_("Decided"), row.said)],
        statement=row.statement,
    )


def _decide(
    request: HttpRequest, feature: Feature, *, accepted: bool, stood: FeatureAcceptance | None
) -> None:
    if accepted:
        features.accept(by=request.actor, feature=feature, supersedes=stood)
    elif stood is None:
        features.decline(by=request.actor, feature=feature)
    else:
        features.withdraw(by=request.actor, acceptance=stood)


def _stands(request: HttpRequest, feature: Feature) -> FeatureAcceptance | None:
    return queries.last_acceptances(request.clinic).get(feature)


def _in_words(said: FeatureAcceptance) -> list[tuple[Any, Any]]:
    return [(_("Decision"), presenter.switch(Feature(said.feature), said, is_on=said.accepted).said)]


urlpatterns = [path("settings/switches/<slug:feature>/", switch, name="feature_switch")]
