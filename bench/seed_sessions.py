"""Starts needling sessions in an empty database: ``python bench/seed_sessions.py SESSIONS LENGTH ...``.

As many sessions begin as the first number says, and one more for each LENGTH, whose log holds that many
events already. Content is fiction. Prints as JSON a signed-in session and the visits' ids.
"""

import json
import sys
from datetime import UTC, date, datetime, timedelta

from drypoint.config.start import django_started

django_started()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.utils import timezone  # noqa: E402

from drypoint.clinic.accounts.actions import clinics, credentials, memberships  # noqa: E402
from drypoint.clinic.accounts.models.clinics import ClinicKind  # noqa: E402
from drypoint.clinic.accounts.models.memberships import CredentialKind  # noqa: E402
from drypoint.clinic.actors import actor_for, system  # noqa: E402
from drypoint.clinic.episodes.actions import episodes  # noqa: E402
from drypoint.clinic.keys import new_id  # noqa: E402
from drypoint.clinic.people.actions import people  # noqa: E402
from drypoint.clinic.visits.actions import (  # noqa: E402
    consents,
    needling_plans,
    screenings,
    sessions,
    visits,
)
from drypoint.clinic.visits.models import SessionEvent, SignatureKind, Visit  # noqa: E402
from drypoint.clinic.visits.queries.plans import plan_blockers  # noqa: E402
from drypoint.safety import load_rules  # noqa: E402
from drypoint.upkeep.server import make_ready  # noqa: E402

MUSCLES = ("gluteus_medius", "gluteus_maximus")


class House:
    """A demo clinic with its owner, who needles."""

    def __init__(self) -> None:
        self.clinic = clinics.found(
            by=system(clinic_id=new_id(), name="bench"), name="Bench", kind=ClinicKind.DEMO, timezone="UTC"
        )
        setting_up = system(clinic_id=self.clinic.pk, name="bench")
        self.member = memberships.add(
            by=setting_up, email="bench@example.org", name="Owner", role="owner", title="PT"
        )
        for kind in (CredentialKind.LICENCE, CredentialKind.NEEDLING):
            credentials.record(
                by=setting_up, membership=self.member, kind=kind, valid_from=date(2020, 1, 1), expires=None
            )
        self.owner = actor_for(self.member)

    def begin(self, number: int) -> Visit:
        """A session under a signed plan."""
        now = timezone.now()
        person = people.register(
            by=self.owner,
            given_name="Bench",
            family_name=f"N{number}",
            birth_date=date(1980, 1, 1),
            sex_recorded="female",
        )
        episode = episodes.open(
            by=self.owner,
            person=person,
            complaint="hip_buttock_pain",
            title="Left buttock pain",
            therapist=self.member,
            opened_on=now.date(),
        )
        visit = visits.start(by=self.owner, episode=episode, therapist=self.member, started_at=now)
        screenings.record(
            by=self.owner, visit=visit, answers={one.id: False for one in load_rules().questions}
        )
        consents.give(
            by=self.owner,
            visit=visit,
            regions=["buttock", "hip"],
            risk_text_version="1",
            language="en",
            content={"said": "What needling is, and its risks."},
            signature_kind=SignatureKind.TYPED,
            signed_name="Bench",
            given_at=now - timedelta(minutes=1),
        )
        plan = needling_plans.propose(
            by=self.owner,
            visit=visit,
            insertions=[
                {"muscle": muscle, "side": side, "site": 1, "length_mm": 40.0, "diameter_mm": 0.3}
                for muscle in MUSCLES
                for side in ("left", "right")
            ],
            indication="Pain on walking",
        )
        asking = plan_blockers(plan, by=self.owner, on=now.date(), reasons={})
        needling_plans.sign(
            by=self.owner, plan=plan, reasons={one.finding_id: "Noted" for one in asking if one.finding_id}
        )
        sessions.start(by=self.owner, visit=visit, started_at=now)
        return visit

    def fill(self, visit: Visit, length: int) -> None:
        """A log of ``length`` events: needles in and out again."""
        now = timezone.now()
        kinds = ("needle_opened", "inserted", "twitched", "removed")
        SessionEvent.objects.bulk_create(
            (
                self._event(visit, kinds[number % 4], number, now + timedelta(milliseconds=number))
                for number in range(length)
            ),
            batch_size=5_000,
        )

    def _event(self, visit: Visit, kind: str, number: int, at: datetime) -> SessionEvent:
        key, needle = new_id(), f"n{number // 4}"
        said = {"id": str(key), "at": at.isoformat(), "device": "bench", "type": kind}
        if kind in {"needle_opened", "inserted"}:
            said["needle"] = needle
        if kind != "needle_opened":
            said["insertion"] = f"i{number // 4}"
        if kind == "inserted":
            said |= {"muscle": "gluteus_medius", "side": "left", "site": "1"}
        return SessionEvent(
            id=key,
            clinic=self.clinic,
            visit=visit,
            number=number + 1,
            at=at,
            recorded_by=self.member,
            device="bench",
            type=kind,
            payload=said,
        )

    def signed_in(self) -> str:
        """The key of a web session of the owner."""
        user, session = self.member.user, SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        return str(session.session_key)


def main() -> None:
    from drypoint.config import environment as environments

    count, *lengths = map(int, sys.argv[1:])
    make_ready(environments.from_process(), now=datetime.now(UTC), migrate=True)
    house = House()
    live = [str(house.begin(number).pk) for number in range(count)]
    long: dict[int, str] = {}
    for number, length in enumerate(lengths, count):
        visit = house.begin(number)
        house.fill(visit, length)
        long[length] = str(visit.pk)
    print(json.dumps({"session": house.signed_in(), "live": live, "long": long}))


if __name__ == "__main__":
    main()
