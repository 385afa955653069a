"""Numbers that nobody published, signed by a licensed clinician for the clinic."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from drypoint.clinic.accounts import queries
from drypoint.clinic.accounts.actions import thresholds
from drypoint.clinic.accounts.models import ClinicThreshold
from drypoint.clinic.permissions import Permission
from drypoint.web import form_pages
from drypoint.web.access import staff_page
from drypoint.web.forms.clinic_settings import ThresholdForm
from drypoint.web.forms.facts import fact_refusals
from drypoint.web.presenters import clinic_settings as presenter
from drypoint.web.presenters.parts import Crumb, Fact


@staff_page(Permission.APPROVE_RULES)
def sign(request: HttpRequest, key: str) -> HttpResponse:
    """Set one threshold, or take it back."""
    if key not in thresholds.UNITS:
        raise Http404
    last = _stands(request, key)
    value = last.value if last else None
    form = ThresholdForm(
        request.POST or None,
        initial={
            "value": None if value is None else presenter.plain(value),
            "supersedes": last.pk if last else None,
        },
    )
    form.fields["value"].label = f"{presenter.threshold(key, None).name} ({thresholds.UNITS[key]})"
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with fact_refusals(form, standing=lambda: _stands(request, key), in_words=_in_words):
            thresholds.sign(
                by=request.actor,
                clinic=request.clinic,
                key=key,
                value=said["value"],
                reason=said["reason"],
                supersedes=form.corrected(request.clinic.thresholds.all()),
            )
            messages.success(request, _("Signed."))
            return redirect(reverse("settings") + "#thresholds")
    row = presenter.threshold(key, last)
    return form_pages.show(
        request,
        form,
        title=_("Sign a number for the clinic"),
        lead=row.unset,
        action=_("Sign as %(name)s") % {"name": request.membership.signature},
        crumbs=[Crumb(_("Settings"), reverse("settings"))],
        facts=[
            Fact(_("Stands now"), row.value or _("not set")),
            Fact(_("Signed by"), row.signed),
            Fact(_("Why"), row.reason),
        ],
    )


def _stands(request: HttpRequest, key: str) -> ClinicThreshold | None:
    return queries.last_thresholds(request.clinic).get(key)


def _in_words(signed: ClinicThreshold) -> list[tuple[Any, Any]]:
    row = presenter.threshold(signed.key, signed)
    return [(_("Number"), row.value), (_("Why"), row.reason), (_("Signed by"), row.signed)]


urlpatterns = [path("settings/thresholds/<slug:key>/", sign, name="threshold_sign")]
