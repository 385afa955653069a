"""A clinic whose visits wait for the needle, and its log as the server holds it: run with Django started.

``python -m tests.ops.recorder_clinic seed N`` prints N visits that have begun, ``log VISIT`` its events.
"""

import json
import sys
from datetime import UTC, datetime

from drypoint.config.start import django_started

django_started()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from tests.clinic.visits import care  # noqa: E402

from drypoint.clinic.accounts.models import Membership  # noqa: E402
from drypoint.clinic.visits.actions import sessions  # noqa: E402
from drypoint.clinic.visits.canonical import plain  # noqa: E402
from drypoint.clinic.visits.models import Visit  # noqa: E402
from drypoint.clinic.visits.queries.sessions import by_server_clock, folded, stored_events  # noqa: E402


def seed(visits: int) -> None:
    """Visits with a plan that is signed and a session that has begun."""
    now = care.BEGUN = datetime.now(UTC)
    one = care.Care(name="Fault run")
    found = []
    for number in range(visits):
        visit = one.visit if number == 0 else one.start_visit()
        one.screen(visit)
        if number == 0:
            one.consent("buttock", "hip", at=now, visit=visit)
        one.sign(one.propose(visit=visit))
        sessions.start(by=one.therapist, visit=visit, started_at=now)
        found.append(str(visit.pk))
    _tell(json.dumps({"visits": found, "member": str(one.member.pk), "cookie": sign_in(one.member)}))


def sign_in(member: Membership) -> str:
    """A session of somebody who has just signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(member.user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = member.user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def log(visit_id: str) -> None:
    """The visit's events as stored, and where the session stands."""
    stored = stored_events(Visit.objects.get(pk=visit_id))
    state = folded(by_server_clock(stored))
    _tell(json.dumps({"events": plain(stored), "state": plain(state)}))


def _tell(words: str) -> None:
    sys.stdout.write(words + "\n")


if __name__ == "__main__":
    what, argument = sys.argv[1:]
    if what == "seed":
        seed(int(argument))
    elif what == "sign-in":
        _tell(sign_in(Membership.objects.get(pk=argument)))
    else:
        log(argument)
