"""The link in a message that ends such messages: signed, made when it is sent, kept nowhere."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from uuid import UUID

from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from drypoint.clinic.messages.models import Message

_SIGNED = 12
"""Bytes of the signature: 96 bits, so that a text message stays short."""


def path_of(message: Message) -> str:
    """The path of the page on which who got this message says: no more."""
    return reverse("stop_messages", args=[_token(message.pk)])


def find(token: str) -> Message | None:
    """The message that the link came in; ``None`` for one that was never given."""
    try:
        raw = urlsafe_b64decode(token + "=" * (-len(token) % 4))
        key = UUID(bytes=raw[:16])
    except (Error, ValueError):
        return None
    if not constant_time_compare(token, _token(key)):
        return None
    return Message.objects.filter(pk=key, person__isnull=False).select_related("clinic", "person").first()


def _token(key: UUID) -> str:
    signature = salted_hmac("drypoint.stop_messages", key.hex, algorithm="sha256").digest()[:_SIGNED]
    return urlsafe_b64encode(key.bytes + signature).rstrip(b"=").decode()
