"""After the visit, in both languages: all is well, an emergency until read, silence, a gateway that fails.

The words are looked up in the language of who reads them.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext
from playwright.sync_api import Locator, Page, expect
from tests.clinic.messages.texting import agreed_to_texts, set_up
from tests.clinic.visits.care import Care
from tests.fake_servers import Gateway, Taken, running
from tests.journeys.hands import Pointer
from tests.journeys.steps import assert_accessible, assert_fits, given_i_am_signed_in

from drypoint.clinic.followup.actions import check_ins, reminders
from drypoint.clinic.followup.models import Channel, CheckInInvitation
from drypoint.clinic.followup.queries.invitations import token_of
from drypoint.clinic.messages import stop_links
from drypoint.clinic.messages.actions import outbox
from drypoint.clinic.messages.models import Message, MessageState
from drypoint.safety import load_triage
from drypoint.upkeep import senders

BORN = "1980-05-01"
Say = Callable[[str], str]


@pytest.fixture(params=["en", "es"])
def language(request: pytest.FixtureRequest) -> str:
    spoken: str = request.param
    return spoken


@pytest.fixture
def say(language: str) -> Say:
    """A text of the pages in the language of the journey."""

    def said(text: str) -> str:
        with translation.override(language):
            return gettext(text)

    return said


@pytest.fixture
def care(transactional_db: None, language: str, settings: Any) -> Care:
    settings.OWN_ADDRESS, settings.MAIL_IS_SET = "https://clinic.example", True
    settings.LOCAL_GATEWAY = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    care = Care()
    type(care.person).objects.update(language=language, email="ana@home.test", may_email=True)
    type(care.member.user).objects.update(language=language)
    care.person.refresh_from_db()
    return care


def asked(care: Care, hours_ago: float) -> CheckInInvitation:
    due_at = timezone.now() - timedelta(hours=hours_ago)
    return check_ins.invite(
        by=care.therapist,
        visit=care.visit,
        due_at=due_at,
        expires_at=due_at + timedelta(days=7),
        channel=Channel.EMAIL,
    )[0]


@contextmanager
def on_their_phone(page: Page, language: str) -> Iterator[Pointer]:
    """The patient's own, in their language, signed in nowhere."""
    browser = page.context.browser
    assert browser is not None
    window = browser.new_context(
        base_url=re.sub(r"(https?://[^/]+).*", r"\1", page.url),
        viewport={"width": 390, "height": 844},
        locale=language,
    )
    yield Pointer(window.new_page())
    window.close()


def when_the_patient_answers(
    phone: Pointer, say: Say, language: str, one: CheckInInvitation, *, yes: tuple[str, ...] = ()
) -> None:
    """By the link: the date of birth, then no to all but ``yes``."""
    phone.page.goto(f"/c/{token_of(one.pk)}/")
    assert_accessible(phone.page)
    field(phone.page, say("Your date of birth")).fill(BORN)
    phone.press("button", say("Go on"))
    for sign in load_triage().signs:
        answer = say("Yes") if sign.id in yes else say("No")
        phone.answer(sign.question.in_language(language), answer)
    assert_accessible(phone.page)
    assert_fits(phone.page, 390)
    phone.press("button", say("Send my answers"))
    expect(phone.page.get_by_role("heading", level=1)).to_have_text(say("Your answers are with the clinic"))
    assert_accessible(phone.page)


def field(page: Page, label: str) -> Locator:
    """By its label, which may end in "optional" or "needed" of any language."""
    return page.get_by_label(re.compile(rf"^\s*{re.escape(label)}"))


def the_list(page: Page, name: str) -> Locator:
    return page.locator(f"section#{name}")


def test_all_is_well(page: Page, care: Care, say: Say, language: str) -> None:
    given_i_am_signed_in(page, care.member)
    with on_their_phone(page, language) as phone:
        when_the_patient_answers(phone, say, language, asked(care, 1))
        nothing = load_triage().says["nothing_reported"].in_language(language)
        expect(phone.page.get_by_role("main")).to_contain_text(nothing)
    page.goto("/check-ins/")
    waits = the_list(page, "answered")
    expect(waits).to_contain_text(care.person.full_name)
    waits.get_by_role("button").click()
    expect(the_list(page, "acknowledged")).to_contain_text(care.member.user.name)
    assert_accessible(page)


def test_emergency_is_loud_until_somebody_has_read_it(
    page: Page, care: Care, say: Say, language: str
) -> None:
    given_i_am_signed_in(page, care.member)
    with on_their_phone(page, language) as phone:
        when_the_patient_answers(phone, say, language, asked(care, 1), yes=("breathless",))
        emergency = load_triage().says["emergency"].in_language(language)
        expect(phone.page.get_by_role("main")).to_contain_text(emergency)
    page.goto("/check-ins/")
    assert_accessible(page)
    assert_fits(page)
    the_list(page, "not-well").get_by_role("link", name=re.compile(care.person.full_name)).click()
    hand = Pointer(page)
    field(page, say("What did you do?")).fill("112")
    hand.press("button", say("I have read it"))
    expect(the_list(page, "not-well")).not_to_contain_text(care.person.full_name)
    read = the_list(page, "acknowledged")
    expect(read).to_contain_text(care.member.user.name)
    expect(read).to_contain_text("112")
    assert_accessible(page)


def test_silent_patient_is_asked_once_more_and_then_called(
    page: Page, care: Care, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminders, "_is_quiet", lambda _clinic, _now: False)
    asked(care, 25)
    now = timezone.now()
    then = now - timedelta(hours=24, minutes=55)
    one = care.visit.check_in_invitations.get()
    assert reminders.questions(care.clinic, then) == 1
    assert outbox.send_due(now=then, send=senders.send) == 1
    assert reminders.second_questions(care.clinic, now) == 1
    assert outbox.send_due(now=now, send=senders.send) == 1
    assert reminders.second_questions(care.clinic, now) == 0

    given_i_am_signed_in(page, care.member)
    page.goto("/check-ins/")
    silent = the_list(page, "silent")
    expect(silent).to_contain_text(care.person.full_name)
    silent.locator(f"a[href$='/links/{one.pk}/call/']").click()
    assert_accessible(page)
    page.get_by_label(say("Nobody answered")).check()
    page.get_by_role("button", name=say("Note it")).click()
    expect(the_list(page, "silent")).to_contain_text(say("Nobody answered"))
    expect(the_list(page, "silent")).to_contain_text(care.member.user.name)
    assert_accessible(page)
    assert_fits(page)


def test_gateway_that_fails_is_shown_as_failed_and_the_patient_as_to_be_called(
    page: Page, care: Care, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminders, "_is_quiet", lambda _clinic, _now: False)
    agreed_to_texts(care)
    one = asked(care, 1)
    now = timezone.now()
    with running(Gateway(lambda _number: "refuse", Taken())) as port:
        set_up(care, port)
        assert reminders.questions(care.clinic, now) == 1
        outbox.send_due(now=now, send=senders.send)
    assert Message.objects.get().state == MessageState.FAILED

    given_i_am_signed_in(page, care.member)
    page.goto("/outbox/")
    expect(page.get_by_role("main")).to_contain_text(say("Failed"))
    expect(page.get_by_role("main")).to_contain_text("HTTP 400")
    assert_accessible(page)
    assert_fits(page)
    page.goto("/check-ins/")
    expect(the_list(page, "to-call")).to_contain_text(care.person.full_name)
    assert_accessible(page)
    assert one.check_ins.count() == 0


def test_patient_ends_messages_by_the_link_in_one(page: Page, care: Care, say: Say, language: str) -> None:
    one = asked(care, 1)
    message = outbox.queue(
        clinic=care.clinic,
        key="k",
        purpose="check_in",
        to=care.person,
        address="ana@home.test",
        language=language,
        about=one.pk,
        due_at=one.due_at,
    )
    assert message is not None
    given_i_am_signed_in(page, care.member)
    with on_their_phone(page, language) as phone:
        phone.page.goto(stop_links.path_of(message))
        assert_accessible(phone.page)
        phone.press("button", say("No more messages"))
        expect(phone.page.get_by_role("main")).to_contain_text(say("Done"))
        assert_accessible(phone.page)
    care.person.refresh_from_db()
    assert not care.person.may_email


def test_owner_writes_the_words_and_a_word_of_health_is_named(page: Page, care: Care, say: Say) -> None:
    type(care.member).objects.filter(pk=care.member.pk).update(role="owner")
    given_i_am_signed_in(page, care.member)
    page.goto("/settings/messages/")
    assert_accessible(page)
    assert_fits(page)
    page.goto("/settings/messages/check_in/text/en/")
    hand = Pointer(page)
    field(page, say("Message")).fill("{clinic}: how is your shoulder? {link} {stop}")
    hand.press("button", say("See it first"))
    expect(page.get_by_role("main")).to_contain_text("shoulder")
    assert care.clinic.message_templates.count() == 0
    field(page, say("Message")).fill("{clinic}: a question. {link} {stop}")
    hand.press("button", say("See it first"))
    expect(page.get_by_role("main")).to_contain_text("Harbour: a question. https://clinic.example/c/")
    assert_accessible(page)
    assert_fits(page)
    hand.press("button", say("Save"))
    expect(page.get_by_role("heading", level=1)).to_have_text(say("Words of messages"))
    page.goto("/settings/texts/?known=vonage")
    assert_accessible(page)
    assert_fits(page)
