"""Clinics and the people who act in them.

The whole folder runs on SQLite, and on PostgreSQL with ``DRYPOINT_TEST_DATABASE=postgresql`` in the
environment: ``tests/conftest.py`` then starts one of its own in a throwaway folder.
"""

import os

import django
import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "drypoint.config.settings")
django.setup()  # here and not in tests/conftest.py alone: this file names models in its signatures

from tests.clinic import factories  # noqa: E402

from drypoint.clinic.accounts.models import Clinic, Membership  # noqa: E402
from drypoint.clinic.accounts.models.clinics import ClinicKind  # noqa: E402
from drypoint.clinic.actors import Actor, actor_for  # noqa: E402
from drypoint.clinic.people.models import Person  # noqa: E402


@pytest.fixture
def clinic(db: None) -> Clinic:
    """A real clinic: every switch off, no rules approved."""
    return factories.make_clinic()


@pytest.fixture
def demo_clinic(db: None) -> Clinic:
    """A demo clinic: every switch on."""
    return factories.make_clinic(ClinicKind.DEMO, "Demo")


@pytest.fixture
def other_clinic(db: None) -> Clinic:
    """Another clinic on the same server."""
    return factories.make_clinic(name="Southside")


@pytest.fixture
def owner_member(clinic: Clinic) -> Membership:
    """The owner, licensed and allowed to needle."""
    return factories.make_therapist(clinic, "owner")


@pytest.fixture
def therapist_member(clinic: Clinic) -> Membership:
    """A therapist, licensed and allowed to needle."""
    return factories.make_therapist(clinic)


@pytest.fixture
def owner(owner_member: Membership) -> Actor:
    """The owner, acting."""
    return actor_for(owner_member)


@pytest.fixture
def therapist(therapist_member: Membership) -> Actor:
    """The therapist, acting."""
    return actor_for(therapist_member)


@pytest.fixture
def front_desk(clinic: Clinic) -> Actor:
    """The front desk, acting."""
    return factories.acting(clinic, "front_desk")


@pytest.fixture
def assistant(clinic: Clinic) -> Actor:
    """The assistant, acting."""
    return factories.acting(clinic, "assistant")


@pytest.fixture
def researcher(clinic: Clinic) -> Actor:
    """The researcher, acting."""
    return factories.acting(clinic, "researcher")


@pytest.fixture
def foreign_owner(other_clinic: Clinic) -> Actor:
    """The owner of the other clinic, acting."""
    return factories.acting(other_clinic, "owner")


@pytest.fixture
def person(clinic: Clinic) -> Person:
    """Somebody in the clinic's care."""
    return factories.make_person(clinic)
