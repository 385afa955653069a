"""A healthy adult is screened in few taps: they are counted, and printed."""

import re
import sys
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.clinic import factories
from tests.clinic.visits.care import BEGUN
from tests.journeys import arriving
from tests.journeys.hands import Pointer
from tests.journeys.steps import assert_accessible

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.actors import actor_for
from drypoint.clinic.episodes.actions import episodes
from drypoint.clinic.people.actions import access, medicines
from drypoint.clinic.visits.actions import visits
from drypoint.clinic.visits.models import Visit

FIRST_VISIT, RETURNING_VISIT = 25, 6
"""The most taps that a healthy adult may need, from the opened page to the kept answers."""


class Counting(Pointer):
    """A pointer that counts."""

    taps = 0

    def press(self, *said: Any, **more: Any) -> None:
        self.taps += 1
        super().press(*said, **more)

    def answer(self, *said: Any, **more: Any) -> None:
        self.taps += 1
        super().answer(*said, **more)


@pytest.fixture
def visit(demo: Clinic) -> Visit:
    """The first visit of a healthy woman of 31 who takes no medicine."""
    member = factories.make_therapist(demo)
    by = actor_for(member)
    person = factories.make_person(demo, "Ada", "Prieto", birth_date=date(1995, 4, 2), sex_recorded="female")
    medicines.record_none_taken(by=by, person=person, on=BEGUN.date())
    episode = episodes.open(
        by=by, person=person, complaint="neck_pain", title="Neck", therapist=member, opened_on=BEGUN.date()
    )
    return visits.start(by=by, episode=episode, therapist=member, started_at=BEGUN)


def screened(hand: Counting, *, finish: str) -> None:
    """Every page: yes where yes is harmless, and one tap for all that is left."""
    for _page in range(8):
        hand.look(hand.page)
        for harmless in ("Has dry needling been explained", "Can this person understand"):
            if hand.page.get_by_role("group", name=re.compile(harmless)).count():
                hand.answer(re.compile(f"^{harmless}"), "Yes")
        hand.press("button", re.compile("what (is|I left) open is no$"))
        if hand.page.get_by_role("heading", name=finish).count():
            return
    raise AssertionError("the questions never ended")


def test_therapist_screens_a_healthy_adult_in_few_taps(
    page: Page, demo: Clinic, visit: Visit, capsys: pytest.CaptureFixture[str]
) -> None:
    hand = Counting(page, look=assert_accessible)
    arriving.when_i_sign_in(hand, visit.therapist.user)
    hand.taps = 0
    page.goto(f"/visits/{visit.pk}/screening/")
    screened(hand, finish="What the screening found")
    expect(page.get_by_role("main")).to_contain_text("Nothing was found that speaks against needling.")
    first, hand.taps = hand.taps, 0
    later = visits.start(
        by=actor_for(visit.therapist),
        episode=visit.episode,
        therapist=visit.therapist,
        started_at=BEGUN + timedelta(days=7),
    )
    page.goto(f"/visits/{later.pk}/screening/")
    screened(hand, finish="What the screening found")
    expect(page.get_by_role("main")).to_contain_text("Nothing was found that speaks against needling.")
    with capsys.disabled():
        sys.stdout.write(f"\ntaps of a therapist: first visit {first}, returning visit {hand.taps}\n")
    assert first <= FIRST_VISIT
    assert hand.taps <= RETURNING_VISIT


def test_healthy_adult_answers_on_the_own_phone_in_few_taps(
    page: Page, demo: Clinic, visit: Visit, capsys: pytest.CaptureFixture[str]
) -> None:
    owner = factories.acting(demo, "front_desk")
    granted = access.grant(by=owner, person=visit.episode.person, email="ada@home.test")
    hand = Counting(page, look=assert_accessible)
    arriving.given_a_password(granted.user)
    page.goto("/accounts/login/")
    hand.write("Email", granted.user.email)
    hand.write("Password", arriving.PASSWORD)
    hand.press("button", "Sign in")
    page.wait_for_url("**/my/")
    page.set_viewport_size({"width": 390, "height": 844})
    hand.taps = 0
    page.goto(f"/my/screening/{visit.pk}/")
    screened(hand, finish="Thank you")
    with capsys.disabled():
        sys.stdout.write(f"\ntaps of a patient: first visit {hand.taps}\n")
    assert hand.taps <= FIRST_VISIT
