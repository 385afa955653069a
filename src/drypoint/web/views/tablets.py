"""Connecting a tablet: the code of the set-up page, and the fingerprint to compare."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drypoint.clinic.permissions import Permission
from drypoint.config.environment import authority_fingerprint
from drypoint.web.access import staff_page
from drypoint.web.presenters.check_ins import qr_code
from drypoint.web.presenters.parts import Crumb


@staff_page(Permission.EDIT_CLINIC)
@require_safe
def connect(request: HttpRequest) -> HttpResponse:
    """Where a tablet begins; how to start the server for the network where it was not."""
    address = settings.SET_UP_ADDRESS
    shown = {
        "address": address,
        "code": qr_code(address) if address else "",
        "fingerprint": authority_fingerprint(settings.TLS_FOLDER).split(":"),
        "is_secure": request.is_secure(),
        "own_address": request.build_absolute_uri("/"),
        "crumbs": [Crumb(_("Settings"), reverse("settings")), Crumb(_("Connect a tablet"))],
    }
    return render(request, "tablets/connect.html", shown)


urlpatterns = [path("settings/tablets/", connect, name="tablets")]
