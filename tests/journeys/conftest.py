"""A real browser against a real server: journeys are the users' stories."""

import os
import shutil
import threading
from collections.abc import Iterator
from typing import Any

import django
import pytest

# Playwright's loop makes Django think that it is called from async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "drypoint.config.settings")
django.setup()  # here too: this file names models in its signatures

from django.db import connections  # noqa: E402
from django.urls import get_resolver  # noqa: E402
from playwright.sync_api import Browser, Page, expect, sync_playwright  # noqa: E402
from tests.clinic import factories  # noqa: E402

from drypoint.clinic.accounts.models import Clinic  # noqa: E402
from drypoint.clinic.accounts.models.clinics import ClinicKind  # noqa: E402
from drypoint.terms import build_types  # noqa: E402

PATIENCE_MS = 30_000
"""On a busy machine a page may take its time; a journey is about what comes, not how soon."""
expect.set_options(timeout=PATIENCE_MS)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(autouse=True)
def _fast_passwords(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def live_server(live_server: Any) -> Iterator[Any]:
    """As ``config.wsgi`` begins; ends only after the answers under way.

    A thread that closes its connection later would fail at it.
    """
    assert get_resolver().url_patterns
    build_types()
    yield live_server
    _wait_for_answers()


def _wait_for_answers() -> None:
    """What a page still asks when it closes is answered before its database goes."""
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(timeout=10)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium as installed; a missing one is said in a sentence that tells what to install."""
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        pytest.fail("No Chromium found: install Debian's package 'chromium'.")
    known = {alias: connections[alias] for alias in connections}
    with sync_playwright() as playwright:
        # Under Playwright's loop Django opens new connections; a database in memory lives in the old.
        for alias, connection in known.items():
            connections[alias] = connection
        started = playwright.chromium.launch(executable_path=path)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, live_server: Any) -> Iterator[Page]:
    """A new browser window on the server; a script's error fails the journey."""
    context = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE_MS)
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on(
        "console",
        lambda message: faults.append(message.text) if "Content Security Policy" in message.text else None,
    )
    yield opened
    context.close()
    _wait_for_answers()
    assert faults == []


@pytest.fixture
def demo(transactional_db: None) -> Clinic:
    """A demo clinic: no second step needed, every switch on."""
    return factories.make_clinic(ClinicKind.DEMO, "Demo")
