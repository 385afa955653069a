"""A clinic that sends text messages, and a person who agreed to them."""

from typing import Any

from django.test import override_settings
from tests.clinic import factories
from tests.clinic.messages.writing import NOON
from tests.clinic.visits.care import Care
from tests.fake_servers import gateway_settings

from drypoint.clinic.messages.actions import gateways, outbox
from drypoint.clinic.messages.models import Message, Purpose, Route, TextGateway

MOBILE = "+34612345678"


def set_up(care: Care, port: int = 9, **changed: Any) -> TextGateway:
    """A gateway on this machine."""
    with override_settings(LOCAL_GATEWAY=True):
        return gateways.set_up(
            by=factories.acting(care.clinic, "owner"),
            clinic=care.clinic,
            **({"revision": 0, "secret": "hush-hush"} | gateway_settings(port) | changed),
        )


def agreed_to_texts(care: Care, phone: str = MOBILE) -> None:
    type(care.person).objects.filter(pk=care.person.pk).update(may_text=True, phone=phone)
    care.person.refresh_from_db()


def text(care: Care, key: str = "t", address: str = MOBILE) -> Message:
    """A text message that is due."""
    made = outbox.queue(
        clinic=care.clinic,
        key=key,
        purpose=Purpose.CHECK_IN,
        to=care.person,
        route=Route.TEXT,
        address=address,
        language="es",
        about=care.visit.pk,
        due_at=NOON,
    )
    assert made is not None
    return made
