"""After-care read, a programme made in a few taps, ticked on the phone with effort, seen by the therapist."""

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
        "take": "Exercises to take home",
        "add": "Add: Clamshell",
        "save": "Save the exercises",
        "saved": "The exercises are saved.",
        "handed": "Handed over",
        "usual": "How soreness usually fades",
        "programme": "1 exercise",
        "mine": "My exercises",
        "step": "Lift the top knee. Your hips do not roll.",
        "done": "Done today: Clamshell",
        "effort": "How hard was it?",
        "day": "Save this day",
        "told": "Saved. Your therapist sees it at your next visit.",
        "home": "At home since last time",
    },
    "es": {
        "take": "Ejercicios para casa",
        "add": "Añadir: La almeja",
        "save": "Guardar los ejercicios",
        "saved": "Los ejercicios están guardados.",
        "handed": "Entregada",
        "usual": "Cómo suelen irse las agujetas",
        "programme": "1 ejercicio",
        "mine": "Mis ejercicios",
        "step": "Suba la rodilla de arriba. La cadera no gira.",
        "done": "Hecho hoy: La almeja",
        "effort": "¿Cuánto le costó?",
        "day": "Guardar este día",
        "told": "Guardado. Su terapeuta lo ve en su próxima visita.",
        "home": "En casa desde la última vez",
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
    from drypoint.clinic.people.actions import people

    people.revise(
        by=factories.acting(care.clinic, "front_desk"),
        person=care.person,
        revision=care.person.revision,
        language=request.param,
    )
    care.visit.refresh_from_db()
    return {"language": request.param, **WORDS[request.param]}


@pytest.fixture
def desk(browser: Browser, live_server: object, words: dict[str, str], care: Care) -> Iterator[Page]:
    """The therapist's tablet."""
    with a_window(browser, live_server.url, locale=words["language"]) as page:  # type: ignore[attr-defined]
        given_i_am_signed_in(page, care.member)
        yield page


@pytest.fixture
def phone(browser: Browser, live_server: object, words: dict[str, str], care: Care) -> Iterator[Page]:
    """The person's."""
    by = factories.acting(care.clinic, "front_desk")
    user = access.grant(by=by, person=care.person, email="ana@home.test").user
    with a_window(browser, live_server.url, **{**PHONE, "locale": words["language"]}) as page:  # type: ignore[attr-defined]
        given_i_signed_in_as(page, user)
        yield page


def test_programme_is_made_ticked_with_effort_and_seen(
    desk: Page, phone: Page, care: Care, words: dict[str, str]
) -> None:
    desk.goto(f"/visits/{care.visit.pk}/exercises/")
    expect(desk.get_by_role("heading", name=words["take"])).to_be_visible()
    desk.get_by_role("button", name=words["add"]).first.click()
    assert_fits(desk)
    assert_accessible_from_its_end(desk)
    desk.get_by_role("button", name=words["save"]).click()
    expect(desk.get_by_text(words["saved"])).to_be_visible()
    desk.goto(f"/visits/{care.visit.pk}/after-care/")
    desk.get_by_role("button", name=words["handed"]).click()
    expect(desk.get_by_text(words["usual"]).first).to_be_visible()
    assert_accessible(desk)

    phone.goto("/my/")
    phone.locator("a[href*='after-care']").first.click()
    expect(phone.get_by_text(words["usual"]).first).to_be_visible()
    expect(phone.get_by_text("19 %").first).to_be_visible()
    assert_accessible(phone)
    phone.goto("/my/")
    phone.get_by_role("link", name=words["programme"]).click()
    expect(phone.get_by_role("heading", name=words["mine"])).to_be_visible()
    expect(phone.get_by_text(words["step"])).to_be_visible()
    phone.get_by_label(words["done"]).check()
    group = phone.get_by_role("group", name=words["effort"])
    group.locator("label").filter(has_text="4").first.click()
    assert_fits(phone, 390)
    phone.get_by_role("button", name=words["day"]).click()
    expect(phone.get_by_text(words["told"])).to_be_visible()
    expect(phone.get_by_label(words["done"])).to_be_checked()
    assert_accessible(phone)
    told = ExerciseDay.objects.current().get()
    assert (told.done, told.effort) == (("clamshell",), 4)

    later = care.start_visit(400)
    desk.goto(f"/visits/{later.pk}/")
    expect(desk.get_by_role("heading", name=words["home"])).to_be_visible()
    assert_accessible(desk)


def test_programme_works_without_javascript(browser: Browser, live_server: object, care: Care) -> None:
    with a_window(browser, live_server.url, java_script_enabled=False) as page:  # type: ignore[attr-defined]
        given_i_am_signed_in(page, care.member)
        page.goto(f"/visits/{care.visit.pk}/exercises/")
        page.get_by_role("button", name="Add: Clamshell").first.click()
        page.get_by_role("button", name="Save the exercises").click()
        expect(page.get_by_text("The exercises are saved.")).to_be_visible()
