"""A small demo, made once for the tests that only look at it."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random
from typing import Any

import django
import pytest
import time_machine

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "drypoint.config.settings")
django.setup()  # here too: this file names models in its signatures

from django.db import transaction  # noqa: E402
from django.test import override_settings  # noqa: E402

from drypoint.clinic.accounts.models import Clinic  # noqa: E402
from drypoint.demo.generating import populate  # noqa: E402
from drypoint.demo.sign_ins import new_sign_ins  # noqa: E402

NOW = datetime(2027, 3, 3, 10, 20, tzinfo=UTC)
"""A Wednesday, late in the morning of the demo clinic."""
SMALL = 16
"""Enough of the cast for every stage of a first visit."""


@pytest.fixture(autouse=True, scope="session")
def _quick_hashes() -> Iterator[None]:
    """Passwords are hashed as slowly as they must be everywhere else; here that would only cost time."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="module")
def small(django_db_setup: None, django_db_blocker: Any) -> Iterator[Clinic]:
    """The demo clinic with the first sixteen of the cast; the clock stands at ``NOW``."""
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False), transaction.atomic():
        yield populate(now=NOW, rng=Random(7), sign_ins=new_sign_ins(), count=SMALL)
        transaction.set_rollback(True)
