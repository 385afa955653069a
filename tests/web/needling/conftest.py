"""One person's care in a demo clinic, and browsers of those who may see it and those who may not."""

import pytest
from django.test import Client
from tests.clinic import factories
from tests.clinic.visits.care import Care
from tests.web.conftest import browser_of

from drypoint.clinic.accounts.models.clinics import ClinicKind

PAGES = (
    "pain-drawing/",
    "ranking/",
    "palpation/",
    "plan/",
    "plan/change/",
    "session/",
    "treatments/",
    "exercises/",
)


@pytest.fixture
def care(db: None) -> Care:
    """Care in a demo clinic: every switch on."""
    return Care()


@pytest.fixture
def browser(care: Care) -> Client:
    """The therapist's browser."""
    return browser_of(care.member)


@pytest.fixture
def assistant(care: Care) -> Client:
    """An assistant's browser: records, never signs."""
    return browser_of(factories.make_member(care.clinic, "assistant"))


@pytest.fixture
def desk(care: Care) -> Client:
    """The front desk's browser: sees no chart."""
    return browser_of(factories.make_member(care.clinic, "front_desk"))


@pytest.fixture
def stranger(care: Care) -> Client:
    """A therapist of another clinic."""
    return browser_of(factories.make_therapist(factories.make_clinic(ClinicKind.DEMO, "Elsewhere")))
