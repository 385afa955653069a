"""The clinic's text gateway: its settings, and where it reports to."""

from django.conf import settings
from django.contrib import messages as notices
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from drypoint.clinic.messages import gateways, queries
from drypoint.clinic.messages.actions import gateways as actions
from drypoint.clinic.permissions import Permission
from drypoint.terms.errors import InvalidInput
from drypoint.web import form_pages
from drypoint.web.access import staff_page
from drypoint.web.forms.base import refusals
from drypoint.web.forms.text_gateways import GatewayForm, TrialForm
from drypoint.web.presenters.parts import Crumb


@staff_page(Permission.EDIT_CLINIC)
def text_gateway(request: HttpRequest) -> HttpResponse:
    """The settings; ``?known=`` fills in what a known gateway wants."""
    gateway = queries.text_gateway(request.clinic)
    known = {one.id: one for one in gateways.presets()}
    chosen = known.get(request.GET.get("known", ""))
    if request.method == "POST":
        form = GatewayForm(request.POST)
        if form.is_valid():
            with refusals(form, on=gateway):
                actions.set_up(
                    by=request.actor,
                    clinic=request.clinic,
                    revision=form.cleaned_data["revision"],
                    **form.details,
                )
                notices.success(request, _("Saved."))
                return redirect("text_gateway")
    else:
        form = GatewayForm.of(gateway, chosen.values if chosen else {})
    shown = {
        "form": form,
        "gateway": gateway,
        "known": known.values(),
        "chosen": chosen,
        "opens": gateway is None or gateways.can_open(gateway),
        "hook": f"{settings.OWN_ADDRESS}{gateways.hook_path(gateway)}"
        if gateway and settings.OWN_ADDRESS
        else "",
        "has_address": bool(settings.OWN_ADDRESS),
        "crumbs": [Crumb(_("Settings"), reverse("settings")), Crumb(_("Text messages"))],
    }
    return render(request, "clinic_messages/gateway.html", shown, status=form.status)


@staff_page(Permission.EDIT_CLINIC)
@require_POST
def renew_hook(request: HttpRequest) -> HttpResponse:
    """A new address for reports and replies; the old one answers no more."""
    gateway = get_object_or_404(request.clinic.text_gateways)
    actions.renew_hook(by=request.actor, gateway=gateway, revision=gateway.revision)
    notices.success(request, _("The address is new. Give it to the gateway."))
    return redirect("text_gateway")


@staff_page(Permission.EDIT_CLINIC)
def trial(request: HttpRequest) -> HttpResponse:
    """Send a message to one's own mobile; the outbox shows what becomes of it."""
    form = TrialForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            try:
                actions.try_out(by=request.actor, clinic=request.clinic, **form.cleaned_data)
            except InvalidInput as wrong:
                raise ValidationError({"number": wrong.message}) from wrong
            notices.success(request, _("It goes out within a minute. Look here what becomes of it."))
            return redirect("outbox")
    return form_pages.show(
        request,
        form,
        title=_("Send yourself a trial message"),
        action=_("Send it"),
        crumbs=[
            Crumb(_("Settings"), reverse("settings")),
            Crumb(_("Text messages"), reverse("text_gateway")),
        ],
    )


urlpatterns = [
    path("settings/texts/trial/", trial, name="text_trial"),
    path("settings/texts/", text_gateway, name="text_gateway"),
    path("settings/texts/hook/", renew_hook, name="text_hook_renew"),
]
