"""What a recording device asks of the server: the session's snapshot, its batches, its key, its own page."""

import base64
import binascii
import json
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import msgspec
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from drypoint.clinic.accounts.queries import today
from drypoint.clinic.followup.queries.session_versions import session_version
from drypoint.clinic.incidents.actions import session_recordings
from drypoint.clinic.permissions import Permission
from drypoint.clinic.stock import queries as stock
from drypoint.clinic.visits.actions import recorder_keys, recordings
from drypoint.clinic.visits.queries.plans import current_plan
from drypoint.clinic.visits.queries.sessions import stored_events
from drypoint.terms import InvalidInput, Value
from drypoint.web.access import device_page, proved_lately, public_page, staff_page
from drypoint.web.presenters import recorder as presenter
from drypoint.web.presenters.recorder_words import words
from drypoint.web.presenters.sessions import planned_now
from drypoint.web.views.sessions import running_session
from drypoint.web.visit_scope import visit_of

MOST_HEARD = 500
"""Events of others in one answer; the device asks again for more."""
MOST_BYTES = 1_000_000
"""Of one batch: 200 events with five thousand characters each."""
WORKER_SCOPE = "/visits/"
_AWARE = Annotated[datetime, msgspec.Meta(tz=True)]
FILES = (
    "css/tokens.css",
    "css/base.css",
    "css/components.css",
    "css/forms.css",
    "css/needling.css",
    "css/recorder.css",
    "img/mark.svg",
    "vendor/atkinson-hyperlegible-next/atkinson-hyperlegible-next-latin-wght-normal.woff2",
    "js/recorder/recorder.js",
    "js/recorder/parts.js",
    "js/recorder/live.js",
    "js/recorder/quick.js",
    "js/recorder/closing.js",
    "js/recorder/sheets.js",
    "js/recorder/body.js",
    "js/recorder/lock.js",
    "js/recorder/person.js",
    "js/recorder/recording.js",
    "js/recorder/kept.js",
    "js/recorder/vault.js",
    "js/recorder/outbox.js",
    "js/recorder/log.js",
    "js/recorder/ids.js",
    "body/views/neutral/front.svg",
    "body/views/neutral/back.svg",
    "body/views/neutral/left.svg",
    "body/views/neutral/right.svg",
    "body/views/neutral/head_front.svg",
    "body/views/neutral/head_back.svg",
    "body/views/neutral/head_left.svg",
    "body/views/neutral/head_right.svg",
)
"""What the recorder's page is made of; the service worker keeps these, and nothing else but the page."""


class Batch(Value, frozen=True):
    """A device's batch; events are read one by one, so that a bad one holds up no other."""

    device: str
    member: str | None = None
    """Who recorded it, by membership: refused when somebody else is signed in on the device now."""
    sent_at: str | None = None
    after: int = 0
    events: tuple[Any, ...] = ()


@device_page(Permission.SEE_CHART)
@require_safe
@ensure_csrf_cookie
def snapshot(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """All that the device needs to go on without the network."""
    visit = visit_of(request, visit_id)
    running = running_session(visit)
    if running is None:
        return _not_started()
    standing = current_plan(visit)
    plan = planned_now(running, standing)
    on = today(request.clinic)
    found = presenter.snapshot(
        visit,
        running,
        plan,
        by=request.actor,
        member=request.membership,
        lots=list(stock.usable_lots(request.clinic, on=on)),
        stored=stored_events(visit),
        plan_waits=standing is not None and standing.pk != plan.pk,
    )
    return JsonResponse(found)


@device_page(Permission.SEE_CHART, change=Permission.RECORD_SESSION)
@require_POST
def events(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Store a batch, and tell what others recorded. The answer goes out after the commit."""
    visit = visit_of(request, visit_id)
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return _too_large()
    batch = _batch(request)
    if len(batch.events) > recordings.MOST:
        return _too_large()
    if (refusal := _of_somebody_else(request, batch.member)) is not None:
        return refusal
    recorded = session_recordings.record(
        by=request.actor, visit=visit, events=batch.events, sent_at=_moment(batch.sent_at)
    )
    # Read while the visit was held: whatever has a lower number than these is among them.
    news = (one for one in recorded.before if one.number > batch.after)
    heard = [one for one in news if one.event.id not in recorded.stored][: MOST_HEARD + 1]
    more, heard = len(heard) > MOST_HEARD, heard[:MOST_HEARD]
    own = [one.number for one in recorded.stored.values()]
    cursor = max([batch.after, *(one.number for one in heard), *([] if more else own)])
    return JsonResponse(
        presenter.answer(recorded, heard, version=session_version(visit), cursor=cursor, more=more)
    )


@device_page(Permission.RECORD_SESSION)
def keys(request: HttpRequest) -> HttpResponse:
    """Keep the key to what this member recorded on a device, or give it back to them.

    For new digits only to who has just shown who they are: a sign-in left open must not be enough.
    """
    if request.method == "POST":
        said = _json(request, KeyRequest)
        if (refusal := _of_somebody_else(request, said.member)) is not None:
            return refusal
        recorder_keys.keep(by=request.actor, device=said.device, key=_bytes(said.key))
        return JsonResponse({"kept": True})
    device = request.GET.get("device", "")
    if "new_digits" in request.GET and not proved_lately(request):
        says = _("Show once more that it is you, then choose new digits.")
        url = reverse("account_reauthenticate")
        return JsonResponse({"error": "prove", "says": says, "url": url}, status=403)
    found = recorder_keys.give_back(by=request.actor, device=device)
    if found is None:
        raise Http404
    return JsonResponse({"key": base64.b64encode(found).decode(), "member": str(request.membership.pk)})


@staff_page(Permission.SEE_CHART, change=Permission.SIGN)
@require_POST
def look(request: HttpRequest, visit_id: UUID, event_id: UUID) -> HttpResponse:
    """Note that what was questioned about an event has been looked at."""
    visit = visit_of(request, visit_id)
    found = request.clinic.session_events.filter(visit=visit, pk=event_id).select_related("visit").first()
    if found is None:
        raise Http404
    recordings.look(by=request.actor, event=found, words=request.POST.get("words", "")[:300])
    return redirect("session", visit.pk)


@public_page
@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """The recorder's page without anything of anybody in it; it opens what the device holds."""
    with translation.override(_asked_language(request)):
        response = render(request, "recorder/shell.html", {"recorder_words": words()})
    response["Cache-Control"] = "no-cache"
    return response


@public_page
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: which files it keeps, and a version that changes with their content."""
    language = _asked_language(request)
    with translation.override(language):
        kept = {
            "version": _version(),
            "page": f"{reverse('recorder_shell')}?lang={language}",
            "files": [static(name) for name in FILES],
        }
    script = render_to_string("recorder/worker.js", {"kept": json.dumps(kept)})
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    response["Service-Worker-Allowed"] = WORKER_SCOPE
    return response


class KeyRequest(Value, frozen=True):
    """A device's data key."""

    device: str
    key: str
    """Base64 of 32 bytes."""
    member: str | None = None
    """Whose key it is, by membership."""


def _asked_language(request: HttpRequest) -> str:
    """Of the person who opened the session: the device keeps its page in that language."""
    asked = request.GET.get("lang", "")
    return asked if asked in dict(settings.LANGUAGES) else get_language() or "en"


def _version() -> str:
    digest = sha256()
    digest.update(render_to_string("recorder/shell.html", {"recorder_words": words()}).encode())
    for name in FILES:
        found = finders.find(name)
        if found is not None:
            digest.update(Path(str(found)).read_bytes())
    return digest.hexdigest()[:16]


def _batch(request: HttpRequest) -> Batch:
    found: Batch = _json(request, Batch)
    return found


def _json(request: HttpRequest, shape: type[Any]) -> Any:
    try:
        return msgspec.json.decode(request.body, type=shape)
    except (msgspec.DecodeError, msgspec.ValidationError) as wrong:
        raise InvalidInput(str(wrong)) from wrong


def _moment(text: str | None) -> Any:
    """The device's clock; one that cannot be read is taken as right."""
    try:
        return None if text is None else msgspec.convert(text, _AWARE)
    except msgspec.ValidationError:
        return None


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as wrong:
        raise InvalidInput(_("The key of this device cannot be read."), where="key") from wrong


def _of_somebody_else(request: HttpRequest, member: str | None) -> HttpResponse | None:
    """What one member recorded must never be stored as what another did."""
    if member is None or member == str(request.membership.pk):
        return None
    says = _("Somebody else is signed in here. Sign in again as who recorded this, then what waits is sent.")
    return JsonResponse({"error": "signed_out", "says": says}, status=401)


def _too_large() -> HttpResponse:
    says = _("Send at most %(n)d events at once.") % {"n": recordings.MOST}
    return JsonResponse({"error": "too_large", "says": says}, status=413)


def _not_started() -> HttpResponse:
    return JsonResponse({"error": "not_started", "says": _("Start the session first.")}, status=409)


urlpatterns = [
    path("visits/<uuid:visit_id>/session/snapshot/", snapshot, name="recorder_snapshot"),
    path("visits/<uuid:visit_id>/session/events/", events, name="recorder_events"),
    path("visits/<uuid:visit_id>/session/events/<uuid:event_id>/look/", look, name="recorder_look"),
    path("recorder/keys/", keys, name="recorder_keys"),
    path("recorder/", shell, name="recorder_shell"),
    path("visits/recorder-worker.js", worker, name="recorder_worker"),
]
