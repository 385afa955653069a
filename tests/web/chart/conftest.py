"""Somebody in care, with a therapist's browser on their chart."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.clinic import factories
from tests.web.conftest import BACKEND, browser_of

from drypoint.clinic.accounts.models import Clinic, Membership
from drypoint.clinic.accounts.models.clinics import ClinicKind
from drypoint.clinic.actors import Actor, actor_for
from drypoint.clinic.episodes.actions import episodes
from drypoint.clinic.episodes.models import Episode
from drypoint.clinic.people.actions import access
from drypoint.clinic.people.models import Person
from drypoint.clinic.visits.actions import screenings, visits
from drypoint.clinic.visits.models import Screening, Visit
from drypoint.safety.rules import load_rules


@dataclass(kw_only=True)
class Care:
    """One person in care, seen by one therapist."""

    clinic: Clinic
    member: Membership
    actor: Actor
    browser: Client
    person: Person
    episode: Episode
    visit: Visit

    def start_visit(self, *, days_later: int = 0) -> Visit:
        """Another visit of the episode."""
        return visits.start(
            by=self.actor,
            episode=self.episode,
            therapist=self.member,
            started_at=timezone.now() + timedelta(days=days_later),
        )

    def screen(self, visit: Visit | None = None, **answers: Any) -> Screening:
        """Every question answered with what is no risk, but for ``answers``."""
        return screenings.record(by=self.actor, visit=visit or self.visit, answers=harmless(**answers))


def harmless(**answers: Any) -> dict[str, Any]:
    """Answers without any risk to all questions that need one, but for ``answers``."""
    return {one.id: False for one in load_rules().questions if one.asked_if is None} | answers


@pytest.fixture
def care(demo: Clinic) -> Care:
    """A woman of 45 with neck pain, at her first visit."""
    member = factories.make_therapist(demo, name="Theo Thera")
    actor = actor_for(member)
    person = factories.make_person(
        demo, "Marta", "Quintero", birth_date=date(1981, 4, 2), sex_recorded="female", language="en"
    )
    episode = episodes.open(
        by=actor,
        person=person,
        complaint="neck_pain",
        title="Right neck pain",
        therapist=member,
        opened_on=date(2026, 1, 5),
    )
    visit = visits.start(by=actor, episode=episode, therapist=member, started_at=timezone.now())
    return Care(
        clinic=demo,
        member=member,
        actor=actor,
        browser=browser_of(member),
        person=person,
        episode=episode,
        visit=visit,
    )


@pytest.fixture
def elsewhere(db: None) -> Client:
    """A therapist's browser of another clinic."""
    return browser_of(factories.make_therapist(factories.make_clinic(ClinicKind.DEMO, "Elsewhere")))


@pytest.fixture
def patient_of(care: Care) -> Callable[[], Client]:
    """The person's own browser."""

    def sign_in() -> Client:
        granted = access.grant(by=care.actor, person=care.person, email="marta@home.test")
        client = Client()
        client.force_login(granted.user, backend=BACKEND)
        return client

    return sign_in
