"""A visit, and a mail server that is set."""

from typing import Any

import pytest
from tests.clinic.visits.care import Care


@pytest.fixture
def care(db: None) -> Care:
    return Care()


@pytest.fixture
def may_send(settings: Any) -> None:
    settings.MAIL_IS_SET = settings.LOCAL_GATEWAY = True
    settings.OWN_ADDRESS = "https://clinic.example"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
