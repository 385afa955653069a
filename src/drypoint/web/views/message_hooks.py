"""What comes back to messages, without sign-in: a gateway's reports and replies, and a person's "no more"."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from drypoint.clinic.actors import patient
from drypoint.clinic.messages import gateways, queries, stop_links
from drypoint.clinic.messages.actions import reports
from drypoint.clinic.messages.models import Route
from drypoint.clinic.people.actions import people
from drypoint.web.access import public_page
from drypoint.web.identity import speak


@csrf_exempt
@public_page
def text_hook(request: HttpRequest, clinic_id: UUID, token: str) -> HttpResponse:
    """A report or a reply of the clinic's gateway, as JSON, form or query. The address is the secret.

    GET counts too: Bird reports by it. What is told twice changes nothing.
    """
    gateway = queries.gateway_of(clinic_id)
    if gateway is None or not gateways.knows_hook(gateway, token):
        return HttpResponse(status=404)
    if request.method not in {"GET", "POST"}:
        return HttpResponseNotAllowed(["GET", "POST"])
    body = request.read(gateways.MOST_ANSWER + 1)
    if len(body) > gateways.MOST_ANSWER:
        return HttpResponse(status=413)
    said = gateways.read(body, request.content_type or "") if body else request.GET.dict()
    is_known = reports.from_gateway(
        gateway, said, message_id=_key(request.GET.get("message", "")), at=timezone.now()
    )
    # A report on nothing that is known here may be early: most gateways then tell it again.
    return HttpResponse(status=204 if is_known else 404)


@csrf_exempt
@public_page
def stop_messages(request: HttpRequest, token: str) -> HttpResponse:
    """Ends messages of the kind in which the link came. A look ends nothing: mail programs open links too.

    A mail program's own button posts here without a form (RFC 8058), so no token of a form is asked for.
    """
    message = stop_links.find(token)
    if message is None or message.person is None:
        return render(request, "clinic_messages/stop_unknown.html", status=404)
    request.clinic = message.clinic  # type: ignore[attr-defined]
    speak(request, message.language)
    done = False
    if request.method == "POST":
        by = patient(clinic_id=message.clinic_id, person_id=message.person.pk)
        people.end_messages(by=by, person=message.person, route=message.route)
        done = True
    shown = {"clinic": message.clinic, "done": done, "is_text": message.route == Route.TEXT}
    return render(request, "clinic_messages/stop.html", shown)


def _key(written: str) -> str:
    try:
        return str(UUID(written))
    except ValueError:
        return ""


urlpatterns = [
    path("hooks/texts/<uuid:clinic_id>/<str:token>/", text_hook, name="text_hook"),
    path("n/<str:token>/", stop_messages, name="stop_messages"),
]
