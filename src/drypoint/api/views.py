"""One address for each engine, and the description of all of them."""

from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from drypoint.api.access import require_staff
from drypoint.api.description import describe
from drypoint.clinic.errors import NotPermitted
from drypoint.engines import ENGINES, decode, encode, run
from drypoint.terms import InvalidInput

LIMIT_BYTES = 1_000_000
"""The largest request that is read."""


# Nothing is written or read from the record, and only JSON is taken, which no other site's form can send.
@csrf_exempt
def engine(request: HttpRequest, name: str) -> HttpResponse:
    """``POST /api/v1/<engine>``: the engine's result, or ``{"error", "where"}``. Nothing of it is stored."""
    if name not in ENGINES:
        return _refused(404, _("There is no such engine. Use one of %s.") % ", ".join(ENGINES))
    if request.method != "POST":
        refusal = _refused(405, _("Send the request with POST."))
        refusal["Allow"] = "POST"
        return refusal
    if not request.user.is_authenticated:
        return _refused(401, _("Sign in first."))
    try:
        require_staff(request, name)
    except NotPermitted as missing:
        return _refused(403, str(missing))
    if request.content_type != "application/json":
        return _refused(415, _("Send JSON, as Content-Type application/json."))
    body = request.read(LIMIT_BYTES + 1)
    if len(body) > LIMIT_BYTES:
        return _refused(413, _("Send at most 1 MB."))
    try:
        result = run(name, decode(name, body))
    except InvalidInput as fault:
        return _refused(400, fault.message, where=fault.where)
    return HttpResponse(encode(result), content_type="application/json")


def openapi(request: HttpRequest) -> HttpResponse:
    """``GET /api/v1/openapi.json``: the engines described for programs, for anybody."""
    if request.method not in {"GET", "HEAD"}:
        return _refused(405, _("Send the request with GET."))
    return _json(describe(), status=200)


def _refused(status: int, error: str, *, where: str = "") -> HttpResponse:
    return _json({"error": error, "where": where}, status=status)


def _json(content: Any, *, status: int) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(content), content_type="application/json", status=status)
