"""Every address of the server: sign-in, pages, engines over HTTP."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("api/v1/", include("drypoint.api.urls")),
    path("", include("drypoint.web.urls")),
]
