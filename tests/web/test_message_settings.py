"""The pages on which the owner sets up text messages and writes what messages say."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.clinic import factories
from tests.clinic.messages.texting import set_up
from tests.clinic.messages.writing import queued
from tests.clinic.visits.care import Care
from tests.fake_servers import gateway_settings
from tests.web.conftest import browser_of

from drypoint.clinic.followup.actions import check_ins
from drypoint.clinic.followup.models import Channel
from drypoint.clinic.messages.models import Message, MessageState, TextGateway
from drypoint.clinic.messages.queries import last_template

WORDS = "{clinic} has a question: {link} Enough: {stop}"


@pytest.fixture
def care(db: None, settings: Any) -> Care:
    settings.OWN_ADDRESS, settings.LOCAL_GATEWAY = "https://clinic.example", True
    return Care()


@pytest.fixture
def owner(care: Care) -> Client:
    return browser_of(factories.make_member(care.clinic, "owner", name="Olga Owner"))


def template(route: str = "text", language: str = "en") -> str:
    return reverse("message_template", args=["check_in", route, language])


def gateway_form(**changed: Any) -> dict[str, Any]:
    return {"revision": "0", "secret": "hush-hush"} | gateway_settings(9) | {"is_on": "on"} | changed


def test_words_are_seen_before_they_are_kept(care: Care, owner: Client) -> None:
    page = owner.post(template(), {"body": WORDS, "see": "1"})
    said = page.content.decode()
    assert page.status_code == 200
    assert "Harbour has a question: https://clinic.example/c/" in said
    assert "not saved yet" in said
    assert "as 2 text messages" in said or "as 1 text message" in said
    assert last_template(care.clinic, "check_in", "text", "en") is None
    assert owner.post(template(), {"body": WORDS}).status_code == 302
    kept = last_template(care.clinic, "check_in", "text", "en")
    assert kept is not None and kept.body == WORDS
    assert "Own words" in owner.get(reverse("message_templates")).content.decode()
    back = owner.post(template(), {"go_back": "1"})
    assert back.status_code == 302
    page = owner.get(template()).content.decode()
    assert "Back to the words that Drypoint brings." in page
    assert "Olga Owner" in page


@pytest.mark.parametrize("button", ["see", "save"])
def test_word_of_health_is_named_and_what_was_typed_stays(care: Care, owner: Client, button: str) -> None:
    page = owner.post(template("email"), {"subject": "Hello", "body": f"Your knee? {WORDS}", button: "1"})
    said = page.content.decode()
    assert page.status_code == 422
    assert "Leave out “knee”" in said
    assert "Your knee?" in said
    assert last_template(care.clinic, "check_in", "email", "en") is None


def test_second_of_two_writers_is_told(care: Care, owner: Client) -> None:
    owner.post(template(), {"body": WORDS})
    stale = owner.post(template(), {"body": WORDS + " Mine", "supersedes": ""})
    assert stale.status_code == 409
    assert WORDS in stale.content.decode()


def test_there_is_no_other_message(owner: Client) -> None:
    for wrong in (
        ["x", "text", "en"],
        ["trial", "text", "en"],
        ["check_in", "x", "en"],
        ["check_in", "text", "x"],
    ):
        assert owner.get(reverse("message_template", args=wrong)).status_code == 404


def test_name_that_tells_is_said_to_be_left_out(care: Care, owner: Client) -> None:
    type(care.clinic).objects.update(name="Back Pain Centre")
    page = owner.get(reverse("message_templates")).content.decode()
    assert "Messages say “Your clinic” instead" in page


def test_gateway_is_set_up_from_a_known_one_and_its_secret_is_never_shown(care: Care, owner: Client) -> None:
    page = owner.get(reverse("text_gateway"), {"known": "twilio"}).content.decode()
    assert "api.twilio.com" in page
    assert owner.post(reverse("text_gateway"), gateway_form()).status_code == 302
    page = owner.get(reverse("text_gateway")).content.decode()
    assert "hush-hush" not in page and TextGateway.objects.get().sealed_secret not in page
    assert "/hooks/texts/" in page
    assert owner.post(reverse("text_gateway"), gateway_form(revision="1", secret="")).status_code == 302


@pytest.mark.parametrize(
    ("changed", "says", "status"),
    [
        ({"url": "http://sms.example"}, "https://", 422),
        ({"body": "{}"}, "{to}", 422),
    ],
)
def test_refused_settings_say_why(care: Care, owner: Client, changed: Any, says: str, status: int) -> None:
    page = owner.post(reverse("text_gateway"), gateway_form(**changed))
    assert page.status_code == status
    assert says in page.content.decode()
    assert "hush-hush" not in page.content.decode()


def test_stale_settings_of_a_gateway_meet_what_stands(care: Care, owner: Client) -> None:
    set_up(care)
    stale = owner.post(reverse("text_gateway"), gateway_form(revision="9", name="Mine"))
    assert stale.status_code == 409
    assert "Fake" in stale.content.decode()


def test_what_keeps_texts_from_going_out_is_said(care: Care, owner: Client, settings: Any) -> None:
    set_up(care, is_on=False)
    assert "Text messages are off" in owner.get(reverse("text_gateway")).content.decode()
    settings.SEAL_KEYS = ("another",)
    assert "The secret does not open" in owner.get(reverse("text_gateway")).content.decode()
    settings.OWN_ADDRESS = ""
    assert "Nothing can be sent yet" in owner.get(reverse("text_gateway")).content.decode()


def test_address_of_reports_is_made_anew(care: Care, owner: Client) -> None:
    set_up(care)
    assert owner.post(reverse("text_hook_renew")).status_code == 302
    assert TextGateway.objects.get().hook_round == 2


def test_only_the_owner_sees_these_pages(care: Care) -> None:
    therapist = browser_of(care.member)
    for url in (reverse("message_templates"), template(), reverse("text_gateway")):
        assert therapist.get(url).status_code == 403


@pytest.mark.parametrize(
    ("route", "state", "error", "says"),
    [
        ("text", MessageState.FAILED, "HTTP 401", "the gateway refuses the clinic&#x27;s account"),
        ("text", MessageState.SENT, "", "Taken by the gateway"),
        ("text", MessageState.DELIVERED, "", "Delivered, as the gateway says"),
        ("text", MessageState.NOT_CONFIGURED, "", "Not sent: no text gateway is on"),
        ("text", MessageState.BOUNCED, "report: failed", "the network could not deliver it"),
        ("email", MessageState.BOUNCED, "5.1.1", "there is no such address"),
        ("email", MessageState.UNKNOWN, "TimeoutError", "Not known: it may have gone out"),
        ("email", MessageState.NOT_NEEDED, "opted_out", "no longer agreed"),
        ("email", MessageState.FAILED, "Odd", "Odd"),
    ],
)
def test_outbox_says_what_became_of_a_message_and_why(
    care: Care, route: str, state: str, error: str, says: str
) -> None:
    Message.objects.filter(pk=queued(care).pk).update(route=route, state=state, error=error)
    assert says in browser_of(care.member).get(reverse("outbox")).content.decode()


def test_outbox_says_which_ways_are_open(care: Care, settings: Any) -> None:
    page = browser_of(care.member).get(reverse("outbox")).content.decode()
    assert "no mail server is set" in page and "no text gateway is on" in page
    settings.MAIL_IS_SET = True
    set_up(care)
    page = browser_of(care.member).get(reverse("outbox")).content.decode()
    assert "goes out through Fake" in page
    settings.SEAL_KEYS = ("another",)
    assert "does not open on this server" in browser_of(care.member).get(reverse("outbox")).content.decode()
    settings.OWN_ADDRESS = ""
    page = browser_of(care.member).get(reverse("outbox")).content.decode()
    assert "does not know its own address" in page


def test_call_that_reached_nobody_stands_on_the_board_with_who_and_when(care: Care) -> None:
    now = timezone.now()
    invitation, _token = check_ins.invite(
        by=care.therapist,
        visit=care.visit,
        due_at=now,
        expires_at=now + timedelta(days=7),
        channel=Channel.CALL,
    )
    browser = browser_of(care.member)
    url = reverse("check-in-call", args=[invitation.pk])
    assert url in browser.get(reverse("check-in-board")).content.decode()
    tried_at = timezone.localtime(now, care.clinic.zone).strftime("%Y-%m-%dT%H:%M")
    assert browser.get(url).status_code == 200
    assert browser.post(url, {"result": "no_answer"}).status_code == 422
    assert browser.post(url, {"result": "no_answer", "tried_at": tried_at}).status_code == 302
    page = browser.get(reverse("check-in-board")).content.decode()
    assert "Nobody answered" in page
    assert care.member.user.name in page
    (still,) = [one for one in browser.get(reverse("check-in-board")).context["lists"] if one.id == "to-call"]
    assert len(still.rows) == 1, "they stay to be called"
    later = timezone.localtime(now + timedelta(hours=1), care.clinic.zone).strftime("%Y-%m-%dT%H:%M")
    assert browser.post(url, {"result": "no_answer", "tried_at": later}).status_code == 422
    check_ins.answer(by=care.therapist, visit=care.visit, answers={}, answered_at=now, invitation=invitation)
    assert browser.post(url, {"result": "no_answer", "tried_at": tried_at}).status_code == 422


def test_questions_due_soon_stand_on_the_board(care: Care) -> None:
    now = timezone.now()
    for hours in (1, 30):
        check_ins.invite(
            by=care.therapist,
            visit=care.visit,
            due_at=now + timedelta(hours=hours),
            expires_at=now + timedelta(days=7),
            channel=Channel.EMAIL,
        )
    lists = browser_of(care.member).get(reverse("check-in-board")).context["lists"]
    assert [len(one.rows) for one in lists if one.id == "due"] == [1]


def test_owner_tries_the_gateway_out(care: Care, owner: Client) -> None:
    url = reverse("text_trial")
    assert owner.post(url, {"number": "612345678"}).status_code == 422, "nothing is set up"
    set_up(care)
    page = owner.post(url, {"number": "+34 912 345 678"})
    assert page.status_code == 422
    assert "not a mobile number" in page.content.decode()
    assert owner.post(url, {"number": "+34 612 345 678"}).url == reverse("outbox")
    assert "Trial message · Text message" in owner.get(reverse("outbox")).content.decode()
