"""Fills an empty database with a fictional clinic: ``python bench/seed.py PEOPLE EPISODES VISITS``.

Content is drawn from a fixed seed and is no statement about real care. Prints as JSON what the measuring
needs: a signed-in session and the addresses to ask for. Rows go in bulk, past the actions: no audit trail.
"""

import json
import random
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from drypoint.config.start import django_started

django_started()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402
from django.urls import reverse  # noqa: E402

from drypoint import engines  # noqa: E402
from drypoint.clinic.accounts.actions import clinics, memberships  # noqa: E402
from drypoint.clinic.accounts.models import Membership  # noqa: E402
from drypoint.clinic.accounts.models.clinics import ClinicKind  # noqa: E402
from drypoint.clinic.actors import system  # noqa: E402
from drypoint.clinic.episodes.models import Episode, TriggerPoint  # noqa: E402
from drypoint.clinic.keys import new_id  # noqa: E402
from drypoint.clinic.people import names  # noqa: E402
from drypoint.clinic.people.models import Person, SearchWord  # noqa: E402
from drypoint.clinic.visits.canonical import plain  # noqa: E402
from drypoint.clinic.visits.models import (  # noqa: E402
    Measurement,
    NeedlingPlan,
    NeedlingSession,
    PainDrawing,
    PalpationFinding,
    SessionEvent,
    Visit,
)
from drypoint.clinic.visits.models.engine_result import EngineResult  # noqa: E402
from drypoint.upkeep.server import make_ready  # noqa: E402

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
EPISODES_WITH_TWENTY_VISITS = 20
GIVEN = (
    "Ana Ben Carla Davi Elsa Finn Gala Hugo Ines Jon Kira Luis Maya Noor Olga Pau Rosa Sami Tess Uma".split()
)
SYLLABLES = "ba co di fe go hu ja ke li mo nu pa re si to va wi xe yo zu".split()
COMPLAINTS = ("neck_pain", "shoulder_pain", "tension_type_headache", "low_back_pain")
MUSCLES = ("trapezius_upper", "levator_scapulae", "infraspinatus", "gluteus_medius")
_BATCH = 5000


def insert(rows: Iterable[models.Model]) -> None:
    """Bulk insert of rows of one model."""
    waiting = iter(rows)
    while batch := list(islice(waiting, _BATCH)):
        with transaction.atomic():
            type(batch[0])._base_manager.bulk_create(batch, batch_size=_BATCH)


def visits_per_episode(episodes: int, visits: int) -> list[int]:
    """Twenty visits for a few episodes, the rest spread evenly; together exactly ``visits``."""
    long = min(EPISODES_WITH_TWENTY_VISITS, episodes // 2)
    each, extra = divmod(visits - 20 * long, episodes - long)
    return [20] * long + [each + (number < extra) for number in range(episodes - long)]


class Clinic:
    """The clinic under measurement."""

    def __init__(self) -> None:
        by = system(clinic_id=new_id(), name="bench")
        self.random = random.Random(20_261_122)
        self.reviewed = plain(engines.run("review", engines.decode("review", _REVIEW)))
        self.clinic = clinics.found(by=by, name="Bench clinic, all fiction", kind=ClinicKind.DEMO)
        self.owner: Membership = memberships.add(
            by=by, email="bench@example.org", name="Bea Bench", role="owner"
        )

    def people(self, count: int) -> list[Person]:
        """People with search words, as registering makes them."""
        people = []
        for number in range(1, count + 1):
            given = self.random.choice(GIVEN)
            family = "".join(self.random.choices(SYLLABLES, k=3)).capitalize()
            people.append(
                Person(
                    clinic=self.clinic,
                    number=number,
                    given_name=given,
                    family_name=family,
                    given_key=names.key(given),
                    family_key=names.key(family),
                    birth_date=date(1940, 1, 1) + timedelta(days=self.random.randrange(25_000)),
                )
            )
        insert(people)
        insert(
            SearchWord(clinic=self.clinic, person=person, word=word)
            for person in people
            for word in {*names.words(person.full_name), str(person.number)}
        )
        return people

    def episodes(self, people: list[Person], count: int) -> list[Episode]:
        """Episodes in turn over the people."""
        episodes = [
            Episode(
                clinic=self.clinic,
                person=people[number % len(people)],
                complaint=COMPLAINTS[number % len(COMPLAINTS)],
                title="Bench episode",
                therapist=self.owner,
                opened_on=(NOW - timedelta(days=700 - number % 600)).date(),
            )
            for number in range(count)
        ]
        insert(episodes)
        return episodes

    def visits(self, episodes: list[Episode], count: int) -> None:
        """Visits with drawing, four scores, two findings, a plan with its review, a session."""
        per_episode = visits_per_episode(len(episodes), count)
        points = [
            TriggerPoint(clinic=self.clinic, episode=episode, muscle=muscle, side="left", site=1)
            for episode in episodes
            for muscle in MUSCLES[:2]
        ]
        insert(points)
        for begin in range(0, len(episodes), 1000):
            part = range(begin, min(begin + 1000, len(episodes)))
            visits = [
                (self._visit(episodes[index], number), points[2 * index : 2 * index + 2])
                for index in part
                for number in range(per_episode[index])
            ]
            insert(visit for visit, _points in visits)
            insert(self._measurement(visit, *which) for visit, _points in visits for which in _SCORES)
            insert(self._drawing(visit) for visit, _points in visits)
            insert(self._finding(visit, point) for visit, both in visits for point in both)
            reviews = [self._review(visit) for visit, _points in visits]
            insert(reviews)
            plans = [self._plan(review) for review in reviews]
            insert(plans)
            insert(self._session(plan) for plan in plans)
            insert(event for plan in plans for event in self._events(plan))

    def _visit(self, episode: Episode, number: int) -> Visit:
        return Visit(
            clinic=self.clinic,
            episode=episode,
            therapist=self.owner,
            started_at=datetime.combine(episode.opened_on, NOW.time(), UTC) + timedelta(days=4 * number),
            kind="first" if number == 0 else "later",
            status="signed",
        )

    def _fact(self, visit: Visit) -> dict[str, object]:
        return {
            "clinic": self.clinic,
            "visit": visit,
            "recorded_by": self.owner,
            "recorded_as": "staff",
            "recorded_at": visit.started_at,
        }

    def _measurement(
        self, visit: Visit, instrument: str, place: str, unit: str, when: str, top: int
    ) -> Measurement:
        return Measurement(
            **self._fact(visit),
            instrument=instrument,
            place=place,
            side="left" if place else "",
            moved_by="active" if place else "",
            value=float(self.random.randrange(top)),
            unit=unit,
            when=when,
            measured_at=visit.started_at,
        )

    def _drawing(self, visit: Visit) -> PainDrawing:
        zones = [{"code": "head.temple", "side": "left", "cover": 0.5}]
        return PainDrawing(
            **self._fact(visit), chart_version="1", figure="female", zones=zones, drawn_by="patient"
        )

    def _finding(self, visit: Visit, point: TriggerPoint) -> PalpationFinding:
        return PalpationFinding(
            **self._fact(visit), trigger_point=point, taut_band=True, spot_tenderness=True, status="active"
        )

    def _review(self, visit: Visit) -> EngineResult:
        return EngineResult(
            **self._fact(visit),
            engine="review",
            request=_REVIEW,
            result=self.reviewed,
        )

    def _plan(self, review: EngineResult) -> NeedlingPlan:
        return NeedlingPlan(
            **self._fact(review.visit),
            insertions=[_INSERTION],
            indication="Bench",
            review=review,
            signed_by=self.owner,
            signed_at=review.visit.started_at,
        )

    def _session(self, plan: NeedlingPlan) -> NeedlingSession:
        return NeedlingSession(
            clinic=self.clinic,
            visit=plan.visit,
            plan=plan,
            therapist=self.owner,
            started_at=plan.visit.started_at,
            status="closed",
        )

    def _events(self, plan: NeedlingPlan) -> Iterator[SessionEvent]:
        needle, insertion = str(new_id()), str(new_id())
        for minute, (kind, extra) in enumerate(_EVENTS):
            at = plan.visit.started_at + timedelta(minutes=minute)
            payload = {"at": at.isoformat(), "device": "bench", "type": kind, "data": {}, **extra}
            if "needle" in kind or kind in {"inserted", "removed"}:
                payload["needle"] = needle
            if kind in {"inserted", "removed"}:
                payload["insertion"] = insertion
            event = SessionEvent(
                clinic=self.clinic,
                visit=plan.visit,
                number=minute + 1,
                at=at,
                received_at=at,
                recorded_by=self.owner,
                device="bench",
                type=kind,
                payload=payload,
            )
            payload["id"] = str(event.id)
            yield event

    def signed_in(self) -> str:
        """Key of a session in which the owner has signed in."""
        user, session = self.owner.user, SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        return str(session.session_key)


_INSERTION = {"muscle": MUSCLES[0], "side": "left", "site": 1, "technique": "pincer"}
_REVIEW = {
    "person": {},
    "plan": {"insertions": [{name: value for name, value in _INSERTION.items() if name != "site"}]},
}
_SCORES = (
    ("nprs", "", "points", "before", 11),
    ("nprs", "", "points", "after", 11),
    ("rom_deg", "cervical.rotation", "deg", "before", 90),
    ("rom_deg", "cervical.rotation", "deg", "after", 90),
)
_EVENTS: tuple[tuple[str, dict[str, object]], ...] = (
    ("opened", {}),
    ("needle_opened", {}),
    ("inserted", {"muscle": MUSCLES[0], "side": "left", "site": "1"}),
    ("removed", {}),
    ("count_checked", {"data": {"sharps": 1}}),
    ("closed", {}),
)


def main() -> None:
    people, episodes, visits = (int(number) for number in sys.argv[1:])
    from drypoint.config import environment

    make_ready(environment.from_process(), now=NOW)
    bench = Clinic()
    made = bench.episodes(bench.people(people), episodes)
    if made:
        bench.visits(made, visits)
    if connection.vendor == "postgresql":  # its autovacuum would do that; on SQLite it misleads (ADR 0003)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    wanted = {
        "session": bench.signed_in(),
        "list": reverse("people"),
        "episode": reverse("episode", args=[made[0].pk]) if made else "",
        "register": reverse("person_register"),
    }
    print(json.dumps(wanted))


if __name__ == "__main__":
    main()
