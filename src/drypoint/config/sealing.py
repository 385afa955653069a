"""Sealing small secrets before they are stored, so that a database or a backup alone does not show them."""

import base64
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from drypoint.terms.errors import DrypointError

SEALED = "sealed:"
"""What begins with this is sealed; the secrets that we seal never do."""


class NotOpened(DrypointError):
    """None of this server's keys opens it."""


def seal(text: str) -> str:
    """``text`` sealed with the newest key."""
    return SEALED + _keys(settings.SEAL_KEYS).encrypt(text.encode()).decode()


def opened(text: str) -> str:
    """What was sealed, with whichever key; what was stored before there were keys comes back as it is.

    Raises ``NotOpened``.
    """
    if not text.startswith(SEALED):
        return text
    try:
        return _keys(settings.SEAL_KEYS).decrypt(text.removeprefix(SEALED).encode()).decode()
    except InvalidToken as wrong:
        raise NotOpened("A stored secret was sealed with a key that this server does not have.") from wrong


@cache
def _keys(secrets: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derived(secret))) for secret in secrets])


def _derived(secret: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"drypoint seal").derive(secret.encode())
