"""Who may see a page. Every address is declared as staff's, patients' or public; nothing else is served.

A decorated view gets ``request.actor``, ``request.clinic`` and, on patients' pages, ``request.person``.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum, auto
from functools import wraps
from time import time
from typing import Any
from urllib.parse import urlencode

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from drypoint.clinic.errors import Conflict, ForeignRecord, NotAllowedNow, NotPermitted
from drypoint.clinic.permissions import Permission
from drypoint.clinic.visits.session_log import NotStarted
from drypoint.terms.errors import DrypointError, InvalidInput
from drypoint.web import identity

View = Callable[..., HttpResponse]


class Audience(StrEnum):
    """Whose page it is."""

    STAFF = auto()
    PATIENT = auto()
    PUBLIC = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What a page asks of who opens it, and of who posts to it."""

    audience: Audience
    see: Permission | None = None
    change: Permission | None = None
    for_device: bool = False
    """Whether a script asks it that goes on without us: it is answered in JSON and never led elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One address of ours, for the tests that walk all of them."""

    route: str
    name: str
    access: Access | None


def staff_page(see: Permission | None = None, *, change: Permission | None = None) -> Callable[[View], View]:
    """A page of staff whose role holds ``see``; posting needs ``change`` too, where it is given.

    Without ``see`` the page is for every member of staff.
    """
    access = Access(audience=Audience.STAFF, see=see, change=change)

    def decorate(view: View) -> View:
        @wraps(view)
        def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            if not identity.enter_as_staff(request):
                wanted = urlencode({"next": request.get_full_path()}, safe="/")
                return redirect(f"{reverse('clinic_switch')}?{wanted}")
            if identity.must_enrol(request):
                return redirect("mfa_activate_totp")
            _require(request, access)
            return view(request, *args, **kwargs)

        page.access = access  # type: ignore[attr-defined]
        return page

    return decorate


def proved_lately(request: HttpRequest) -> bool:
    """Whether the person signed in or showed who they are again, within allauth's time for it (5 min)."""
    since = time() - app_settings.REAUTHENTICATION_TIMEOUT
    return any(one["at"] >= since for one in get_authentication_records(request, request.user))


def device_page(see: Permission, *, change: Permission | None = None) -> Callable[[View], View]:
    """As ``staff_page`` for a script: refusals are JSON with ``error`` and, in words, ``says``."""
    access = Access(audience=Audience.STAFF, see=see, change=change, for_device=True)

    def decorate(view: View) -> View:
        @wraps(view)
        def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                if not request.user.is_authenticated or not identity.enter_as_staff(request):
                    return _refusal(401, "signed_out", _("Sign in again, then what waits is sent."))
                if identity.must_enrol(request):
                    return _refusal(
                        401, "second_step", _("Set up your second step, then what waits is sent.")
                    )
                _require(request, access)
                return view(request, *args, **kwargs)
            except Http404:
                return _refusal(404, "not_here", _("This record does not exist here."))
            except DrypointError as error:
                for kind, (status, code) in _REFUSALS.items():
                    if isinstance(error, kind):
                        return _refusal(status, code, str(error))
                raise

        page.access = access  # type: ignore[attr-defined]
        return page

    return decorate


_REFUSALS: dict[type[DrypointError], tuple[int, str]] = {
    NotStarted: (409, "not_started"),
    NotPermitted: (403, "not_permitted"),
    ForeignRecord: (404, "not_here"),
    Conflict: (409, "conflict"),
    NotAllowedNow: (409, "not_now"),
    InvalidInput: (400, "not_understood"),
}


def _refusal(status: int, code: str, says: str) -> JsonResponse:
    return JsonResponse({"error": code, "says": says}, status=status)


def patient_page(view: View) -> View:
    """A page of a patient about their own care: ``request.person`` is who signed in."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        identity.enter_as_patient(request)
        return view(request, *args, **kwargs)

    page.access = Access(audience=Audience.PATIENT, see=Permission.SEE_OWN_CARE)  # type: ignore[attr-defined]
    return page


def public_page(view: View) -> View:
    """A page without sign-in. If it shows somebody's care, its link is the key and the view checks it."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    page.access = Access(audience=Audience.PUBLIC)  # type: ignore[attr-defined]
    return page


def pages() -> tuple[Page, ...]:
    """Every address that our own views answer, sign-in and the engines' API left out."""
    return tuple(
        Page(route=route, name=pattern.name or "", access=getattr(pattern.callback, "access", None))
        for route, pattern in _patterns(get_resolver("drypoint.web.urls").url_patterns, "/")
    )


def _patterns(found: list[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, URLPattern]]:
    for item in found:
        route = before + str(item.pattern)
        if isinstance(item, URLResolver):
            yield from _patterns(item.url_patterns, route)
        else:
            yield route, item


def _require(request: HttpRequest, access: Access) -> None:
    actor, clinic = request.actor, request.clinic  # type: ignore[attr-defined]
    if access.see:
        actor.require(access.see, clinic_id=clinic.id)
    if access.change and request.method not in {"GET", "HEAD", "OPTIONS"}:
        actor.require(access.change, clinic_id=clinic.id)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(reverse("account_login"))
    return redirect_to_login(request.get_full_path())
