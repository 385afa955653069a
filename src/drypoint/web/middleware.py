"""Around every page: whose clinic, nothing kept by browsers, refusals in plain words."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from drypoint.clinic.errors import Conflict, ForeignRecord, NotAllowedNow, NotPermitted
from drypoint.terms.errors import DrypointError, InvalidInput

STATUS: dict[type[DrypointError], int] = {
    InvalidInput: 400,
    NotPermitted: 403,
    ForeignRecord: 404,
    Conflict: 409,
    NotAllowedNow: 409,
}


class ClinicMiddleware:
    """Prepares what ``drypoint.web.access`` fills in, and turns refusals into pages or fragments."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.clinic = request.actor = request.membership = request.person = None  # type: ignore[attr-defined]
        try:
            response = self.get_response(request)
        finally:
            timezone.deactivate()
        if "Cache-Control" not in response:
            # A page may hold somebody's care: the next person at this device must not find it.
            response["Cache-Control"] = "no-store"
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page for a refusal; any other error goes on to be a 500."""
        if isinstance(error, ValidationError):
            return refused(request, 400, " ".join(error.messages))
        for kind, status in STATUS.items():
            if isinstance(error, kind):
                return refused(request, status, str(error))
        return None


def refused(request: HttpRequest, status: int, reason: str) -> HttpResponse:
    """A whole page, or the fragment that htmx puts into the page's place for problems."""
    if not getattr(request, "htmx", False):
        return render(request, f"{status}.html", {"reason": reason}, status=status)
    response = render(request, "errors/fragment.html", {"reason": reason}, status=status)
    response["HX-Retarget"], response["HX-Reswap"] = "#problems", "innerHTML"
    return response
