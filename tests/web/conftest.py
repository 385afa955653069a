"""Clinics with people in them, and browsers signed in as each role."""

import os
from collections.abc import Callable
from typing import Any

import django
import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "drypoint.config.settings")
django.setup()  # here too: this file names models in its signatures

from django.test import Client  # noqa: E402
from tests.clinic import factories  # noqa: E402

from drypoint.clinic.accounts.models import Clinic, Membership  # noqa: E402
from drypoint.clinic.accounts.models.clinics import ClinicKind  # noqa: E402
from drypoint.clinic.people.models import Person  # noqa: E402

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

SignIn = Callable[..., Client]


def browser_of(membership: Membership) -> Client:
    """A browser in which this member of staff is signed in."""
    client = Client()
    client.force_login(membership.user, backend=BACKEND)
    return client


@pytest.fixture(autouse=True)
def _fast_passwords(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def demo(db: None) -> Clinic:
    """A demo clinic: no second step needed, every switch on."""
    return factories.make_clinic(ClinicKind.DEMO, "Demo")


@pytest.fixture
def as_role(demo: Clinic) -> SignIn:
    """``as_role("owner")``: a browser of a new member of the demo clinic."""

    def sign_in(role: str, clinic: Clinic = demo) -> Client:
        return browser_of(factories.make_member(clinic, role))

    return sign_in


@pytest.fixture
def therapist(as_role: SignIn) -> Client:
    """A therapist's browser."""
    return as_role("therapist")


@pytest.fixture
def marta(demo: Clinic) -> Person:
    """Somebody in the demo clinic's care."""
    return factories.make_person(demo, given_name="Marta", family_name="Quintero")


@pytest.fixture
def patient(demo: Clinic, marta: Person) -> Client:
    """Marta's own browser."""
    from drypoint.clinic.people.actions import access

    granted = access.grant(by=factories.acting(demo, "front_desk"), person=marta, email="marta@home.test")
    client = Client()
    client.force_login(granted.user, backend=BACKEND)
    return client
