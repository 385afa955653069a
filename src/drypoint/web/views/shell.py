"""The way in and around: first page, clinic, language, theme, own sign-in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from drypoint.terms.errors import InvalidInput
from drypoint.web import identity
from drypoint.web.access import public_page
from drypoint.web.context import THEME_COOKIE, THEMES
from drypoint.web.sign_in import first_page

YEAR_SECONDS = 365 * 24 * 3600


@public_page
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Where each role begins."""
    return redirect(first_page(request))


@public_page
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember the language for this browser."""
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        raise InvalidInput("choose one of the languages offered", where="language")
    response = redirect(_back(request))
    _remember(response, settings.LANGUAGE_COOKIE_NAME, language)
    return response


@public_page
@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Remember light, dark or as the device for this browser."""
    theme = request.POST.get("theme", "")
    if theme not in THEMES:
        raise InvalidInput("choose one of the looks offered", where="theme")
    response = redirect(_back(request))
    _remember(response, THEME_COOKIE, theme)
    return response


@public_page
def clinic_switch(request: HttpRequest) -> HttpResponse:
    """Choose in which of one's clinics to work."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    if request.method == "POST":
        identity.choose(request, request.POST.get("membership", ""))
        return redirect(_back(request))
    found = identity.memberships(request)
    return render(request, "shell/clinic_switch.html", {"memberships": found, "next": _back(request)})


@public_page
@require_safe
def my_sign_in(request: HttpRequest) -> HttpResponse:
    """The own sign-in: password, second step, clinics, leaving."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    found = identity.memberships(request)
    if found:
        identity.enter_as_staff(request)
    own_care = identity.own_access(request)
    if own_care and not found:
        identity.enter_as_patient(request)
    return render(request, "shell/my_sign_in.html", {"memberships": found, "own_care": own_care})


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else "/"


def _remember(response: HttpResponse, cookie: str, value: str) -> None:
    response.set_cookie(
        cookie,
        value,
        max_age=YEAR_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


urlpatterns = [
    path("", home, name="home"),
    path("language/", choose_language, name="choose_language"),
    path("theme/", choose_theme, name="choose_theme"),
    path("clinics/", clinic_switch, name="clinic_switch"),
    path("me/", my_sign_in, name="my_sign_in"),
]
