"""Reports and replies of a gateway, and the link that says "no more"."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.clinic.messages.texting import MOBILE, agreed_to_texts, set_up, text
from tests.clinic.messages.writing import NOON, agreed, named, queued
from tests.clinic.visits.care import Care

from drypoint.clinic.audit.models import AuditEvent
from drypoint.clinic.messages import gateways, stop_links
from drypoint.clinic.messages.actions import outbox
from drypoint.clinic.messages.models import Message, MessageState, Purpose

JSON = "application/json"


@pytest.fixture
def care(db: None, settings: Any) -> Care:
    settings.MAIL_IS_SET, settings.OWN_ADDRESS = True, "https://clinic.example"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return Care()


@pytest.fixture
def sent(care: Care) -> Message:
    set_up(care)
    message = text(care)
    outbox.send_due(now=NOON, send=lambda _message: "g-1")
    return message


def hook(care: Care) -> str:
    return gateways.hook_path(care.clinic.text_gateways.get())


def outside() -> Client:
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize(
    ("said", "options"),
    [
        ('{"message-id": "g-1", "status": "delivered"}', {"content_type": JSON}),
        ("message-id=g-1&status=delivered", {"content_type": "application/x-www-form-urlencoded"}),
    ],
)
def test_report_is_taken_in_whatever_its_form(care: Care, sent: Message, said: str, options: Any) -> None:
    assert outside().post(hook(care), said, **options).status_code == 204
    sent.refresh_from_db()
    assert sent.state == MessageState.DELIVERED


def test_report_by_query_with_our_own_id(care: Care, sent: Message) -> None:
    said = {"message": str(sent.pk), "status": "failed"}
    assert outside().get(hook(care), said).status_code == 204
    sent.refresh_from_db()
    assert sent.state == MessageState.BOUNCED


def test_reply_ends_text_messages(care: Care, sent: Message) -> None:
    agreed_to_texts(care)
    assert outside().post(hook(care), {"from": MOBILE, "text": "STOP"}, content_type=JSON).status_code == 204
    care.person.refresh_from_db()
    assert not care.person.may_text


def test_only_who_knows_the_address_may_report(care: Care, sent: Message) -> None:
    said = {"message-id": "g-1", "status": "delivered"}
    other = Care(name="Other")
    guesses = [
        reverse("text_hook", args=[care.clinic.pk, "0" * 40]),
        reverse("text_hook", args=[care.clinic.pk, "ñ"]),
        reverse("text_hook", args=[other.clinic.pk, "0" * 40]),
        hook(care).replace(str(care.clinic.pk), str(other.clinic.pk)),
    ]
    for guess in guesses:
        assert outside().post(guess, said, content_type=JSON).status_code == 404
    sent.refresh_from_db()
    assert sent.state == MessageState.SENT


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("{oops", 404),
        ('{"message-id": "nobody", "status": "delivered"}', 404),
        ('{"a": "' + "x" * 70_000 + '"}', 413),
    ],
)
def test_junk_is_refused_and_changes_nothing(care: Care, sent: Message, said: str, status: int) -> None:
    assert outside().post(hook(care), said, content_type=JSON).status_code == status
    assert outside().post(f"{hook(care)}?message=x", said, content_type=JSON).status_code == status
    assert outside().put(hook(care)).status_code == 405
    sent.refresh_from_db()
    assert sent.state == MessageState.SENT


@pytest.mark.parametrize("route", ["email", "text"])
def test_link_ends_messages_of_its_kind_by_a_press_and_not_by_a_look(care: Care, route: str) -> None:
    agreed(care)
    agreed_to_texts(care)
    set_up(care)
    message = text(care) if route == "text" else queued(care)
    url = stop_links.path_of(message)
    page = outside().get(url)
    assert page.status_code == 200
    assert care.person.family_name not in page.content.decode()
    care.person.refresh_from_db()
    assert care.person.may_text and care.person.may_email
    for _press in range(2):
        assert outside().post(url, {"List-Unsubscribe": "One-Click"}).status_code == 200
    care.person.refresh_from_db()
    assert (care.person.may_text, care.person.may_email) == (route != "text", route != "email")
    (row,) = AuditEvent.objects.filter(verb="person.messages_ended")
    assert (row.actor_kind, row.person_id) == ("patient", care.person.pk)


def test_guessed_link_says_that_it_does_not_work(care: Care) -> None:
    agreed(care)
    message = queued(care)
    (member,) = named(care, 0)
    alert = outbox.queue(
        clinic=care.clinic,
        key="alert",
        purpose=Purpose.ALERT,
        to=member,
        address="on@call.test",
        language="en",
        about=care.visit.pk,
        due_at=NOON,
    )
    assert alert is not None
    known = stop_links.path_of(message)
    guesses = [known[:-2] + "/", known[:4] + "x" + known[5:], "/n/ñ/", "/n/x/", stop_links.path_of(alert)]
    for guess in guesses:
        page = outside().post(guess)
        assert page.status_code == 404, guess
        assert "This link does not work" in page.content.decode()
    care.person.refresh_from_db()
    assert care.person.may_email
