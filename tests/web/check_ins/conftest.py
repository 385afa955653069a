"""A person in care, a link for them, and browsers."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.clinic.visits.care import Care
from tests.web.conftest import browser_of

from drypoint.clinic.accounts.models.clinics import ClinicKind
from drypoint.clinic.followup.actions import check_ins
from drypoint.clinic.followup.models import Channel, CheckInInvitation

WELL = dict.fromkeys(
    (
        "breathless",
        "chest_pain",
        "collapse",
        "thunderclap_headache",
        "new_weakness_or_numbness",
        "bladder_or_bowel_change",
        "growing_swelling",
        "cough",
        "postural_headache",
        "fever",
        "spreading_redness",
        "bleeding",
        "bruise",
    ),
    "no",
) | {"pain_nprs": "2", "soreness_nprs": "3", "tightness_nrs": "4", "movement": "easier"}


def invite(
    care: Care, *, due_in: timedelta = timedelta(hours=-1), **open_for: int
) -> tuple[CheckInInvitation, str]:
    """A link, by default due an hour ago and open for a week."""
    due_at = timezone.now() + due_in
    return check_ins.invite(
        by=care.therapist,
        visit=care.visit,
        due_at=due_at,
        expires_at=due_at + timedelta(days=7),
        channel=Channel.QR_CODE,
    )


class Phone:
    """Somebody's telephone with a link open on it."""

    def __init__(self, token: str) -> None:
        self.browser = Client()
        self.url = reverse("check-in", args=[token])
        self.proof = ""

    def get(self) -> Any:
        return self.browser.get(self.url)

    def give_birth_date(self, day: str = "1980-05-01") -> Any:
        answer = self.browser.post(self.url, {"birth_date": day})
        form = answer.context["form"]
        self.proof = form.initial.get("proof", "")
        return answer

    def send(self, **changed: Any) -> Any:
        return self.browser.post(self.url, {**WELL, "proof": self.proof, **changed})


@pytest.fixture
def care(db: None) -> Care:
    """Care in a demo clinic: every switch on."""
    found = Care()
    type(found.clinic).objects.update(emergency_number="112", phone="555 0100")
    found.clinic.refresh_from_db()
    return found


@pytest.fixture
def real_care(db: None) -> Care:
    """Care in a real clinic: every switch off."""
    return Care(ClinicKind.REAL, "Bay")


@pytest.fixture
def browser(care: Care) -> Client:
    """The therapist's browser."""
    return browser_of(care.member)


@pytest.fixture
def phone(care: Care) -> Phone:
    """The person's telephone with an open link."""
    return Phone(invite(care)[1])
