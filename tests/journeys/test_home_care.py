"""After-care read, a programme made in a few taps, ticked on the phone with effort, seen by the therapist."""

import re
from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from tests.clinic import factories
from tests.clinic.visits.care import Care
from tests.journeys.steps import (
    PHONE,
    a_window,
    assert_accessible,
    assert_accessible_from_its_end,
    assert_fits,
    given_i_am_signed_in,
    given_i_signed_in_as,
)

from drypoint.clinic.home_care.models import ExerciseDay
from drypoint.clinic.people.actions import access
from drypoint.clinic.visits.actions import visits

WORDS = {
    "en": {
        "choose": "English",
        "take": "Exercises to take home",
        "name": "Clamshell",
        "save": "Save the exercises",
        "saved": "The exercises are saved.",
        "handed": "Handed over",
        "usual": "How soreness usually fades",
        "step": "Lift the top knee. Your hips do not roll.",
        "stop": "Stop if pain gets sharp",
    },
    "es": {
        "choose": "Español",
        "take": "Ejercicios para casa",
        "name": "La almeja",
        "save": "Guardar los ejercicios",
        "saved": "Los ejercicios están guardados.",
        "handed": "Entregada",
        "usual": "Cómo suelen irse las agujetas",
        "step": "Suba la rodilla de arriba. La cadera no gira.",
        "stop": "Pare si el dolor es agudo",
    },
}


@pytest.fixture
def care(transactional_db: None) -> Care:
    """A person treated today, with a plan for the outer hip."""
    care = Care()
    care.visit = visits.start(
        by=care.therapist, episode=care.episode, therapist=care.member, started_at=timezone.now()
    )
    care.screen(care.visit)
    care.draw(care.visit)
    care.propose(visit=care.visit)
    return care


@pytest.fixture(params=["en", "es"])
def words(request: pytest.FixtureRequest, care: Care) -> dict[str, str]:
    """The story in each language."""
    care.person.language = request.param
    care.person.save(update_fields=["language"])
    care.visit.refresh_from_db()
    return {"language": request.param, **WORDS[request.param]}


@pytest.fixture
def desk(browser: Browser, live_server: object, words: dict[str, str], care: Care) -> Iterator[Page]:
    """The therapist's tablet."""
    with a_window(browser, live_server.url) as page:  # type: ignore[attr-defined]
        given_i_am_signed_in(page, care.member)
        page.get_by_role("button", name=words["choose"]).click()
        yield page


@pytest.fixture
def phone(browser: Browser, live_server: object, words: dict[str, str], care: Care) -> Iterator[Page]:
    """The person's."""
    by = factories.acting(care.clinic, "front_desk")
    user = access.grant(by=by, person=care.person, email="ana@home.test").user
    with a_window(browser, live_server.url, **PHONE) as page:  # type: ignore[attr-defined]
        given_i_signed_in_as(page, user)
        page.get_by_role("button", name=words["choose"]).click()
        yield page


def test_programme_is_made_ticked_with_effort_and_seen(
    desk: Page, phone: Page, care: Care, words: dict[str, str]
) -> None:
    desk.goto(f"/visits/{care.visit.pk}/exercises/")
    expect(desk.get_by_role("heading", name=words["take"])).to_be_visible()
    desk.get_by_role("button", name=re.compile(words["name"])).first.click()
    expect(desk.locator("input[name=exercise-0-exercise]")).to_have_value("clamshell")
    assert_fits(desk)
    assert_accessible_from_its_end(desk)
    desk.get_by_role("button", name=words["save"]).click()
    expect(desk.get_by_text(words["saved"])).to_be_visible()
    desk.goto(f"/visits/{care.visit.pk}/after-care/")
    desk.get_by_role("button", name=words["handed"]).click()
    expect(desk.get_by_text(words["usual"]).first).to_be_visible()

    phone.goto("/my/")
    phone.locator("a[href*='/my/after-care/']").first.click()
    expect(phone.get_by_text(words["usual"]).first).to_be_visible()
    expect(phone.get_by_text("19 %").first).to_be_visible()
    assert_accessible(phone)
    phone.goto("/my/")
    phone.locator("a[href*='/my/exercises/']").first.click()
    expect(phone.get_by_text(words["stop"])).to_be_visible()
    expect(phone.get_by_text(words["step"])).to_be_visible()
    phone.locator("input[name=done][value=clamshell]").check()
    phone.locator("label:has(input[name=effort][value='4'])").click()
    assert_fits(phone, 390)
    phone.locator("main form button[type=submit]").last.click()
    expect(phone.locator("input[name=supersedes]")).not_to_have_value("")
    expect(phone.locator("input[name=done][value=clamshell]")).to_be_checked()
    assert_accessible(phone)
    told = ExerciseDay.objects.current().get()
    assert (told.done, told.effort) == (("clamshell",), 4)

    later = care.start_visit(400)
    desk.goto(f"/visits/{later.pk}/")
    expect(desk.locator("#at-home")).to_be_visible()
    assert_accessible(desk)


def test_programme_works_without_javascript(browser: Browser, live_server: object, care: Care) -> None:
    with a_window(browser, live_server.url, java_script_enabled=False) as page:  # type: ignore[attr-defined]
        given_i_am_signed_in(page, care.member)
        page.goto(f"/visits/{care.visit.pk}/exercises/")
        page.get_by_role("button", name=re.compile("Clamshell")).first.click()
        page.get_by_role("button", name="Save the exercises").click()
        expect(page.get_by_text("The exercises are saved.")).to_be_visible()
