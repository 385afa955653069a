"""Every address of the server: sign-in, pages, engines over HTTP."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path


def _not_served(request: HttpRequest) -> HttpResponse:
    raise Http404


urlpatterns = [
    # The clinic says whose e-mail it is. Whoever could change their own to that of a colleague who is yet to
    # come would get the colleague's work here when the owner adds them.
    path("accounts/email/", _not_served),
    path("accounts/", include("allauth.urls")),
    path("api/v1/", include("drypoint.api.urls")),
    path("", include("drypoint.web.urls")),
]
