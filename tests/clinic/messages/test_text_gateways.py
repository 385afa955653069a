"""Setting up a gateway, and what it is asked and answers."""

import json
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.core.exceptions import ValidationError
from tests.clinic import factories
from tests.clinic.messages.texting import MOBILE, agreed_to_texts, set_up, text
from tests.clinic.messages.writing import NOON, answered, invited, queue_due
from tests.clinic.visits.care import Care
from tests.fake_servers import Gateway, Taken, gateway_settings, running

from drypoint.clinic.audit.models import AuditEvent
from drypoint.clinic.errors import Conflict, NotAllowedNow, NotPermitted
from drypoint.clinic.followup.queries.message_links import no_longer
from drypoint.clinic.messages import gateways, queries
from drypoint.clinic.messages.actions import gateways as actions
from drypoint.clinic.messages.actions import on_call, outbox
from drypoint.clinic.messages.models import Message, MessageState, TextGateway
from drypoint.clinic.messages.ways import Ways
from drypoint.config import sealing
from drypoint.terms.errors import InvalidInput
from drypoint.upkeep import senders
from drypoint.upkeep.words import words_of


def test_secret_is_sealed_and_stands_in_no_row_and_no_audit(care: Care) -> None:
    gateway = set_up(care)
    kept = json.dumps([*TextGateway.objects.values(), *AuditEvent.objects.values()], default=str)
    assert "hush-hush" not in kept
    assert gateways.opened_secret(gateway) == "hush-hush"


def test_empty_secret_keeps_the_old_one_unless_it_would_go_elsewhere(care: Care) -> None:
    set_up(care)
    set_up(care, revision=1, secret="", name="Again")
    gateway = TextGateway.objects.get()
    assert (gateway.name, gateways.opened_secret(gateway)) == ("Again", "hush-hush")
    for elsewhere in ({"url": "https://evil.example/"}, {"user": "other"}):
        with pytest.raises(ValidationError) as refused:
            set_up(care, revision=2, secret="", **elsewhere)
        assert "again" in refused.value.message_dict["secret"][0]
    set_up(care, revision=2, secret="new", user="other")
    assert gateways.opened_secret(TextGateway.objects.get()) == "new"


def test_second_of_two_who_set_it_up_is_told(care: Care) -> None:
    with pytest.raises(Conflict):
        set_up(care, revision=1)
    set_up(care)
    with pytest.raises(Conflict):
        set_up(care, revision=0)
    with pytest.raises(NotPermitted):
        actions.set_up(by=care.therapist, clinic=care.clinic, revision=1, **gateway_settings(9))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"url": "http://sms.example/"}, "url"),
        ({"url": "ftp://127.0.0.1/"}, "url"),
        ({"url": "https://"}, "url"),
        ({"url": "https://[oops/"}, "url"),
        ({"url": "https://me:pw@sms.example/"}, "url"),
        ({"url": "https://sms.example/#x"}, "url"),
        ({"url": "https://sms.example/{secret}"}, "url"),
        ({"url": "https://sms.example/?to={to}"}, "url"),
        ({"headers": "no colon"}, "headers"),
        ({"headers": "Bad Name: x"}, "headers"),
        ({"headers": "X-To: {to}"}, "headers"),
        ({"body": '{"text": "{text}"}'}, "body"),
        ({"body": '{"to": "{to}"}'}, "body"),
        ({"body": '{"to": {to}, "text": "{text}"}'}, "body"),
        ({"body_kind": "form", "body": "to={to}&text={text}&x={what}"}, "body"),
        ({"report_id_field": ""}, "report_status_field"),
        ({"success_values": " "}, "success_values"),
    ],
)
def test_settings_that_cannot_work_are_refused_beside_their_field(
    care: Care, changed: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        set_up(care, **changed)
    assert list(refused.value.message_dict) == [field]


def test_every_known_gateway_passes_the_check_and_fills_in_number_and_words(
    care: Care, settings: Any
) -> None:
    settings.OWN_ADDRESS = "https://clinic.example"
    for number, preset in enumerate(gateways.presets()):
        empty = dict.fromkeys(actions.SETTINGS, "") | {"is_on": True}
        gateway = set_up(
            care, revision=number, secret="s p+ace", **(empty | preset.values | {"user": "AC1/2"})
        )
        words = '¿Qué tal? 5 + 5 & "más" {id}'
        call = gateways.call(gateway, number=MOBILE, text=words, message_id="our-id")
        assert (call.is_https, call.host) == (True, call.host)
        assert "{" not in call.path and "AC1/2" not in call.path
        assert preset.source.startswith("https://")
        said = call.body.decode()
        if "json" in call.headers["Content-Type"]:
            values = json.dumps(json.loads(said), ensure_ascii=False)
            assert json.dumps(words, ensure_ascii=False) in values
        else:
            values = json.dumps(dict(parse_qsl(said)), ensure_ascii=False)
            assert dict(parse_qsl(said)).get("text", dict(parse_qsl(said)).get("Body")) == words
        assert "34612345678" in values
        assert "/hooks/texts/" in values and "message=our-id" in values, preset.name
        assert "{secret}" not in str(call.headers) and call.headers["Authorization"]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("a", "x"),
        ("b.0.c", "1"),
        ("b.1.c", ""),
        ("b.x", ""),
        ("d", ""),
        ("e", ""),
        ("b", ""),
        ("a.z", ""),
    ],
)
def test_field_of_an_answer(path: str, value: str) -> None:
    assert gateways.field_of({"a": "x", "b": [{"c": 1}], "d": None, "e": True}, path) == value


@pytest.mark.parametrize(
    ("body", "kind", "read"),
    [
        (b'{"a": 1}', "application/json", {"a": 1}),
        (b'{"a": 1}', "text/plain", {"a": 1}),
        (b"a=1&b=x+y", "application/x-www-form-urlencoded", {"a": "1", "b": "x y"}),
        (b"{oops", "application/json", {}),
        (b"\xff", "", {}),
        (b"[" * 100_000, "application/json", {}),
    ],
)
def test_answers_of_any_kind_are_read_and_junk_is_nothing(body: bytes, kind: str, read: Any) -> None:
    assert gateways.read(body, kind) == read


@pytest.mark.parametrize(
    ("does", "becomes", "error"),
    [
        ("accept", MessageState.SENT, ""),
        ("slow", MessageState.SENT, ""),
        ("refuse", MessageState.FAILED, "HTTP 400"),
        ("later", MessageState.QUEUED, "HTTP 429"),
        ("broken", MessageState.UNKNOWN, "HTTP 500"),
        ("odd", MessageState.UNKNOWN, "answer ?"),
        ("die", MessageState.UNKNOWN, "RemoteDisconnected"),
        ("vanish", MessageState.UNKNOWN, "RemoteDisconnected"),
    ],
)
def test_what_the_gateway_did_decides_what_becomes_of_a_message(
    care: Care, may_send: None, caplog: Any, does: str, becomes: str, error: str
) -> None:
    taken = Taken()
    with running(server := Gateway(lambda _number: does, taken)) as port:
        set_up(care, port)
        message = text(care)
        outbox.send_due(now=NOON, send=senders.send)
    message.refresh_from_db()
    assert (message.state, message.error) == (becomes, error)
    assert taken.ids == ({str(message.pk): 1} if does in {"accept", "slow", "vanish"} else {})
    assert message.gateway_id == (f"g-{message.pk}" if becomes == MessageState.SENT else "")
    headers, said = server.seen[0]
    assert headers["X-Key"] == "hush-hush"
    assert said["to"] == MOBILE
    assert said["text"].startswith("Harbour le hace unas preguntas breves: https://clinic.example/c/")
    assert "hush-hush" not in caplog.text and MOBILE not in caplog.text


def test_nobody_listening_is_tried_again_and_holds_up_no_mail(care: Care, may_send: None) -> None:
    set_up(care, port=9)
    first, second = text(care, "a"), text(care, "b")
    outbox.queue(
        clinic=care.clinic,
        key="mail",
        purpose="check_in",
        to=care.person,
        address="ana@home.test",
        language="en",
        about=care.visit.pk,
        due_at=NOON,
    )
    assert outbox.send_due(now=NOON, send=senders.send) == 1
    assert {one.key: one.state for one in Message.objects.all()} == {
        "a": MessageState.QUEUED,
        "b": MessageState.QUEUED,
        "mail": MessageState.SENT,
    }
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.error, first.attempts, second.attempts) == ("ConnectionRefusedError", 1, 0)


@pytest.mark.parametrize(
    ("answer", "becomes", "error"),
    [
        ({"messages": [{"status": "0"}]}, MessageState.SENT, ""),
        ({"messages": [{"status": "1"}]}, MessageState.QUEUED, "answer 1"),
        ({"messages": [{"status": "7"}]}, MessageState.FAILED, "answer 7"),
        ({"messages": [{"status": "Ana Ruiz +34612345678"}]}, MessageState.FAILED, "answer ?"),
        ({}, MessageState.UNKNOWN, "answer ?"),
    ],
)
def test_yes_that_stands_in_the_answer(
    care: Care, may_send: None, monkeypatch: pytest.MonkeyPatch, answer: Any, becomes: str, error: str
) -> None:
    monkeypatch.setattr("drypoint.upkeep.texts._read", lambda _response: json.dumps(answer).encode())
    with running(Gateway(lambda _number: "accept", Taken())) as port:
        set_up(care, port)
        message = text(care)
        outbox.send_due(now=NOON, send=senders.send)
    message.refresh_from_db()
    assert (message.state, message.error) == (becomes, error)


def test_without_a_success_rule_any_answer_2xx_is_yes(care: Care, may_send: None) -> None:
    with running(Gateway(lambda _number: "odd", Taken())) as port:
        set_up(care, port, success_field="", success_values="", id_field="")
        message = text(care)
        assert outbox.send_due(now=NOON, send=senders.send) == 1
    message.refresh_from_db()
    assert (message.state, message.gateway_id) == (MessageState.SENT, "")


def test_text_waits_as_not_configured_until_there_is_a_gateway(care: Care, may_send: None) -> None:
    agreed_to_texts(care)
    assert Ways(care.clinic, now=NOON).to(care.person) == ("text", MOBILE)
    invited(care, NOON)
    assert queue_due(care.clinic, now=NOON) == 1
    message = Message.objects.get()
    assert (message.route, message.state) == ("text", MessageState.NOT_CONFIGURED)
    set_up(care, is_on=False)
    assert not queries.may_text(care.clinic)
    set_up(care, revision=1, is_on=True)
    assert queue_due(care.clinic, now=NOON) == 1
    message.refresh_from_db()
    assert message.state == MessageState.QUEUED


def test_gateway_whose_secret_does_not_open_sends_nothing_and_says_so(
    care: Care, may_send: None, settings: Any
) -> None:
    gateway = set_up(care)
    message = text(care)
    settings.SEAL_KEYS = ("another-key",)
    assert not gateways.can_open(gateway)
    outbox.send_due(now=NOON, send=senders.send)
    message.refresh_from_db()
    assert message.state == MessageState.NOT_CONFIGURED
    assert actions.seal_anew() == 0


def test_gateway_that_goes_while_messages_are_sent_is_tried_again(
    care: Care, may_send: None, settings: Any
) -> None:
    set_up(care)
    message = text(care)

    def lose_the_key(one: Message) -> str:
        settings.SEAL_KEYS = ("another-key",)
        return senders.send(one)

    outbox.send_due(now=NOON, send=lose_the_key)
    message.refresh_from_db()
    assert (message.state, message.error) == (MessageState.QUEUED, "secret not opened")
    TextGateway.objects.all().delete()
    with pytest.raises(outbox.NotTaken, match="no gateway"):
        senders.send(message)


def test_header_that_cannot_be_written_is_refused_and_nothing_was_sent(care: Care, may_send: None) -> None:
    taken = Taken()
    with running(Gateway(lambda _number: "accept", taken)) as port:
        set_up(care, port, secret="two\nlines")
        message = text(care)
        outbox.send_due(now=NOON, send=senders.send)
    message.refresh_from_db()
    assert (message.state, message.error, taken.ids) == (MessageState.FAILED, "ValueError", {})


def test_sealing_anew_takes_the_newest_key(care: Care, settings: Any) -> None:
    gateway = set_up(care)
    old = settings.SEAL_KEYS
    settings.SEAL_KEYS = ("newest", *old)
    assert actions.seal_anew() == 1
    settings.SEAL_KEYS = ("newest",)
    gateway.refresh_from_db()
    assert sealing.opened(gateway.sealed_secret) == "hush-hush"


def test_hook_is_made_anew_by_who_runs_the_clinic(care: Care) -> None:
    gateway = set_up(care)
    before = gateways.hook_path(gateway)
    actions.renew_hook(by=factories.acting(care.clinic, "owner"), gateway=gateway, revision=1)
    assert gateways.hook_path(TextGateway.objects.get()) != before
    with pytest.raises(NotPermitted):
        actions.renew_hook(by=care.therapist, gateway=gateway, revision=2)


def test_who_is_on_call_with_a_number_is_told_by_text_too(care: Care, may_send: None) -> None:
    set_up(care)
    owner = factories.acting(care.clinic, "owner")
    first, second = (factories.make_member(care.clinic, name=name) for name in ("First", "Second"))
    said = {"by": owner, "clinic": care.clinic, "entries": [(first.pk, 0), (second.pk, 0)]}
    with pytest.raises(InvalidInput, match="not a mobile number"):
        on_call.name(**said, mobiles={first.pk: "+34 912 345 678"})
    on_call.name(**said, mobiles={first.pk: "+34 612 345 678", second.pk: " "})
    answered(care, at=NOON, breathless=True)
    assert queue_due(care.clinic, now=NOON) == 3
    told = Message.objects.values_list("route", "address", "member__user__name").order_by("route", "key")
    assert {(route, address, name) for route, address, name in told} == {
        ("email", first.user.email, "First"),
        ("email", second.user.email, "Second"),
        ("text", MOBILE, "First"),
    }
    sent: list[str] = []
    assert outbox.send_due(now=NOON, send=lambda one: sent.append(words_of(one).body)) == 3
    assert any(
        body == "Harbour: something cannot wait. Sign in and look: https://clinic.example/check-ins/"
        for body in sent
    )


def test_who_lost_the_only_way_is_not_written_to(care: Care, may_send: None) -> None:
    type(care.person).objects.filter(pk=care.person.pk).update(may_text=True, phone="?")
    invited(care, NOON)
    assert queue_due(care.clinic, now=NOON) == 0
    assert not Message.objects.exists()


def test_trial_message_goes_to_who_sets_it_up(care: Care, may_send: None) -> None:
    owner = factories.acting(care.clinic, "owner")
    with pytest.raises(NotAllowedNow):
        actions.try_out(by=owner, clinic=care.clinic, number=MOBILE)
    set_up(care)
    with pytest.raises(InvalidInput, match="country code"):
        actions.try_out(by=owner, clinic=care.clinic, number="?")
    message = actions.try_out(by=owner, clinic=care.clinic, number="+34 612 345 678")
    assert message is not None and message.address == MOBILE
    said: list[str] = []
    no = partial(no_longer, now=NOON)
    sent = outbox.send_due(now=message.due_at, send=lambda one: said.append(words_of(one).body), no_longer=no)
    assert sent == 1
    assert said == ["Harbour: this is a trial message. What became of it: https://clinic.example/outbox/"]


def test_gateway_of_this_machine_is_spoken_to_only_where_the_server_allows_it(
    care: Care, may_send: None, settings: Any
) -> None:
    taken = Taken()
    with running(Gateway(lambda _number: "accept", taken)) as port:
        set_up(care, port)
        message = text(care)
        settings.LOCAL_GATEWAY = False
        with pytest.raises(ValidationError):
            gateways.check(gateway_settings(port))
        outbox.send_due(now=NOON, send=senders.send)
    message.refresh_from_db()
    assert (message.state, message.error, taken.ids) == (MessageState.QUEUED, "not by https", {})
