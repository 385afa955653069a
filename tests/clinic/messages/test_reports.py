"""What is heard of a message later: delivered, not delivered, and a word to stop."""

from datetime import timedelta
from typing import Any

import pytest
from tests.clinic import factories
from tests.clinic.messages.texting import MOBILE, agreed_to_texts, set_up, text
from tests.clinic.messages.writing import NOON, agreed, invited, queue_due, queued
from tests.clinic.visits.care import Care

from drypoint.clinic.audit.models import AuditEvent
from drypoint.clinic.followup.queries.check_in_board import board
from drypoint.clinic.followup.queries.message_links import no_longer
from drypoint.clinic.messages.actions import outbox, reports
from drypoint.clinic.messages.models import Message, MessageState
from drypoint.clinic.messages.ways import BOUNCE_HOLDS, Ways, still_reaches

LATER = NOON + timedelta(minutes=5)


def reported(care: Care, said: Any, message_id: str = "") -> bool:
    return reports.from_gateway(care.clinic.text_gateways.get(), said, message_id=message_id, at=LATER)


@pytest.fixture
def sent(care: Care, may_send: None) -> Message:
    """A text message that the gateway took."""
    set_up(care)
    message = text(care)
    outbox.send_due(now=NOON, send=lambda _message: "g-1")
    return message


def test_report_by_the_gateways_id_says_delivered_once(care: Care, sent: Message) -> None:
    assert reported(care, {"message-id": "g-1", "status": "Delivered"})
    assert reported(care, {"message-id": "g-1", "status": "failed"}), "understood, and changes nothing"
    sent.refresh_from_db()
    assert (sent.state, sent.reported_at, sent.sent_at) == (MessageState.DELIVERED, LATER, NOON)
    assert AuditEvent.objects.filter(verb="message.delivered").count() == 1
    assert not AuditEvent.objects.filter(verb="message.bounced").exists()


def test_report_by_our_own_id_says_that_it_came_back(care: Care, sent: Message) -> None:
    assert reported(care, {"status": "expired"}, message_id=str(sent.pk))
    sent.refresh_from_db()
    assert (sent.state, sent.error) == (MessageState.BOUNCED, "report: expired")
    assert reported(care, {"message-id": "g-1", "status": "delivered"}), "it came after all"
    sent.refresh_from_db()
    assert (sent.state, sent.error) == (MessageState.DELIVERED, "")


@pytest.mark.parametrize(
    "said",
    [
        {"message-id": "g-2", "status": "delivered"},
        {"message-id": "", "status": "delivered"},
        {"status": "delivered"},
        {"message-id": ["g-1"], "status": "delivered"},
        {},
        [],
        "what",
        {"from": "", "text": "STOP"},
    ],
)
def test_report_on_nothing_that_is_known_changes_nothing(care: Care, sent: Message, said: Any) -> None:
    assert not reported(care, said)
    sent.refresh_from_db()
    assert sent.state == MessageState.SENT


def test_step_on_the_way_is_understood_and_is_no_end(care: Care, sent: Message) -> None:
    assert reported(care, {"message-id": "g-1", "status": "buffered"})
    sent.refresh_from_db()
    assert sent.state == MessageState.SENT


def test_words_of_a_report_are_not_kept(care: Care, sent: Message) -> None:
    gateway = care.clinic.text_gateways.get()
    gateway.failed_values = "failed:ana"
    assert reports.from_gateway(gateway, {"status": "failed:Ana"}, message_id=str(sent.pk), at=LATER)
    sent.refresh_from_db()
    assert sent.error == "report"


def test_report_of_another_clinics_message_is_not_known(care: Care, sent: Message) -> None:
    other = Care(name="Other")
    set_up(other)
    gateway = other.clinic.text_gateways.get()
    said = {"message-id": "g-1", "status": "delivered"}
    assert not reports.from_gateway(gateway, said, message_id="", at=LATER)
    assert not reports.from_gateway(gateway, said, message_id=str(sent.pk), at=LATER)


def test_report_that_is_quicker_than_the_answer_stands(care: Care, may_send: None) -> None:
    set_up(care)
    message = text(care)

    def send(one: Message) -> str:
        assert reported(care, {"status": "delivered"}, message_id=str(one.pk))
        return "g-1"

    assert outbox.send_due(now=NOON, send=send) == 1
    message.refresh_from_db()
    assert (message.state, message.gateway_id, message.sent_at) == (MessageState.DELIVERED, "g-1", NOON)


def test_report_on_one_that_was_cut_off_says_what_nobody_knew(care: Care, may_send: None) -> None:
    set_up(care)
    message = text(care)

    def fall_silent(_one: Message) -> str:
        raise outbox.Unclear("TimeoutError")

    outbox.send_due(now=NOON, send=fall_silent)
    assert reported(care, {"status": "delivered"}, message_id=str(message.pk))
    message.refresh_from_db()
    assert message.state == MessageState.DELIVERED


@pytest.mark.parametrize(
    ("words", "ends"),
    [
        ("STOP", True),
        (" stop. ", True),
        ("Baja", True),
        ("PARAR!", True),
        ("stop it hurts", False),
        ("ok", False),
    ],
)
def test_reply_that_asks_so_ends_text_messages(care: Care, sent: Message, words: str, ends: bool) -> None:
    agreed(care)
    agreed_to_texts(care, "+34 612 345 678")
    assert reported(care, {"from": MOBILE.removeprefix("+"), "text": words})
    care.person.refresh_from_db()
    assert (care.person.may_text, care.person.may_email) == (not ends, True)
    assert AuditEvent.objects.filter(verb="person.messages_ended").exists() == ends


def test_reply_ends_messages_of_that_number_alone(care: Care, sent: Message) -> None:
    agreed_to_texts(care)
    other = factories.make_person(care.clinic, may_text=True, phone="+34 699 999 999")
    broken = factories.make_person(care.clinic, phone="?")
    type(broken).objects.filter(pk=broken.pk).update(may_text=True)
    assert reported(care, {"from": "+34699999999", "text": "STOP"})
    for person, still in ((care.person, True), (other, False), (broken, True)):
        person.refresh_from_db()
        assert person.may_text is still


def test_mail_that_came_back_for_good_stops_the_next_and_the_person_is_to_be_called(
    care: Care, may_send: None
) -> None:
    agreed(care)
    invited(care, NOON)
    assert queue_due(care.clinic, now=NOON) == 1
    outbox.send_due(now=NOON, send=lambda _message: "")
    message = Message.objects.get()
    assert reports.came_back(message, by="bounces", at=LATER, kind="5.1.1")
    assert [one.mail_came_back for one in board(care.clinic, now=LATER).to_call] == [True]
    person = type(care.person).objects.get()
    assert Ways(care.clinic, now=LATER).to(person) is None
    assert Ways(care.clinic, now=LATER + BOUNCE_HOLDS).to(person) == ("email", person.email)
    agreed_to_texts(care)
    person.refresh_from_db()
    assert Ways(care.clinic, now=LATER).to(person) == ("text", MOBILE), "the outbox says what lacks"


def test_mail_that_could_not_be_delivered_for_days_does_not_stop_the_next(care: Care, may_send: None) -> None:
    agreed(care)
    message = queued(care)
    outbox.send_due(now=NOON, send=lambda _message: "")
    assert reports.came_back(message, by="bounces", at=LATER, kind="4.4.7")
    assert Ways(care.clinic, now=LATER).to(type(care.person).objects.get()) is not None


def test_text_goes_before_mail_and_stops_when_the_person_says_so(care: Care, may_send: None) -> None:
    agreed(care)
    agreed_to_texts(care)
    set_up(care)
    invited(care, NOON)
    assert queue_due(care.clinic, now=NOON) == 1
    message = Message.objects.get()
    assert (message.route, message.address) == ("text", MOBILE)
    assert no_longer(message, now=NOON) == ""
    care.person.phone = "+34 699 999 999"
    assert not still_reaches(care.person, "text", MOBILE)
    care.person.phone = "?"
    assert not still_reaches(care.person, "text", MOBILE)
    type(care.person).objects.update(may_text=False)
    assert no_longer(message, now=NOON) == "opted_out"


def test_number_that_is_no_mobile_is_not_texted(care: Care, may_send: None) -> None:
    set_up(care)
    agreed(care)
    agreed_to_texts(care, "+34 912 345 678")
    assert Ways(care.clinic, now=NOON).to(type(care.person).objects.get()) == ("email", "ana@home.test")
